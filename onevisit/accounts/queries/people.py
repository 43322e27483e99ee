"""Persons, masked, and the organisations they act for."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from onevisit.accounts.errors import no_such_organisation, no_such_person
from onevisit.accounts.models import Organisation, Person, Representation, current
from onevisit.accounts.models.sealing import opened
from onevisit.accounts.rules import (
    IdKind,
    OrganisationInfo,
    OwnPerson,
    PersonField,
    PersonSummary,
    RepresentationInfo,
    RepresentationRole,
)
from onevisit.kernel import clock, masks, rows

_PERSON = rows.Joined(Person)
_REPRESENTS = rows.Joined(Representation, "organisation")
_BY_NAME = (
    "t0.person_id = %s AND t0.valid_from <= %s AND (t0.valid_until IS NULL OR t0.valid_until > %s)"
    " ORDER BY t1.name, t0.role"
)
_MAY_ACT = (
    "SELECT 1 FROM accounts_representation WHERE person_id = %s AND organisation_id = %s"
    " AND valid_from <= %s AND (valid_until IS NULL OR valid_until > %s) LIMIT 1"
)


def person_summaries(ids: Iterable[UUID]) -> dict[UUID, PersonSummary]:
    """Persons by id, identifiers masked; one query."""
    return {row.id: masked_person(row) for row in Person.objects.filter(id__in=set(ids))}


def person_names(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Full names by id, for lists of those who may see them; one query."""
    return dict(Person.objects.filter(id__in=set(ids)).values_list("id", "name"))


def masked_person(person: Person) -> PersonSummary:
    """A person as pages show them."""
    phone = opened(person, PersonField.PHONE)
    return PersonSummary(
        id=person.id,
        name=person.name,
        masked_name=masks.mask_name(person.name),
        id_kind=IdKind(person.id_kind),
        masked_id_number=masks.mask_id(opened(person, PersonField.ID_NUMBER)),
        masked_phone=masks.mask_phone(phone) if phone else "",
        birth_year=person.birth_year,
    )


def own_person(person_id: UUID) -> OwnPerson:
    """A person in clear, to prefill their own form or to print their own document.

    The caller shows it to nobody but that person, or seals it again, and logs any other use.
    Raises NotFound `accounts.no_such_person`.
    """
    person: Person | None = next(iter(_PERSON.fetch("t0.id = %s", [person_id])), None)
    if person is None:
        raise no_such_person()
    return OwnPerson(
        id=person.id,
        name=person.name,
        id_kind=IdKind(person.id_kind),
        id_number=opened(person, PersonField.ID_NUMBER),
        phone=opened(person, PersonField.PHONE),
    )


def organisations_of(person_id: UUID) -> tuple[RepresentationInfo, ...]:
    """The organisations a person may act for now, by name."""
    now = clock.now()
    return tuple(
        RepresentationInfo(_organisation(row.organisation), RepresentationRole(row.role))
        for row in _REPRESENTS.fetch(_BY_NAME, [person_id, now, now])
    )


def organisation_names_of(person_ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """For those who may act for organisations now: the names of these; one query."""
    rows = Representation.objects.filter(current(), person_id__in=set(person_ids))
    found: dict[UUID, list[str]] = {}
    for person_id, name in rows.order_by("organisation__name").values_list(
        "person_id", "organisation__name"
    ):
        names = found.setdefault(person_id, [])
        if name not in names:
            names.append(name)
    return found


def represents(person_id: UUID, organisation_id: UUID) -> bool:
    """Whether the person may act for the organisation now."""
    now = clock.now()
    return bool(rows.values(_MAY_ACT, [person_id, organisation_id, now, now]))


def representatives_of(organisation_id: UUID) -> Mapping[UUID, RepresentationRole]:
    """Who may act for an organisation now: person id → by what right (the strongest)."""
    rows = Representation.objects.filter(current(), organisation_id=organisation_id)
    found = rows.order_by("role").values_list("person_id", "role")  # the later, stronger one stays
    return {person_id: RepresentationRole(role) for person_id, role in found}


def organisations(ids: Iterable[UUID]) -> dict[UUID, OrganisationInfo]:
    """Organisations by id; one query."""
    return {row.id: _organisation(row) for row in Organisation.objects.filter(id__in=set(ids))}


def organisation_by_id(organisation_id: UUID) -> OrganisationInfo:
    """Raises NotFound `accounts.no_such_organisation`."""
    return _found(Organisation.objects.filter(id=organisation_id).first())


def _found(row: Organisation | None) -> OrganisationInfo:
    if row is None:
        raise no_such_organisation()
    return _organisation(row)


def _organisation(row: Organisation) -> OrganisationInfo:
    return OrganisationInfo(row.id, row.name, row.uscc, row.uscc_checked, row.address)
