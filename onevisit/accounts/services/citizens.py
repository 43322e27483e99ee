"""Citizens sign in by phone; a phone nobody knows yet opens a new account."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from onevisit.accounts.errors import consent_missing, name_missing, phone_not_proved
from onevisit.accounts.models import Identity, Person, PhoneCode, User
from onevisit.accounts.models.sealing import phone_index, phone_indexes, sealed
from onevisit.accounts.queries import actor_for
from onevisit.accounts.rules import (
    PHONE_ISSUER,
    AssuranceLevel,
    IdKind,
    PersonField,
    UserKind,
)
from onevisit.accounts.rules.phones import PROOF_LIFE, CodeUse
from onevisit.accounts.services.phone_codes import check_code, phone_of
from onevisit.accounts.services.sign_in import note_login
from onevisit.audit.rules import Act
from onevisit.audit.services import record_many
from onevisit.kernel import clock
from onevisit.kernel.ids import new_id


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What a new citizen says of themselves; nothing of it is checked yet."""

    name: str
    consent: bool


def sign_in_by_phone(*, code_id: UUID, code: str, address: str) -> User | None:
    """The login that this phone opens; None when the phone is proved but nobody's yet.

    A phone number that a window wrote down opens nothing: it may be mistyped, or another's by now.
    Raises what `check_code` raises.
    """
    number = check_code(code_id=code_id, code=code, use=CodeUse.SIGN_IN, address=address)
    user = _login_of(number)
    if user is not None:
        PhoneCode.objects.filter(id=code_id).delete()
        note_login(user, how="phone")
    return user


def register_by_phone(account: NewAccount, *, code_id: UUID) -> User:
    """Open an account for a phone that was just proved: it may look and draft, never sign.

    The person has a name of their own saying and no ID number until they are checked. Raises
    Refused `accounts.phone_not_proved`, Invalid `accounts.name_missing` or
    `accounts.consent_missing`.
    """
    name = " ".join(account.name.split())
    if not name or len(name) > 64:
        raise name_missing()
    if not account.consent:
        raise consent_missing()
    with transaction.atomic():
        number = _proved(code_id)
        user = _login_of(number) or _open(name, number)
    note_login(user, how="phone")
    return user


def _proved(code_id: UUID) -> str:
    """The phone in clear; the proof is spent."""
    row = (
        PhoneCode.objects.select_for_update()
        .filter(id=code_id, use=CodeUse.SIGN_IN.value, proved_at__gt=clock.now() - PROOF_LIFE)
        .first()
    )
    if row is None:
        raise phone_not_proved()
    number = phone_of(row)
    row.delete()
    return number


def _login_of(number: str) -> User | None:
    known = Identity.objects.filter(
        issuer=PHONE_ISSUER, subject__in=phone_indexes(number), user__is_active=True
    )
    identity = known.select_related("user").first()
    return identity.user if identity is not None else None


def _open(name: str, number: str) -> User:
    """The new account; of two browsers that prove one phone at once the second gets the first's."""
    try:
        with transaction.atomic():
            return _insert(name, number)
    except IntegrityError:
        user = _login_of(number)
        if user is None:
            raise phone_not_proved() from None
        return user


def _insert(name: str, number: str) -> User:
    person_id, user_id = new_id(), new_id()
    Person.objects.create(
        id=person_id,
        name=name,
        id_kind=IdKind.UNPROVEN.value,
        phone_sealed=sealed(number, person_id, PersonField.PHONE),
        phone_index=phone_index(number),
    )
    user = User.objects.create(
        id=user_id,
        username=f"phone-{user_id.hex}",
        password=make_password(None),
        display_name=name,
        kind=UserKind.CITIZEN.value,
        person_id=person_id,
    )
    Identity.objects.create(
        issuer=PHONE_ISSUER,
        subject=phone_index(number),
        assurance_level=int(AssuranceLevel.CONTACT),
        person_id=person_id,
        user=user,
    )
    acts = [
        Act("accounts.register_person", "accounts.person", person_id, {"kind": "phone"}),
        Act("accounts.create_login", "accounts.user", user_id, {"kind": "phone"}),
    ]
    record_many(acts, actor=actor_for(user))
    return user
