"""Rules of passwords, and changing one's own."""

from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from onevisit.accounts.errors import (
    no_password,
    no_such_user,
    password_unchanged,
    passwords_differ,
    weak_password,
    wrong_password,
)
from onevisit.accounts.models import User
from onevisit.accounts.rules import Actor
from onevisit.accounts.rules.pauses import OLD_PASSWORD
from onevisit.accounts.services.attempts import count_try, forget_tries
from onevisit.audit.services import record


def change_password(*, old: str, new: str, again: str, actor: Actor) -> User:
    """The login with its new password; every session but the caller's own ends with the old one.

    Raises Refused `accounts.must_wait` or `accounts.no_password`, Invalid
    `accounts.wrong_password`, `accounts.passwords_differ`, `accounts.password_unchanged` or
    `accounts.weak_password`, NotFound `accounts.no_such_user`.
    """
    if actor.user_id is None:
        raise no_such_user()
    key = (OLD_PASSWORD, str(actor.user_id))
    count_try(key)
    with transaction.atomic():
        user = User.objects.select_for_update().filter(id=actor.user_id, is_active=True).first()
        if user is None:
            raise no_such_user()
        if not user.has_usable_password():
            raise no_password()
        if not check_password(old, user.password):
            raise wrong_password()
        if new != again:
            raise passwords_differ()
        if new == old:
            raise password_unchanged()
        require_strong(new, user)
        user.set_password(new)
        user.save(update_fields=["password"])
        record(
            action="accounts.change_password",
            target_type="accounts.user",
            target_id=user.id,
            actor=actor,
        )
    forget_tries(key)
    return user


def require_strong(password: str, user: User | None = None) -> None:
    """Let pass what the validators of the settings accept, or raise `accounts.weak_password`."""
    try:
        validate_password(password, user)
    except ValidationError:
        raise weak_password() from None
