"""What is published, expanded and solved; kept in memory by the versions."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date

from onevisit.catalogue import queries as catalogue
from onevisit.catalogue.queries.memory import Memory
from onevisit.catalogue.rules.composition import Offer
from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.rules.enablers import enablers_of_offer
from onevisit.journeys.rules import Solved, solve
from onevisit.journeys.rules.expanding import Expansion, Gap, GapKind, Issuers, Scope, expand
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


@dataclass(frozen=True, slots=True)
class Published:
    """What is published, pinned, with what the register says there; None where nobody keeps one.
    So all that is worked out of it rests on one reading.
    """

    pinned: catalogue.PinnedOffer
    region: str
    register: catalogue.Enablers | None

    def visits(
        self,
        scope: Scope = Scope.OFFICIAL,
        *,
        off: frozenset[str] = frozenset(),
        on: frozenset[str] = frozenset(),
    ) -> Visits:
        """As `visits_of`."""
        offer = self.pinned.offer
        working = None if self.register is None else (self.register.open | on) - off
        if scope is Scope.LIVED:  # it rests on other items' versions too
            return visits_of_offer(offer, scope, issuers(self.region), on=working)
        pins = tuple(sorted((key, each.version_id) for key, each in self.pinned.pins.items()))
        key = (offer.code, self.pinned.bundle_version_id, pins, named(offer, working))
        held = _official.get(key)
        return held or _official.put(
            key, visits_of_offer(offer, scope, issuers(self.region), on=working)
        )


def published(code: str) -> Published:
    """What is published under the code. Raises NotFound `catalogue.no_such_offer`."""
    pinned = catalogue.pinned_offer(code)
    region = next(iter(pinned.pins.values())).region
    return Published(pinned, region, catalogue.enablers_in(region))


def visits_of(
    code: str,
    scope: Scope = Scope.OFFICIAL,
    *,
    off: frozenset[str] = frozenset(),
    on: frozenset[str] = frozenset(),
) -> Visits:
    """Computed visits of what is published under the code, with the enablers that the register says
    are open there; as if those in `on` were so too, and those in `off` were not.

    Raises NotFound `catalogue.no_such_offer`.
    """
    return published(code).visits(scope, off=off, on=on)


@dataclass(frozen=True, slots=True)
class Repair:
    """An enabler that is not open, and what the worst would be if it were. `state` is a code of the
    register, "" for one that nobody registered.
    """

    code: str
    name: str
    state: str
    planned_by: date | None
    worst: int


def repairs_of(this: Published) -> tuple[Repair, ...]:
    """Which single enablers would lower the worst of what is published, the most first. One solve
    for each that is named and not open.
    """
    kept, now = this.register, this.visits().solved
    if kept is None or now is None or not now.worst:
        return ()
    found = []
    for name in sorted(enablers_of_offer(this.pinned.offer) - kept.open):
        then = this.visits(on=frozenset({name})).solved
        if then is not None and then.worst is not None and then.worst < now.worst:
            told = kept.closed.get(name)
            state, by = (told.state.value, told.planned_by) if told else ("", None)
            found.append(Repair(name, kept.known.get(name, name), state, by, then.worst))
    return tuple(sorted(found, key=lambda each: (each.worst, each.code)))


def named(offer: Offer, working: frozenset[str] | None) -> frozenset[str] | None:
    """Those that decide the offer's figure: what it names of what works."""
    return None if working is None else working & enablers_of_offer(offer)


def visits_of_offer(
    offer: Offer, scope: Scope, issued_by: Issuers, *, on: frozenset[str] | None
) -> Visits:
    """Computed visits of any offer, a draft's too, with the enablers in `on`; None where nobody
    keeps a register, and so nobody knows.
    """
    expansion = expanded(offer, scope, issued_by, on=on)
    solved = None if expansion.flat is None else solve(expansion.flat)
    return Visits(offer.code, offer.name, offer.declared_visits, scope, expansion, solved)


def expanded(
    offer: Offer, scope: Scope, issued_by: Issuers, *, on: frozenset[str] | None
) -> Expansion:
    """The offer's flat form, or what is missing for one. `on` as for `visits_of_offer`."""
    if on is None and (scope is Scope.LIVED or enablers_of_offer(offer)):
        return Expansion(None, (Gap(GapKind.NO_REGISTER, offer.name),), {}, {})
    return expand(offer, scope, issued_by, on=on or frozenset())


def issuers(region: str) -> Issuers:
    """Which item issues what in a region; each is looked up once."""
    known: dict[str, ItemDefinition | None] = {}

    def issuer(catalogue_code: str) -> ItemDefinition | None:
        if catalogue_code not in known:
            known[catalogue_code] = catalogue.issuing_item(catalogue_code, region)
        return known[catalogue_code]

    return issuer
