"""Reading what was posted: one line, an id, the values of a form."""

from uuid import UUID

from django.http import HttpRequest, QueryDict

from onevisit.catalogue.rules.vocabulary import VarKind
from onevisit.delivery.rules import Address
from onevisit.kernel.ids import parse_id

LONGEST = 200


def text_of(request: HttpRequest, name: str, longest: int = LONGEST) -> str:
    """One line of what was posted."""
    return request.POST.get(name, "").replace("\0", "").strip()[:longest]


def uuid_of(request: HttpRequest, name: str) -> UUID | None:
    """An id, None where none can be read."""
    return parse_id(text_of(request, name))


ADDRESS_FIELDS = {"recipient": "to_name", "phone": "to_phone", "address": "to_address"}
"""Under which names the form asks for the parts of an address."""


def address_of(request: HttpRequest) -> Address | None:
    """Where to send results, None where neither phone nor address was filled in: then the address
    kept before holds.
    """
    parts = {part: text_of(request, name) for part, name in ADDRESS_FIELDS.items()}
    if not (parts["phone"] or parts["address"]):
        return None
    return Address(**parts)


def number_of(request: HttpRequest, name: str) -> int | None:
    """A whole number that is not negative, None where none can be read."""
    text = text_of(request, name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def given(posted: QueryDict, name: str, kind: VarKind) -> object:
    """What was filled in, as the rules read it: a list where several can be chosen."""
    values = [str(each).replace("\0", "") for each in posted.getlist(name)]
    if kind is VarKind.MULTI:
        return [each for each in values if each] or values
    return values[-1] if values else None
