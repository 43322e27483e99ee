"""From the events of a case to its row: the one function that says what the columns hold.

Services use it to set the columns when they write events, so folding the events always gives the
row. Days are days in Asia/Shanghai.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime

from onevisit.cases.rules.clocks import Clock, ClockEvent, Limits, clocks, due_day
from onevisit.cases.rules.lifecycle import (
    ACCEPTING,
    DECIDED,
    RECEIVING,
    TERMINAL,
    Action,
    CaseState,
    ClockKind,
    transition,
)
from onevisit.cases.rules.pre_review import PreReview, pre_review_after
from onevisit.catalogue.rules.definition import Regime
from onevisit.catalogue.rules.vocabulary import OnSilence
from onevisit.kernel.calendar import WorkingCalendar
from onevisit.kernel.clock import local_date


@dataclass(frozen=True, slots=True)
class Happening:
    """What folding reads of one event."""

    seq: int
    action: Action
    effective_at: datetime
    limit_on: date | None = None


@dataclass(frozen=True, slots=True)
class FoldedCase:
    """The columns of a case that follow from its events, by the names of the row.

    A due day is None while its clock has not started, has no limit or is paused. `provisional` says
    that a due day of a running clock reaches into a year whose working days are not published.
    `lapses_on` is the last day before something happens to the case by itself: it is deemed
    accepted while submitted, else returned because a limit of the applicant ran out. `pre_review`
    is what a first look came to.
    """

    state: CaseState
    last_seq: int
    intake_due: date | None
    legal_due: date | None
    promised_due: date | None
    delivery_due: date | None
    suspended_until: date | None
    lapses_on: date | None
    paused: bool
    provisional: bool
    submitted_at: datetime
    accepted_at: datetime | None
    decided_at: datetime | None
    ended_at: datetime | None
    pre_review: PreReview


COLUMNS: tuple[str, ...] = tuple(FoldedCase.__dataclass_fields__)
"""Names of the columns that folding sets."""


def clock_events(happenings: Sequence[Happening]) -> tuple[ClockEvent, ...]:
    """What the clocks read of the events; raises Conflict if a step is not in the table."""
    read: list[ClockEvent] = []
    state: CaseState | None = None
    for each in happenings:
        read.append(ClockEvent(state, each.action, local_date(each.effective_at), each.limit_on))
        state = transition(state, each.action).after
    return tuple(read)


def received_at(happenings: Sequence[Happening]) -> datetime:
    """When what waits for acceptance came: the papers, or the last correction."""
    return next(e.effective_at for e in reversed(happenings) if e.action in RECEIVING)


def fold(happenings: Sequence[Happening], limits: Limits, calendar: WorkingCalendar) -> FoldedCase:
    """The row that these events, in order from the first, leave behind.

    Raises Conflict `cases.not_possible_now` or `cases.already_decided` when an event is not in the
    table, `cases.pre_reviewed` for a second pre-review, ValueError when there is none or their
    numbers have a gap.
    """
    if not happenings or [e.seq for e in happenings] != list(range(1, len(happenings) + 1)):
        raise ValueError("events are numbered from 1 without a gap")
    read = clock_events(happenings)
    state = transition(read[-1].before, read[-1].action).after
    running = clocks(read, limits)
    dues = {kind: due_day(clock, calendar) for kind, clock in running.items()}
    suspension = running.get(ClockKind.SUSPENSION)
    return FoldedCase(
        state=state,
        last_seq=happenings[-1].seq,
        intake_due=_day(dues, ClockKind.INTAKE),
        legal_due=_day(dues, ClockKind.LEGAL),
        promised_due=_day(dues, ClockKind.PROMISED),
        delivery_due=_day(dues, ClockKind.DELIVERY),
        suspended_until=suspension.fixed_due
        if state is CaseState.SUSPENDED and suspension
        else None,
        lapses_on=_lapse(state, running, dues)
        if limits.deems or state is not CaseState.SUBMITTED
        else None,
        paused=any(clock.paused for clock in running.values()),
        provisional=_provisional(running, dues),
        submitted_at=happenings[0].effective_at,
        accepted_at=_first(happenings, ACCEPTING),
        decided_at=_first(happenings, {Action.APPROVE, Action.REFUSE})
        if state in DECIDED
        else None,
        ended_at=_ended_at(happenings, read) if state in TERMINAL else None,
        pre_review=_pre_review(read),
    )


def _ended_at(happenings: Sequence[Happening], read: Sequence[ClockEvent]) -> datetime:
    """When it ended; what is ruled afterwards does not make it end later."""
    last = next(e for e in reversed(read) if e.before not in TERMINAL)
    return happenings[read.index(last)].effective_at


def _pre_review(read: Sequence[ClockEvent]) -> PreReview:
    found = PreReview.NONE
    for each in read:
        found = pre_review_after(found, each.action, transition(each.before, each.action).after)
    return found


def _day(dues: dict[ClockKind, tuple[date | None, bool]], kind: ClockKind) -> date | None:
    return dues.get(kind, (None, False))[0]


_LAPSING: dict[CaseState, ClockKind] = {
    CaseState.SUBMITTED: ClockKind.INTAKE,
    CaseState.CORRECTION_REQUESTED: ClockKind.CORRECTION,
    CaseState.ACCEPTED: ClockKind.DEFERRAL,
    CaseState.IN_REVIEW: ClockKind.DEFERRAL,
    CaseState.SUSPENDED: ClockKind.DEFERRAL,
}


def _lapse(
    state: CaseState,
    running: dict[ClockKind, Clock],
    dues: dict[ClockKind, tuple[date | None, bool]],
) -> date | None:
    kind = _LAPSING.get(state)
    clock = running.get(kind) if kind else None
    return None if clock is None or clock.stopped_on is not None else dues[clock.kind][0]


def _provisional(
    running: dict[ClockKind, Clock], dues: dict[ClockKind, tuple[date | None, bool]]
) -> bool:
    """Only clocks that still run can surprise anybody; a stopped one keeps its due day as it
    was.
    """
    return any(dues[kind][1] for kind, clock in running.items() if clock.stopped_on is None)


def _first(happenings: Sequence[Happening], actions: Set[Action]) -> datetime | None:
    return next((each.effective_at for each in happenings if each.action in actions), None)


def limits_from(regime: Regime, promise: int | None, ordered: int | None = None) -> Limits:
    """The limits of a case: the regime of its item, and the promise made for it in its bundle. What
    was `ordered` to be decided again has that limit for its legal one, and for its promise unless
    that is shorter.
    """
    return Limits(
        regime.unit,
        regime.intake,
        regime.legal if ordered is None else ordered,
        promise if ordered is None else min(ordered, ordered if promise is None else promise),
        regime.delivery,
        regime.applicant_limit,
        regime.on_silence is OnSilence.DEEMED_ACCEPTED,
        regime.extension,
    )
