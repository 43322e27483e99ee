"""What comes of a review or a suit against the end of a case 行政复议、行政诉讼, as the office that
decided it records it.

The ruling is somebody else's; here stands only what follows from it: the decision holds, or it is
gone, and where it was ordered the case is decided again as a successor with its own limit
(行政复议法 arts. 63–69, 行政诉讼法 arts. 69–74).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from onevisit.cases.errors import rulings as errors
from onevisit.cases.rules.lifecycle import Action

LONGEST_DAYS = 90
"""No ruling leaves more working days to decide again."""

LONGEST_NAME = 100


class Way(StrEnum):
    """Before whom."""

    REVIEW = "review"  # 行政复议
    SUIT = "suit"  # 行政诉讼


class Ruling(StrEnum):
    """What was ruled."""

    UPHELD = "upheld"  # 维持
    UNLAWFUL = "unlawful"  # 确认违法, what was granted is kept
    CHANGED = "changed"  # 变更: the reviewer decided in our place
    ANNULLED = "annulled"  # 撤销
    AGAIN = "again"  # 撤销并责令重新作出


ACTIONS: Mapping[Ruling, Action] = {
    Ruling.UPHELD: Action.RULED_UPHELD,
    Ruling.UNLAWFUL: Action.RULED_UNLAWFUL,
    Ruling.CHANGED: Action.RULED_CHANGED,
    Ruling.ANNULLED: Action.RULED_ANNULLED,
    Ruling.AGAIN: Action.RULED_AGAIN,
}
RULINGS: Mapping[Action, Ruling] = {action: ruling for ruling, action in ACTIONS.items()}


@dataclass(frozen=True, slots=True)
class RulingDraft:
    """A ruling as it is recorded: `by` which authority or court, under which `number`, on which
    day; `days` in which it is to be decided again, counted as the limits of the item are.
    """

    way: Way
    ruling: Ruling
    by: str
    number: str
    on: date
    days: int | None = None

    def checked(self, today: date) -> "RulingDraft":
        """The same without needless blanks.

        Raises Invalid `cases.ruling_unnamed`, `cases.ruling_day`, `cases.ruling_days`.
        """
        by, number = self.by.strip(), self.number.strip()
        if not by or not number or max(len(by), len(number)) > LONGEST_NAME:
            raise errors.ruling_unnamed(LONGEST_NAME)
        if self.on > today:
            raise errors.ruling_day()
        again = self.ruling is Ruling.AGAIN
        if again and not 1 <= (self.days or 0) <= LONGEST_DAYS:
            raise errors.ruling_days(LONGEST_DAYS)
        days = self.days if again else None
        return RulingDraft(self.way, self.ruling, by, number, self.on, days)

    @property
    def facts(self) -> dict[str, object]:
        """What the event of the case says of it."""
        said = {"way": str(self.way), "by": self.by, "paper": self.number}
        return {**said, "ruled_on": self.on.isoformat(), "days": self.days}
