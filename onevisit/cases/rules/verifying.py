"""核验: what anybody learns of a result document who holds its number and its check code."""

from dataclasses import dataclass
from datetime import date, timedelta

from onevisit.accounts.rules.pauses import PauseRule

WRONG_CODES = PauseRule(
    "cases.verify",
    20,
    timedelta(minutes=1),
    timedelta(minutes=30),
    forget=timedelta(hours=1),
)
"""Documents that nobody issued, asked for from one network address."""

_BRACKETS = str.maketrans("[]()（）【】［］", "〔〕〔〕〔〕〔〕〔〕")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Verified:
    """A document that was issued. `holder` is masked where it is a person; it holds unless
    `revoked_on` says since when it does not.
    """

    number: str
    name: str
    item: str
    holder: str
    department: str
    made_on: date
    validity: str
    revoked_on: date | None

    @property
    def holds(self) -> bool:
        """Whether it still holds."""
        return self.revoked_on is None


def number_read(text: str) -> str:
    """A number as people type it from paper: blanks fall away, brackets of any kind are right."""
    return "".join(text.split()).translate(_BRACKETS)[:_LONGEST]
