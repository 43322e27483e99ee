"""What a session holds of a visitor, and where they go next."""

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from onevisit.accounts.models import User
from onevisit.accounts.queries import actor_of

BACKEND = "django.contrib.auth.backends.ModelBackend"


def begin(request: HttpRequest, user: User) -> None:
    """Start the session of a login: a new session key, nothing of another visitor kept."""
    auth.login(request, user, backend=BACKEND)
    forget_actor(request)


def end(request: HttpRequest) -> None:
    """End the session and forget all of it."""
    auth.logout(request)
    forget_actor(request)


def forget_actor(request: HttpRequest) -> None:
    """Who asks has changed: work it out anew."""
    if hasattr(request, "_onevisit_actor"):
        del request._onevisit_actor


def onward(request: HttpRequest, wish: str) -> HttpResponseRedirect:
    """To `wish` if it is an address of this site; else staff to their desk, everybody else home."""
    safe = url_has_allowed_host_and_scheme(
        wish, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    if safe and wish != str(settings.LOGIN_REDIRECT_URL):
        return HttpResponseRedirect(wish)
    at_desk = actor_of(request).is_staff
    return HttpResponseRedirect(
        settings.STAFF_REDIRECT_URL if at_desk else settings.LOGIN_REDIRECT_URL
    )
