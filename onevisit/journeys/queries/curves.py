"""What would lower the visits of each thing that is published: its curve, for the planner."""

from collections.abc import Hashable, Iterator
from contextlib import ExitStack, closing

from onevisit.catalogue import queries as catalogue
from onevisit.catalogue.queries import Enablers
from onevisit.catalogue.queries.memory import Memory
from onevisit.catalogue.queries.offers import PinnedOffer
from onevisit.catalogue.rules.composition import Offer
from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.rules.enablers import enablers_of, enablers_of_offer
from onevisit.catalogue.rules.vocabulary import SourceKind
from onevisit.journeys.queries.visits import issuers
from onevisit.journeys.rules import solve
from onevisit.journeys.rules.expanding import Issuers, Scope, expand
from onevisit.journeys.rules.planning import Curve, curve_of
from onevisit.journeys.rules.switching import Switched

_official: Memory[Hashable, Curve] = Memory(5_000)
_SERVED = (SourceKind.FETCHED, SourceKind.ISSUED)


class Uncounted(Exception):
    """The visits of a thing, or what lowers them, are not known; `why` is a word of
    `rules.planning.given.Unknown`.
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Curves:
    """For one run over many: what works is looked up once for each region, and so is who issues."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._kept: dict[str, Enablers | None] = {}
        self._issuers: dict[str, Issuers] = {}

    def of(self, pinned: PinnedOffer) -> Curve:
        """How its visits fall as closed enablers are opened. Raises Uncounted."""
        region = next(iter(pinned.pins.values())).region
        if region not in self._kept:
            self._kept[region] = catalogue.enablers_in(region)
            self._issuers[region] = issuers(region)
        kept = self._kept[region]
        if kept is None:
            raise Uncounted("gaps")
        named = self._named(pinned.offer, self._issuers[region])
        working, closed = kept.open & named, frozenset(kept.closed) & named
        if self._scope is Scope.LIVED:  # it rests on other items' versions too
            return _curve(pinned.offer, self._scope, self._issuers[region], working, closed)
        pins = tuple(sorted((key, each.version_id) for key, each in pinned.pins.items()))
        key = (pinned.bundle_version_id, pins, working, closed)
        return _official.get(key) or _official.put(
            key, _curve(pinned.offer, self._scope, self._issuers[region], working, closed)
        )

    def worst(self, pinned: PinnedOffer, opened: frozenset[str]) -> int | None:
        """Its visits with these open too, solved anew."""
        region = next(iter(pinned.pins.values())).region
        kept = self._kept[region]
        on = (kept.open if kept else frozenset[str]()) | opened
        flat = expand(pinned.offer, self._scope, self._issuers[region], on=on).flat
        return None if flat is None else solve(flat).worst

    def _named(self, offer: Offer, issued_by: Issuers) -> frozenset[str]:
        if self._scope is Scope.OFFICIAL:
            return enablers_of_offer(offer)
        items = _with_issuers(offer, issued_by)
        return frozenset(name for item in items for name in enablers_of(item))


def _with_issuers(offer: Offer, issued_by: Issuers) -> Iterator[ItemDefinition]:
    """The items of an offer, and all that must be got from other items before."""
    todo = [part.item for part in offer.parts]
    seen: set[str] = set()
    while todo:
        item = todo.pop()
        yield item
        codes = {material.source.item for material in item.materials if material.source.item}
        found = [issued_by(code) for code in sorted(codes - seen)]
        todo += [each for each in found if each is not None]
        seen |= codes


def _curve(
    offer: Offer,
    scope: Scope,
    issued_by: Issuers,
    working: frozenset[str],
    closed: frozenset[str],
) -> Curve:
    items = _with_issuers(offer, issued_by) if scope is Scope.LIVED else _own(offer)
    shaping = closed & frozenset(
        material.source.service
        for item in items
        for material in item.materials
        if material.source.kind in _SERVED
    )
    with ExitStack() as held:
        known: dict[frozenset[str], Switched | None] = {}

        def switched(opened: frozenset[str]) -> Switched | None:
            """What is fetched shapes the definition: one for each set of services."""
            shape = opened & shaping
            if shape not in known:
                flat = expand(offer, scope, issued_by, on=working | shape).flat
                known[shape] = (
                    None
                    if flat is None
                    else held.enter_context(closing(Switched(flat, closed - shaping)))
                )
            return known[shape]

        def within(opened: frozenset[str], visits: int) -> bool:
            before = switched(opened)
            return before is not None and before.within(opened, visits)

        now = switched(frozenset())
        if now is None:
            raise Uncounted("gaps")
        if not now.possible(frozenset()):
            raise Uncounted("stuck")
        curve = curve_of(within, closed)
        if curve is None:
            raise Uncounted("tangled")
        return curve


def _own(offer: Offer) -> Iterator[ItemDefinition]:
    return (part.item for part in offer.parts)
