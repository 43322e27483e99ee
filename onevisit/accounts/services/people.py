"""Registering persons and showing what is sealed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from onevisit.accounts.access import get_person_for
from onevisit.accounts.errors import name_differs, name_missing, no_such_person
from onevisit.accounts.models import Person
from onevisit.accounts.models.sealing import (
    id_index,
    id_indexes,
    one_form,
    one_phone,
    opened,
    phone_index,
    sealed,
)
from onevisit.accounts.queries import masked_person
from onevisit.accounts.rules import (
    Actor,
    IdKind,
    Permission,
    PersonDraft,
    PersonField,
    PersonSummary,
    UnmaskReason,
    birth_year_of,
    require,
)
from onevisit.audit.rules import AccessKind, Act
from onevisit.audit.services import record, record_access, record_many
from onevisit.kernel.ids import new_id


def register_person(draft: PersonDraft, *, actor: Actor) -> UUID:
    """The person with this identity number, registered now if nobody had; see
    `register_persons`.
    """
    return register_persons([draft], actor=actor)[0]


@transaction.atomic
def register_persons(drafts: Iterable[PersonDraft], *, actor: Actor) -> list[UUID]:
    """Register persons, or find those registered already; their ids in the order given.

    A registered person keeps name and phone; a missing phone is filled in. Raises Invalid
    `codes.resident_id_…`, `codes.mobile_number`, `accounts.bad_passport` or
    `accounts.name_missing`; Conflict `accounts.name_differs` when the number is registered under
    another name.
    """
    require(actor, Permission.PEOPLE_REGISTER)
    entries = [_entry(draft) for draft in drafts]
    held = _held(entries)
    new = {e.index: _row(e) for e in entries if held.keys().isdisjoint(e.indexes)}
    Person.objects.bulk_create(new.values(), ignore_conflicts=True, batch_size=500)
    known = _held(entries)
    found = [_match(entry, known) for entry in entries]
    _fill_phones(entries, found)
    ids = {person.id for person in found}
    acts = [
        Act("accounts.register_person", "accounts.person", row.id)
        for row in new.values()
        if row.id in ids
    ]
    record_many(acts, actor=actor)
    return [person.id for person in found]


@transaction.atomic
def change_phone(*, person_id: UUID, phone: str, actor: Actor) -> None:
    """Set or (with "") remove the phone: the person themselves, or staff who register people.

    Raises NotFound `accounts.no_such_person`, Invalid `codes.mobile_number`.
    """
    get_person_for(actor, person_id)
    if actor.person_id != person_id:
        require(actor, Permission.PEOPLE_REGISTER)
    number = one_phone(phone)
    person = Person.objects.select_for_update().get(id=person_id)
    person.phone_index = phone_index(number)
    person.phone_sealed = sealed(number, person_id, PersonField.PHONE) if number else None
    person.save(update_fields=["phone_index", "phone_sealed"])
    record(
        action="accounts.change_phone",
        target_type="accounts.person",
        target_id=person_id,
        actor=actor,
    )


def find_person_by_id_number(
    id_number: str, *, actor: Actor, id_kind: IdKind = IdKind.RESIDENT_ID
) -> PersonSummary | None:
    """The person with this identity number, masked, or None; the look-up is logged.

    Raises Refused `accounts.not_permitted`, Invalid as `register_persons`.
    """
    require(actor, Permission.PEOPLE_REGISTER)
    number = one_form(id_kind, id_number)
    person = Person.objects.filter(id_number_index__in=id_indexes(id_kind, number)).first()
    record_access(
        what="person.look_up", actor=actor, subjects=[person.id] if person is not None else []
    )
    return masked_person(person) if person is not None else None


def unmask(*, person_id: UUID, field: PersonField, reason: UnmaskReason, actor: Actor) -> str:
    """A sealed field in full, on record; "" where there is none.

    Persons see their own; staff need `people.unmask`. Raises NotFound `accounts.no_such_person`
    for outsiders, Refused `accounts.not_permitted` for staff without the permission.
    """
    person = get_person_for(actor, person_id)
    if actor.person_id != person_id:
        require(actor, Permission.PEOPLE_UNMASK)
    record_access(
        kind=AccessKind.UNMASK,
        what=f"person.{field.value}",
        actor=actor,
        subjects=[person_id],
        target_type="accounts.person",
        target_id=person_id,
        reason=reason.value,
    )
    return opened(person, field)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A draft in its one form, with its blind indexes (the current key's first)."""

    name: str
    id_kind: IdKind
    number: str
    phone: str
    indexes: Sequence[str]

    @property
    def index(self) -> str:
        return self.indexes[0]


def _entry(draft: PersonDraft) -> _Entry:
    name = " ".join(draft.name.split())
    if not name or len(name) > 64:
        raise name_missing()
    number = one_form(draft.id_kind, draft.id_number)
    indexes = id_indexes(draft.id_kind, number)
    return _Entry(name, draft.id_kind, number, one_phone(draft.phone), indexes)


def _row(entry: _Entry) -> Person:
    person_id = new_id()
    phone = sealed(entry.phone, person_id, PersonField.PHONE) if entry.phone else None
    return Person(
        id=person_id,
        name=entry.name,
        id_kind=entry.id_kind.value,
        id_number_sealed=sealed(entry.number, person_id, PersonField.ID_NUMBER),
        id_number_index=id_index(entry.id_kind, entry.number),
        phone_sealed=phone,
        phone_index=phone_index(entry.phone),
        birth_year=birth_year_of(entry.id_kind, entry.number),
    )


def _held(entries: Iterable[_Entry]) -> dict[str, Person]:
    indexes = [index for entry in entries for index in entry.indexes]
    found = Person.objects.filter(id_number_index__in=indexes)
    return {person.id_number_index: person for person in found if person.id_number_index}


def _match(entry: _Entry, known: dict[str, Person]) -> Person:
    person = next((known[index] for index in entry.indexes if index in known), None)
    if person is None:
        raise no_such_person()
    if person.name != entry.name:
        raise name_differs()
    return person


def _fill_phones(entries: Sequence[_Entry], found: Sequence[Person]) -> None:
    missing = []
    for entry, person in zip(entries, found, strict=True):
        if entry.phone and not person.phone_index:
            person.phone_index = phone_index(entry.phone)
            person.phone_sealed = sealed(entry.phone, person.id, PersonField.PHONE)
            missing.append(person)
    if missing:
        Person.objects.bulk_update(missing, ["phone_index", "phone_sealed"])
