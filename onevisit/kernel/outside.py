"""What stands in for a system outside, by the dotted name that a setting gives."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string


def adapter(name: str) -> Any:
    """The adapter of that name, made once; None where none is named.

    One whose `demonstration` is True reaches nobody: outside of a demonstration it is none.
    """
    found = _made(name) if name else None
    return None if found is None or (found.demonstration and not settings.DEMO) else found


@lru_cache(maxsize=32)
def _made(name: str) -> Any:
    return import_string(name)()
