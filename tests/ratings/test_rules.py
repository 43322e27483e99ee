"""Levels, reasons, days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onevisit.kernel.calendar import WorkingCalendar
from onevisit.kernel.errors import Conflict, Invalid
from onevisit.ratings.rules import (
    COMPLAINTS,
    LONGEST_WORDS,
    MOVES,
    PRAISE,
    Level,
    NoteKind,
    RatingRules,
    Reason,
    RectificationState,
    checked,
    dues,
    may_change,
    moved,
    rules_on,
)

RULES = RatingRules(date(2016, 12, 1), 7, 1, 15)
days = st.dates(date(2020, 1, 1), date(2026, 12, 1))


def test_one_is_best_five_is_worst_and_only_the_last_two_are_bad() -> None:
    assert [each.negative for each in Level] == [False, False, False, True, True]
    assert [int(each) for each in Level] == [1, 2, 3, 4, 5]


@given(st.text(max_size=3), st.sets(st.sampled_from(Reason)), st.text(max_size=600))
def test_whatever_is_posted_is_a_rating_or_refused_at_its_field(
    level: str, reasons: set[Reason], words: str
) -> None:
    try:
        given_rating = checked(level, [str(each) for each in reasons], words)
    except Invalid as error:
        assert error.field in {"level", "words"}
        assert level not in "12345" or not level or len(words.strip()) > LONGEST_WORDS
    else:
        assert given_rating.level in set(Level)
        assert set(given_rating.reasons) == reasons


def test_reasons_nobody_offers_are_refused() -> None:
    with pytest.raises(Invalid, match="unknown_reason"):
        checked("1", ["bribe"], "")
    assert {*PRAISE, *COMPLAINTS} == set(Reason)


@given(st.lists(st.sampled_from(NoteKind), max_size=6))
def test_nothing_is_put_right_before_somebody_was_called(kinds: list[NoteKind]) -> None:
    state, called = RectificationState.OPEN, False
    for kind in kinds:
        try:
            state = moved(state, kind)
        except Conflict:
            assert (state, kind) not in MOVES
            continue
        called = called or kind is NoteKind.CALLED
        assert called or state is RectificationState.OPEN
    assert state is not RectificationState.RECTIFIED or called


@given(days, st.integers(-30, 30))
def test_a_rating_may_be_changed_for_seven_days(first: date, later: int) -> None:
    assert may_change(first, first + timedelta(days=later), RULES) == (later <= 7)


@given(days)
def test_clock_h_counts_working_days_from_the_next(opened: date) -> None:
    calendar = WorkingCalendar.from_notices([], 1)
    due = dues(opened, RULES, calendar)
    assert due.call_back > opened
    assert calendar.is_working(due.call_back)
    assert calendar.working_days_between(opened, due.rectify) == 15


def test_rules_are_those_of_the_day() -> None:
    newer = RatingRules(date(2027, 1, 1), 3, 1, 10)
    assert rules_on((newer, RULES), date(2026, 12, 31)) is RULES
    assert rules_on((newer, RULES), date(2027, 1, 1)) is newer
