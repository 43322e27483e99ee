"""Signing in with a password, slowed down after failures in a row."""

import math
import unicodedata
from datetime import timedelta

from django.contrib.auth import authenticate
from django.db import transaction
from django.db.models import Q

from onevisit.accounts.errors import login_failed, login_must_wait
from onevisit.accounts.models import LoginFailure, User
from onevisit.accounts.queries import actor_for
from onevisit.accounts.rules import (
    ANONYMOUS,
    LOGIN_FAILURES_ALLOWED,
    LOGIN_WAIT_MINUTES,
    Actor,
)
from onevisit.audit.rules import AccessKind
from onevisit.audit.services import record_access
from onevisit.kernel import clock
from onevisit.kernel.crypto import blind_index

WAIT = timedelta(minutes=LOGIN_WAIT_MINUTES)


def sign_in(*, username: str, password: str, address: str) -> User:
    """The active login with this name and password; each try is counted before it is checked.

    After `LOGIN_FAILURES_ALLOWED` failures in a row from one network address the next try must
    wait `LOGIN_WAIT_MINUTES`. Raises Refused `accounts.login_must_wait`, Invalid
    `accounts.login_failed`.
    """
    name = unicodedata.normalize("NFKC", username).strip()[:64].replace("\0", "")
    key = blind_index(f"{name.casefold()}\n{address}", purpose="accounts.login")
    wait = _count(key)
    if wait is not None:
        _failed("waiting")
        raise login_must_wait(max(1, math.ceil(wait.total_seconds() / 60)))
    user = authenticate(username=name, password=password)
    if not isinstance(user, User):
        _failed("wrong")
        raise login_failed()
    outdated = Q(last_at__lt=clock.now() - timedelta(days=1))
    LoginFailure.objects.filter(Q(key=key) | outdated).delete()
    note_login(user, how="password")
    return user


def note_login(user: User, *, how: str) -> None:
    """Log that a login began; `how` is "password" or "demo"."""
    record_access(kind=AccessKind.LOGIN, what=how, actor=actor_for(user))


def note_logout(actor: Actor) -> None:
    """Log that a login ended."""
    record_access(kind=AccessKind.LOGOUT, what="logout", actor=actor)


def _count(key: str) -> timedelta | None:
    """Count a try; None if it may be made, else how long to wait still (it is not counted then)."""
    now = clock.now()
    with transaction.atomic():
        LoginFailure.objects.bulk_create([LoginFailure(key=key)], ignore_conflicts=True)
        row = LoginFailure.objects.select_for_update().get(key=key)
        if row.last_at + WAIT <= now:
            row.count = 0
        if row.count >= LOGIN_FAILURES_ALLOWED:
            return row.last_at + WAIT - now
        row.count, row.last_at = row.count + 1, now
        row.save(update_fields=["count", "last_at"])
    return None


def _failed(reason: str) -> None:
    record_access(kind=AccessKind.LOGIN_FAILED, what="password", actor=ANONYMOUS, reason=reason)
