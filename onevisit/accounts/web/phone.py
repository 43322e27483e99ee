"""Citizens' way in: a phone number, a one-time code, and for a new phone a new account."""

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
from onevisit.accounts.errors import page_not_for_you, phone_not_proved
from onevisit.accounts.rules.phones import PROOF_LIFE, CodeUse
from onevisit.accounts.web import login_page, sessions
from onevisit.accounts.web.second_step import status_of
from onevisit.kernel import clock
from onevisit.kernel.errors import DomainError, Invalid, Refused
from onevisit.ui.fields import FieldView
from onevisit.ui.site import site
from onevisit.ui.wordings import text_for

ASKED = "phone_code"
"""The session key of the code this browser asked for."""


@sensitive_post_parameters("phone")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """Send a code to the phone typed on the login page."""
    if queries.actor_of(request).user_id is not None:
        return sessions.onward(request, request.POST.get("next", ""))
    if request.method != "POST":
        return HttpResponseRedirect(reverse("accounts:login"))
    phone, onward = request.POST.get("phone", "")[:32], request.POST.get("next", "")
    try:
        code_id = _send(request, phone)
    except (Invalid, Refused) as error:
        return login_page.page(request, onward, phone=login_page.Tried(phone, error))
    _remember(request, code_id, onward)
    return HttpResponseRedirect(reverse("accounts:phone-code"))


@never_cache
@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """Send another code to the same phone."""
    if queries.actor_of(request).user_id is not None:
        return sessions.onward(request, "")
    try:
        held = _asked(request)
        code_id = _send(request, services.phone_asked(held[0]))
    except (Invalid, Refused) as error:
        messages.warning(request, text_for(error))
        known = isinstance(error, Refused) and error.code == "accounts.message_must_wait"
        return HttpResponseRedirect(reverse("accounts:phone-code" if known else "accounts:login"))
    _remember(request, code_id, held[1])
    messages.success(request, _("又发了一条，请看最新的那条短信。"))
    return HttpResponseRedirect(reverse("accounts:phone-code"))


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The code that came; a known phone is signed in, a new one asked for a name."""
    if queries.actor_of(request).user_id is not None:
        return sessions.onward(request, "")
    try:
        code_id, onward = _asked(request)
        phone = services.phone_asked(code_id)
    except Refused as error:
        return _anew(request, error)
    if request.method != "POST":
        return _code_page(request, phone)
    try:
        user = services.sign_in_by_phone(
            code_id=code_id,
            code=request.POST.get("code", "")[:32],
            address=request.META.get("REMOTE_ADDR", ""),
        )
    except (Invalid, Refused) as error:
        return _code_page(request, phone, error)
    if user is None:
        request.session.cycle_key()
        return HttpResponseRedirect(reverse("accounts:register"))
    sessions.begin(request, user)
    request.session.pop(ASKED, None)
    return sessions.onward(request, onward)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Open an account for the phone just proved."""
    if queries.actor_of(request).user_id is not None:
        return sessions.onward(request, "")
    try:
        code_id, onward = _asked(request)
        phone = services.phone_proved(code_id)
        if request.method != "POST":
            return _register_page(request, phone)
        account = services.NewAccount(
            request.POST.get("name", "")[:100], request.POST.get("consent") == "1"
        )
        user = services.register_by_phone(account, code_id=code_id)
    except Invalid as error:
        return _register_page(request, phone, error)
    except Refused as error:
        return _anew(request, error)
    sessions.begin(request, user)
    request.session.pop(ASKED, None)
    messages.success(request, _("账号开好了。现在可以填表、传材料，签名前再做一次实名认证。"))
    return sessions.onward(request, onward)


@never_cache
@require_http_methods(["GET", "HEAD"])
def sandbox_messages(request: HttpRequest) -> HttpResponse:
    """What a demonstration would have sent. Exists only with `settings.DEMO`."""
    if not settings.DEMO:
        raise page_not_for_you()
    context = {
        "shown": queries.sandbox_messages(),
        "trail": [(_("演示短信"), "")],
    }
    return render(request, "accounts/demo_messages.html", context)


def _send(request: HttpRequest, phone: str) -> UUID:
    return services.send_code(
        phone=phone,
        use=CodeUse.SIGN_IN,
        address=request.META.get("REMOTE_ADDR", ""),
        site=str(site().name),
    )


def _remember(request: HttpRequest, code_id: UUID, onward: str) -> None:
    request.session[ASKED] = [str(code_id), onward, clock.now().isoformat()]


def _asked(request: HttpRequest) -> tuple[UUID, str]:
    kept = request.session.get(ASKED)
    if not kept or datetime.fromisoformat(kept[2]) + PROOF_LIFE <= clock.now():
        raise phone_not_proved()
    return UUID(kept[0]), kept[1]


def _anew(request: HttpRequest, error: DomainError) -> HttpResponse:
    messages.warning(request, text_for(error))
    return HttpResponseRedirect(reverse("accounts:login"))


def _code_page(request: HttpRequest, phone: str, error: DomainError | None = None) -> HttpResponse:
    told = text_for(error) if error else ""
    field = FieldView(
        "code",
        _("短信里的 6 位验证码"),
        autocomplete="one-time-code",
        inputmode="numeric",
        maxlength=12,
        error=told,
    )
    context = {
        "phone": phone,
        "code": field,
        "errors": [(field.id, told)] if error else [],
        "demo_url": reverse("accounts:demo-messages") if settings.DEMO else "",
        "trail": [(_("登录"), reverse("accounts:login")), (_("验证码"), "")],
    }
    return render(request, "accounts/phone_code.html", context, status=status_of(error))


def _register_page(
    request: HttpRequest, phone: str, error: DomainError | None = None
) -> HttpResponse:
    at, told = (getattr(error, "field", ""), text_for(error)) if error else ("", "")
    context = {
        "phone": phone,
        "name": FieldView(
            "name",
            _("姓名"),
            value=request.POST.get("name", "")[:64],
            help=_("身份证上的名字。签名前还要核对一次。"),
            autocomplete="name",
            maxlength=64,
            error=told if at == "name" else "",
        ),
        "consent": FieldView(
            "consent",
            _("我同意保存手机号和姓名，用来登录、联系我、保存办事进度"),
            kind="checkbox",
            value=request.POST.get("consent", ""),
            error=told if at == "consent" else "",
        ),
        "errors": [(f"f-{at}", told)] if error else [],
        "trail": [(_("登录"), reverse("accounts:login")), (_("开通账号"), "")],
    }
    return render(request, "accounts/register.html", context, status=status_of(error))
