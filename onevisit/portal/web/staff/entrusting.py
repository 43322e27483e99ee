"""委托 at the window: the person says it, the clerk records it, the identity card in hand."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from onevisit.accounts import queries as accounts
from onevisit.accounts import services as people
from onevisit.accounts.access import get_person_for
from onevisit.accounts.errors import no_such_authority
from onevisit.accounts.queries import actor_of
from onevisit.kernel.errors import Conflict, DomainError, Invalid, Refused
from onevisit.kernel.ids import parse_id
from onevisit.portal.web import entrusting
from onevisit.portal.web.staff.answering import status_of
from onevisit.portal.web.staff.window import clerks, column
from onevisit.ui.fields import FieldView
from onevisit.ui.wordings import text_for


@require_http_methods(["GET", "HEAD", "POST"])
@clerks
def entrust(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What this person gave; a POST records another authority."""
    if request.method != "POST":
        return _page(request, person_id)
    actor = actor_of(request)
    try:
        draft = entrusting.typed_draft(request, person_id, entrusting.typed_helper(request))
        people.record_authority(draft, seen=request.POST.get("agree") == "1", actor=actor)
    except (Invalid, Refused, Conflict) as error:
        return _page(request, person_id, error)
    messages.success(request, _("委托已登记，代办员现在可以代办。"))
    return HttpResponseRedirect(reverse("portal:window-entrust", args=[person_id]))


@require_POST
@clerks
def withdraw(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Take an authority back on the person's word."""
    authority_id = parse_id(request.POST.get("authority", ""))
    if authority_id is None:
        raise no_such_authority()
    people.withdraw_authority(authority_id=authority_id, actor=actor_of(request))
    messages.success(request, _("委托已收回。"))
    return HttpResponseRedirect(reverse("portal:window-entrust", args=[person_id]))


def _page(request: HttpRequest, person_id: UUID, error: DomainError | None = None) -> HttpResponse:
    actor = actor_of(request)
    at, told = (getattr(error, "field", None) or "helper", text_for(error)) if error else ("", "")
    context = {
        **column(actor),
        "person": accounts.masked_person(get_person_for(actor, person_id)),
        "shown": entrusting.given(accounts.authorities_of(person_id)),
        "fields": entrusting.fields(request, error),
        "agree": FieldView(
            "agree",
            _("已核对身份证，本人当面说清楚委托谁、办什么、到哪天，并且同意"),
            kind="checkbox",
            error=told if at == "agree" else "",
        ),
        "errors": [(f"f-{at}", told)] if error else [],
    }
    status = status_of(error) if error else 200
    return render(request, "portal/staff/entrust.html", context, status=status)
