"""Time comes from one place, and can be held still."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, strategies

from onevisit.kernel import clock

EVENING = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)


def test_now_is_aware_and_moves() -> None:
    first = clock.now()
    assert first.utcoffset() == timedelta(0)
    assert clock.now() >= first


def test_after_sixteen_utc_it_is_the_next_day_in_shanghai() -> None:
    with clock.travel(EVENING):
        assert clock.now() == EVENING
        assert clock.today() == date(2026, 11, 21)
    assert clock.local_date(EVENING - timedelta(hours=1)) == date(2026, 11, 20)


def test_travels_nest_and_end_with_an_error_too() -> None:
    earlier = datetime(2020, 1, 1, 8, tzinfo=clock.SHANGHAI)
    with clock.travel(EVENING):
        with pytest.raises(RuntimeError), clock.travel(earlier):
            assert clock.now() == datetime(2020, 1, 1, tzinfo=UTC)
            raise RuntimeError
        assert clock.now() == EVENING
    assert clock.now() > EVENING - timedelta(days=365)


def test_another_thread_does_not_travel_along() -> None:
    seen: list[datetime] = []
    with clock.travel(datetime(2000, 1, 1, tzinfo=UTC)):
        thread = threading.Thread(target=lambda: seen.append(clock.now()))
        thread.start()
        thread.join()
    assert seen[0].year > 2000


def test_an_instant_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 11, 20)  # noqa: DTZ001 - the very thing that is refused
    with pytest.raises(ValueError, match="zone"):
        clock.local_date(naive)
    with pytest.raises(ValueError, match="zone"), clock.travel(naive):
        pass


@given(strategies.dates())
def test_a_day_is_read_as_a_field_sends_it_and_in_no_other_form(day: date) -> None:
    assert clock.parse_day(day.isoformat()) == day
    year, week, weekday = day.isocalendar()
    for other in (f"{day:%Y%m%d}", f"{year}-W{week:02}-{weekday}", f" {day}", f"{day}\n"):
        assert clock.parse_day(other) is None


@given(strategies.text())
def test_nonsense_is_no_day(text: str) -> None:
    found = clock.parse_day(text)
    assert found is None or found.isoformat() == text
