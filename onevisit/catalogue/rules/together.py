"""Changes that are made to many items or bundles alike: each a function from definition to
definition.
"""

from collections.abc import Callable
from typing import TypeVar

import msgspec

from onevisit.catalogue.rules.definition import (
    After,
    BundleDefinition,
    Commitment,
    Fee,
    ItemDefinition,
    Material,
    Regime,
    Source,
)
from onevisit.catalogue.rules.editing.starting import USUAL_STEPS
from onevisit.catalogue.rules.vocabulary import Collection, OnlineDepth

_N = TypeVar("_N", Regime, Fee, Material, Source, Commitment)
_D = TypeVar("_D", ItemDefinition, BundleDefinition)


def without_material(item: ItemDefinition, key: str) -> ItemDefinition:
    """The item no longer asks for the paper."""
    kept = tuple(each for each in item.materials if each.key != key)
    return msgspec.structs.replace(item, materials=kept)


def with_material(item: ItemDefinition, key: str, other: Material) -> ItemDefinition:
    """The item asks for the other paper in place of this one, in the same cases and as urgently;
    once, if it asked for it already.
    """
    if key == other.key or all(each.key != key for each in item.materials):
        return item
    if any(each.key == other.key for each in item.materials):
        return without_material(item, key)
    return msgspec.structs.replace(
        item,
        materials=tuple(_put(each, other) if each.key == key else each for each in item.materials),
    )


def _put(old: Material, other: Material) -> Material:
    return msgspec.structs.replace(
        other,
        need=old.need,
        when=old.when,
        why_not=old.why_not,
        party=old.party,
        defer_days=old.defer_days,
    )


def with_steps(item: ItemDefinition, *, on_spot: bool) -> ItemDefinition:
    """An item that came without a process gets the usual one, online only where its depth says so,
    with the days of its promise for the review; `on_spot`: decided as soon as it is handed in. One
    that has steps keeps them.
    """
    if item.steps:
        return item
    apply, accept, review, decide = USUAL_STEPS
    remote = item.online_depth in (OnlineDepth.ACCEPT, OnlineDepth.FULL)
    modes = tuple(each for each in apply.modes if remote or not each.remote)
    apply = msgspec.structs.replace(apply, modes=modes)
    if on_spot:
        at_once = msgspec.structs.replace(decide, after=(After(step=apply.key),))
        return msgspec.structs.replace(item, steps=(apply, at_once))
    days = item.regime.promise if item.regime.promise is not None else item.regime.legal
    review = msgspec.structs.replace(review, limit=days or 0)
    return msgspec.structs.replace(item, steps=(apply, accept, review, decide))


def with_law(thing: _D, old: str, new: str) -> _D:
    """A law, or an article of it, is named in other words wherever it is given as a basis."""

    def put(text: str) -> str:
        return text.replace(old, new)

    texts = msgspec.structs.replace(
        thing.texts, legal_basis=tuple(dict.fromkeys(map(put, thing.texts.legal_basis)))
    )
    changed = msgspec.structs.replace(thing, texts=texts)
    if isinstance(changed, BundleDefinition):
        return changed
    return msgspec.structs.replace(
        changed,
        regime=_based(changed.regime, put),
        fees=tuple(_based(each, put) for each in changed.fees),
        materials=tuple(_of_material(each, put) for each in changed.materials),
    )


def _based(node: _N, put: Callable[[str], str]) -> _N:
    return msgspec.structs.replace(node, basis=put(node.basis))


def _of_material(material: Material, put: Callable[[str], str]) -> Material:
    told = material.commitment
    return msgspec.structs.replace(
        _based(material, put),
        source=_based(material.source, put),
        commitment=_based(told, put) if told else None,
    )


def with_delivery(item: ItemDefinition, offered: bool) -> ItemDefinition:
    """Results may be sent by post, or not."""
    results = []
    for each in item.results:
        ways = tuple(way for way in each.collections if way is not Collection.COURIER)
        more = (Collection.COURIER,) if offered else ()
        results.append(msgspec.structs.replace(each, collections=(*ways, *more)))
    return msgspec.structs.replace(item, courier=offered, results=tuple(results))


def with_word(thing: _D, place: str, word: str) -> _D:
    """One more word in a list of words: `everyday`, `themes`, `life_events`."""
    words = tuple(dict.fromkeys((*getattr(thing, place), word)))
    return msgspec.structs.replace(thing, **{place: words})


def without_word(thing: _D, place: str, word: str) -> _D:
    """The list without this word."""
    words = tuple(each for each in getattr(thing, place) if each != word)
    return msgspec.structs.replace(thing, **{place: words})


def with_basis(thing: _D, line: str) -> _D:
    """One more law on which it rests."""
    lines = tuple(dict.fromkeys((*thing.texts.legal_basis, line)))
    texts = msgspec.structs.replace(thing.texts, legal_basis=lines)
    return msgspec.structs.replace(thing, texts=texts)
