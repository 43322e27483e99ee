"""批量: several cases claimed, put back or handed on at once, after reading what would come."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Actor, Permission
from onevisit.cases import queries as cases
from onevisit.cases import services
from onevisit.cases.queries import DeskLine
from onevisit.cases.rules.many import MOST, Many
from onevisit.cases.services import Came, Wish
from onevisit.kernel.errors import Invalid
from onevisit.kernel.ids import parse_id
from onevisit.portal.web.staff import labels
from onevisit.portal.web.staff.answering import status_of, told
from onevisit.portal.web.staff.labels import Text
from onevisit.ui.posted import text_of, uuid_of, written

DOINGS: Mapping[Many, Text] = {
    Many.CLAIM: gettext_lazy("认领"),
    Many.RELEASE: gettext_lazy("退回队列"),
    Many.HAND_ON: gettext_lazy("交给同事"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required(Permission.CASES_REVIEW)
def many(request: HttpRequest) -> HttpResponse:
    """Choose, see what would come of it, confirm."""
    actor = actor_of(request)
    rows = cases.desk(actor=actor, limit=MOST).rows
    if request.method != "POST":
        return _page(request, actor, rows)
    chosen = [found for each in request.POST.getlist("case") if (found := parse_id(each))]
    step = services.do_many if text_of(request, "step") == "do" else services.try_many
    try:
        came = step(case_ids=chosen, wish=_wish(request), actor=actor)
    except Invalid as error:
        return _page(request, actor, rows, problem=told(error), status=status_of(error))
    if step is services.try_many:
        return _page(request, actor, rows, came=came)
    return _done(request, actor, rows, came)


def _done(
    request: HttpRequest, actor: Actor, rows: Sequence[DeskLine], came: Sequence[Came]
) -> HttpResponse:
    well = sum(each.problem is None for each in came)
    messages.success(request, _("办好 %(n)s 件。") % {"n": well})
    if well == len(came):
        return HttpResponseRedirect(reverse("portal:desk"))
    return _page(request, actor, rows, came=[e for e in came if e.problem], over=True)


def _page(
    request: HttpRequest,
    actor: Actor,
    rows: Sequence[DeskLine],
    *,
    came: Sequence[Came] = (),
    problem: str = "",
    status: int = 200,
    over: bool = False,
) -> HttpResponse:
    by_id = {row.id: row for row in rows}
    chosen = request.POST.getlist("case")
    context = {
        "rows": rows,
        "states": labels.STATES,
        "tags": labels.STATE_TAGS,
        "doings": DOINGS.items(),
        "colleagues": _colleagues(actor),
        "came": [
            (each.case_id, by_id.get(each.case_id), told(each.problem) if each.problem else "")
            for each in came
        ],
        "well": sum(each.problem is None for each in came),
        "over": over,
        "chosen": chosen,
        "problem": problem,
        "typed": {name: text_of(request, name) for name in ("doing", "to", "reason")},
        "doing": DOINGS.get(_doing(request)) if request.method == "POST" and not problem else "",
        "show": "many",
    }
    return render(request, "portal/staff/many.html", context, status=status)


def _colleagues(actor: Actor) -> list[tuple[UUID, str]]:
    """Everybody of the actor's departments but the actor."""
    found = {
        each: name
        for department in sorted(actor.departments(Permission.CASES_REVIEW))
        for each, name in cases.colleagues(department)
    }
    return [(each, name) for each, name in found.items() if each != actor.user_id]


def _wish(request: HttpRequest) -> Wish:
    return Wish(_doing(request), uuid_of(request, "to"), written(request, "reason"))


def _doing(request: HttpRequest) -> Many:
    try:
        return Many(text_of(request, "doing"))
    except ValueError:
        raise Invalid("portal.choose_what", field="doing") from None
