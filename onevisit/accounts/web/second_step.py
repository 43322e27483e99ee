"""The second step of staff: the code of the authenticator, or setting one up."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from onevisit.accounts import queries, services
from onevisit.accounts.errors import already_enrolled
from onevisit.accounts.models import User
from onevisit.accounts.rules import NextStep, totp
from onevisit.accounts.web import sessions
from onevisit.kernel.errors import Conflict, DomainError, Invalid, NotFound, Refused
from onevisit.ui.fields import FieldView
from onevisit.ui.site import site
from onevisit.ui.wordings import text_for

Step = Callable[[HttpRequest, sessions.Halfway], HttpResponse]


def lead_on(request: HttpRequest, passed: services.Passed, onward: str) -> HttpResponse:
    """From a right password to the second step, or to the session when none is asked."""
    user = passed.user
    if passed.next_step is NextStep.NONE:
        sessions.begin(request, user)
        return sessions.onward(request, onward)
    if passed.next_step is NextStep.ENROL:
        sessions.hold(request, user, onward, services.new_secret(user.id))
        return HttpResponseRedirect(reverse("accounts:login-enrol"))
    sessions.hold(request, user, onward)
    return HttpResponseRedirect(reverse("accounts:login-code"))


def _halfway(view: Step) -> Callable[[HttpRequest], HttpResponse]:
    """Who is signed in goes on; who did not do the first step (lately) starts anew."""

    def guarded(request: HttpRequest) -> HttpResponse:
        if queries.actor_of(request).user_id is not None:
            return sessions.onward(request, "")
        try:
            return view(request, sessions.halfway(request))
        except (Refused, NotFound, Conflict) as error:
            messages.warning(request, text_for(error))
            return HttpResponseRedirect(reverse("accounts:login"))

    return guarded


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@_halfway
def code(request: HttpRequest, held: sessions.Halfway) -> HttpResponse:
    """The code of the authenticator, or a recovery code."""
    if held.sealed_secret:
        return HttpResponseRedirect(reverse("accounts:login-enrol"))
    if request.method != "POST":
        return _page(request, "accounts/login_code.html")
    try:
        user = services.check_second_factor(user_id=held.user_id, code=_code(request))
    except (Invalid, Refused) as error:
        return _page(request, "accounts/login_code.html", error)
    sessions.begin(request, user)
    return sessions.onward(request, held.onward)


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@_halfway
def enrol(request: HttpRequest, held: sessions.Halfway) -> HttpResponse:
    """Scan, type the first code, keep the recovery codes; then the session begins."""
    if not held.sealed_secret:
        raise already_enrolled()
    if request.method != "POST":
        return _enrolment(request, held)
    try:
        codes = services.enrol(user_id=held.user_id, sealed=held.sealed_secret, code=_code(request))
    except (Invalid, Refused) as error:
        return _enrolment(request, held, error)
    sessions.begin(request, queries.user_by_id(held.user_id))
    context = {
        "codes": codes,
        "onward": sessions.onward_url(request, held.onward),
        "trail": [(_("备用码"), "")],
    }
    return render(request, "accounts/recovery_codes.html", context)


def _enrolment(
    request: HttpRequest, held: sessions.Halfway, error: DomainError | None = None
) -> HttpResponse:
    user: User = queries.user_by_id(held.user_id)
    secret = services.open_secret(held.sealed_secret, user.id)
    uri = services.enrolment_uri(secret, issuer=str(site().name), account=user.username)
    more = {"uri": uri, "secret": totp.secret_text(secret), "username": user.username}
    return _page(request, "accounts/login_enrol.html", error, more)


def _page(
    request: HttpRequest,
    template: str,
    error: DomainError | None = None,
    more: dict[str, str] | None = None,
) -> HttpResponse:
    field = FieldView(
        "code",
        _("6 位验证码"),
        autocomplete="one-time-code",
        inputmode="numeric",
        maxlength=16,
        error=text_for(error) if error else "",
    )
    context = {
        "code": field,
        "errors": [(field.id, text_for(error))] if error else [],
        "trail": [(_("登录"), reverse("accounts:login")), (_("第二步"), "")],
        **(more or {}),
    }
    return render(request, template, context, status=status_of(error))


def status_of(error: DomainError | None) -> int:
    """200 without an error, 429 where one must wait, 422 for what must be mended."""
    if error is None:
        return 200
    return 429 if isinstance(error, Refused) else 422


def _code(request: HttpRequest) -> str:
    return request.POST.get("code", "")[:64]
