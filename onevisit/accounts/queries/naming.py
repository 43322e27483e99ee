"""Whom somebody named by a number means: compared by blind index, nothing is looked up by name."""

from uuid import UUID

from onevisit.accounts.models import Person
from onevisit.accounts.models.sealing import id_index, id_indexes, one_form, one_phone, opened
from onevisit.accounts.queries.people import organisations_of
from onevisit.accounts.rules import Held, IdKind, PersonField
from onevisit.kernel import clock, crypto
from onevisit.kernel.codes import ResidentId
from onevisit.kernel.uscc import Uscc

_ORGANISATION = "uscc"


def person_number(text: str) -> tuple[str, str]:
    """A resident ID number in its one form, and its blind index.

    Raises Invalid `codes.resident_id_…` on field `id_number`.
    """
    number = one_form(IdKind.RESIDENT_ID, text)
    return number, id_index(IdKind.RESIDENT_ID, number)


def organisation_number(text: str) -> tuple[str, str]:
    """A USCC in its one form, and its blind index. Raises Invalid `codes.uscc_…`."""
    number = Uscc.parse(text).code
    return number, crypto.blind_index(number, purpose=_ORGANISATION)


def phone_number(text: str) -> str:
    """The one form of a mobile number, "" for none. Raises Invalid `codes.mobile_number`."""
    return one_phone(text)


def person_indexes(person_id: UUID) -> tuple[str, ...]:
    """The blind indexes by which this person may have been named; none for who was never checked.
    One query.
    """
    person = Person.objects.filter(id=person_id).first()
    if person is None or person.id_kind == IdKind.UNPROVEN.value:
        return ()
    kind = IdKind(person.id_kind)
    return id_indexes(kind, opened(person, PersonField.ID_NUMBER))


def person_named(index: str) -> UUID | None:
    """Who is known here under this blind index of an ID number."""
    return Person.objects.filter(id_number_index=index).values_list("id", flat=True).first()


def organisation_indexes(person_id: UUID, held: Held | None = None) -> dict[str, UUID]:
    """The blind indexes of the organisations this person may act for now; one query, none where
    `held` says which.
    """
    return {
        index: each.organisation.id
        for each in (organisations_of(person_id) if held is None else held)
        for index in crypto.blind_indexes(each.organisation.uscc, _ORGANISATION)
    }


def own_organisation_indexes(uscc: str) -> tuple[str, ...]:
    """The blind indexes of one organisation."""
    return crypto.blind_indexes(uscc, _ORGANISATION)


def number_indexes(text: str) -> tuple[str, ...]:
    """The blind indexes under which a resident ID number may be kept, asked for by that number or
    by the one of fifteen digits from before 1999. Raises Invalid `codes.resident_id_…`.
    """
    number = ResidentId.parse_either(text, today=clock.today()).number
    return id_indexes(IdKind.RESIDENT_ID, number)
