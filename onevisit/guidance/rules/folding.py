"""What several places of the county do, each in its own version, is one thing in a list."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from onevisit.kernel.errors import Invalid
from onevisit.kernel.item_codes import ItemCode

R = TypeVar("R")


def thing_of(code: str) -> str:
    """What items of one 基本编码 and variant have in common; the code itself where it says neither,
    as that of a bundle.
    """
    try:
        parsed = ItemCode.parse(code)
    except Invalid:
        return code
    return f"{parsed.catalogue}-{parsed.variant or ''}" if parsed.catalogue else code


def together(rows: Iterable[R], thing: Callable[[R], str]) -> list[tuple[R, list[R]]]:
    """Each thing once, where its first row stands, with the others beside it."""
    groups: dict[str, list[R]] = {}
    for row in rows:
        groups.setdefault(thing(row), []).append(row)
    return [(first, others) for first, *others in groups.values()]
