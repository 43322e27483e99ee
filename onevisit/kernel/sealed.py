"""A sealed column, read and written in clear: ``words = sealed_text("words_sealed")``.

The blob is bound to ``<table>.<column>:<key of the row>``, so that it opens in its own place only;
``config.rotation`` lists every such place. The row needs its key before it is written, which our
identifiers have from the start.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, Self, TypeVar, overload

from django.db import models

from onevisit.kernel.crypto import canonical_json, seal, unseal

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SealedIn(Generic[T]):
    """What stands sealed in ``column``; ``nothing`` while the column is empty.

    Reading raises ``crypto.SealBroken``. What is written is kept by the next save; ``nothing``
    empties a column that may be empty.
    """

    column: str
    packed: Callable[[T], bytes]
    unpacked: Callable[[bytes], T]
    nothing: Callable[[], T]

    @overload
    def __get__(self, row: None, of: type[models.Model]) -> Self: ...
    @overload
    def __get__(self, row: models.Model, of: type[models.Model]) -> T: ...
    def __get__(self, row: models.Model | None, of: type[models.Model]) -> Self | T:
        if row is None:
            return self
        blob = getattr(row, self.column)
        if blob is None:
            return self.nothing()
        return self.unpacked(unseal(blob, bound_to=self._place(row)))

    def __set__(self, row: models.Model, value: T) -> None:
        empty = value == self.nothing() and row._meta.get_field(self.column).null
        blob = None if empty else seal(self.packed(value), bound_to=self._place(row))
        setattr(row, self.column, blob)

    def _place(self, row: models.Model) -> str:
        return f"{row._meta.db_table}.{self.column}:{row.pk}"


def sealed_text(column: str) -> SealedIn[str]:
    """What somebody wrote."""
    return SealedIn(column, str.encode, bytes.decode, str)


def sealed_json(column: str) -> SealedIn[dict[str, Any]]:
    """Names and values."""
    return SealedIn(column, canonical_json, json.loads, dict[str, Any])


def sealed_bytes(column: str) -> SealedIn[bytes]:
    """A key or a seed, as it is."""
    return SealedIn(column, bytes, bytes, bytes)
