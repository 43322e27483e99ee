"""What differs between two definitions: every place once, rows told by their key, not by number."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

import msgspec

from onevisit.catalogue.rules.definition import (
    After,
    BundleDefinition,
    Faq,
    Fee,
    Field,
    ItemDefinition,
    JointVisit,
    Material,
    Option,
    Part,
    PartyNeed,
    Question,
    ResultSpec,
    Step,
)
from onevisit.catalogue.rules.nodes import Node

Definition = ItemDefinition | BundleDefinition


class Act(StrEnum):
    """What became of it."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"  # the rows stand in another order


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    `section` is the definition's own field it is in (`materials`, `regime`, `texts`). `path` leads
    there from the section: keys of rows and names of fields. `things` are the names of the rows on
    the way, outermost first; `field` is what differs of the last, "" for the row itself.
    """

    section: str
    act: Act
    path: tuple[str, ...]
    things: tuple[str, ...] = ()
    field: str = ""
    was: object = None
    now: object = None


_KEYS: Mapping[type[Node], str] = MappingProxyType(
    {
        Question: "key",
        Option: "value",
        Material: "key",
        Step: "key",
        After: "step",
        Field: "key",
        ResultSpec: "key",
        Fee: "name",
        Faq: "question",
        Part: "key",
        JointVisit: "key",
        PartyNeed: "key",
    }
)
"""What a row goes by. A row that goes by nothing (a way to do an act) is compared as a whole."""
_NAMES = ("name", "label", "question", "step", "key")
_Place = tuple[str, tuple[str, ...], tuple[str, ...]]
"""Section, path, things."""


def compare(before: Definition, after: Definition) -> tuple[Change, ...]:
    """All differences, in the order of the definition; none exactly when both say the same.

    Both are items, or both are bundles.
    """
    found: list[Change] = []
    for name in before.__struct_fields__:
        place: _Place = (name, (), ())
        found += _value(place, "", getattr(before, name), getattr(after, name))
    return tuple(found)


def _value(place: _Place, field: str, was: object, now: object) -> Iterator[Change]:
    if isinstance(was, Node) and type(was) is type(now):
        yield from _node(place, was, now)
    elif is_keyed(was) and is_keyed(now):
        assert isinstance(was, tuple)
        assert isinstance(now, tuple)
        yield from _rows(place, was, now)
    elif not same(was, now):
        section, path, things = place
        yield Change(section, _act(was, now), path, things, field, was, now)


def _act(was: object, now: object) -> Act:
    if was in (None, "", ()) and now not in (None, "", ()):
        return Act.ADDED
    return Act.REMOVED if now in (None, "", ()) else Act.CHANGED


def same(was: object, now: object) -> bool:
    """1 and true are not the same thing to say."""
    return was == now and isinstance(was, bool) is isinstance(now, bool)


def is_keyed(value: object) -> bool:
    """Whether these are rows that go by a key."""
    return isinstance(value, tuple) and all(type(each) in _KEYS for each in value)


def _node(place: _Place, was: Node, now: object) -> Iterator[Change]:
    section, path, things = place
    for each in msgspec.structs.fields(type(was)):
        inner = (section, (*path, each.name), things)
        yield from _value(inner, each.name, getattr(was, each.name), getattr(now, each.name))


def _rows(place: _Place, was: tuple[Node, ...], now: tuple[Node, ...]) -> Iterator[Change]:
    section, path, things = place
    before, after = by_key(was), by_key(now)
    for key, row in before.items():
        name = (*things, name_of(row))
        inner = (*path, "/".join(map(str, key)) if key[1] else key[0])
        if key in after:
            yield from _node((section, inner, name), row, after[key])
        else:
            yield Change(section, Act.REMOVED, inner, name, was=row)
    for key, row in after.items():
        if key not in before:
            yield Change(section, Act.ADDED, (*path, key[0]), (*things, name_of(row)), now=row)
    stay = [key for key in after if key in before]
    if stay != [key for key in before if key in after]:
        names = [" → ".join(name_of(rows[key]) for key in rows) for rows in (before, after)]
        yield Change(section, Act.MOVED, path, things, was=names[0], now=names[1])


def by_key(rows: object) -> dict[tuple[str, int], Node]:
    """By key, and the how-manieth of that key: a draft may name one twice."""
    assert isinstance(rows, tuple)
    found: dict[tuple[str, int], Node] = {}
    for row in rows:
        key, count = getattr(row, _KEYS[type(row)]), 0
        while (key, count) in found:
            count += 1
        found[key, count] = row
    return found


def name_of(row: Node) -> str:
    """What people call the row."""
    return next((str(text) for name in _NAMES if (text := getattr(row, name, ""))), "")
