"""The registered person whom a login begun by phone may turn out to be."""

from uuid import UUID

from onevisit.accounts.errors import nothing_to_link
from onevisit.accounts.models import Identity, Person
from onevisit.accounts.models.sealing import opened, phone_indexes
from onevisit.accounts.queries.people import masked_person
from onevisit.accounts.rules import PHONE_ISSUER, PersonField
from onevisit.accounts.rules.identity import LinkWay, Registered


def registered_for(user_id: UUID, person: Person) -> Registered:
    """The person as the claimant is shown them, with the way to show it is them."""
    shown = masked_person(person)
    return Registered(
        person.id,
        shown.masked_name,
        shown.masked_id_number,
        shown.masked_phone,
        _way(user_id, opened(person, PersonField.PHONE)),
    )


def registered_again(user_id: UUID, person_id: UUID) -> Registered:
    """The same, later. Raises Refused `accounts.nothing_to_link` when the person is gone."""
    person = Person.objects.filter(id=person_id).first()
    if person is None:
        raise nothing_to_link()
    return registered_for(user_id, person)


def _way(user_id: UUID, phone: str) -> LinkWay:
    if not phone:
        return LinkWay.WINDOW
    proved = Identity.objects.filter(
        issuer=PHONE_ISSUER, user_id=user_id, subject__in=phone_indexes(phone)
    )
    return LinkWay.SAME_PHONE if proved.exists() else LinkWay.OTHER_PHONE
