"""One thing made of many: what it promises is what its parts can keep."""

from collections.abc import Iterator

from onevisit.catalogue.rules.definition import BundleDefinition, Part
from onevisit.catalogue.rules.publishing.limits import longest
from onevisit.catalogue.rules.publishing.model import Hit, Items, Kind, Rule, Severity, Subject
from onevisit.catalogue.rules.publishing.papers import claimed
from onevisit.catalogue.rules.vocabulary import OnlineDepth


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
    Rule("bundle_part_not_online", *_BLOCK, None, _part_not_online),
)
