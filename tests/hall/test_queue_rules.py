"""How people wait: what may happen to a ticket, and who comes first."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onevisit.hall.rules import (
    Priority,
    TicketAct,
    TicketState,
    expected_minutes,
    moved,
    stands_at,
    ticket_number,
)
from onevisit.kernel.errors import Conflict

NINE = datetime(2026, 11, 16, 1, tzinfo=UTC)
minutes = st.integers(0, 480)
priorities = st.sampled_from(["", *Priority])


@given(st.lists(st.sampled_from(list(TicketAct)), max_size=30))
def test_whatever_is_tried_done_ends_but_by_mistake_and_nobody_is_served_uncalled(
    acts: list[TicketAct],
) -> None:
    state, taken = TicketState.WAITING, []
    for act in acts:
        try:
            after = moved(state, act)
        except Conflict:
            continue
        assert state is not TicketState.DONE or act is TicketAct.PUT_BACK
        taken.append(act)
        state = after
    if state is TicketState.SERVING:
        assert taken[-1] is TicketAct.BEGIN
        assert TicketAct.CALL in taken
    if state is TicketState.GONE:
        assert taken[-1] in (TicketAct.MISS, TicketAct.LEAVE)


@given(minutes, minutes, priorities)
def test_of_equals_who_came_first_is_first(one: int, other: int, priority: str) -> None:
    first, second = (NINE + timedelta(minutes=each) for each in sorted((one, other)))
    assert stands_at(first, priority) <= stands_at(second, priority)


@given(minutes, minutes, st.sampled_from(list(Priority)))
def test_priority_goes_before_half_an_hour_of_others_and_no_more(
    ordinary: int, later: int, priority: Priority
) -> None:
    came, then = NINE + timedelta(minutes=ordinary), NINE + timedelta(minutes=later)
    before = stands_at(then, priority) < stands_at(came, "")
    assert before == (later - ordinary < 30)


def test_a_number_is_called_with_its_letter() -> None:
    assert [ticket_number(n) for n in (1, 37, 999, 1000)] == ["A001", "A037", "A999", "A1000"]


@given(st.integers(0, 200), st.floats(1, 7200), st.integers(0, 12))
def test_more_windows_never_make_one_wait_longer(ahead: int, each: float, windows: int) -> None:
    some, more = expected_minutes(ahead, each, windows), expected_minutes(ahead, each, windows + 1)
    assert some is not None
    assert more is not None
    assert some >= more >= (1 if ahead else 0)


@pytest.mark.parametrize("ahead", [0, 7])
def test_before_anybody_was_served_nothing_is_promised(ahead: int) -> None:
    assert expected_minutes(ahead, None, 2) is None
