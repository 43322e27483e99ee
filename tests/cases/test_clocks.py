"""The clocks against a simulation that goes day by day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onevisit.cases.rules.clocks import (
    Clock,
    ClockEvent,
    Limits,
    Pause,
    clocks,
    due_day,
    explain,
    read,
    used_days,
)
from onevisit.cases.rules.lifecycle import TABLE, Action, CaseState, ClockKind
from onevisit.kernel.calendar import DayKind, DayUnit, WorkingCalendar, YearNotice
from onevisit.projects.rules.time import Holder, Moved, attribute, holds_of, spent

_S = CaseState
START = date(2026, 9, 1)
HOLIDAYS = {date(2026, 10, day): "国庆节" for day in range(1, 8)}
MAKEUP = {date(2026, 10, 10): "国庆节", date(2026, 9, 20): "国庆节"}
CALENDAR = WorkingCalendar.from_notices(
    [YearNotice(2025, {}, {}), YearNotice(2026, HOLIDAYS, MAKEUP)], revision=1
)


def test_a_procedure_and_an_unpaid_fee_at_once_take_no_day_twice() -> None:
    """Asked to pay on Thursday, suspended on Friday, paid on Monday, resumed on Tuesday."""
    happened = (
        (None, Action.REDO, 1),
        (CaseState.ACCEPTED, Action.START, 1),
        (CaseState.IN_REVIEW, Action.FEE_ASKED, 3),
        (CaseState.IN_REVIEW, Action.SUSPEND, 4),
        (CaseState.SUSPENDED, Action.FEE_SETTLED, 7),
        (CaseState.SUSPENDED, Action.RESUME, 8),
    )
    events = [ClockEvent(state, action, date(2026, 9, day)) for state, action, day in happened]
    found = clocks(events, Limits(DayUnit.WORKING, 5, 20, 10, 10))
    clock = found[ClockKind.PROMISED]
    assert not clock.paused
    lines = explain(clock, CALENDAR, date(2026, 9, 10))
    assert [str(line.hold or "") for line in lines[1:]] == [
        *("", ""),  # Wednesday, Thursday: the day on which it is asked counts
        *("fee", "", "", "fee"),  # Friday to Monday
        *("procedure", "", ""),
    ]
    assert used_days(clock, CALENDAR, date(2026, 9, 10)) == 4
    waiting = clocks(events[:3], Limits(DayUnit.WORKING, 5, 20, 10, 10))
    assert due_day(waiting[ClockKind.PROMISED], CALENDAR) == (None, False)


TURNS = {
    "fee": (Action.FEE_ASKED, Action.FEE_SETTLED),
    "mending": (Action.MEND_ASKED, Action.MEND_OVER),
    "procedure": (Action.SUSPEND, Action.RESUME),
}


@given(st.lists(st.tuples(st.integers(0, 6), st.sampled_from(sorted(TURNS))), max_size=12))
def test_every_day_is_counted_once_and_belongs_to_whoever_held_the_case(
    turns: list[tuple[int, str]],
) -> None:
    """The clocks and the project's days against a list that asks every morning who is waited for.
    Each reason begins when it does not stand and ends when it does.
    """
    day, standing, morning = START, set[str](), dict[date, set[str]]()
    events = [ClockEvent(None, Action.REDO, day), ClockEvent(_S.ACCEPTED, Action.START, day)]
    moves = [Moved(Action.START, _S.IN_REVIEW, day)]
    for days, reason in [*turns, (9, "")]:
        for _ in range(days):
            day += timedelta(days=1)
            morning[day] = set(standing)
        if reason:
            before = _S.SUSPENDED if "procedure" in standing else _S.IN_REVIEW
            action = TURNS[reason][reason in standing]
            standing ^= {reason}
            events.append(ClockEvent(before, action, day))
            moves.append(Moved(action, TABLE[before, action].after, day))
    clock = clocks(events, Limits(DayUnit.WORKING, 5, 20, 10, 10))[ClockKind.PROMISED]
    free = [each for each in morning if not morning[each] and CALENDAR.is_working(each)]
    lines = explain(clock, CALENDAR, day)
    assert [line.day for line in lines if line.counted] == free
    assert used_days(clock, CALENDAR, day) == len(free)
    assert all(str(each.hold) in morning[each.day] for each in lines if each.hold)
    sums = spent(attribute(holds_of(moves, ""), START + timedelta(days=1), day, CALENDAR))
    owners = [each for each in morning.values() if each & {"fee", "mending"}]
    assert sums[Holder.OWNER].days == len(owners)
    assert sums[Holder.GOVERNMENT].days == sum(not each for each in morning.values())


@st.composite
def running_clocks(draw: st.DrawFn) -> Clock:
    """A clock with some pauses in order, perhaps still paused, perhaps stopped."""
    unit = draw(st.sampled_from(list(DayUnit)))
    limit = draw(st.one_of(st.none(), st.integers(0, 40)))
    started = START + timedelta(days=draw(st.integers(0, 130)))
    day, pauses = started, []
    for _ in range(draw(st.integers(0, 3))):
        since = day + timedelta(days=draw(st.integers(0, 12)))
        until = since + timedelta(days=draw(st.integers(0, 12)))
        pauses.append(Pause(since, until))
        day = until
    stopped = None
    ending = draw(st.sampled_from(["runs", "stopped", "paused"]))
    if ending == "stopped":
        stopped = day + timedelta(days=draw(st.integers(0, 30)))
    elif ending == "paused":
        pauses.append(Pause(day + timedelta(days=draw(st.integers(0, 5))), None))
    return Clock(ClockKind.PROMISED, unit, started, limit, tuple(pauses), stopped)


def simulated(clock: Clock, on: date) -> int:
    """Walk every day, ask of each whether it counts."""
    used, day = 0, clock.started_on
    while day < on and (clock.stopped_on is None or day < clock.stopped_on):
        day += timedelta(days=1)
        working = clock.unit is DayUnit.NATURAL or CALENDAR.is_working(day)
        used += working and not any(pause.covers(day) for pause in clock.pauses)
    return used


moments = st.integers(-5, 200)


@given(running_clocks(), moments)
def test_used_days_are_those_of_a_day_by_day_walk(clock: Clock, offset: int) -> None:
    on = clock.started_on + timedelta(days=offset)
    assert used_days(clock, CALENDAR, on) == simulated(clock, on)


@given(running_clocks(), moments)
def test_explanation_counts_exactly_the_used_days(clock: Clock, offset: int) -> None:
    on = clock.started_on + timedelta(days=offset)
    lines = explain(clock, CALENDAR, on)
    counted = [line for line in lines if line.counted]
    assert len(counted) == used_days(clock, CALENDAR, on)
    assert [line.ordinal for line in counted] == list(range(1, len(counted) + 1))
    assert all(line.ordinal is None for line in lines if not line.counted)
    days = [line.day for line in lines]
    assert days == sorted(set(days))
    assert not lines or lines[0].why is DayKind.START_DAY


@given(running_clocks(), moments, st.integers(0, 60))
def test_used_days_never_sink_nor_go_below_zero(clock: Clock, offset: int, later: int) -> None:
    on = clock.started_on + timedelta(days=offset)
    used = used_days(clock, CALENDAR, on)
    assert 0 <= used <= used_days(clock, CALENDAR, on + timedelta(days=later))


@given(running_clocks())
def test_due_day_is_the_first_on_which_the_limit_is_used_up(clock: Clock) -> None:
    due, _ = due_day(clock, CALENDAR)
    if clock.limit is None:
        assert due is None
        return
    endless = Clock(clock.kind, clock.unit, clock.started_on, clock.limit, clock.pauses)
    horizon = clock.started_on + timedelta(days=400)
    if simulated(endless, horizon) < clock.limit:
        assert due is None
        assert clock.paused
        return
    day = clock.started_on
    while simulated(endless, day) < clock.limit:
        day += timedelta(days=1)
    assert due == day


@given(running_clocks(), st.integers(0, 20), moments)
def test_pausing_and_resuming_on_one_day_changes_nothing(
    clock: Clock, after: int, offset: int
) -> None:
    if clock.paused or clock.stopped_on is not None:
        return
    last = clock.pauses[-1].until if clock.pauses else clock.started_on
    assert last is not None
    day = last + timedelta(days=after)
    blinked = Clock(
        clock.kind, clock.unit, clock.started_on, clock.limit, (*clock.pauses, Pause(day, day))
    )
    on = clock.started_on + timedelta(days=offset)
    assert used_days(blinked, CALENDAR, on) == used_days(clock, CALENDAR, on)
    assert due_day(blinked, CALENDAR) == due_day(clock, CALENDAR)


@given(running_clocks())
def test_a_limit_is_provisional_exactly_if_it_counted_a_day_of_an_unpublished_year(
    clock: Clock,
) -> None:
    due, provisional = due_day(clock, CALENDAR)
    if due is None:
        assert not provisional
        return
    spanned = clock.unit is DayUnit.WORKING and due > clock.started_on
    assert provisional == (spanned and due > CALENDAR.known_until)


def test_a_limit_that_ran_out_before_the_pause_keeps_its_day() -> None:
    clock = Clock(
        ClockKind.PROMISED, DayUnit.WORKING, date(2026, 11, 2), 3, (Pause(date(2026, 11, 9), None),)
    )
    assert due_day(clock, CALENDAR) == (date(2026, 11, 5), False)
    reading = read(clock, CALENDAR, date(2026, 11, 30))
    assert reading.overdue
    assert (reading.used, reading.left) == (5, -2)


@pytest.mark.parametrize(
    ("start", "limit", "due"),
    [
        (date(2026, 9, 30), 1, date(2026, 10, 8)),  # the feast does not count
        (date(2026, 10, 8), 2, date(2026, 10, 10)),  # the make-up Saturday does
        (date(2026, 10, 9), 1, date(2026, 10, 10)),
        (date(2026, 11, 20), 5, date(2026, 11, 27)),
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # begun on a Saturday
    ],
)
def test_feasts_and_make_up_days(start: date, limit: int, due: date) -> None:
    assert due_day(Clock(ClockKind.LEGAL, DayUnit.WORKING, start, limit), CALENDAR)[0] == due


LIMITS = Limits(DayUnit.WORKING, intake=5, legal=20, promised=10, delivery=10)


def test_the_events_of_a_case_drive_its_clocks() -> None:
    day = date(2026, 11, 16)
    events = [
        ClockEvent(None, Action.SUBMIT, day),
        ClockEvent(CaseState.SUBMITTED, Action.ACCEPT, day + timedelta(days=1)),
        ClockEvent(CaseState.ACCEPTED, Action.START, day + timedelta(days=1)),
        ClockEvent(CaseState.IN_REVIEW, Action.SUSPEND, day + timedelta(days=2), date(2026, 12, 1)),
    ]
    found = clocks(events, LIMITS)
    assert found[ClockKind.INTAKE].stopped_on == date(2026, 11, 17)
    assert found[ClockKind.PROMISED].paused and found[ClockKind.LEGAL].paused
    assert due_day(found[ClockKind.SUSPENSION], CALENDAR) == (date(2026, 12, 1), False)
    withdrawn = clocks(
        [*events, ClockEvent(CaseState.SUSPENDED, Action.WITHDRAW, date(2026, 11, 25))], LIMITS
    )
    assert not any(clock.paused for clock in withdrawn.values())
    assert all(clock.stopped_on is not None for clock in withdrawn.values())
    assert read(withdrawn[ClockKind.PROMISED], CALENDAR, date(2027, 6, 1)).used == 1
