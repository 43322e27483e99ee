"""What is published, expanded and solved; kept in memory by the versions."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from onevisit.catalogue import queries as catalogue
from onevisit.catalogue.queries.memory import Memory
from onevisit.catalogue.rules.composition import Offer
from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.rules.enablers import enablers_of_offer
from onevisit.journeys.rules import Solved, solve
from onevisit.journeys.rules.expanding import (
    Expansion,
    Gap,
    GapKind,
    Issuers,
    Scope,
    expand,
    sides_of,
)
from onevisit.journeys.rules.explaining import Told, told, told_answers


@dataclass(frozen=True, slots=True)
class Visits:
    """An offer's computed visits in one scope. `solved` is None where `expansion.gaps` says what
    is missing; then nobody knows, and no number is shown.

    With several parties it is that of who comes most; `sides` has one for each, the applicant's
    first, and `party` says whose it is, "" for the applicant.
    """

    code: str
    name: str
    declared: int | None
    scope: Scope
    expansion: Expansion
    solved: Solved | None
    party: str = ""
    sides: tuple["Visits", ...] = ()

    @property
    def told(self) -> Told:
        """The witness of the worst case."""
        return told(self.expansion, self.solved) if self.solved else Told((), ())

    @property
    def stuck(self) -> tuple[tuple[str, str], ...] | None:
        """A situation in which somebody cannot finish, as pairs of a question and its answer."""
        for each in self.sides or (self,):
            if each.solved is not None and each.solved.impossible is not None:
                return told_answers(each.expansion, dict(each.solved.impossible))
        return None


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
    region = region_of(pinned)
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
    return of_sides(offer, scope, expanded_sides(offer, scope, issued_by, on=on))


def of_sides(offer: Offer, scope: Scope, expansions: Iterable[Expansion]) -> Visits:
    """The offer's computed visits, of its sides expanded."""
    names = ["" if use is None else use.need.name for use in sides_of(offer)]
    sides = tuple(
        Visits(offer.code, offer.name, offer.declared_visits, scope, each, solved(each), name)
        for name, each in zip(names, expansions, strict=False)
    )
    return heaviest(sides)


def solved(expansion: Expansion) -> Solved | None:
    """What one side comes to; None where something is missing."""
    return None if expansion.flat is None else solve(expansion.flat)


def heaviest(sides: tuple[Visits, ...]) -> Visits:
    """Who comes most often speaks for all; before them who is not known, or can never finish."""
    if len(sides) == 1:
        return sides[0]
    gaps = tuple(dict.fromkeys(gap for each in sides for gap in each.expansion.gaps))
    if gaps:
        missing = replace(sides[0].expansion, flat=None, gaps=gaps)
        return replace(sides[0], expansion=missing, solved=None, sides=sides)
    return replace(max(sides, key=_badness), sides=sides)


def _badness(side: Visits) -> tuple[bool, int, int]:
    solved = side.solved
    assert solved is not None
    return solved.worst is None, solved.worst or 0, solved.worst_external or 0


def expanded_sides(
    offer: Offer, scope: Scope, issued_by: Issuers, *, on: frozenset[str] | None
) -> tuple[Expansion, ...]:
    """The offer's flat forms, the applicant's first, or what is missing for them. `on` as for
    `visits_of_offer`.
    """
    if on is None and (scope is Scope.LIVED or enablers_of_offer(offer)):
        return (Expansion(None, (Gap(GapKind.NO_REGISTER, offer.name),), {}, {}),)
    return tuple(
        expand(offer, scope, issued_by, on=on or frozenset(), side=side) for side in sides_of(offer)
    )


class Ground:
    """For one run over many: what works is looked up once for each region, and so is who issues."""

    def __init__(self) -> None:
        self._registers: dict[str, catalogue.Enablers | None] = {}
        self._issuers: dict[str, Issuers] = {}

    def register(self, region: str) -> catalogue.Enablers | None:
        """What is registered there; None where nobody keeps a register."""
        if region not in self._registers:
            self._registers[region] = catalogue.enablers_in(region)
        return self._registers[region]

    def working(self, region: str) -> frozenset[str] | None:
        """What is open there."""
        kept = self.register(region)
        return None if kept is None else kept.open

    def issuers(self, region: str) -> Issuers:
        """Who issues what there."""
        return self._issuers.setdefault(region, issuers(region))


def region_of(pinned: catalogue.PinnedOffer) -> str:
    """Where what is published stands."""
    return next(iter(pinned.pins.values())).region


def issuers(region: str) -> Issuers:
    """Which item issues what in a region; each is looked up once."""
    known: dict[str, ItemDefinition | None] = {}

    def issuer(catalogue_code: str) -> ItemDefinition | None:
        if catalogue_code not in known:
            known[catalogue_code] = catalogue.issuing_item(catalogue_code, region)
        return known[catalogue_code]

    return issuer
