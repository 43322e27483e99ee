"""The appointments of one's own applications."""

from dataclasses import dataclass

from django.db.models import Q

from onevisit.accounts.rules import Actor
from onevisit.cases.access import own_applications
from onevisit.cases.models import Application, Case, JointAct
from onevisit.cases.queries.joint import JointView, joint_views
from onevisit.cases.queries.paging import ListPage, day_and_id
from onevisit.cases.rules.joint import ActState


@dataclass(frozen=True, slots=True)
class OwnVisit:
    """An appointment, with what it is for."""

    application_number: str
    offer_name: str
    act: JointView


def own_visits(
    *, actor: Actor, state: ActState, after: str | None = None, limit: int = 20
) -> ListPage[OwnVisit]:
    """The appointments on the actor's side that stand so, by their day, the earliest first; without
    what a department wrote. At most nine queries, two when there is none.
    """
    found = JointAct.objects.filter(state=state, application__in=own_applications(actor))
    if after:
        day, last = day_and_id(after)
        found = found.filter(Q(on__gt=day) | Q(on=day, id__gt=last))
    acts = list(found.order_by("on", "id").values("id", "on", "application_id")[: limit + 1])
    if not acts:
        return ListPage((), None)
    shown, end = acts[:limit], acts[limit - 1] if len(acts) > limit else None
    applications = Application.objects.in_bulk([each["application_id"] for each in shown])
    cases = Case.objects.filter(application__in=applications).select_related("department")
    only = Q(id__in=[each["id"] for each in shown])
    views = {
        view.id: view
        for view in joint_views(applications.values(), cases.order_by("id"), only=only)
    }
    lines = tuple(
        OwnVisit(of.number or "", of.offer_name, views[each["id"]])
        for each in shown
        for of in [applications[each["application_id"]]]
    )
    return ListPage(lines, f"{end['on']:%Y-%m-%d}_{end['id']}" if end else None)
