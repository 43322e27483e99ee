"""Where items go beyond their office, and what was handed over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.cases.access import get_hand_over_for, hand_overs, hand_overs_to
from onevisit.cases.models import Case, HandOver, Opinion, Result, Route
from onevisit.cases.queries.paging import ListPage
from onevisit.cases.rules.lifecycle import CaseState
from onevisit.cases.rules.routes import Finding, RouteKind
from onevisit.kernel import clock
from onevisit.kernel.ids import parse_id
from onevisit.kernel.masks import mask_name

PAGE = 50


@dataclass(frozen=True, slots=True)
class RouteLine:
    """One route that holds; the offices by name."""

    id: UUID
    kind: RouteKind
    code: str
    office: str
    to: str
    days: int
    basis: str
    since: date


@dataclass(frozen=True, slots=True)
class FindingLine:
    """What supervision found."""

    finding: Finding
    words: str
    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HandedLine:
    """A granted case at the department that regulates it; `late`: not acknowledged in time."""

    id: UUID
    case_name: str
    case_number: str
    holder: str
    office: str
    result: str
    granted_at: datetime | None
    pushed_at: datetime
    due_on: date
    acknowledged_at: datetime | None
    acknowledged_by: str
    late: bool


@dataclass(frozen=True, slots=True)
class HandedView:
    """One of them with what was found, oldest first; `to` regulates it."""

    line: HandedLine
    to: str
    findings: tuple[FindingLine, ...]


@dataclass(frozen=True, slots=True)
class PassedUp:
    """What the authority below wrote when it passed the case upward."""

    office: str
    opinion: str
    author: str
    at: datetime


def route_of(kind: RouteKind, code: str, department_id: UUID) -> Route | None:
    """The route that holds today for an item of a department; one query."""
    found = Route.objects.filter(
        kind=kind, code=code, department_id=department_id, since__lte=clock.today(), until=None
    )
    return found.select_related("to_department").first()


def routes(actor: Actor) -> tuple[RouteLine, ...]:
    """Those that hold, by item. Raises Refused `accounts.not_permitted`."""
    require(actor, Permission.CATALOGUE_PUBLISH)
    found = Route.objects.filter(until=None).select_related("department", "to_department")
    return tuple(
        RouteLine(
            row.id,
            RouteKind(row.kind),
            row.code,
            row.department.name,
            row.to_department.name,
            row.days,
            row.basis,
            row.since,
        )
        for row in found.order_by("kind", "code", "id")
    )


def handed_over(*, actor: Actor, after: str = "", waiting: bool = False) -> ListPage[HandedLine]:
    """What was handed over to the actor's departments, newest first; `waiting`: only what nobody
    has acknowledged.
    """
    found = hand_overs_to(actor)
    if waiting:
        found = found.filter(acknowledged_at=None)
    key = parse_id(after)
    if key is not None:
        found = found.filter(id__lt=key)
    rows = list(found.order_by("-id")[: PAGE + 1])
    results = _results([row.case_id for row in rows])
    lines = tuple(_line(row, results) for row in rows[:PAGE])
    return ListPage(lines, str(rows[PAGE - 1].id) if len(rows) > PAGE else None)


def handed_view(*, hand_over_id: UUID, actor: Actor) -> HandedView:
    """One of them. Raises NotFound `cases.no_such_hand_over`."""
    return _view(get_hand_over_for(actor, hand_over_id))


def handed_of(case: Case) -> HandedView | None:
    """Where a granted case was handed over to; no query for one that was not granted."""
    if case.state not in _GRANTED:
        return None
    row = hand_overs().filter(case_id=case.id).first()
    return _view(row) if row is not None else None


_GRANTED = frozenset({CaseState.APPROVED, CaseState.ISSUED, CaseState.DELIVERED})


def passed_up(case: Case) -> PassedUp | None:
    """What came with a case from below; one query for one that follows another."""
    below = case.follows
    if below is None or below.state != CaseState.PASSED_UP:
        return None
    row = Opinion.objects.filter(case=below, kind="passing").order_by("-at").first()
    if row is None:
        return None
    return PassedUp(below.department.name, row.text, row.author_name, row.at)


def _view(row: HandOver) -> HandedView:
    notes = row.notes.order_by("at", "id")
    found = tuple(FindingLine(Finding(n.finding), n.words, n.author_name, n.at) for n in notes)
    return HandedView(_line(row, _results([row.case_id])), row.department.name, found)


def _results(case_ids: list[UUID]) -> Mapping[UUID, str]:
    rows = Result.objects.filter(case_id__in=case_ids)
    return {row.case_id: f"{row.name} {row.number}" for row in rows}


def _line(row: HandOver, results: Mapping[UUID, str]) -> HandedLine:
    case, application = row.case, row.case.application
    organisation = application.organisation
    return HandedLine(
        id=row.id,
        case_name=case.name,
        case_number=case.number,
        holder=organisation.name if organisation else mask_name(application.applicant.name),
        office=case.department.name,
        result=results.get(case.id, ""),
        granted_at=case.decided_at,
        pushed_at=row.pushed_at,
        due_on=row.due_on,
        acknowledged_at=row.acknowledged_at,
        acknowledged_by=row.acknowledged_by,
        late=row.acknowledged_at is None and row.due_on < clock.today(),
    )
