"""Reading what was posted or asked for: a line, a longer text, an id, a number, an address."""

from uuid import UUID

from django.http import HttpRequest

from onevisit.kernel.ids import parse_id

LONGEST = 200

ADDRESS_FIELDS = {"recipient": "to_name", "phone": "to_phone", "address": "to_address"}
"""Under which names forms ask for the parts of a postal address."""


def text_of(request: HttpRequest, name: str, longest: int = LONGEST) -> str:
    """One line of what was posted."""
    return request.POST.get(name, "").strip()[:longest]


def written(request: HttpRequest, name: str) -> str:
    """A longer text of what was posted, as it was typed."""
    return request.POST.get(name, "")


def uuid_of(request: HttpRequest, name: str) -> UUID | None:
    """An id, None where none can be read."""
    return parse_id(text_of(request, name))


def number_of(request: HttpRequest, name: str) -> int | None:
    """A whole number that is not negative, None where none can be read."""
    text = text_of(request, name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def page_of(request: HttpRequest, *, digits: int = 3) -> int:
    """The page that the address asks for, the first where none of so many digits can be read."""
    text = request.GET.get("page", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else 1


def address_parts(request: HttpRequest) -> dict[str, str]:
    """The parts of a postal address as they were posted, by `ADDRESS_FIELDS`."""
    return {part: text_of(request, name) for part, name in ADDRESS_FIELDS.items()}


def has_address(request: HttpRequest) -> bool:
    """Whether phone or address was filled in; else the address kept before holds."""
    parts = address_parts(request)
    return bool(parts["phone"] or parts["address"])
