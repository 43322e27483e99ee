"""请假交接: who stands in while an officer is away, and handing one case to a colleague."""

from collections.abc import Callable, Mapping
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Actor, Permission
from onevisit.cases import queries as cases
from onevisit.cases import services
from onevisit.cases.queries import CaseView
from onevisit.cases.rules.deputies import Away
from onevisit.directory.queries import department_names
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, Invalid, Refused
from onevisit.kernel.ids import parse_id
from onevisit.portal.web.staff import labels
from onevisit.portal.web.staff.answering import status_of, told
from onevisit.ui.posted import text_of, written

Doing = Callable[[HttpRequest, UUID, Actor], str]


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required(Permission.CASES_REVIEW)
def away(request: HttpRequest) -> HttpResponse:
    """Who is away, by department; name a deputy or end it early."""
    if request.method != "POST":
        return _page(request)
    actor = actor_of(request)
    doing = {"name": _name, "end": _end}.get(text_of(request, "action"))
    if doing is None:
        raise Invalid("portal.unknown_action")
    try:
        messages.success(request, doing(request, actor))
    except (Conflict, Invalid, Refused) as error:
        return _page(request, problem=told(error), status=status_of(error))
    return HttpResponseRedirect(reverse("portal:away"))


def _name(request: HttpRequest, actor: Actor) -> str:
    draft = services.AwayDraft(
        absent_id=_id(request, "absent"),
        deputy_id=_id(request, "deputy"),
        department_id=_id(request, "department"),
        first_on=_day(request, "first_on"),
        last_on=_day(request, "last_on"),
        reason=_why(request),
    )
    services.name_deputy(draft, actor=actor)
    return _("已安排，到期自动结束。")


def _end(request: HttpRequest, actor: Actor) -> str:
    services.end_deputy(deputy_id=_id(request, "deputy_id"), actor=actor)
    return _("代办已结束。")


def _id(request: HttpRequest, name: str) -> UUID:
    found = parse_id(text_of(request, name))
    if found is None:
        raise Invalid("cases.not_a_colleague", field=name)
    return found


def _day(request: HttpRequest, name: str) -> date:
    found = clock.parse_day(text_of(request, name))
    if found is None:
        raise Invalid("portal.bad_day", field=name)
    return found


def _why(request: HttpRequest) -> Away:
    try:
        return Away(text_of(request, "reason"))
    except ValueError:
        raise Invalid("portal.choose_reason", field="reason") from None


def _page(request: HttpRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    views = cases.away(actor=actor_of(request))
    names = department_names(view.department_id for view in views)
    context = {
        "departments": [
            {
                "name": names[view.department_id],
                "view": view,
                "lines": [(line, labels.AWAY[line.reason]) for line in view.lines],
            }
            for view in views
        ],
        "reasons": labels.AWAY,
        "typed": request.POST if problem else {},
        "today": clock.today().isoformat(),
        "problem": problem,
    }
    return render(request, "portal/staff/away.html", context, status=status)


def _pass_on(request: HttpRequest, case_id: UUID, actor: Actor) -> str:
    reason, to = written(request, "pass_reason"), _id(request, "to")
    services.pass_on(case_id=case_id, to=to, reason=reason, actor=actor)
    return _("已转交，接手的人会在“我认领的”里看到。")


DOINGS: Mapping[str, Doing] = {"pass_on": _pass_on}
"""What the desk's page of a case can do about who holds it."""


def others(view: CaseView) -> tuple[tuple[UUID, str], ...]:
    """To whom the case could be handed; nobody where the actor may not."""
    if view.two is None or "pass_on" not in view.may:
        return ()
    found = cases.colleagues(view.department_id)
    return tuple(each for each in found if each[0] != view.two.holder)
