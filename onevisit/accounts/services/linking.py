"""Joining a login begun by phone to the person registered before; never without their yes."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from onevisit.accounts.adapters.identity import identity_check
from onevisit.accounts.errors import (
    code_expired,
    link_at_window,
    no_identity_check_here,
    not_citizen,
    nothing_to_link,
)
from onevisit.accounts.models import Identity, Person, User
from onevisit.accounts.models.sealing import opened
from onevisit.accounts.queries import registered_again
from onevisit.accounts.rules import Actor, IdKind, PersonField, UserKind
from onevisit.accounts.rules.events import PersonLinked
from onevisit.accounts.rules.identity import LinkWay
from onevisit.accounts.rules.phones import CodeUse
from onevisit.accounts.services.phone_codes import check_code, send_code
from onevisit.accounts.services.real_name import raise_level
from onevisit.accounts.services.sign_in import note_login
from onevisit.audit.services import record
from onevisit.kernel.events import publish


@dataclass(frozen=True, slots=True)
class TypedCode:
    """What was typed of the code sent to the registered person's phone."""

    code_id: UUID
    code: str


def send_link_code(*, person_id: UUID, address: str, site: str, actor: Actor) -> UUID:
    """Send a code to the phone the registered person left at a window.

    `person_id` is one that `prove_identity` returned to this session. Raises Refused
    `accounts.nothing_to_link`, and what `send_code` raises.
    """
    person = Person.objects.filter(id=person_id).exclude(phone_index="").first()
    if actor.user_id is None or person is None:
        raise nothing_to_link()
    phone = opened(person, PersonField.PHONE)
    return send_code(phone=phone, use=CodeUse.LINK, address=address, site=site)


def link_person(*, person_id: UUID, typed: TypedCode | None, address: str, actor: Actor) -> User:
    """Join the login to the registered person, who said yes; the login to go on with.

    `person_id` is one that `prove_identity` returned to this session. A phone other than theirs
    needs the code sent to theirs. If the person has a login already, the phone opens that one
    from now on. Raises Refused `accounts.nothing_to_link` or `accounts.link_at_window`, and what
    `check_code` raises.
    """
    check = identity_check()
    if check is None:
        raise no_identity_check_here()
    if actor.user_id is None:
        raise not_citizen()
    way = registered_again(actor.user_id, person_id).way
    if way is LinkWay.WINDOW:
        raise link_at_window()
    if way is LinkWay.OTHER_PHONE:
        _require_code(person_id, typed, address)
    with transaction.atomic():
        user = _join(actor, person_id)
        raise_level(user, check.issuer, actor)
    if user.id != actor.user_id:
        note_login(user, how="phone")
    return user


def _require_code(person_id: UUID, typed: TypedCode | None, address: str) -> None:
    if typed is None:
        raise code_expired()
    number = check_code(code_id=typed.code_id, code=typed.code, use=CodeUse.LINK, address=address)
    if opened(Person.objects.get(id=person_id), PersonField.PHONE) != number:
        raise code_expired()


def _join(actor: Actor, person_id: UUID) -> User:
    """Lock the person, then the logins, then move what belongs together."""
    person = Person.objects.select_for_update().filter(id=person_id).first()
    logins = User.objects.select_for_update().filter(kind=UserKind.CITIZEN.value, is_active=True)
    mine = logins.filter(id=str(actor.user_id)).first()
    if person is None or mine is None:
        raise nothing_to_link()
    provisional = Person.objects.select_for_update().get(id=str(mine.person_id))
    if provisional.id_kind != IdKind.UNPROVEN.value:
        raise nothing_to_link()
    theirs = logins.filter(person_id=person_id).order_by("created_at").first()
    kept = theirs or mine
    Identity.objects.filter(user_id=mine.id).update(user_id=kept.id, person_id=person_id)
    _settle_logins(mine, kept, person)
    publish(PersonLinked(provisional.id, person.id, kept.id))
    _empty(provisional)
    record(
        action="accounts.link_person",
        target_type="accounts.person",
        target_id=person_id,
        actor=actor,
        facts={"login": "joined" if theirs else "kept"},
    )
    return kept


def _settle_logins(mine: User, kept: User, person: Person) -> None:
    if kept.id == mine.id:
        mine.person_id, mine.display_name = person.id, person.name
        mine.save(update_fields=["person", "display_name"])
    else:
        mine.is_active = False
        mine.save(update_fields=["is_active"])


def _empty(provisional: Person) -> None:
    """Nothing personal stays with a person who turned out to be another."""
    provisional.name, provisional.phone_index, provisional.phone_sealed = "", "", None
    provisional.save(update_fields=["name", "phone_index", "phone_sealed"])
