"""Addresses of rows, worked out once for each kind of page.

A list draws a hundred links to the same kind of page; Django would resolve each from its patterns.
"""

from functools import lru_cache
from uuid import UUID

from django.urls import reverse

_NOBODY = UUID(int=0)


def address_of(name: str, key: UUID) -> str:
    """What ``reverse(name, args=[key])`` gives for a page whose address has one id in it.

    Raises NoReverseMatch for a name there is none of.
    """
    before, after = _around(name)
    return f"{before}{key}{after}"


@lru_cache(maxsize=256)
def _around(name: str) -> tuple[str, str]:
    before, _, after = reverse(name, args=[_NOBODY]).partition(str(_NOBODY))
    return before, after
