"""The sealed fields of a person: how they are bound, indexed and opened."""

from uuid import UUID

from onevisit.accounts.errors import bad_passport
from onevisit.accounts.models.people import Person
from onevisit.accounts.rules import IdKind, PersonField
from onevisit.kernel import clock, crypto
from onevisit.kernel.codes import MobileNumber, ResidentId
from onevisit.kernel.errors import Invalid


def one_form(kind: IdKind, text: str) -> str:
    """The one form of an identity number: what is sealed and indexed.

    Raises Invalid `codes.resident_id_…` or `accounts.bad_passport`, on field `id_number`.
    """
    if kind is IdKind.RESIDENT_ID:
        try:
            return ResidentId.parse(text, today=clock.today()).number
        except Invalid as error:
            raise Invalid(error.code, field="id_number", **error.facts) from None
    number = text.strip().upper()
    if not (number.isascii() and number.isalnum() and 5 <= len(number) <= 20):
        raise bad_passport()
    return number


def one_phone(text: str) -> str:
    """The one form of a mobile number, "" for none. Raises Invalid `codes.mobile_number`."""
    return some_phone(text) if text.strip() else ""


def some_phone(text: str) -> str:
    """The one form of a mobile number that must be there. Raises Invalid `codes.mobile_number`."""
    try:
        return MobileNumber.parse(text).number
    except Invalid as error:
        raise Invalid(error.code, field="phone", **error.facts) from None


def sealed(value: str, person_id: UUID, field: PersonField) -> bytes:
    """`value` sealed for this field of this person."""
    return crypto.seal(value.encode(), bound_to=_bound(person_id, field))


def opened(person: Person, field: PersonField) -> str:
    """The field in clear, "" where there is none."""
    blob = person.id_number_sealed if field is PersonField.ID_NUMBER else person.phone_sealed
    if blob is None:
        return ""
    return crypto.unseal(blob, bound_to=_bound(person.id, field)).decode()


def id_index(kind: IdKind, number: str) -> str:
    """The blind index of an identity number under the current key."""
    return crypto.blind_index(number, purpose=kind.value)


def id_indexes(kind: IdKind, number: str) -> tuple[str, ...]:
    """Its blind indexes under every listed key, to look up while rotating."""
    return crypto.blind_indexes(number, kind.value)


def phone_index(phone: str) -> str:
    """The blind index of a phone, "" for none."""
    return crypto.blind_index(phone, purpose="mobile") if phone else ""


def phone_indexes(phone: str) -> tuple[str, ...]:
    """The blind indexes of a phone under every listed key, to look up while rotating."""
    return crypto.blind_indexes(phone, "mobile")


def _bound(person_id: UUID, field: PersonField) -> str:
    return f"accounts_person.{field.value}:{person_id}"
