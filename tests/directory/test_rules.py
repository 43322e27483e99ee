"""Region codes and opening hours."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onevisit.directory.rules import (
    Opening,
    RegionLevel,
    open_at,
    parse_hours,
    region_level,
    region_parent,
)
from onevisit.kernel.clock import SHANGHAI
from onevisit.kernel.errors import Invalid

OFFICE = parse_hours(
    [
        {"days": [1, 2, 3, 4, 5], "open": "09:00", "close": "12:00"},
        {"days": [1, 2, 3, 4, 5], "open": "13:30", "close": "17:30"},
    ]
)
KIOSK = parse_hours(
    [{"days": list(range(1, 8)), "open": "00:00", "close": "24:00", "holidays": True}]
)


def at(day: int, clock: str) -> datetime:
    """A moment of November 2026; the 16th is a Monday."""
    return datetime.combine(date(2026, 11, day), time.fromisoformat(clock), SHANGHAI)


@pytest.mark.parametrize(
    ("code", "level", "parent"),
    [
        ("000000000000", RegionLevel.COUNTRY, None),
        ("330000000000", RegionLevel.PROVINCE, "000000000000"),
        ("339900000000", RegionLevel.CITY, "330000000000"),
        ("339921000000", RegionLevel.COUNTY, "339900000000"),
        ("339921101000", RegionLevel.TOWN, "339921000000"),
        ("339921101203", RegionLevel.VILLAGE, "339921101000"),
    ],
)
def test_level_and_parent_follow_from_the_code(
    code: str, level: RegionLevel, parent: str | None
) -> None:
    assert region_level(code) is level
    assert region_parent(code) == parent


@given(st.from_regex(r"[0-9]{12}", fullmatch=True))
def test_going_up_always_ends_at_the_country(code: str) -> None:
    steps = 0
    current: str | None = code
    while current is not None:
        current, steps = region_parent(current), steps + 1
    assert 1 <= steps <= 6


@given(st.text(max_size=14))
def test_what_is_not_twelve_digits_is_refused(code: str) -> None:
    if len(code) == 12 and code.isascii() and code.isdigit():
        return
    with pytest.raises(Invalid):
        region_level(code)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (at(16, "08:59"), False),
        (at(16, "09:00"), True),
        (at(16, "12:00"), False),
        (at(16, "17:29"), True),
        (at(16, "17:30"), False),
        (at(21, "10:00"), False),
    ],
)
def test_an_office_is_open_between_its_hours(moment: datetime, is_open: bool) -> None:
    assert open_at(OFFICE, moment) is is_open


def test_a_public_holiday_closes_the_office_but_not_the_kiosk() -> None:
    assert not open_at(OFFICE, at(16, "10:00"), working_day=False)
    assert open_at(KIOSK, at(16, "10:00"), working_day=False)


def test_a_make_up_saturday_opens_the_office() -> None:
    assert open_at(OFFICE, at(21, "10:00"), working_day=True)
    assert not open_at(OFFICE, at(21, "12:30"), working_day=True)


def test_the_kiosk_is_open_to_the_last_minute_of_the_day() -> None:
    assert open_at(KIOSK, at(22, "23:59"), working_day=False)


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"days": [], "open": "09:00", "close": "10:00"},
        {"days": [0], "open": "09:00", "close": "10:00"},
        {"days": ["1"], "open": "09:00", "close": "10:00"},
        {"days": [1], "open": "10:00", "close": "09:00"},
        {"days": [1], "open": "9:00", "close": "10:00"},
        {"days": [1], "open": "09:00", "close": "25:00"},
        {"days": [1], "open": None, "close": "25:00"},
    ],
)
def test_hours_that_make_no_sense_are_refused_with_their_place(raw: dict[str, object]) -> None:
    good = {"days": [1], "open": "09:00", "close": "10:00"}
    with pytest.raises(Invalid) as refused:
        parse_hours([good, raw])
    assert refused.value.facts == {"position": 2}


def test_days_are_sorted_and_counted_once() -> None:
    assert parse_hours([{"days": [3, 1, 3], "open": "09:00", "close": "10:00"}]) == (
        Opening((1, 3), time(9), time(10)),
    )
