"""重算期限: what another calendar makes of the limits of a case. Pure.

Limits that reach into a year whose notice is not entered are counted on weekdays and marked
provisional; when the notice comes, or a year is amended, the same events are counted by the new
calendar. Only clocks that run can move: what was stopped stays as it was counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from onevisit.cases.rules.clocks import Limits, clocks, due_day
from onevisit.cases.rules.fold import Happening, clock_events
from onevisit.cases.rules.lifecycle import ClockKind
from onevisit.kernel.calendar import WorkingCalendar


class Lateness(StrEnum):
    """What a moved limit does to a case on a day."""

    SAME = ""
    BECOMES = "becomes"  # late by the new calendar, not by the old
    NO_LONGER = "no_longer"


@dataclass(frozen=True, slots=True)
class Recounted:
    """One running limit by the old and by the new calendar; `firm`: it is provisional no more."""

    kind: ClockKind
    was: date
    became: date
    firm: bool

    @property
    def moved(self) -> bool:
        """Whether its last day is another one now."""
        return self.was != self.became

    def lateness(self, today: date) -> Lateness:
        """What that does on `today`."""
        return lateness(self.was, self.became, today)


def lateness(was: date, became: date, today: date) -> Lateness:
    """Whether a limit that moved is late now and was not, or the other way round."""
    if (was < today) == (became < today):
        return Lateness.SAME
    return Lateness.BECOMES if became < today else Lateness.NO_LONGER


def recounted(
    happenings: Sequence[Happening], limits: Limits, old: WorkingCalendar, new: WorkingCalendar
) -> tuple[Recounted, ...]:
    """Every running limit whose last day, or whose certainty, the new calendar changes."""
    found = []
    for kind, clock in clocks(clock_events(happenings), limits).items():
        was, guessed = due_day(clock, old)
        became, guesses = due_day(clock, new)
        if clock.stopped_on is not None or was is None or became is None:
            continue
        if was != became or guessed != guesses:
            found.append(Recounted(kind, was, became, guessed and not guesses))
    return tuple(found)
