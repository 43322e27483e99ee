"""The rules of joint site visits, over whatever can be thought of."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onevisit.cases.rules.joint import (
    ActHappening,
    ActMove,
    ActState,
    Half,
    Slot,
    Standing,
    check_slot,
    fold_act,
    is_due,
    may_join,
)
from onevisit.cases.rules.lifecycle import SETTLED, CaseState
from onevisit.catalogue.rules.definition import Step
from onevisit.catalogue.rules.vocabulary import PartyRole, StepKind
from onevisit.kernel.calendar import WorkingCalendar
from onevisit.kernel.clock import SHANGHAI
from onevisit.kernel.errors import Conflict, Invalid

WEEKDAYS = WorkingCalendar.weekdays_only()
STEP = Step(key="visit", name="现场核查", kind=StepKind.SITE_VISIT, party=PartyRole.DEPARTMENT)
days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
slots = st.builds(Slot, days, st.sampled_from(Half), st.none() | st.times(time(8), time(18)))
instants = st.integers(0, 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
standings = st.builds(
    Standing,
    st.sampled_from(CaseState),
    st.none() | days,
    st.none() | st.just(STEP),
    st.booleans(),
)


@given(slots, instants)
def test_a_slot_that_passes_is_ahead_on_a_working_day_in_its_half(
    slot: Slot, now: datetime
) -> None:
    here = now.astimezone(SHANGHAI)
    ends = time(12) if slot.half is Half.MORNING else time(23, 59, 59, 999999)
    ahead = datetime.combine(slot.on, ends, SHANGHAI) > here
    fits = slot.hour is None or (slot.hour < time(12)) == (slot.half is Half.MORNING)
    try:
        check_slot(slot, now, WEEKDAYS)
    except Invalid:
        assert not (ahead and fits and slot.on.weekday() < 5)
    else:
        assert ahead and fits and slot.on.weekday() < 5


@given(standings, days)
def test_a_case_is_due_or_may_join_or_neither_and_never_after_its_end(
    case: Standing, on: date
) -> None:
    due, joins = is_due(case, on), may_join(case)
    assert not (due and joins)
    if case.state in SETTLED or case.found or case.step is None:
        assert not due and not joins
    if due:  # moving it to a later day loses nobody
        assert is_due(case, on + timedelta(days=1))


@given(
    slots,
    st.lists(st.tuples(st.sampled_from(ActMove), st.none() | slots), max_size=12),
)
def test_folding_stops_at_the_first_end(
    first: Slot, rest: list[tuple[ActMove, Slot | None]]
) -> None:
    told = [ActHappening(1, ActMove.PLAN, first)]
    told += [ActHappening(n, move, slot) for n, (move, slot) in enumerate(rest, 2)]
    ends = {ActMove.DONE, ActMove.LAPSE, ActMove.CANCEL}
    moves = [move for move, _slot in rest]
    end = next((n for n, move in enumerate(moves) if move in ends), len(moves))
    possible = ActMove.PLAN not in moves and set(moves[end + 1 :]) <= {ActMove.FIND}
    if not possible:
        with pytest.raises(Conflict):
            fold_act(told)
        return
    folded = fold_act(told)
    assert folded.last_seq == len(told)
    assert (folded.state is ActState.PLANNED) == (end == len(moves))
    assert folded.slot == next((s for _m, s in reversed(rest) if s is not None), first)


def test_an_appointment_begins_with_its_plan_and_has_no_gap() -> None:
    slot = Slot(date(2026, 11, 18), Half.MORNING)
    for told in (
        [],
        [ActHappening(2, ActMove.PLAN, slot)],
        [ActHappening(1, ActMove.GO, slot)],
        [ActHappening(1, ActMove.PLAN)],
    ):
        with pytest.raises(ValueError):
            fold_act(told)
