"""The second factor of staff: setting up an authenticator, checking its codes, resetting it."""

import base64
import secrets
from collections.abc import Mapping
from urllib.parse import quote, urlencode
from uuid import UUID

from django.db import transaction

from onevisit.accounts.errors import already_enrolled, no_such_user, not_enrolled, wrong_code
from onevisit.accounts.models import RecoveryCode, SecondFactor, User
from onevisit.accounts.queries import actor_for
from onevisit.accounts.rules import Actor, Permission, UserKind, require, totp
from onevisit.accounts.rules.pauses import CODE
from onevisit.accounts.services.attempts import count_try, forget_tries
from onevisit.accounts.services.sign_in import note_failure, note_login
from onevisit.audit.services import record
from onevisit.kernel import clock, crypto
from onevisit.kernel.errors import Invalid, Refused

RECOVERY_CODES = 10
_RECOVERY_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # 32 letters that are not mistaken
_RECOVERY_LENGTH = 12  # 60 random bits


def new_secret(user_id: UUID) -> str:
    """A fresh secret, sealed for this login: what the page of setting up keeps until it is proved.

    Nothing is stored: who looks at the page and goes away leaves nothing that another could use.
    """
    secret = secrets.token_bytes(totp.SECRET_BYTES)
    sealed = crypto.seal(secret, bound_to=_draft_place(user_id))
    return base64.b64encode(sealed).decode("ascii")


def open_secret(sealed: str, user_id: UUID) -> bytes:
    """The secret in clear, to be shown once to whom it belongs."""
    return crypto.unseal(base64.b64decode(sealed), bound_to=_draft_place(user_id))


def enrolment_uri(secret: bytes, *, issuer: str, account: str) -> str:
    """What the QR code holds (the key URI form that authenticator apps read)."""
    query = urlencode(
        {
            "secret": base64.b32encode(secret).decode("ascii").rstrip("="),
            "issuer": issuer,
            "algorithm": "SHA1",
            "digits": totp.DIGITS,
            "period": totp.STEP_SECONDS,
        },
        quote_via=quote,
    )
    return f"otpauth://totp/{quote(issuer)}:{quote(account)}?{query}"


def enrol(*, user_id: UUID, sealed: str, code: str) -> list[str]:
    """Set the authenticator up, proved by its first code; the ten recovery codes, in clear, once.

    Raises Refused `accounts.must_wait`, Invalid `accounts.wrong_code`, Conflict
    `accounts.already_enrolled`, NotFound `accounts.no_such_user`.
    """
    count_try((CODE, str(user_id)))
    secret = open_secret(sealed, user_id)
    step = totp.accepted_step(secret, totp.typed_form(code), now=clock.now())
    if step is None:
        note_failure("totp", "wrong_code")
        raise wrong_code()
    user, codes = _enrol(user_id, secret, step)
    forget_tries((CODE, str(user_id)))
    note_login(user, how="totp")
    return codes


def check_second_factor(*, user_id: UUID, code: str) -> User:
    """The login, when `code` is its authenticator's or one of its recovery codes; both work once.

    Raises Refused `accounts.must_wait`, Invalid `accounts.wrong_code`, NotFound
    `accounts.not_enrolled`.
    """
    try:
        count_try((CODE, str(user_id)))
    except Refused:
        note_failure("totp", "waiting")
        raise
    try:
        user, how = _check(user_id, code)
    except Invalid:
        note_failure("totp", "wrong_code")
        raise
    forget_tries((CODE, str(user_id)))
    note_login(user, how=how)
    return user


@transaction.atomic
def reset_second_factor(*, user_id: UUID, actor: Actor) -> None:
    """Take the authenticator and its recovery codes away: the next sign-in sets up a new one.

    For a lost phone, after the person was seen. Raises Refused `accounts.not_permitted`, NotFound
    `accounts.not_enrolled`.
    """
    require(actor, Permission.STAFF_MANAGE)
    if not SecondFactor.objects.filter(user_id=user_id).delete()[0]:
        raise not_enrolled()
    _record("accounts.reset_second_factor", user_id, actor)


@transaction.atomic
def _enrol(user_id: UUID, secret: bytes, step: int) -> tuple[User, list[str]]:
    user = User.objects.select_for_update().filter(id=user_id, is_active=True).first()
    if user is None or user.kind != UserKind.STAFF.value:
        raise no_such_user()
    if SecondFactor.objects.filter(user_id=user_id).exists():
        raise already_enrolled()
    sealed = crypto.seal(secret, bound_to=_place(user_id))
    SecondFactor.objects.create(user_id=user_id, secret_sealed=sealed, last_step=step)
    codes = [_recovery_code() for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(factor_id=user_id, code_index=_recovery_indexes(code, user_id)[0])
        for code in codes
    )
    _record("accounts.enrol_second_factor", user_id, actor_for(user))
    return user, codes


@transaction.atomic
def _check(user_id: UUID, code: str) -> tuple[User, str]:
    """The login and by what it was proved; the row lock lets a code through once."""
    factor = (
        SecondFactor.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(user_id=user_id, user__is_active=True)
        .first()
    )
    if factor is None:
        raise not_enrolled()
    step = totp.accepted_step(
        crypto.unseal(factor.secret_sealed, bound_to=_place(user_id)),
        totp.typed_form(code),
        now=clock.now(),
        after=factor.last_step,
    )
    if step is not None:
        factor.last_step = step
        factor.save(update_fields=["last_step"])
        return factor.user, "totp"
    _use_recovery_code(factor, code)
    return factor.user, "recovery_code"


def _use_recovery_code(factor: SecondFactor, code: str) -> None:
    unused = RecoveryCode.objects.filter(factor=factor, used_at__isnull=True)
    indexes = _recovery_indexes(code, factor.user_id)
    if not unused.filter(code_index__in=indexes).update(used_at=clock.now()):
        raise wrong_code()
    facts = {"left": unused.count()}
    _record("accounts.use_recovery_code", factor.user_id, actor_for(factor.user), facts)


def _recovery_code() -> str:
    letters = "".join(secrets.choice(_RECOVERY_ALPHABET) for _ in range(_RECOVERY_LENGTH))
    return "-".join(letters[start : start + 4] for start in range(0, _RECOVERY_LENGTH, 4))


def _recovery_indexes(code: str, user_id: UUID) -> tuple[str, ...]:
    return crypto.blind_indexes(f"{user_id}\n{totp.typed_form(code)}", "accounts.recovery_code")


def _place(user_id: UUID) -> str:
    return f"accounts_secondfactor.secret:{user_id}"


def _draft_place(user_id: UUID) -> str:
    return f"session.second_factor:{user_id}"


def _record(
    action: str, user_id: UUID, actor: Actor, facts: Mapping[str, object] | None = None
) -> None:
    record(
        action=action,
        target_type="accounts.user",
        target_id=user_id,
        actor=actor,
        facts=facts or {},
    )
