"""The only way to fetch a person or organisation for somebody."""

from uuid import UUID

from onevisit.accounts.errors import no_such_person
from onevisit.accounts.models import Person
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


def _may_see_person(actor: Actor, person_id: UUID) -> bool:
    own = actor.person_id == person_id and actor.acting is None
    return own or actor.may(Permission.PEOPLE_REGISTER) or actor.may(Permission.PEOPLE_UNMASK)
