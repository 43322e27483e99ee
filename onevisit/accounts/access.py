"""The only way to fetch a person or organisation for somebody."""

from uuid import UUID

from onevisit.accounts.errors import no_such_organisation, no_such_person
from onevisit.accounts.models import Organisation, Person, Representation, current
from onevisit.accounts.rules import Actor, Permission


def get_person_for(actor: Actor, person_id: UUID) -> Person:
    """The person themselves, and staff who register or unmask people, may fetch a person.

    Raises NotFound `accounts.no_such_person` also for those who may not.
    """
    if not _may_see_person(actor, person_id):
        raise no_such_person()
    person = Person.objects.filter(id=person_id).first()
    if person is None:
        raise no_such_person()
    return person


def get_organisation_for(actor: Actor, organisation_id: UUID) -> Organisation:
    """Whoever acts for it now, and staff who register people, may fetch an organisation.

    Raises NotFound `accounts.no_such_organisation` also for those who may not.
    """
    found = Organisation.objects.filter(id=organisation_id)
    if not actor.may(Permission.PEOPLE_REGISTER):
        if actor.person_id is None:
            raise no_such_organisation()
        found = found.filter(
            id__in=Representation.objects.filter(current(), person_id=actor.person_id).values(
                "organisation_id"
            )
        )
    organisation = found.first()
    if organisation is None:
        raise no_such_organisation()
    return organisation


def _may_see_person(actor: Actor, person_id: UUID) -> bool:
    own = actor.person_id == person_id
    return own or actor.may(Permission.PEOPLE_REGISTER) or actor.may(Permission.PEOPLE_UNMASK)
