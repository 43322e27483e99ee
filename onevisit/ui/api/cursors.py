"""Pages of lists: a cursor says where the next page begins, nothing is ever counted.

A cursor is signed, so that nobody makes one up, and bound to its list. It holds the key of the last
row shown (an id or a day), never anything personal.
"""

from typing import Annotated, Generic, TypeVar

from django.core import signing
from ninja import Query, Schema
from pydantic import Field

from onevisit.kernel.errors import Invalid

Row = TypeVar("Row")

Cursor = Annotated[
    str, Query("", max_length=500, description="`next` of the page before; empty for the first.")
]
Limit = Annotated[int, Query(20, ge=1, le=100, description="Rows of one page at most.")]

_SALT = "onevisit.api.cursor"


class Page(Schema, Generic[Row]):
    """One page; `next` is null on the last one."""

    items: list[Row]
    next: str | None = Field(description="The cursor of the next page.")


def cursor_after(listed: str, key: str | None) -> str | None:
    """The cursor that goes on after `key` in that list; None where nothing follows."""
    return None if key is None else signing.dumps([listed, key], salt=_SALT)


def key_of(listed: str, cursor: str) -> str | None:
    """The key a cursor of that list stands for, None for the beginning.

    Raises Invalid `ui.bad_cursor` for one that was made up, or belongs to another list.
    """
    if not cursor:
        return None
    try:
        found, key = signing.loads(cursor, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise Invalid("ui.bad_cursor", field="cursor") from None
    if found != listed:
        raise Invalid("ui.bad_cursor", field="cursor")
    return str(key)
