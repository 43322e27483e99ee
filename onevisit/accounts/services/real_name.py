"""Raising a citizen's login to real-name level, by a check of the resident register."""

from django.db import IntegrityError, transaction

from onevisit.accounts.adapters.identity import IdentityCheck, identity_check
from onevisit.accounts.errors import (
    already_proved,
    identity_differs,
    identity_unknown,
    identity_unreachable,
    name_differs,
    name_missing,
    no_identity_check_here,
    not_citizen,
    somebody_else,
)
from onevisit.accounts.models import Identity, Person, User
from onevisit.accounts.models.sealing import id_index, id_indexes, one_form, sealed
from onevisit.accounts.queries import registered_for
from onevisit.accounts.rules import (
    Actor,
    AssuranceLevel,
    IdKind,
    PersonField,
    birth_year_of,
)
from onevisit.accounts.rules.identity import Claim, Registered, Verdict
from onevisit.accounts.rules.pauses import ADDRESS_CLAIMS, IDENTITY_CLAIMS
from onevisit.accounts.services.attempts import count_try, forget_tries, take_back
from onevisit.audit.services import record


def identity_check_open() -> bool:
    """Whether a register is joined here at all."""
    return identity_check() is not None


def prove_identity(claim: Claim, *, address: str, actor: Actor) -> Registered | None:
    """Have name and resident ID number checked; None when the login now has real-name level.

    A person known by this number already (from a window, say) is not joined to the login here:
    they are returned, and `link_person` asks. Raises Invalid `accounts.name_missing`,
    `codes.resident_id_…`, `accounts.identity_differs` or `accounts.identity_unknown`; Refused
    `accounts.must_wait`, `accounts.identity_unreachable`, `accounts.no_identity_check_here`,
    `accounts.somebody_else` or `accounts.not_citizen`; Conflict `accounts.already_proved` or
    `accounts.name_differs`.
    """
    check = identity_check()
    if check is None:
        raise no_identity_check_here()
    if actor.user_id is None or actor.person_id is None:
        raise not_citizen()
    if actor.assurance >= AssuranceLevel.REAL_NAME:
        raise already_proved()
    checked = _in_one_form(claim)
    _ask(check, checked, address, actor)
    try:
        with transaction.atomic():
            return _settle(checked, check.issuer, actor)
    except IntegrityError:  # somebody registered this number meanwhile: now they are known
        with transaction.atomic():
            return _settle(checked, check.issuer, actor)


def raise_level(user: User, issuer: str, actor: Actor) -> None:
    """Keep the proof: from its issuer, for this login and its person."""
    Identity.objects.update_or_create(
        issuer=issuer,
        subject=str(user.id),
        defaults={
            "assurance_level": int(AssuranceLevel.REAL_NAME),
            "person_id": str(user.person_id),
            "user": user,
        },
    )
    record(
        action="accounts.raise_assurance",
        target_type="accounts.user",
        target_id=user.id,
        actor=actor,
        facts={"issuer": issuer},
    )


def _in_one_form(claim: Claim) -> Claim:
    name = " ".join(claim.name.split())
    if not name or len(name) > 64:
        raise name_missing()
    return Claim(name, one_form(IdKind.RESIDENT_ID, claim.id_number))


def _ask(check: IdentityCheck, claim: Claim, address: str, actor: Actor) -> None:
    """Ask the register; who asks in vain too often, for one number or from one place, waits."""
    own = [(IDENTITY_CLAIMS, str(actor.user_id)), (IDENTITY_CLAIMS, claim.id_number)]
    place = (ADDRESS_CLAIMS, address)
    count_try(*own, place)
    verdict = check.check(claim)
    record(
        action="accounts.check_identity",
        target_type="accounts.user",
        target_id=str(actor.user_id),
        actor=actor,
        facts={"issuer": check.issuer, "verdict": verdict.value},
    )
    if verdict is Verdict.DIFFERS:
        raise identity_differs()
    if verdict is Verdict.UNKNOWN:
        raise identity_unknown()
    take_back(place)
    if verdict is Verdict.UNREACHABLE:
        take_back(*own)
        raise identity_unreachable()
    forget_tries(*own)


def _settle(claim: Claim, issuer: str, actor: Actor) -> Registered | None:
    """Fill in the person of the login, or find who is known by this number."""
    user = User.objects.select_for_update().get(id=str(actor.user_id))
    own = Person.objects.select_for_update().get(id=str(user.person_id))
    indexes = id_indexes(IdKind.RESIDENT_ID, claim.id_number)
    if own.id_kind != IdKind.UNPROVEN.value:
        if own.id_number_index not in indexes:
            raise somebody_else()
        if own.name != claim.name:
            raise name_differs()
        raise_level(user, issuer, actor)
        return None
    known = Person.objects.filter(id_number_index__in=indexes).first()
    if known is not None:
        if known.name != claim.name:
            raise name_differs()
        return registered_for(user.id, known)
    _fill(own, claim)
    user.display_name = claim.name
    user.save(update_fields=["display_name"])
    raise_level(user, issuer, actor)
    return None


def _fill(person: Person, claim: Claim) -> None:
    person.name = claim.name
    person.id_kind = IdKind.RESIDENT_ID.value
    person.id_number_sealed = sealed(claim.id_number, person.id, PersonField.ID_NUMBER)
    person.id_number_index = id_index(IdKind.RESIDENT_ID, claim.id_number)
    person.birth_year = birth_year_of(IdKind.RESIDENT_ID, claim.id_number)
    person.save(
        update_fields=["name", "id_kind", "id_number_sealed", "id_number_index", "birth_year"]
    )
