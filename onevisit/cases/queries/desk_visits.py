"""The appointments on the desk of a department."""

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.db.models import Q, QuerySet

from onevisit.accounts.rules import Actor, Permission
from onevisit.cases.access import visible_with
from onevisit.cases.models import Application, Case, JointAct
from onevisit.cases.queries.joint import JointView, Seat, joint_views
from onevisit.cases.queries.paging import ListPage, day_and_id
from onevisit.cases.rules.joint import ActState
from onevisit.kernel import rows


@dataclass(frozen=True, slots=True)
class DeskVisit:
    """An appointment on a desk, with the case by which the actor's department takes part."""

    case_id: UUID
    case_name: str
    application_number: str
    offer_name: str
    act: JointView
    seat: Seat | None


def visits_on_desk(
    *, actor: Actor, after: str | None = None, limit: int = 30
) -> ListPage[DeskVisit]:
    """The appointments in which the actor's departments are still to look or will join, soonest
    first; at most nine queries, one when there is none. `limit` counts appointments.
    """
    found = _appointments(actor, limit + 1, after or "").fetch()
    if not found:
        return ListPage((), None)
    end = found[limit - 1] if len(found) > limit else None
    listed = {each["id"]: each["application_id"] for each in found[:limit]}
    applications = Application.objects.in_bulk(listed.values())
    cases = list(
        Case.objects.filter(application__in=applications)
        .select_related("department")
        .order_by("id")
    )
    views = joint_views(applications.values(), cases, only=Q(id__in=list(listed)))
    mine = set(_own(actor).filter(application__in=applications).values_list("id", flat=True))
    lines = [
        line
        for view in views
        for case in cases
        if case.application_id == view.application_id and case.id in mine
        if (line := _desk_visit(case, applications[case.application_id], view)) is not None
    ]
    lines.sort(key=lambda line: (line.act.slot.on, line.act.slot.half, line.case_id))
    return ListPage(tuple(lines), f"{end['on']:%Y-%m-%d}_{end['id']}" if end else None)


def _own(actor: Actor) -> QuerySet[Case]:
    """The open cases of the actor's departments."""
    seen = visible_with(actor, Permission.CASES_REVIEW)
    return seen.filter(ended_at__isnull=True, decided_at__isnull=True)


@lru_cache(maxsize=512)
def _appointments(actor: Actor, limit: int, after: str) -> rows.Spelled:
    planned = JointAct.objects.filter(
        state=ActState.PLANNED, application__in=_own(actor).values("application_id")
    )
    if after:
        day, last = day_and_id(after)
        planned = planned.filter(Q(on__gt=day) | Q(on=day, id__gt=last))
    return rows.Spelled(planned.order_by("on", "id").values("id", "on", "application_id")[:limit])


def _desk_visit(case: Case, application: Application, view: JointView) -> DeskVisit | None:
    seat = view.seat(case.id)
    joins = case.name in view.joining
    if not joins and (seat is None or not seat.pending):
        return None
    return DeskVisit(
        case_id=case.id,
        case_name=case.name,
        application_number=application.number or "",
        offer_name=application.offer_name,
        act=view,
        seat=seat,
    )
