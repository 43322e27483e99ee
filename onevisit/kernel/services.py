"""Writing the table of working days.

The kernel knows no people: whoever calls has checked the right to do so and keeps the record.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from django.db import transaction

from onevisit.kernel import calendar_seed, clock, events
from onevisit.kernel.alone import in_turn
from onevisit.kernel.calendar import CalendarPublished, YearNotice
from onevisit.kernel.errors import Conflict
from onevisit.kernel.ids import new_id
from onevisit.kernel.models import (
    CalendarDay,
    CalendarEdition,
    CalendarRevision,
    CalendarYear,
    ExceptionKind,
)
from onevisit.kernel.notices import check_notice
from onevisit.kernel.queries import published_notices


def seed_calendar() -> tuple[int, ...]:
    """Enter every year the package knows and the table doesn't; the years entered.

    Idempotent; a year entered by an officer is never touched. Raises Conflict
    ``calendar.year_gap`` if the years would not follow one another.
    """
    with transaction.atomic():
        in_turn("calendar")
        known = {notice.year for notice in published_notices()}
        fresh = [notice for notice in calendar_seed.notices() if notice.year not in known]
        if not fresh:
            return ()
        years = tuple(notice.year for notice in fresh)
        _check_follow({*known, *years})
        _enter(fresh, None, calendar_seed.source())
        _announce(fresh, calendar_seed.source())
        return years


def publish_year(*, notice: YearNotice, published_on: date, source: str) -> int:
    """Enter the notice of a year, or an amended one; returns the calendar's revision.

    A notice equal to the one entered changes nothing. Publishes ``CalendarPublished``.
    Raises Conflict ``calendar.year_gap`` if a year between is missing, Invalid
    ``calendar.day_outside_year``, ``calendar.day_twice``, ``calendar.makeup_on_weekday``.
    """
    check_notice(notice)
    with transaction.atomic():
        in_turn("calendar")
        entered = {each.year: each for each in published_notices()}
        if entered.get(notice.year) == notice:
            return _newest()
        _check_follow({*entered, notice.year})
        CalendarDay.objects.filter(year_id=notice.year).delete()
        CalendarYear.objects.filter(year=notice.year).delete()
        _enter([notice], published_on, source)
        return _announce([notice], source)


def check_follows(year: int) -> None:
    """Raises Conflict `calendar.year_gap` if a year between those entered and this one is not."""
    _check_follow({*(each.year for each in published_notices()), year})


def _newest() -> int:
    return CalendarRevision.objects.order_by("-number").values_list("number", flat=True)[0]


def _check_follow(years: Collection[int]) -> None:
    for year in range(min(years), max(years)):
        if year not in years:
            raise Conflict("calendar.year_gap", year=year)


def _enter(notices: Iterable[YearNotice], published_on: date | None, source: str) -> None:
    listed = list(notices)
    CalendarYear.objects.bulk_create(
        CalendarYear(year=each.year, published_on=published_on, source=source) for each in listed
    )
    CalendarDay.objects.bulk_create(
        CalendarDay(day=day, year_id=each.year, kind=kind, name=name)
        for each in listed
        for kind, days in (
            (ExceptionKind.HOLIDAY, each.holidays),
            (ExceptionKind.MAKEUP, each.makeup_days),
        )
        for day, name in days.items()
    )


def _announce(entered: Sequence[YearNotice], source: str) -> int:
    """A new revision, what it entered kept with it for ever, and word of it to who counts days."""
    last = CalendarRevision.objects.order_by("-number").values_list("number", flat=True).first()
    number = (last or 0) + 1
    made = CalendarRevision.objects.create(
        number=number, token=new_id(), made_at=clock.now(), source=source
    )
    CalendarEdition.objects.bulk_create(
        CalendarEdition(
            revision=made,
            year=each.year,
            holidays={day.isoformat(): name for day, name in each.holidays.items()},
            makeup_days={day.isoformat(): name for day, name in each.makeup_days.items()},
        )
        for each in entered
    )
    events.publish(CalendarPublished(tuple(each.year for each in entered), number))
    return number
