"""One thing made of many: what it promises is what its parts can keep."""

from collections.abc import Iterator

from onevisit.catalogue.rules.definition import BundleDefinition, ItemDefinition, Material, Part
from onevisit.catalogue.rules.importing.materials import normal_name
from onevisit.catalogue.rules.publishing.limits import longest
from onevisit.catalogue.rules.publishing.model import Hit, Items, Kind, Rule, Severity, Subject
from onevisit.catalogue.rules.publishing.papers import claimed
from onevisit.catalogue.rules.vocabulary import OnlineDepth, SourceKind


def _promise_missing(bundle: BundleDefinition, _: Items) -> Iterator[Hit]:
    if bundle.promise is None:
        yield Hit("/promise")


def _promise_of(part: Part, items: Items) -> int:
    own = part.promise
    if own is None and part.key in items:
        own = items[part.key].regime.promise
    return own or 0


def _promise_under_chain(bundle: BundleDefinition, items: Items) -> Iterator[Hit]:
    """As if every part applied; a part whose promise is unknown counts as none."""
    edges = {part.key: part.after for part in bundle.parts}
    chain = longest(edges, {part.key: _promise_of(part, items) for part in bundle.parts})
    if bundle.promise is not None and bundle.promise < chain:
        yield Hit("/promise", f"{bundle.promise} < {chain}")


def _claim_contradicts(bundle: BundleDefinition, items: Items) -> Iterator[Hit]:
    """Merged: each paper once, and none that a part of the bundle itself produces."""
    told = claimed(bundle)
    if told is None or any(part.key not in items for part in bundle.parts):
        return
    parts = [items[part.key] for part in bundle.parts]
    made = {result.key for item in parts for result in item.results}
    count = len({each.key for item in parts for each in item.materials} - made)
    if told != count:
        yield Hit("/texts/summary", f"{told} ≠ {count}")


def _asks_own_result(bundle: BundleDefinition, items: Items) -> Iterator[Hit]:
    """GovStack: what one part makes, no other part asks for. A paper under the key of the result is
    merged with it; here are those that a part asks for under another key, by source or by name.
    """
    for index, part in enumerate(bundle.parts):
        sisters = [each for each in bundle.parts if each is not part and each.key in items]
        for material in items[part.key].materials if part.key in items else ():
            maker = next((s for s in sisters if _made_apart(material, s, items[s.key])), None)
            if maker is not None and material.source.kind is not SourceKind.GENERATED:
                yield Hit(f"/parts/{index}/catalogue_code", f"{material.name} ← {maker.name}")


def _made_apart(material: Material, maker: Part, item: ItemDefinition) -> bool:
    """Whether the maker has it among its results, though not under this key."""
    if any(result.key == material.key for result in item.results):
        return False
    name = normal_name(material.name)
    named = any(normal_name(result.name) == name for result in item.results)
    return material.source.item == maker.catalogue_code or named


def _part_not_online(bundle: BundleDefinition, items: Items) -> Iterator[Hit]:
    if bundle.online_depth is not OnlineDepth.FULL:
        return
    for index, part in enumerate(bundle.parts):
        item = items.get(part.key)
        if item is not None and item.online_depth is OnlineDepth.INFORM:
            yield Hit(f"/parts/{index}", part.name)


_BLOCK = (Subject.BUNDLE, Severity.BLOCK, Kind.WRONG)
RULES = (
    Rule(
        "bundle_promise_missing",
        Subject.BUNDLE,
        Severity.WARN,
        Kind.MISSING,
        None,
        _promise_missing,
    ),
    Rule("bundle_promise_under_chain", *_BLOCK, None, _promise_under_chain),
    Rule("bundle_materials_claim", *_BLOCK, None, _claim_contradicts),
    Rule("bundle_asks_own_result", *_BLOCK, None, _asks_own_result),
    Rule("bundle_part_not_online", *_BLOCK, None, _part_not_online),
)
