"""保管期限: how long a case is kept, by a dated schedule (国家档案局令第 8 号, 第十条: 永久, 30 年,
10 年). Pure.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

ANY = "*"


class Retention(StrEnum):
    """How long, by the codes of archive numbers (DA/T 22-2015)."""

    FOR_EVER = "Y"
    YEARS_30 = "D30"
    YEARS_10 = "D10"

    @property
    def years(self) -> int | None:
        """None: for ever."""
        return {"D30": 30, "D10": 10}.get(self.value)


WORDS = {Retention.FOR_EVER: "永久", Retention.YEARS_30: "30年", Retention.YEARS_10: "10年"}
"""As the schedules of archives write them."""

IN_ORDER = (Retention.FOR_EVER, Retention.YEARS_30, Retention.YEARS_10)
"""The longest first, as lists of archives stand."""


class Outcome(StrEnum):
    """How a case ended, as far as the schedule cares."""

    GRANTED = "granted"
    REFUSED = "refused"
    OTHER = "other"  # nothing was decided: withdrawn, returned, not accepted


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the schedule: what holds from the day `since` for items of a type (`ANY`: every
    other) with such an end (`ANY` likewise).
    """

    since: date
    task_type: str
    outcome: str
    retention: Retention


def retention_of(lines: Iterable[Line], task_type: str, outcome: Outcome, day: date) -> Retention:
    """What the schedule says of a case that ended on `day`: a line for the type before one for
    every type, one for the outcome before one for every outcome; of several the newest.

    Where nothing fits it is kept for ever: what was thrown away does not come back.
    """
    fitting = [
        each
        for each in lines
        if each.since <= day
        and each.task_type in (task_type, ANY)
        and each.outcome in (outcome, ANY)
    ]
    if not fitting:
        return Retention.FOR_EVER
    best = max(fitting, key=lambda e: (e.task_type != ANY, e.outcome != ANY, e.since))
    return best.retention


def keep_until(retention: Retention, year: int) -> date | None:
    """The last day on which a case of that year is kept; the term begins with the year after the
    one in which it ended. None: for ever.
    """
    return None if retention.years is None else date(year + retention.years, 12, 31)
