"""Reading the table of working days."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from onevisit.kernel.calendar import WorkingCalendar, YearNotice
from onevisit.kernel.models import CalendarDay, CalendarYear, ExceptionKind

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
