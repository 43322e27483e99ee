"""Two changes of one definition brought together: a draft's, and what was published meanwhile."""

from dataclasses import dataclass, replace

import msgspec

from onevisit.catalogue.rules.comparing.changes import (
    Definition,
    by_key,
    is_keyed,
    name_of,
    same,
)
from onevisit.catalogue.rules.nodes import Node


@dataclass(frozen=True, slots=True)
class Clash:
    """A place both changed, each otherwise: `section` of the definition, names of the rows on the
    way, and the field ("" for the row itself). The draft's own stands. `mine` and `theirs` are what
    each wrote there; None for a row that one took away.
    """

    section: str
    things: tuple[str, ...] = ()
    field: str = ""
    mine: object = None
    theirs: object = None


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of both, and where they clashed."""

    definition: Definition
    clashes: tuple[Clash, ...]


def merge(base: Definition, mine: Definition, theirs: Definition) -> Merged:
    """`mine` with everything that `theirs` changed since `base`; rows by key, fields by name.

    What only one changed is taken; what both changed otherwise stays as in `mine` and is named. A
    row one of them took away and the other changed stays, and is named.
    """
    found: list[Clash] = []
    values = {
        name: _value(
            Clash(name), getattr(base, name), getattr(mine, name), getattr(theirs, name), found
        )
        for name in mine.__struct_fields__
    }
    return Merged(msgspec.structs.replace(mine, **values), tuple(found))


def _value(at: Clash, base: object, mine: object, theirs: object, found: list[Clash]) -> object:
    if same(theirs, base) or same(mine, theirs):
        return mine
    if same(mine, base):
        return theirs
    if isinstance(mine, Node) and type(base) is type(mine) is type(theirs):
        return _node(at, base, mine, theirs, found)
    if is_keyed(base) and is_keyed(mine) and is_keyed(theirs):
        return _rows(at, base, mine, theirs, found)
    found.append(replace(at, mine=mine, theirs=theirs))
    return mine


def _node(at: Clash, base: object, mine: Node, theirs: object, found: list[Clash]) -> Node:
    values = {}
    for name in mine.__struct_fields__:
        was, own, new = (getattr(each, name) for each in (base, mine, theirs))
        values[name] = _value(Clash(at.section, at.things, name), was, own, new, found)
    return msgspec.structs.replace(mine, **values)


def _rows(
    at: Clash, base: object, mine: object, theirs: object, found: list[Clash]
) -> tuple[Node, ...]:
    """In the published order, what only the draft has at the end; in the draft's, if it alone
    moved rows.
    """
    was, own, new = by_key(base), by_key(mine), by_key(theirs)
    moved = [key for key in own if key in new] != [key for key in was if key in own and key in new]
    first, second = (own, new) if moved else (new, own)
    kept = []
    for key in [*first, *(each for each in second if each not in first)]:
        row = _row(at, was.get(key), own.get(key), new.get(key), found)
        if row is not None:
            kept.append(row)
    return tuple(kept)


def _row(
    at: Clash, was: Node | None, own: Node | None, new: Node | None, found: list[Clash]
) -> Node | None:
    if own is None or new is None:
        left = own or new
        if was is None or left is None:
            return left
        if left == was:
            return None
        found.append(Clash(at.section, (*at.things, name_of(left)), mine=own, theirs=new))
        return left
    here = Clash(at.section, (*at.things, name_of(own)))
    if was is None:
        if own != new:
            found.append(replace(here, mine=own, theirs=new))
        return own
    return _node(here, was, own, new, found)
