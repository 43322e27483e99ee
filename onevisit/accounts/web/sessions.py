"""What a session holds of a visitor, and where they go next."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from onevisit.accounts.errors import sign_in_expired
from onevisit.accounts.models import User
from onevisit.accounts.queries import STANDING_IN, actor_of
from onevisit.kernel import clock

BACKEND = "onevisit.accounts.backends.LoginBackend"
HALFWAY = "halfway"
"""The session key of a sign-in whose first step is done."""
HALFWAY_TIME = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Halfway:
    """A staff login whose password was right and whose second step is still to come."""

    user_id: UUID
    onward: str
    sealed_secret: str


def begin(request: HttpRequest, user: User) -> None:
    """Start the session of a login: a new session key, nothing of another visitor kept."""
    auth.login(request, user, backend=BACKEND)
    request.session.pop(HALFWAY, None)
    request.session.pop(STANDING_IN, None)
    forget_actor(request)


def end(request: HttpRequest) -> None:
    """End the session and forget all of it."""
    auth.logout(request)
    forget_actor(request)


def hold(request: HttpRequest, user: User, onward: str, sealed_secret: str = "") -> None:
    """Remember the first step, under a new session key; nobody is signed in by it."""
    if actor_of(request).user_id is not None:
        end(request)
    request.session[HALFWAY] = {
        "user": str(user.id),
        "onward": onward,
        "secret": sealed_secret,
        "at": clock.now().isoformat(),
    }
    request.session.cycle_key()


def halfway(request: HttpRequest) -> Halfway:
    """What `hold` remembered. Raises Refused `accounts.sign_in_expired`."""
    kept = request.session.get(HALFWAY)
    if not kept or datetime.fromisoformat(kept["at"]) + HALFWAY_TIME <= clock.now():
        raise sign_in_expired()
    return Halfway(UUID(kept["user"]), kept["onward"], kept["secret"])


def renew(request: HttpRequest, user: User) -> None:
    """After a change of password: this session goes on under a new key, all others end."""
    auth.update_session_auth_hash(request, user)
    forget_actor(request)


def clear(request: HttpRequest) -> None:
    """Nothing of one person's affairs stays in the session for another's: only who is signed in."""
    for key in dict(request.session.items()):
        if not key.startswith("_auth_user_"):
            del request.session[key]
    request.session.cycle_key()
    forget_actor(request)


def forget_actor(request: HttpRequest) -> None:
    """Who asks has changed: work it out anew."""
    if hasattr(request, "_onevisit_actor"):
        del request._onevisit_actor


def onward(request: HttpRequest, wish: str) -> HttpResponseRedirect:
    """To `wish` if it is an address of this site; else staff to their desk, everybody else home."""
    return HttpResponseRedirect(onward_url(request, wish))


def onward_url(request: HttpRequest, wish: str) -> str:
    """The address that `onward` leads to."""
    safe = url_has_allowed_host_and_scheme(
        wish, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    if safe and wish != str(settings.LOGIN_REDIRECT_URL):
        return wish
    at_desk = actor_of(request).is_staff
    return str(settings.STAFF_REDIRECT_URL if at_desk else settings.LOGIN_REDIRECT_URL)
