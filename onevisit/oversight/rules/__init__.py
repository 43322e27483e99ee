"""Periods and figures. Pure.

A figure never stands without how many it was made from, and below `FEW` it is no percentage at all:
two of three is not 67 %.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from onevisit.oversight.errors import bad_period

FEW = 5
"""Fewer than this many make no percentage and no average (样本少)."""

LONGEST = 731
"""A period is at most two years of days."""


PLACE_DIGITS = 9
"""So many digits of the code of a region name a township or street 镇街."""

NO_PLACE = "online"
"""The place of what was taken in at no window."""


class PeriodKind(StrEnum):
    """The periods a page offers."""

    THIS_MONTH = "month"
    LAST_MONTH = "last"
    NINETY_DAYS = "90"
    CUSTOM = "days"


@dataclass(frozen=True, slots=True)
class Days:
    """Days from `since` up to and including `until`."""

    since: date
    until: date

    @property
    def count(self) -> int:
        """How many days that is."""
        return (self.until - self.since).days + 1


@dataclass(frozen=True, slots=True)
class Period:
    """The days told of, and those they are compared with."""

    kind: PeriodKind
    now: Days
    before: Days


def period(
    kind: PeriodKind, *, today: date, since: date | None = None, until: date | None = None
) -> Period:
    """The days of a period. A month that is not over is held against as many days of the month
    before, a whole month against a whole month, any other against as many days just before it.

    Raises Invalid `oversight.bad_period` for days of one's own that are missing, the wrong way
    round, or too many.
    """
    first = today.replace(day=1)
    if kind is PeriodKind.THIS_MONTH:
        return Period(kind, Days(first, today), _same_part(first, today))
    if kind is PeriodKind.LAST_MONTH:
        whole = _month_before(first)
        return Period(kind, whole, _month_before(whole.since))
    if kind is PeriodKind.NINETY_DAYS:
        return _against_just_before(kind, Days(today - timedelta(days=89), today))
    if since is None or until is None or not 0 <= (until - since).days < LONGEST:
        raise bad_period()
    if since.year < 2000 or until.year > 2200:
        raise bad_period()
    return _against_just_before(kind, Days(since, until))


def _same_part(first: date, today: date) -> Days:
    whole = _month_before(first)
    return Days(whole.since, min(whole.since + (today - first), whole.until))


def _month_before(first: date) -> Days:
    last = first - timedelta(days=1)
    return Days(last.replace(day=1), last)


def _against_just_before(kind: PeriodKind, days: Days) -> Period:
    last = days.since - timedelta(days=1)
    return Period(kind, days, Days(last - timedelta(days=days.count - 1), last))


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole`."""

    part: int
    whole: int

    @property
    def few(self) -> bool:
        """Too few to be a percentage."""
        return self.whole < FEW

    @property
    def percent(self) -> float | None:
        """Per cent, None when few."""
        return None if self.few else 100 * self.part / self.whole


@dataclass(frozen=True, slots=True)
class Mean:
    """`total` over `count`."""

    total: int
    count: int

    @property
    def few(self) -> bool:
        """Too few to be an average."""
        return self.count < FEW

    @property
    def value(self) -> float | None:
        """The average, None when few."""
        return None if self.few else self.total / self.count


@dataclass(frozen=True, slots=True)
class Tally:
    """Ended applications: how many, of how many the visits are `known`, those of them within one
    and with none, and how well contacts are recorded.

    `recorded` is of the `expected`: intake at a window and collection at a window, each of which
    must have left a contact in the ledger. Of `unrecorded` ones somebody must have come and nothing
    is on record: nobody knows how often, so they are told apart and are no part of any rate.
    """

    count: int = 0
    known: int = 0
    within_one: int = 0
    none: int = 0
    visits: int = 0
    expected: int = 0
    recorded: int = 0

    @property
    def unrecorded(self) -> int:
        """Somebody must have come, and nothing is on record."""
        return self.count - self.known

    @property
    def true_rate(self) -> Share:
        """实际实现率: counted visits of at most one."""
        return Share(self.within_one, self.known)

    @property
    def zero_rate(self) -> Share:
        """No visit at all."""
        return Share(self.none, self.known)

    @property
    def average(self) -> Mean:
        """Counted visits of an application."""
        return Mean(self.visits, self.known)

    @property
    def coverage(self) -> Share:
        """How many of the contacts that must have been recorded were."""
        return Share(self.recorded, self.expected)


@dataclass(frozen=True, slots=True)
class Closed(Tally):
    """Closed applications of one cut; `seen`: of how many any contact is on record."""

    seen: int = 0


@dataclass(frozen=True, slots=True)
class Rated:
    """Ratings of one period; `satisfied` are the levels 1 to 3."""

    count: int = 0
    satisfied: int = 0

    @property
    def satisfaction(self) -> Share:
        """满意率: 1 to 3 of all."""
        return Share(self.satisfied, self.count)


@dataclass(frozen=True, slots=True)
class Carded:
    """Cards shown in one period; `red` without those taken back, which are `withdrawn`."""

    red: int = 0
    yellow: int = 0
    withdrawn: int = 0


@dataclass(frozen=True, slots=True)
class Decided:
    """Decided cases of one cut. Days are working days, of cases limited in working days only.

    `promised` cases had a promise, of which `on_time` kept it; `timed` cases make up `used`;
    `promise` and `legal` sum the limits of the `limited` that have both.
    """

    count: int = 0
    promised: int = 0
    on_time: int = 0
    timed: int = 0
    used: int = 0
    limited: int = 0
    promise: int = 0
    legal: int = 0

    @property
    def on_time_rate(self) -> Share:
        """Decided within the promise."""
        return Share(self.on_time, self.promised)

    @property
    def average_used(self) -> Mean:
        """Working days from acceptance to decision, pauses not counted."""
        return Mean(self.used, self.timed)

    @property
    def average_promise(self) -> Mean:
        """Promised working days."""
        return Mean(self.promise, self.limited)

    @property
    def average_legal(self) -> Mean:
        """Legal working days."""
        return Mean(self.legal, self.limited)

    @property
    def compression(self) -> Share:
        """承诺压缩: Σ(legal − promise) ÷ Σ legal, of days; few by the number of cases."""
        if self.limited < FEW:
            return Share(0, 0)
        return Share(self.legal - self.promise, self.legal)
