"""Requests to extend a limit: those that wait for a head, and the one of a case."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Q

from onevisit.accounts.rules import Actor, Permission
from onevisit.cases.access import scope_of, visible_with
from onevisit.cases.models import Case, CaseEvent, Extension
from onevisit.cases.queries.deputies import is_free
from onevisit.cases.queries.paging import ListPage, day_and_id
from onevisit.cases.queries.pieces import applicant_shown
from onevisit.cases.queries.pinning import pinned
from onevisit.cases.rules.extension import extension_action, is_extendable, who_extends
from onevisit.cases.rules.lifecycle import EXTENDING, TABLE, Action, CaseState
from onevisit.catalogue.rules.definition import Regime
from onevisit.kernel import clock, rows
from onevisit.kernel.calendar import DayUnit, WorkingCalendar
from onevisit.kernel.queries import load_calendar


@dataclass(frozen=True, slots=True)
class ExtensionLine:
    """What was asked and answered in a case. `lapsed`: nobody answered while it was time.

    `mine`: the actor asked; somebody else has to answer.
    """

    state: str
    days: int
    unit: DayUnit
    asked_by: str
    asked_at: datetime
    reason: str
    answered_by: str
    answered_at: datetime | None
    answer: str
    mine: bool
    lapsed: bool


@dataclass(frozen=True, slots=True)
class WaitingExtension:
    """A request that waits for an answer. `legal_then`, `promised_then`: the days to which the
    limits would move; None while the clock stands still, or where there is no such limit.

    `missed`: the promise has been missed and would stay so.
    """

    case_id: UUID
    number: str
    name: str
    offer_name: str
    applicant: str
    department: str
    state: CaseState
    line: ExtensionLine
    legal_due: date | None
    legal_then: date | None
    promised_due: date | None
    promised_then: date | None
    missed: bool


@dataclass(frozen=True, slots=True)
class Extended:
    """That a limit was extended, as the applicant is told: by how much, when, and why."""

    days: int
    unit: DayUnit
    on: date
    reason: str


def extension_of(case: Case, actor: Actor) -> ExtensionLine | None:
    """The newest request in a case."""
    newest = "t0.case_id = %s ORDER BY t0.asked_at DESC, t0.id DESC LIMIT 1"
    found = _EXTENSION.fetch(newest, [case.id])
    return _line(found[0], case, _regime(case), actor) if found else None


_EXTENSION = rows.Joined(Extension, "reason", "answer")


def _line(row: Extension, case: Case, regime: Regime, actor: Actor) -> ExtensionLine:
    return ExtensionLine(
        state=row.state,
        days=row.days,
        unit=regime.unit,
        asked_by=row.asked_by_name,
        asked_at=row.asked_at,
        reason=row.reason.text,
        answered_by=row.answered_by_name,
        answered_at=row.answered_at,
        answer=row.answer.text if row.answer else "",
        mine=row.asked_by == actor.user_id,
        lapsed=row.state == "asked" and not _in_time(case),
    )


def _in_time(case: Case) -> bool:
    possible = (CaseState(case.state), Action.EXTEND) in TABLE
    return possible and (case.legal_due is None or clock.today() <= case.legal_due)


def may_extend(case: Case, line: ExtensionLine | None, actor: Actor) -> set[str]:
    """What the actor may do about the limit of a case: `ask_extension`, `answer_extension`."""
    regime = _regime(case)
    if not is_extendable(regime) or not _in_time(case):
        return set()
    scope = scope_of(case)
    if line is not None and line.state == "asked":
        may = actor.may(who_extends(regime), scope) and not line.mine
        return {"answer_extension"} if may else set()
    if line is not None and line.state == "granted":
        return set()
    free = is_free(case, actor)
    return {"ask_extension"} if free and actor.may(Permission.CASES_REVIEW, scope) else set()


def extensions_waiting(
    *, actor: Actor, after: str | None = None, limit: int = 50
) -> ListPage[WaitingExtension]:
    """The requests that wait for an answer of this actor, or of a colleague where the actor asked;
    the limit that ends first comes first. A page may hold fewer than `limit`, and more follow.
    """
    waiting = (
        Case.objects.filter(_reach(actor), extensions__state="asked")
        .filter(state__in=[CaseState.IN_REVIEW, CaseState.SUSPENDED])
        .filter(Q(legal_due__isnull=True) | Q(legal_due__gte=clock.today()))
        .filter(_behind(after))
        .select_related("application__applicant", "application__organisation", "department")
        .order_by(F("legal_due").asc(nulls_last=True), "id")
    )
    found_cases = list(waiting[: limit + 1])
    cases = {case.id: (case, _regime(case)) for case in found_cases[:limit]}
    requests = Extension.objects.filter(case__in=cases, state="asked").select_related(
        "reason", "answer"
    )
    found = {row.case_id: row for row in requests}
    calendar = load_calendar()
    lines = tuple(
        _waiting(case, regime, found[case.id], actor, calendar)
        for case, regime in cases.values()
        if actor.may(who_extends(regime), scope_of(case))
    )
    last = found_cases[limit - 1] if len(found_cases) > limit else None
    return ListPage(lines, f"{last.legal_due or date.max:%Y-%m-%d}_{last.id}" if last else None)


def _behind(after: str | None) -> Q:
    """What comes after the last row of a page; who has no limit comes last."""
    if not after:
        return Q()
    day, last = day_and_id(after)
    if day == date.max:
        return Q(legal_due__isnull=True, id__gt=last)
    later = Q(legal_due__gt=day) | Q(legal_due=day, id__gt=last)
    return later | Q(legal_due__isnull=True)


def _reach(actor: Actor) -> Q:
    found = Q(pk__in=[])
    for permission in (Permission.CASES_EXTEND, Permission.CASES_EXTEND_JOINT):
        if actor.may(permission):
            found |= Q(pk__in=visible_with(actor, permission).values("pk"))
    return found


def _regime(case: Case) -> Regime:
    return pinned(case.application).offer.part(case.part).item.regime


def _waiting(
    case: Case, regime: Regime, row: Extension, actor: Actor, calendar: WorkingCalendar
) -> WaitingExtension:
    application = case.application
    organisation = application.organisation
    late = extension_action(case.promised_due, clock.today()) is Action.EXTEND_LATE

    def later(due: date | None) -> date | None:
        return calendar.add_days(due, row.days, regime.unit).day if due else None

    return WaitingExtension(
        case_id=case.id,
        number=case.number,
        name=case.name,
        offer_name=application.offer_name,
        applicant=applicant_shown(
            organisation.name if organisation else None, application.applicant.name
        ),
        department=case.department.name,
        state=CaseState(case.state),
        line=_line(row, case, regime, actor),
        legal_due=case.legal_due,
        legal_then=later(case.legal_due),
        promised_due=case.promised_due,
        promised_then=case.promised_due if late else later(case.promised_due),
        missed=late,
    )


def extended_of(cases: Iterable[Case], history: Iterable[CaseEvent]) -> dict[UUID, Extended]:
    """What was extended in these cases; no query when nothing was."""
    on = {e.case_id: e.effective_at for e in history if e.action in EXTENDING}
    by_id = {case.id: case for case in cases}
    granted = Extension.objects.filter(case__in=on, state="granted").select_related("reason")
    return {
        row.case_id: Extended(
            row.days,
            _regime(by_id[row.case_id]).unit,
            clock.local_date(on[row.case_id]),
            row.reason.text,
        )
        for row in (granted if on else ())
    }
