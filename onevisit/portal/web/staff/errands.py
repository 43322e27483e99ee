"""代收: what another county decides, taken in here and sent on; and what came to this window."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from onevisit.accounts import queries as accounts
from onevisit.accounts.access import get_person_for
from onevisit.accounts.queries import actor_of
from onevisit.hall import queries, services
from onevisit.hall.rules.errands import (
    LONGEST_NOTE,
    SAID,
    ErrandAct,
    ErrandInfo,
    ErrandState,
    possible,
)
from onevisit.kernel.errors import Conflict, DomainError, Invalid, Refused
from onevisit.portal.web.staff.answering import status_of, told
from onevisit.portal.web.staff.window import clerks
from onevisit.ui.navigation import Text
from onevisit.ui.posted import text_of, uuid_of

STATES: Mapping[ErrandState, tuple[Text, str]] = {
    ErrandState.TAKEN: (gettext_lazy("已收下，等转交"), "wait"),
    ErrandState.SENT: (gettext_lazy("已转交"), "now"),
    ErrandState.RECEIVED: (gettext_lazy("对方在办"), "now"),
    ErrandState.MORE: (gettext_lazy("要补材料"), "wait"),
    ErrandState.DONE: (gettext_lazy("对方办结"), "ok"),
    ErrandState.REFUSED: (gettext_lazy("对方不办"), "bad"),
}
ACTS: Mapping[ErrandAct, Text] = {
    ErrandAct.TAKE: gettext_lazy("收下"),
    ErrandAct.SEND: gettext_lazy("转交对方"),
    ErrandAct.RECEIVE: gettext_lazy("收到，开始办"),
    ErrandAct.ASK: gettext_lazy("要补材料"),
    ErrandAct.FINISH: gettext_lazy("办结"),
    ErrandAct.REFUSE: gettext_lazy("不予办理"),
}


@require_safe
@clerks
def errands(request: HttpRequest) -> HttpResponse:
    """What this window took in for others, and what came to it."""
    actor = actor_of(request)
    found = [(each, *STATES[each.state]) for each in queries.errands(actor=actor)]
    here = actor.service_point_id
    context = {
        "taken": [row for row in found if row[0].taker_id == here],
        "came": [row for row in found if row[0].target_id == here],
        "offers": queries.errand_offers(),
        "window": actor.window,
    }
    return render(request, "portal/staff/errands.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@clerks
def take(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Somebody stands here with papers for another county."""
    if request.method != "POST":
        return _take(request, person_id)
    target = uuid_of(request, "target")
    actor = actor_of(request)
    try:
        get_person_for(actor, person_id)
        if target is None:
            raise Invalid("portal.choose_county", field="target")
        made = services.take_errand(
            target_id=target,
            thing=text_of(request, "thing"),
            person_id=person_id,
            seen=request.POST.getlist("seen"),
            actor=actor,
        )
    except (Conflict, Invalid, Refused) as error:
        return _take(request, person_id, error=error)
    messages.success(request, _("已收下。点“转交对方”，进度这里能查。"))
    return HttpResponseRedirect(reverse("portal:errand", args=[made]))


def _take(
    request: HttpRequest, person_id: UUID, *, error: DomainError | None = None
) -> HttpResponse:
    actor = actor_of(request)
    here = actor.service_point_id
    context = {
        "person": accounts.masked_person(get_person_for(actor, person_id)),
        "offers": [each for each in queries.errand_offers() if each.target.id != here],
        "problem": told(error) if error else "",
        "thing": text_of(request, "thing"),
        "seen": request.POST.getlist("seen"),
        "window": actor.window,
    }
    status = status_of(error) if error else 200
    return render(request, "portal/staff/errand_take.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@clerks
def errand(request: HttpRequest, errand_id: UUID) -> HttpResponse:
    """One of them: its steps, and what this window may do next."""
    if request.method != "POST":
        return _errand(request, errand_id)
    wanted = text_of(request, "do", 10)
    try:
        if wanted not in set(ErrandAct):
            raise Invalid("portal.unknown_action")
        services.move_errand(
            errand_id=errand_id,
            act=ErrandAct(wanted),
            note=text_of(request, "note", LONGEST_NOTE + 1),
            number=text_of(request, "number", 80),
            actor=actor_of(request),
        )
    except (Conflict, Invalid, Refused) as error:
        return _errand(request, errand_id, error=error)
    messages.success(request, _("记下了，两边窗口和申请人看到的是一样的。"))
    return HttpResponseRedirect(reverse("portal:errand", args=[errand_id]))


def _errand(
    request: HttpRequest, errand_id: UUID, *, error: DomainError | None = None
) -> HttpResponse:
    actor = actor_of(request)
    info: ErrandInfo = queries.errand_of(errand_id=errand_id, actor=actor)
    state, tag = STATES[info.state]
    ours = info.taker_id == actor.service_point_id
    context = {
        "errand": info,
        "state": state,
        "tag": tag,
        "steps": [(each, ACTS[each.act]) for each in info.steps],
        "acts": [(str(act), ACTS[act]) for act in possible(info.state, ours=ours)],
        "says": any(act in SAID for act in possible(info.state, ours=ours)),
        "ours": ours,
        "longest": LONGEST_NOTE,
        "problem": told(error) if error else "",
        "typed": request.POST,
        "window": actor.window,
    }
    status = status_of(error) if error else 200
    return render(request, "portal/staff/errand.html", context, status=status)
