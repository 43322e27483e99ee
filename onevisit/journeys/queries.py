"""What is published, expanded and solved. Nothing is kept but in memory, by the versions."""

from collections.abc import Hashable
from dataclasses import dataclass

from onevisit.catalogue import queries as catalogue
from onevisit.catalogue.queries.memory import Memory
from onevisit.catalogue.rules.composition import Offer
from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.journeys.rules import Solved, solve
from onevisit.journeys.rules.expanding import Expansion, Issuers, Scope, expand
from onevisit.journeys.rules.explaining import Told, told


@dataclass(frozen=True, slots=True)
class Visits:
    """An offer's computed visits in one scope. `solved` is None where `expansion.gaps` says what
    is missing; then nobody knows, and no number is shown.
    """

    code: str
    name: str
    declared: int | None
    scope: Scope
    expansion: Expansion
    solved: Solved | None

    @property
    def told(self) -> Told:
        """The witness of the worst case."""
        return told(self.expansion, self.solved) if self.solved else Told((), ())


_official: Memory[Hashable, Visits] = Memory(5_000)


def visits_of(
    code: str, scope: Scope = Scope.OFFICIAL, *, off: frozenset[str] = frozenset()
) -> Visits:
    """Computed visits of what is published under the code, without the enablers in `off`.

    Raises NotFound `catalogue.no_such_offer`.
    """
    pinned = catalogue.pinned_offer(code)
    pins = tuple(sorted((key, each.version_id) for key, each in pinned.pins.items()))
    key = (code, pinned.bundle_version_id, pins, off)
    held = _official.get(key) if scope is Scope.OFFICIAL else None
    if held is None:
        region = next(iter(pinned.pins.values())).region
        held = visits_of_offer(pinned.offer, scope, issuers(region), off=off)
        if scope is Scope.OFFICIAL:  # the lived scope rests on other items' versions too
            _official.put(key, held)
    return held


def visits_of_offer(
    offer: Offer, scope: Scope, issued_by: Issuers, *, off: frozenset[str] = frozenset()
) -> Visits:
    """Computed visits of any offer, a draft's too."""
    expansion = expand(offer, scope, issued_by, off=off)
    solved = None if expansion.flat is None else solve(expansion.flat)
    return Visits(offer.code, offer.name, offer.declared_visits, scope, expansion, solved)


def issuers(region: str) -> Issuers:
    """Which item issues what in a region; each is looked up once."""
    known: dict[str, ItemDefinition | None] = {}

    def issuer(catalogue_code: str) -> ItemDefinition | None:
        if catalogue_code not in known:
            known[catalogue_code] = catalogue.issuing_item(catalogue_code, region)
        return known[catalogue_code]

    return issuer
