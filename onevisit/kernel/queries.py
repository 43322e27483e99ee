"""Reading the table of working days."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.db import connection

from onevisit.kernel.calendar import WorkingCalendar, YearNotice
from onevisit.kernel.models import CalendarDay, CalendarEdition, CalendarYear, ExceptionKind

RECHECK_SECONDS = 2.0


@dataclass(frozen=True)
class _Kept:
    revision: tuple[int, UUID] | None
    calendar: WorkingCalendar
    checked_at: float


_kept: list[_Kept] = []
_NEWEST = "SELECT number, token FROM kernel_calendarrevision ORDER BY number DESC LIMIT 1"


def load_calendar() -> WorkingCalendar:
    """The working calendar at its newest revision, kept in memory per process.

    Inside a transaction the revision is asked for each time (one small query), so that a
    decision never counts by an outdated calendar; outside, at most every two seconds.
    """
    kept = _kept[0] if _kept else None
    reading = connection.in_atomic_block
    if kept and not reading and time.monotonic() - kept.checked_at < RECHECK_SECONDS:
        return kept.calendar
    revision = _newest()
    if kept is None or kept.revision != revision:
        calendar = _build(revision[0]) if revision else WorkingCalendar.weekdays_only()
    else:
        calendar = kept.calendar
    if not reading:
        checked_at = time.monotonic()
    elif kept and kept.revision == revision:
        checked_at = kept.checked_at
    else:  # what a transaction saw may be rolled back: it isn't good for anyone else unasked
        checked_at = float("-inf")
    _kept[:] = [_Kept(revision, calendar, checked_at)]
    return calendar


def calendar_at(revision: int) -> WorkingCalendar:
    """The working calendar as that revision left it, also when newer ones stand.

    What was counted by it is counted again the same way. Revision 0, or one that is not known, is
    the calendar for which no year is published.
    """
    newest = load_calendar()
    return newest if newest.revision == revision else _at(revision, _newest())


@lru_cache(maxsize=16)
def _at(revision: int, _newest_seen: tuple[int, UUID] | None) -> WorkingCalendar:
    """Kept by the newest revision too, so that nothing of a rolled back one is kept."""
    editions = CalendarEdition.objects.filter(revision__lte=revision).order_by("revision")
    held = {
        each.year: YearNotice(each.year, _dated(each.holidays), _dated(each.makeup_days))
        for each in editions
    }
    return WorkingCalendar.from_notices(list(held.values()), revision if held else 0)


def _dated(days: dict[str, str]) -> dict[date, str]:
    return {date.fromisoformat(day): name for day, name in days.items()}


def calendar_with(notice: YearNotice) -> WorkingCalendar:
    """The calendar as it would be with this notice entered; nothing is written. Its revision is
    the next one.
    """
    held = {each.year: each for each in published_notices()} | {notice.year: notice}
    newest = _newest()
    return WorkingCalendar.from_notices(list(held.values()), (newest[0] if newest else 0) + 1)


def published_years() -> tuple[tuple[int, str, date | None], ...]:
    """The years that are entered, the newest first: each with its source, and the day of the
    notice where it is known.
    """
    rows = CalendarYear.objects.order_by("-year")
    return tuple(rows.values_list("year", "source", "published_on"))


def published_notices() -> tuple[YearNotice, ...]:
    """Every notice entered, by year."""
    days: dict[int, list[tuple[date, str, str]]] = {}
    for year, day, kind, name in CalendarDay.objects.values_list("year_id", "day", "kind", "name"):
        days.setdefault(year, []).append((day, kind, name))
    years = CalendarYear.objects.values_list("year", flat=True)
    return tuple(
        YearNotice(
            year,
            _of_kind(days.get(year, ()), ExceptionKind.HOLIDAY),
            _of_kind(days.get(year, ()), ExceptionKind.MAKEUP),
        )
        for year in years
    )


def _of_kind(days: Iterable[tuple[date, str, str]], kind: ExceptionKind) -> dict[date, str]:
    return {day: name for day, each, name in days if each == kind}


def _newest() -> tuple[int, UUID] | None:
    """Plain SQL: every transaction that moves a case asks this."""
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST)
        row = cursor.fetchone()
    return None if row is None else (row[0], row[1])


def _build(revision: int) -> WorkingCalendar:
    return WorkingCalendar.from_notices(published_notices(), revision)
