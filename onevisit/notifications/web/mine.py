"""我的消息: what one was told, and the way to what it is about."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from onevisit.accounts.guards import login_required
from onevisit.accounts.queries import actor_of
from onevisit.notifications import queries, services
from onevisit.notifications.rules.channels import Language
from onevisit.notifications.rules.kinds import Kind
from onevisit.notifications.web.wordings import TOPICS


@require_safe
@never_cache
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """The newest first."""
    actor = actor_of(request)
    page = queries.messages(actor=actor, language=spoken(), before=request.GET.get("before", ""))
    context = {
        "lines": [(line, *TOPICS[line.topic]) for line in page.lines],
        "next": page.next,
        "fresh": any(not line.read for line in page.lines),
        "own": actor.person_id is not None and actor.acting is None,
        "trail": [(_("消息"), "")],
    }
    name = "mine" if actor.person_id is not None else "helper"
    return render(request, f"notifications/{name}.html", context)


@require_POST
@login_required
def read(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """It is read, and leads to what it is about."""
    actor = actor_of(request)
    row = services.read_message(message_id=message_id, actor=actor)
    return HttpResponseRedirect(_about(row.kind, row.facts, own=actor.person_id is not None))


def _about(kind: str, facts: Mapping[str, str], *, own: bool) -> str:
    """Where its reader finds more: an officer on the page of the thing, a helper where they choose
    in whose name they work, a party among what they agreed to (their messages name the applicant),
    the applicant in the affair.
    """
    if "page" in facts:
        return reverse(facts["page"], args=[facts["target"]])
    if not own:
        return reverse("portal:helper")
    if kind == Kind.PUT_RIGHT:
        return reverse("ratings:mine")
    if kind == Kind.CONSENT or facts.get("name"):
        return reverse("cases:consents")
    return reverse("portal:affair", args=[facts["number"]])


@require_POST
@login_required
def read_all(request: HttpRequest) -> HttpResponse:
    """All of them are read."""
    services.read_all(actor=actor_of(request))
    flash.success(request, _("都标为看过了。"))
    return HttpResponseRedirect(reverse("notifications:mine"))


def spoken() -> Language:
    """The language of the page."""
    return Language.EN if (get_language() or "").startswith("en") else Language.ZH
