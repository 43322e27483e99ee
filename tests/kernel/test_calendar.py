"""Working days: the table where there is one, weekdays beyond it, and saying so."""

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onevisit.kernel.calendar import (
    MOST_DAYS,
    DayKind,
    DayUnit,
    DueDate,
    WorkingCalendar,
    YearNotice,
)
from onevisit.kernel.calendar_seed import notices, seeded_calendar
from onevisit.kernel.errors import Invalid

CALENDAR = seeded_calendar()
DAY = timedelta(days=1)

days = st.dates(date(2003, 6, 1), date(2028, 6, 1))
lengths = st.integers(0, 400)


def is_working_naively(day: date) -> bool:
    if 2004 <= day.year <= 2026:
        return bool(chinese_calendar.is_workday(day))
    return day.weekday() < 5


def test_every_day_of_the_table_agrees_with_the_published_notices() -> None:
    day = date(2004, 1, 1)
    while day <= date(2026, 12, 31):
        assert CALENDAR.is_working(day) == chinese_calendar.is_workday(day), day
        day += DAY


@given(days, st.integers(1, 90))
def test_adding_equals_walking_from_the_next_day(start: date, n: int) -> None:
    day, left = start, n
    while left:
        day += DAY
        left -= is_working_naively(day)
    assert CALENDAR.add_working_days(start, n).day == day


@given(days, lengths)
def test_the_days_between_start_and_due_date_are_those_added(start: date, n: int) -> None:
    due = CALENDAR.add_working_days(start, n)
    assert CALENDAR.working_days_between(start, due.day) == n
    assert n == 0 or CALENDAR.is_working(due.day)


@given(days, st.integers(0, 300), st.integers(0, 300))
def test_two_limits_in_a_row_are_one_long_limit(start: date, first: int, second: int) -> None:
    middle = CALENDAR.add_working_days(start, first).day
    whole = CALENDAR.add_working_days(start, first + second)
    assert CALENDAR.add_working_days(middle, second).day == whole.day


@given(days, st.integers(0, 1_000))
def test_counting_between_equals_walking(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    walked = sum(
        is_working_naively(start + timedelta(days=offset))
        for offset in range(1, (end - start).days + 1)
    )
    assert CALENDAR.working_days_between(start, end) == walked
    assert CALENDAR.working_days_between(end, start) == -walked


@given(days)
def test_the_neighbouring_working_days_are_the_nearest(day: date) -> None:
    following, previous = CALENDAR.next_working_day(day), CALENDAR.previous_working_day(day)
    assert previous < day < following
    assert CALENDAR.is_working(previous)
    assert CALENDAR.is_working(following)
    assert CALENDAR.working_days_between(day, following) == 1
    assert CALENDAR.working_days_between(previous, day) == CALENDAR.is_working(day)


@given(days, lengths)
def test_a_due_date_is_provisional_exactly_if_the_count_met_an_unpublished_day(
    start: date, n: int
) -> None:
    due = CALENDAR.add_working_days(start, n)
    counted = [start + timedelta(days=offset) for offset in range(1, (due.day - start).days + 1)]
    assert due.provisional == any(map(CALENDAR.is_provisional, counted or [start]))


@given(days, st.integers(0, 120))
def test_the_explanation_counts_what_the_limit_counts(start: date, n: int) -> None:
    due = CALENDAR.add_working_days(start, n)
    notes = CALENDAR.explain(start, due.day)
    assert [note.day for note in notes] == [
        start + timedelta(days=offset) for offset in range((due.day - start).days + 1)
    ]
    assert notes[0].why is DayKind.START_DAY
    assert [note.ordinal for note in notes if note.counted] == list(range(1, n + 1))
    for note in notes[1:]:
        assert note.counted == CALENDAR.is_working(note.day)
        assert note.why.startswith("provisional") == CALENDAR.is_provisional(note.day)


def test_national_day_is_explained_day_by_day() -> None:
    notes = CALENDAR.explain(date(2026, 9, 24), date(2026, 10, 12))
    told = {note.day.isoformat(): (note.why, note.name, note.ordinal) for note in notes}
    assert told["2026-09-24"] == (DayKind.START_DAY, "", None)
    assert told["2026-09-25"] == (DayKind.HOLIDAY, "中秋", None)
    assert told["2026-10-01"][:2] == (DayKind.HOLIDAY, "国庆节")
    assert told["2026-10-10"] == (DayKind.MAKEUP, "国庆节", 6)
    assert told["2026-10-11"] == (DayKind.WEEKEND, "", None)
    assert told["2026-10-12"] == (DayKind.WORKING, "", 7)


def test_a_limit_reaching_the_next_year_is_provisional_and_says_why() -> None:
    due = CALENDAR.add_working_days(date(2026, 12, 30), 5)
    assert due == DueDate(date(2027, 1, 6), provisional=True)
    kinds = [note.why for note in CALENDAR.explain(date(2026, 12, 30), due.day)]
    assert kinds == [
        DayKind.START_DAY,
        DayKind.WORKING,
        DayKind.PROVISIONAL_WORKING,
        DayKind.PROVISIONAL_WEEKEND,
        DayKind.PROVISIONAL_WEEKEND,
        DayKind.PROVISIONAL_WORKING,
        DayKind.PROVISIONAL_WORKING,
        DayKind.PROVISIONAL_WORKING,
    ]


def test_natural_days_all_count_and_are_never_provisional() -> None:
    due = CALENDAR.add_days(date(2026, 12, 30), 15, DayUnit.NATURAL)
    assert due == DueDate(date(2027, 1, 14), provisional=False)
    assert CALENDAR.days_between(date(2026, 12, 30), due.day, DayUnit.NATURAL) == 15
    notes = CALENDAR.explain(date(2026, 12, 30), due.day, DayUnit.NATURAL)
    assert [note.ordinal for note in notes] == [None, *range(1, 16)]


def test_working_days_are_the_default_unit_of_add_days() -> None:
    start = date(2026, 11, 20)
    assert CALENDAR.add_days(start, 3, DayUnit.WORKING) == CALENDAR.add_working_days(start, 3)
    assert CALENDAR.days_between(start, date(2026, 11, 25), DayUnit.WORKING) == 3


@pytest.mark.parametrize("n", [-1, MOST_DAYS + 1, 10**12])
@pytest.mark.parametrize("unit", list(DayUnit))
def test_a_negative_or_absurd_limit_is_refused(n: int, unit: DayUnit) -> None:
    with pytest.raises(Invalid) as caught:
        CALENDAR.add_days(date(2026, 11, 20), n, unit)
    assert caught.value.code == "calendar.days_out_of_range"


def test_an_explanation_of_a_lifetime_is_refused_and_one_backwards_is_empty() -> None:
    with pytest.raises(Invalid):
        CALENDAR.explain(date(1900, 1, 1), date(2026, 1, 1))
    assert CALENDAR.explain(date(2026, 1, 2), date(2026, 1, 1)) == ()


def test_an_empty_calendar_counts_weekdays_and_is_all_provisional() -> None:
    empty = WorkingCalendar.from_notices([], revision=0)
    assert empty.add_working_days(date(2026, 9, 30), 5) == DueDate(date(2026, 10, 7), True)
    assert empty.is_provisional(date(2026, 9, 30))
    assert empty.next_working_day(date(2026, 10, 2)) == date(2026, 10, 5)


def test_notices_with_a_gap_make_no_calendar() -> None:
    with pytest.raises(ValueError, match="follow"):
        WorkingCalendar.from_notices([YearNotice(2024, {}, {}), YearNotice(2026, {}, {})], 1)


def test_calendars_compare_by_content() -> None:
    again = WorkingCalendar.from_notices(notices(), revision=0)
    assert again == CALENDAR
    assert hash(again) == hash(CALENDAR)
    assert WorkingCalendar.from_notices(notices(), revision=1) != CALENDAR
