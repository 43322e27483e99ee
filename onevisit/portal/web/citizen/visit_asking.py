"""Asking for another time of a site visit."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from onevisit.accounts.guards import citizen_required
from onevisit.accounts.queries import actor_of
from onevisit.cases import queries as cases
from onevisit.cases import services
from onevisit.kernel.errors import Conflict, DomainError, Invalid, NotFound, Refused
from onevisit.portal.web.staff.answering import status_of, told
from onevisit.portal.web.staff.joint import Typed, slot_fields, slot_in
from onevisit.portal.web.staff.visit_card import visit_card
from onevisit.ui.posted import written


@require_http_methods(["GET", "HEAD", "POST"])
@citizen_required
def ask(request: HttpRequest, number: str, act_id: UUID) -> HttpResponse:
    """When it would suit better, and why; the departments answer."""
    if request.method != "POST":
        return _page(request, number, act_id)
    try:
        services.ask_other_time(
            act_id=_known(request, number, act_id).id,
            slot=slot_in(request),
            reason=written(request, "reason"),
            actor=actor_of(request),
        )
    except (Conflict, Invalid, Refused) as error:
        return _page(request, number, act_id, error)
    messages.success(request, _("问了。部门答复以前，还是按原来的时间来。"))
    return HttpResponseRedirect(reverse("portal:affair", args=[number]))


def _known(request: HttpRequest, number: str, act_id: UUID) -> cases.JointView:
    view = cases.status_view(application_id=number, actor=actor_of(request))
    found = next((each for each in view.visits if each.id == act_id), None)
    if found is None:
        raise NotFound("cases.no_such_visit")
    return found


def _page(
    request: HttpRequest, number: str, act_id: UUID, error: DomainError | None = None
) -> HttpResponse:
    view, form = _known(request, number, act_id), Typed(request, error)
    context = {
        "card": visit_card(view),
        "number": number,
        "fields": slot_fields(form)[:2],  # the office says the hour
        "reason": form.of("reason"),
        "problem": told(error) if error else "",
        "trail": [
            (_("我的办件"), reverse("portal:affairs")),
            (number, reverse("portal:affair", args=[number])),
            (_("换个时间"), ""),
        ],
    }
    status = status_of(error) if error else 200
    return render(request, "portal/citizen/visit_ask.html", context, status=status)
