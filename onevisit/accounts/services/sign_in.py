"""Signing in with a password, slowed down after failures in a row."""

import unicodedata
from dataclasses import dataclass

from django.contrib.auth import authenticate

from onevisit.accounts.errors import login_failed
from onevisit.accounts.models import SecondFactor, User
from onevisit.accounts.queries import actor_for
from onevisit.accounts.rules import ANONYMOUS, Actor, NextStep, UserKind
from onevisit.accounts.rules.pauses import LOGIN_ADDRESS, LOGIN_NAME
from onevisit.accounts.services.attempts import count_try, forget_tries, take_back
from onevisit.audit.rules import AccessKind
from onevisit.audit.services import record_access
from onevisit.kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class Passed:
    """The login whose password was right, and what is still asked of it.

    Only with `NextStep.NONE` may a session begin. Staff always have a second step: there is no
    setting that spares it.
    """

    user: User
    next_step: NextStep


def sign_in(*, username: str, password: str, address: str) -> Passed:
    """The active login with this name and password; each try is counted before it is checked.

    Failures in a row, of one login and from one network address, earn growing pauses
    (`rules.pauses`). Raises Refused `accounts.must_wait`, Invalid `accounts.login_failed`.
    """
    name = unicodedata.normalize("NFKC", username).strip()[:64]
    login, place = (LOGIN_NAME, name.casefold()), (LOGIN_ADDRESS, address)
    try:
        count_try(login, place)
    except Refused:
        note_failure("password", "waiting")
        raise
    user = authenticate(username=name, password=password)
    if not isinstance(user, User):
        note_failure("password", "wrong")
        raise login_failed()
    take_back(place)
    forget_tries(login)
    next_step = _next_step(user)
    if next_step is NextStep.NONE:
        note_login(user, how="password")
    return Passed(user, next_step)


def note_login(user: User, *, how: str) -> None:
    """Log that a login began; `how` is a code: "password", "totp", "demo" …"""
    record_access(kind=AccessKind.LOGIN, what=how, actor=actor_for(user))


def note_logout(actor: Actor) -> None:
    """Log that a login ended."""
    record_access(kind=AccessKind.LOGOUT, what="logout", actor=actor)


def note_failure(how: str, reason: str) -> None:
    """Log that somebody failed to sign in; who they claimed to be is not kept."""
    record_access(kind=AccessKind.LOGIN_FAILED, what=how, actor=ANONYMOUS, reason=reason)


def _next_step(user: User) -> NextStep:
    if user.kind != UserKind.STAFF.value:
        return NextStep.NONE
    enrolled = SecondFactor.objects.filter(user_id=user.id).exists()
    return NextStep.CODE if enrolled else NextStep.ENROL
