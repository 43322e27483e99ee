"""The life cycle as a state machine: only the table moves a case, and folding gives its row."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from onevisit.cases.rules.clocks import Limits, clocks, read
from onevisit.cases.rules.fold import FoldedCase, Happening, clock_events, fold
from onevisit.cases.rules.lifecycle import (
    DECIDED,
    RULING,
    TABLE,
    TERMINAL,
    TRANSITIONS,
    WAITING_FOR_DRAWINGS,
    WAITING_FOR_MONEY,
    Action,
    CaseState,
    ClockKind,
    Effect,
    transition,
)
from onevisit.cases.rules.pre_review import PreReview
from onevisit.kernel.calendar import DayUnit, WorkingCalendar, YearNotice
from onevisit.kernel.clock import local_date
from onevisit.kernel.errors import Conflict

CALENDAR = WorkingCalendar.from_notices([YearNotice(2026, {}, {})], revision=1)
START = datetime(2026, 11, 2, 1, tzinfo=UTC)


BIRTHS = {Action.SUBMIT, Action.REDO}

UNDECIDED = {CaseState.IN_REVIEW, CaseState.SUSPENDED}
"""Where a fee holds the clocks before the decision, which stops them."""

RESTARTED = {ClockKind.SUSPENSION, ClockKind.INTAKE, ClockKind.CORRECTION, ClockKind.MENDING}
"""Clocks that may begin anew: a second suspension, a correction."""


LOOKS = {
    Action.PRE_PASS: PreReview.NONE,
    Action.PRE_RETURN: PreReview.NONE,
    Action.RESUPPLY: PreReview.RETURNED,
}
"""What must have been looked at before, for a first look and for what answers it."""

LOOKED = {
    Action.PRE_PASS: PreReview.PASSED,
    Action.PRE_RETURN: PreReview.RETURNED,
    Action.RESUPPLY: PreReview.RESUPPLIED,
}


class LifeOfACase(RuleBasedStateMachine):
    """Tries any action at any time; a shadow of the table says what must happen."""

    @initialize(
        intake=st.integers(0, 5),
        promised=st.one_of(st.none(), st.integers(0, 30)),
        extension=st.integers(0, 15),
        unit=st.sampled_from(list(DayUnit)),
        birth=st.sampled_from([Action.SUBMIT, Action.REDO]),
    )
    def born(
        self, intake: int, promised: int | None, extension: int, unit: DayUnit, birth: Action
    ) -> None:
        self.limits = Limits(unit, intake, 20, promised, 10, extension=extension)
        self.now = START
        self.events = [Happening(1, birth, self.now)]
        self.state = TABLE[(None, birth)].after
        self.looked = PreReview.NONE
        self.used: dict[ClockKind, int] = {}
        self.ended: datetime | None = None
        self.owing = self.mending = False

    def folded(self) -> FoldedCase:
        return fold(self.events, self.limits, CALENDAR)

    @rule(hours=st.integers(0, 24 * 20))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(action=st.sampled_from([a for a in Action if a not in BIRTHS]))
    def somebody_tries(self, action: Action) -> None:
        allowed = (self.state, action) in TABLE
        if not allowed:
            with pytest.raises(Conflict) as refused:
                transition(self.state, action)
            decided_again = action in (Action.APPROVE, Action.REFUSE) and self.state in DECIDED
            expected = "cases.already_decided" if decided_again else "cases.not_possible_now"
            assert refused.value.code == expected
            return
        if action in LOOKS and self.looked is not LOOKS[action]:
            once = Happening(len(self.events) + 1, action, self.now)
            with pytest.raises(Conflict):
                fold([*self.events, once], self.limits, CALENDAR)
            return
        asking = (Action.MEND_ASKED, Action.MEND_LONGER)
        named = action in (Action.SUSPEND, Action.ACCEPT_DEFERRED, *asking)
        until = local_date(self.now) + timedelta(days=30) if named else None
        self.events.append(Happening(len(self.events) + 1, action, self.now, until))
        before, self.state = self.state, TABLE[(self.state, action)].after
        self.what_is_waited_for(action, before)
        if self.ended is None and self.state in TERMINAL:
            self.ended = self.now
        if action in LOOKED:
            self.looked = LOOKED[action]
        elif self.looked is PreReview.RETURNED and self.state is not CaseState.SUBMITTED:
            self.looked = PreReview.OVERTAKEN

    def what_is_waited_for(self, action: Action, before: CaseState) -> None:
        if action in WAITING_FOR_MONEY:
            self.owing = action is Action.FEE_ASKED
        elif action in WAITING_FOR_DRAWINGS:
            self.mending = action is Action.MEND_ASKED
        elif self.state in TERMINAL or (before in UNDECIDED and self.state not in UNDECIDED):
            self.owing = self.mending = False  # the clocks that waited have stopped

    @precondition(lambda self: hasattr(self, "events"))
    @invariant()
    def folding_gives_the_state_and_its_columns(self) -> None:
        row = self.folded()
        assert row.state is self.state
        assert row.last_seq == len(self.events)
        assert (row.ended_at is not None) == (row.state in TERMINAL)
        assert row.ended_at == self.ended
        decided = any(e.action in (Action.APPROVE, Action.REFUSE) for e in self.events)
        assert (row.decided_at is not None) == (row.state in DECIDED and decided)
        assert decided or row.state not in DECIDED - {CaseState.OVERTURNED}
        assert row.pre_review is self.looked
        assert row.paused == (row.state is CaseState.SUSPENDED or self.owing or self.mending)
        assert (row.suspended_until is not None) == (row.state is CaseState.SUSPENDED)

    @precondition(lambda self: hasattr(self, "events"))
    @invariant()
    def clocks_never_go_backwards_and_stop_at_the_end(self) -> None:
        running = clocks(clock_events(self.events), self.limits)
        for kind, clock in running.items():
            reading = read(clock, CALENDAR, local_date(self.now))
            restarted = kind in RESTARTED
            assert reading.used >= 0
            if not restarted:
                assert reading.used >= self.used.get(kind, 0)
                self.used[kind] = reading.used
        if self.state in TERMINAL:
            assert all(clock.stopped_on is not None for clock in running.values())

    @precondition(lambda self: hasattr(self, "events"))
    @invariant()
    def what_lapses_by_itself_has_a_day_and_an_action(self) -> None:
        row = self.folded()
        if row.state in (CaseState.SUBMITTED, CaseState.CORRECTION_REQUESTED):
            assert row.lapses_on is not None
        if row.lapses_on is not None:
            lapse = Action.DEEM_ACCEPTED if row.state is CaseState.SUBMITTED else Action.RETURN
            assert (row.state, lapse) in TABLE

    @precondition(lambda self: hasattr(self, "events"))
    @invariant()
    def every_prefix_folds_to_what_the_row_was(self) -> None:
        for length in range(1, len(self.events) + 1):
            assert fold(self.events[:length], self.limits, CALENDAR).last_seq == length


TestLifeOfACase = LifeOfACase.TestCase


def test_the_table_reaches_every_state_and_only_a_ruling_leaves_an_end() -> None:
    reached = {row.after for row in TRANSITIONS}
    assert reached == set(CaseState)
    leaving = [row for row in TRANSITIONS if row.before in TERMINAL]
    assert {row.action for row in leaving} == RULING
    for row in leaving:
        assert not row.effects and row.reason
        assert row.after in (row.before, CaseState.OVERTURNED)
    assert not [row for row in leaving if row.before is CaseState.OVERTURNED]
    assert len(TABLE) == len(TRANSITIONS)


def test_no_clock_is_stopped_before_it_was_started() -> None:
    """Along every way through the table, a clock is started before anything else happens to it."""
    agenda: list[tuple[CaseState | None, frozenset[ClockKind]]] = [(None, frozenset())]
    seen = set(agenda)
    while agenda:
        state, started = agenda.pop()
        for row in TRANSITIONS:
            if row.before is not state:
                continue
            now = set(started)
            for kind, effect in row.effects:
                anyway = effect in (Effect.END, Effect.MOVE)  # nothing where it does not run
                assert anyway or effect is Effect.START or kind in now, (row, kind)
                if not anyway:
                    now.add(kind)
            following = (row.after, frozenset(now))
            if following not in seen:
                seen.add(following)
                agenda.append(following)


def test_a_first_look_moves_no_clock() -> None:
    """With or without a pre-review, every clock and every due day is the same."""
    looked = (Action.SUBMIT, Action.PRE_RETURN, Action.RESUPPLY)
    for last in (Action.ACCEPT, Action.REQUEST_CORRECTION, Action.NOT_ACCEPT, Action.SUBMIT):
        days = range(len(looked) + 1)
        moments = [START + timedelta(days=day) for day in days]
        ends = [] if last is Action.SUBMIT else [(last, moments[-1])]
        plain = [(Action.SUBMIT, START), *ends]
        seen = [*zip(looked, moments, strict=False), *ends]
        rows = [
            fold(
                [Happening(n, a, at) for n, (a, at) in enumerate(each, 1)],
                Limits(DayUnit.WORKING, 5, 20, 10, 10),
                CALENDAR,
            )
            for each in (plain, seen)
        ]
        differing = {
            name
            for name in FoldedCase.__dataclass_fields__
            if getattr(rows[0], name) != getattr(rows[1], name)
        }
        assert differing == {"last_seq", "pre_review"}


@pytest.mark.parametrize("gap", [[1, 3], [2], []])
def test_a_gap_in_the_events_is_never_folded(gap: list[int]) -> None:
    events = [Happening(seq, Action.SUBMIT, START) for seq in gap]
    with pytest.raises(ValueError, match="without a gap"):
        fold(events, Limits(DayUnit.WORKING, 5, 20, 10, 10), CALENDAR)
