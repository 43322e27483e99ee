"""Keys for what an officer adds: nobody types them, and nothing else may have them."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

import msgspec

from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.rules.nodes import Node

_N = TypeVar("_N", bound=Node)


def keyed(
    rows: Sequence[_N], stem: str, taken: Iterable[str] = (), *, name: str = "key"
) -> tuple[_N, ...]:
    """The rows, each with a key: one without gets the next free `<stem>1`, `<stem>2` …"""
    keys = {*taken, *(getattr(row, name) for row in rows)}
    found = []
    for row in rows:
        key = getattr(row, name) or free_key(keys, stem)
        keys.add(key)
        found.append(msgspec.structs.replace(row, **{name: key}))
    return tuple(found)


def free_key(taken: Iterable[str], stem: str) -> str:
    """The first of `<stem>1`, `<stem>2` … that is not taken."""
    known = set(taken)
    number = 1
    while f"{stem}{number}" in known:
        number += 1
    return f"{stem}{number}"


def own_stem(item: ItemDefinition) -> str:
    """What the item's own questions and fields begin with: keys are shared between items, so one
    made here must not be another item's by chance.
    """
    return item.catalogue_code or item.code
