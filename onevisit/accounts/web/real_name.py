"""Name and ID number are checked; whom we know already is joined on their yes."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from onevisit.accounts import queries, services
from onevisit.accounts.errors import nothing_to_link
from onevisit.accounts.guards import themselves_required
from onevisit.accounts.rules import AssuranceLevel
from onevisit.accounts.rules.identity import Claim, Registered
from onevisit.accounts.rules.phones import PROOF_LIFE
from onevisit.accounts.web import sessions
from onevisit.accounts.web.second_step import status_of
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, DomainError, Invalid, Refused
from onevisit.ui.fields import FieldView
from onevisit.ui.site import site
from onevisit.ui.wordings import text_for

FOUND = "registered_person"
"""The session key of the registered person that a checked claim fits."""
LINK_CODE = "link_code"
"""The session key of the code sent to that person's phone."""


@sensitive_post_parameters("name", "id_number")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@themselves_required
def raise_level(request: HttpRequest) -> HttpResponse:
    """Name and ID number; for who has the level already, a page that says so."""
    actor = queries.actor_of(request)
    if request.method != "POST" or actor.assurance >= AssuranceLevel.REAL_NAME:
        return _page(request)
    claim = Claim(request.POST.get("name", "")[:100], request.POST.get("id_number", "")[:32])
    try:
        found = services.prove_identity(claim, address=_address(request), actor=actor)
    except (Invalid, Refused, Conflict) as error:
        return _page(request, error)
    onward = request.POST.get("next", "")
    if found is None:
        return _raised(request, onward)
    request.session[FOUND] = [str(found.person_id), onward, clock.now().isoformat()]
    request.session.pop(LINK_CODE, None)
    return HttpResponseRedirect(reverse("accounts:link"))


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@themselves_required
def link(request: HttpRequest) -> HttpResponse:
    """Who was found, and the question whether that is you."""
    try:
        found, onward = _found(request)
    except Refused as error:
        return _back(request, error)
    if request.method != "POST":
        return _link_page(request, found)
    try:
        user = services.link_person(
            person_id=found.person_id,
            typed=_typed(request),
            address=_address(request),
            actor=queries.actor_of(request),
        )
    except (Invalid, Refused) as error:
        return _link_page(request, found, error)
    if user.id != queries.actor_of(request).user_id:
        sessions.begin(request, user)
    return _raised(request, onward)


@never_cache
@require_POST
@themselves_required
def send_code(request: HttpRequest) -> HttpResponse:
    """Send a code to the phone the registered person left at a window."""
    try:
        found, _onward = _found(request)
        code_id = services.send_link_code(
            person_id=found.person_id,
            address=_address(request),
            site=str(site().name),
            actor=queries.actor_of(request),
        )
    except Refused as error:
        return _back(request, error, "accounts:link" if FOUND in request.session else "")
    request.session[LINK_CODE] = str(code_id)
    return HttpResponseRedirect(reverse("accounts:link"))


def _raised(request: HttpRequest, onward: str) -> HttpResponse:
    for key in (FOUND, LINK_CODE):
        request.session.pop(key, None)
    request.session.cycle_key()
    sessions.forget_actor(request)
    messages.success(request, _("实名认证完成，可以签名提交了。"))
    return sessions.onward(request, onward)


def _found(request: HttpRequest) -> tuple[Registered, str]:
    kept = request.session.get(FOUND)
    if not kept or datetime.fromisoformat(kept[2]) + PROOF_LIFE <= clock.now():
        raise nothing_to_link()
    user_id = UUID(str(queries.actor_of(request).user_id))
    return queries.registered_again(user_id, UUID(kept[0])), kept[1]


def _typed(request: HttpRequest) -> services.TypedCode | None:
    held = request.session.get(LINK_CODE)
    return services.TypedCode(UUID(held), request.POST.get("code", "")[:32]) if held else None


def _back(request: HttpRequest, error: DomainError, to: str = "") -> HttpResponse:
    messages.warning(request, text_for(error))
    return HttpResponseRedirect(reverse(to or "accounts:real-name"))


def _wish(request: HttpRequest) -> str:
    """Where the visitor came from, if that is a page of this site."""
    wish = request.POST.get("next") or request.GET.get("next", "")
    return wish if wish and sessions.onward_url(request, wish) == wish else ""


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def _page(request: HttpRequest, error: DomainError | None = None) -> HttpResponse:
    actor = queries.actor_of(request)
    at = (getattr(error, "field", None) or "name") if error else ""
    told = text_for(error) if error else ""
    context = {
        "done": actor.assurance >= AssuranceLevel.REAL_NAME,
        "open": services.identity_check_open(),
        "name": FieldView(
            "name",
            _("姓名"),
            value=request.POST.get("name", actor.name)[:64],
            autocomplete="name",
            maxlength=64,
            error=told if at == "name" else "",
        ),
        "id_number": FieldView(
            "id_number",
            _("身份证号"),
            value=request.POST.get("id_number", "")[:32],
            help=_("18 位，最后一位可能是 X。"),
            maxlength=24,
            error=told if at == "id_number" else "",
        ),
        "errors": [(f"f-{at}", told)] if error else [],
        "next": _wish(request),
        "demo": settings.DEMO,
        "trail": [(_("实名认证"), "")],
    }
    status = 409 if isinstance(error, Conflict) else _status(error)
    return render(request, "accounts/real_name.html", context, status=status)


def _status(error: DomainError | None) -> int:
    """429 only where one must wait; the register's silence is 503."""
    if error is not None and error.code == "accounts.identity_unreachable":
        return 503
    return status_of(error)


def _link_page(
    request: HttpRequest, found: Registered, error: DomainError | None = None
) -> HttpResponse:
    told = text_for(error) if error else ""
    asked = LINK_CODE in request.session
    context = {
        "found": found,
        "asked": asked,
        "code": FieldView(
            "code",
            _("短信里的 6 位验证码"),
            autocomplete="one-time-code",
            inputmode="numeric",
            maxlength=12,
            error=told,
        ),
        "errors": [("f-code" if asked else "", told)] if error else [],
        "demo_url": reverse("accounts:demo-messages") if settings.DEMO else "",
        "trail": [(_("实名认证"), reverse("accounts:real-name")), (_("是不是您"), "")],
    }
    return render(request, "accounts/link.html", context, status=status_of(error))
