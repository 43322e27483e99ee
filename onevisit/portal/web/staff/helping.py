"""代办: for whom a helper may act, and asking somebody for their authority on the doorstep."""

from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from onevisit.accounts import queries as accounts
from onevisit.accounts import services as people
from onevisit.accounts.errors import code_expired
from onevisit.accounts.guards import helper_required
from onevisit.accounts.queries import own_actor
from onevisit.accounts.queries.words import MET
from onevisit.accounts.rules import Actor, AuthorityDraft, Met
from onevisit.accounts.rules.identity import Claim
from onevisit.accounts.rules.phones import PROOF_LIFE
from onevisit.cases.queries.entrusting import scope_words, things
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, DomainError, Invalid, Refused
from onevisit.portal.web import entrusting
from onevisit.ui.fields import FieldView, Option
from onevisit.ui.site import site
from onevisit.ui.wordings import text_for

ASKED = "asked_for_authority"
"""The session key of what a person was sent and the code that says yes to it."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@helper_required
def helper(request: HttpRequest) -> HttpResponse:
    """The people one may act for; a POST looks for a name among them, so that none stands in an
    address.
    """
    actor = own_actor(request)
    every = accounts.authorities_for(UUID(str(actor.user_id)))
    name = request.POST.get("name", "").strip()[:64]
    context = {
        "people": entrusting.given(each for each in every if name in each.principal_name),
        "count": len(every),
        "name": name,
        "met": FieldView(
            "met", _("在哪里办"), kind="radio", options=[Option(m.value, MET[m]) for m in Met]
        ),
        "over": accounts.standing_in(request) is not None,
        "trail": [(_("代办"), "")],
    }
    return render(request, "portal/staff/helper.html", context)


@sensitive_post_parameters("name", "id_number")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@helper_required
def entrust(request: HttpRequest) -> HttpResponse:
    """Ask a person for their authority: a code goes to the phone they left before."""
    if request.method != "POST":
        return _asking(request)
    actor = own_actor(request)
    try:
        asked = _ask(request, actor)
    except (Invalid, Refused, Conflict) as error:
        return _asking(request, error)
    draft = asked.draft
    request.session[ASKED] = {
        "code": str(asked.code_id),
        "principal": str(draft.principal_id),
        "until": draft.until.isoformat(),
        "offers": list(draft.offers),
        "at": clock.now().isoformat(),
    }
    return HttpResponseRedirect(reverse("portal:helper-code"))


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@helper_required
def code(request: HttpRequest) -> HttpResponse:
    """The code that the person was sent and reads out."""
    actor = own_actor(request)
    asked = _asked(request, actor)
    if asked is None:
        messages.warning(request, text_for(code_expired()))
        return HttpResponseRedirect(reverse("portal:helper-entrust"))
    if request.method != "POST":
        return _typing(request, asked)
    typed = request.POST.get("code", "")[:32]
    try:
        people.give_by_code(asked, code=typed, address=_address(request), actor=actor)
    except (Invalid, Refused, Conflict) as error:
        return _typing(request, asked, error)
    request.session.pop(ASKED, None)
    messages.success(request, _("本人同意了，现在可以代办。"))
    return HttpResponseRedirect(reverse("portal:helper"))


def _ask(request: HttpRequest, actor: Actor) -> people.Asked:
    claim = Claim(request.POST.get("name", "")[:100], request.POST.get("id_number", "")[:32])
    helper_id = UUID(str(actor.user_id))
    draft = entrusting.typed_draft(request, helper_id, helper_id)  # the days before the person
    principal = people.find_principal(claim, address=_address(request), actor=actor)
    wanted = people.Wanted(
        draft=AuthorityDraft(principal, helper_id, draft.until, draft.offers),
        scope=scope_words(draft.offers, things()),
        until=entrusting.day_words(draft.until),
        site=str(site().name),
    )
    return people.ask_for_authority(wanted, address=_address(request), actor=actor)


def _asked(request: HttpRequest, actor: Actor) -> people.Asked | None:
    kept = request.session.get(ASKED)
    if not kept or datetime.fromisoformat(kept["at"]) + PROOF_LIFE <= clock.now():
        return None
    draft = AuthorityDraft(
        UUID(kept["principal"]),
        UUID(str(actor.user_id)),
        date.fromisoformat(kept["until"]),
        tuple(kept["offers"]),
    )
    return people.Asked(UUID(kept["code"]), draft)


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def _asking(request: HttpRequest, error: DomainError | None = None) -> HttpResponse:
    at, told = (getattr(error, "field", None) or "name", text_for(error)) if error else ("", "")
    context = {
        "fields": [
            FieldView(
                "name",
                _("姓名"),
                value=request.POST.get("name", "")[:64],
                maxlength=64,
                error=told if at == "name" else "",
            ),
            FieldView(
                "id_number",
                _("身份证号"),
                value=request.POST.get("id_number", "")[:32],
                help=_("看着本人的身份证填。"),
                maxlength=24,
                error=told if at == "id_number" else "",
            ),
            *entrusting.fields(request, error, choose=False),
        ],
        "errors": [(f"f-{at}", told)] if error else [],
        "open": people.messages_open(),
        "trail": [(_("代办"), reverse("portal:helper")), (_("新的委托"), "")],
    }
    return render(request, "portal/staff/helper_entrust.html", context, status=_status(error))


def _typing(
    request: HttpRequest, asked: people.Asked, error: DomainError | None = None
) -> HttpResponse:
    told = text_for(error) if error else ""
    field = FieldView(
        "code",
        _("本人收到的 6 位验证码"),
        inputmode="numeric",
        maxlength=12,
        error=told,
    )
    context = {
        "code": field,
        "scope": scope_words(asked.draft.offers, things()),
        "until": asked.draft.until,
        "errors": [(field.id, told)] if error else [],
        "demo_url": reverse("accounts:demo-messages") if settings.DEMO else "",
        "trail": [(_("代办"), reverse("portal:helper")), (_("新的委托"), "")],
    }
    return render(request, "portal/staff/helper_code.html", context, status=_status(error))


def _status(error: DomainError | None) -> int:
    if isinstance(error, Conflict):
        return 409
    waits = error is not None and "until" in error.facts and isinstance(error, Refused)
    return 429 if waits else 422 if error else 200
