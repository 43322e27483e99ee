"""Reading and explaining the clocks of a case."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from onevisit.accounts.rules import Actor
from onevisit.cases import errors
from onevisit.cases.access import get_case_for
from onevisit.cases.models import Application, Case, CaseEvent
from onevisit.cases.queries.pinning import happenings, pinned
from onevisit.cases.rules.clocks import Clock, DayLine, Reading, clocks, due_day, explain, read
from onevisit.cases.rules.fold import clock_events, limits_from
from onevisit.cases.rules.lifecycle import CaseState, ClockKind
from onevisit.cases.rules.supposing import Supposed, supposed_story
from onevisit.kernel import clock
from onevisit.kernel.calendar import WorkingCalendar
from onevisit.kernel.queries import calendar_at, load_calendar

_RUNNING = {
    CaseState.SUBMITTED: ClockKind.INTAKE,
    CaseState.CORRECTION_REQUESTED: ClockKind.CORRECTION,
    CaseState.NOT_ACCEPTED: ClockKind.INTAKE,
    CaseState.APPROVED: ClockKind.DELIVERY,
    CaseState.ISSUED: ClockKind.DELIVERY,
}


def running_kind(case: Case) -> ClockKind:
    """The clock that matters to people in the case's present state."""
    if case.state == CaseState.RETURNED:
        return ClockKind.DEFERRAL if case.accepted_at else ClockKind.CORRECTION
    return _RUNNING.get(CaseState(case.state), ClockKind.PROMISED)


def counted_by(
    case: Case, history: Sequence[CaseEvent], newest: WorkingCalendar
) -> WorkingCalendar:
    """The calendar by which a case is counted: the newest while it runs, of a finished one that of
    its last event, so that what was counted once stays as it was.
    """
    if case.ended_at is None or not history or history[-1].calendar_revision == newest.revision:
        return newest
    return calendar_at(history[-1].calendar_revision)


def clocks_of(
    application: Application, case: Case, history: Iterable[CaseEvent]
) -> dict[ClockKind, Clock]:
    """The clocks as the events leave them, in the order in which they started."""
    item = pinned(application).offer.part(case.part).item
    return clocks(
        clock_events(happenings(history)),
        limits_from(item.regime, case.promise_days, case.ordered_days),
    )


def reading_of(
    application: Application,
    case: Case,
    history: Iterable[CaseEvent],
    calendar: WorkingCalendar,
    today: date,
    kind: ClockKind,
) -> Reading | None:
    """One clock read today; None if it never started or the item has no such limit."""
    history = list(history)
    calendar = counted_by(case, history, calendar)
    found = clocks_of(application, case, history).get(kind)
    known = found is not None and (found.limit is not None or found.fixed_due is not None)
    return None if found is None or not known else read(found, calendar, today)


@dataclass(frozen=True, slots=True)
class ClockView:
    """One clock of a case, replayed: every day and why it counts or does not.

    `lines` run from the start to today or to the due day, whichever is later; of a stopped clock to
    its stop. `calendar_revision` and `known_until` say by which notices of working days.
    """

    case_id: UUID
    case_number: str
    case_name: str
    department: str
    kind: ClockKind
    reading: Reading
    lines: tuple[DayLine, ...]
    basis: str
    today: date
    calendar_revision: int
    known_until: date
    others: tuple[ClockKind, ...]
    state: CaseState


def clock_explanation(*, case_id: UUID | str, kind: str, actor: Actor) -> ClockView:
    """The replayable explanation of one clock, for whoever may see the case.

    `kind` is a letter of `ClockKind`. Raises NotFound `cases.no_such_case`, `cases.no_such_clock`.
    """
    case = get_case_for(actor, case_id)
    return _view(case, kind, list(case.events.order_by("seq")), None)


def clock_what_if(*, case_id: UUID | str, kind: str, supposed: Supposed, actor: Actor) -> ClockView:
    """The same clock if what is supposed happened; nothing is written.

    Raises as `clock_explanation` and `rules.supposing.supposed_story`.
    """
    case = get_case_for(actor, case_id)
    return _view(case, kind, list(case.events.order_by("seq")), supposed)


def _view(case: Case, kind: str, history: list[CaseEvent], supposed: Supposed | None) -> ClockView:
    regime = pinned(case.application).offer.part(case.part).item.regime
    limits = limits_from(regime, case.promise_days, case.ordered_days)
    calendar, today = counted_by(case, history, load_calendar()), clock.today()
    story = happenings(history)
    if supposed is not None:
        calendar = calendar.with_changes(supposed.off, supposed.worked)
        story, limits = supposed_story(story, limits, calendar, supposed, today)
    found = clocks(clock_events(story), limits)
    chosen = next((each for each in found if each.value == kind), None)
    if chosen is None:
        raise errors.no_such_clock()
    due, _ = due_day(found[chosen], calendar)
    return ClockView(
        case_id=case.id,
        case_number=case.number,
        case_name=case.name,
        department=case.department.name,
        kind=chosen,
        reading=read(found[chosen], calendar, today),
        lines=explain(found[chosen], calendar, max(today, due or today)),
        basis=regime.basis,
        today=today,
        calendar_revision=calendar.revision,
        known_until=calendar.known_until,
        others=tuple(each for each in found if each is not chosen),
        state=CaseState(case.state),
    )
