"""Working days: which days count, and which day is the n-th after another.

Limits run in working days from the next working day; make-up working days (调休) count
(行政许可法 第八十二条). The State Council publishes each year's holidays late in the year before:
a day in a year not yet published is judged by its weekday alone and is *provisional*.
"""

from array import array
from bisect import bisect_right
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from onevisit.kernel.errors import Invalid
from onevisit.kernel.events import Event

MOST_DAYS = 36_500
"""No limit is longer than this: a hundred years."""


class DayUnit(StrEnum):
    """What a limit is counted in."""

    WORKING = "工作日"
    NATURAL = "自然日"


class DayKind(StrEnum):
    """Why a day counts or doesn't."""

    START_DAY = "start_day"
    WORKING = "working"
    MAKEUP = "makeup"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    PROVISIONAL_WORKING = "provisional_working"
    PROVISIONAL_WEEKEND = "provisional_weekend"
    NATURAL = "natural"


@dataclass(frozen=True)
class DueDate:
    """The last day of a limit; provisional if the count ran through an unpublished year."""

    day: date
    provisional: bool


@dataclass(frozen=True)
class DayNote:
    """One day of a count: whether it counted, why, as the how-manieth, and the feast's name."""

    day: date
    counted: bool
    why: DayKind
    ordinal: int | None
    name: str = ""


@dataclass(frozen=True)
class CalendarPublished(Event):
    """Notices of these years were entered or amended: limits that reach into the first of them or
    beyond must be counted anew.
    """

    years: tuple[int, ...]
    revision: int


@dataclass(frozen=True)
class YearNotice:
    """The yearly notice of the State Council: days off and make-up working days with the
    feast they belong to. Days off may name weekend days too.
    """

    year: int
    holidays: Mapping[date, str]
    makeup_days: Mapping[date, str]


@dataclass(frozen=True)
class WorkingCalendar:
    """The published working days as sorted proleptic ordinals, complete from ``known_from``
    to ``known_until`` (last day of the last published year), and the revision they come from.

    Every answer is a rank or its inverse: working days are numbered through all time, by the
    table inside the published span and by weekdays outside it.
    """

    ordinals: tuple[int, ...]
    known_until: date
    revision: int
    known_from: date = date(2004, 1, 1)
    names: Mapping[date, str] = field(default_factory=dict, compare=False, repr=False)

    def __hash__(self) -> int:
        return hash((self.revision, self.known_from, self.known_until, len(self.ordinals)))

    @classmethod
    def weekdays_only(cls) -> "WorkingCalendar":
        """A calendar for which no year is published: all is provisional."""
        return cls((), date(1, 1, 1), 0, known_from=date(1, 1, 2))

    @classmethod
    def from_notices(cls, notices: Collection[YearNotice], revision: int) -> "WorkingCalendar":
        """Build from the notices of years that follow one another; ValueError if they don't."""
        if not notices:
            return cls.weekdays_only()
        years = sorted(notice.year for notice in notices)
        if years != list(range(years[0], years[-1] + 1)):
            raise ValueError("published years must follow one another")
        off = {day: name for notice in notices for day, name in notice.holidays.items()}
        extra = {day: name for notice in notices for day, name in notice.makeup_days.items()}
        known_from, known_until = date(years[0], 1, 1), date(years[-1], 12, 31)
        closed = {day.toordinal() for day in off}
        opened = {day.toordinal() for day in extra}
        span = range(known_from.toordinal(), known_until.toordinal() + 1)
        working = tuple(o for o in span if o in opened or (1 <= o % 7 <= 5 and o not in closed))
        return cls(working, known_until, revision, known_from=known_from, names=off | extra)

    def with_changes(self, off: Collection[date], worked: Collection[date]) -> "WorkingCalendar":
        """The calendar if these days were free and those worked; a year that is not published and
        in which one of them lies counts as known by its weekdays. For trials: nothing is entered.
        """
        ends = (date(day.year, 12, 31) for day in (*off, *worked))
        last = max([self.known_until, *ends])
        added = range(self.known_until.toordinal() + 1, last.toordinal() + 1)
        days = {*self.ordinals, *(o for o in added if 1 <= o % 7 <= 5)}
        days -= {day.toordinal() for day in off}
        days |= {day.toordinal() for day in worked}
        return replace(self, ordinals=tuple(sorted(days)), known_until=last)

    def is_working(self, day: date) -> bool:
        """Whether offices are open that day, as far as is known."""
        ordinal = day.toordinal()
        return self._rank(ordinal) != self._rank(ordinal - 1)

    def is_provisional(self, day: date) -> bool:
        """Whether the day lies in a year whose notice is not entered."""
        return not self.known_from <= day <= self.known_until

    def add_working_days(self, start: date, n: int) -> DueDate:
        """The n-th working day after ``start``; the next working day is the first.

        ``n = 0`` is ``start`` itself. Raises Invalid for a negative or absurd ``n``.
        """
        _check_amount(n)
        day = start
        if n:
            day = date.fromordinal(self._nth(self._rank(start.toordinal()) + n))
        return DueDate(day, self._touches_unpublished(start, day))

    def add_days(self, start: date, n: int, unit: DayUnit) -> DueDate:
        """``n`` working or natural days after ``start``. Natural days are never provisional.

        Raises Invalid for a negative or absurd ``n``.
        """
        if unit is DayUnit.WORKING:
            return self.add_working_days(start, n)
        _check_amount(n)
        return DueDate(start + timedelta(days=n), provisional=False)

    def working_days_between(self, after: date, until: date) -> int:
        """How many working days lie in (after, until]; negative if ``until`` is earlier."""
        return self._rank(until.toordinal()) - self._rank(after.toordinal())

    def days_between(self, after: date, until: date, unit: DayUnit) -> int:
        """How many days of the unit lie in (after, until]; negative if ``until`` is earlier."""
        if unit is DayUnit.WORKING:
            return self.working_days_between(after, until)
        return (until - after).days

    def next_working_day(self, day: date) -> date:
        """The first working day after ``day``."""
        return date.fromordinal(self._nth(self._rank(day.toordinal()) + 1))

    def previous_working_day(self, day: date) -> date:
        """The last working day before ``day``."""
        return date.fromordinal(self._nth(self._rank(day.toordinal() - 1)))

    def explain(
        self, start: date, end: date, unit: DayUnit = DayUnit.WORKING
    ) -> tuple[DayNote, ...]:
        """Every day from ``start`` (which never counts) to ``end``, and why it counts or not.

        Raises Invalid if that is more days than any limit.
        """
        length = (end - start).days
        _check_amount(max(length, 0))
        notes = []
        counted = 0
        for offset in range(length + 1):
            day = start + timedelta(days=offset)
            kind = self._kind(day, unit) if offset else DayKind.START_DAY
            counts = kind in _COUNTED
            counted += counts
            ordinal = counted if counts else None
            notes.append(DayNote(day, counts, kind, ordinal, self.names.get(day, "")))
        return tuple(notes)

    def _kind(self, day: date, unit: DayUnit) -> DayKind:
        if unit is DayUnit.NATURAL:
            return DayKind.NATURAL
        weekday = day.weekday() < 5
        if self.is_provisional(day):
            return DayKind.PROVISIONAL_WORKING if weekday else DayKind.PROVISIONAL_WEEKEND
        if self.is_working(day):
            return DayKind.WORKING if weekday else DayKind.MAKEUP
        return DayKind.HOLIDAY if weekday or day in self.names else DayKind.WEEKEND

    def _touches_unpublished(self, start: date, end: date) -> bool:
        """Whether the count over (start, end] met an unpublished day (or ends on one)."""
        first = start if start == end else start + timedelta(days=1)
        return first < self.known_from or end > self.known_until

    @cached_property
    def _table(self) -> "array[int]":
        return array("l", self.ordinals)

    @cached_property
    def _bounds(self) -> tuple[int, int, int, int]:
        """First and last published ordinal; working days before the first and up to the last."""
        first, last = self.known_from.toordinal(), self.known_until.toordinal()
        before = _weekdays_until(first - 1)
        return first, last, before, before + len(self.ordinals)

    def _rank(self, ordinal: int) -> int:
        """How many working days there are from the beginning of time up to and with this day."""
        first, last, before, through = self._bounds
        if ordinal < first:
            return _weekdays_until(ordinal)
        if ordinal > last:
            return through + _weekdays_until(ordinal) - _weekdays_until(last)
        return before + bisect_right(self._table, ordinal)

    def _nth(self, rank: int) -> int:
        """The day with this rank."""
        _, last, before, through = self._bounds
        if rank <= before:
            return _nth_weekday(rank)
        if rank > through:
            return _nth_weekday(rank - through + _weekdays_until(last))
        return self.ordinals[rank - before - 1]


_COUNTED = frozenset(
    {DayKind.WORKING, DayKind.MAKEUP, DayKind.PROVISIONAL_WORKING, DayKind.NATURAL}
)


def _check_amount(n: int) -> None:
    if not 0 <= n <= MOST_DAYS:
        raise Invalid("calendar.days_out_of_range", days=n, most=MOST_DAYS)


def _weekdays_until(ordinal: int) -> int:
    """Mondays to Fridays from day 1 (a Monday) up to and with this day."""
    weeks, rest = divmod(ordinal, 7)
    return 5 * weeks + min(rest, 5)


def _nth_weekday(n: int) -> int:
    """The inverse of ``_weekdays_until``."""
    weeks, rest = divmod(n - 1, 5)
    return 7 * weeks + rest + 1
