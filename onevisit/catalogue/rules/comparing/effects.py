"""What a definition asks of people at worst, from itself alone: papers to bring, days, trips."""

from collections.abc import Iterable
from dataclasses import dataclass

from onevisit.catalogue.rules.checks.situations import World
from onevisit.catalogue.rules.definition import BundleDefinition, ItemDefinition, Material
from onevisit.catalogue.rules.vocabulary import Need, PartyRole, SourceKind
from onevisit.kernel.conditions import ALWAYS, NEVER, Condition
from onevisit.kernel.conditions.joining import both, either, opposite
from onevisit.kernel.errors import Invalid

MOST_TRIES = 400
"""Sets of conditions held against each other before the figure is only a bound."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What it comes to. Days are of the regime's unit, None where nothing is said; `brought` counts
    papers in the worst situation (`exact`: not only at most so many), `on_site` the applicant's
    acts that can be done nowhere but at a place, `chain` the longest chain of a bundle's items,
    `computed` the trips that are worked out elsewhere, `expected` those on the average over the
    situations that `expected_of` applications of the year were in.
    """

    brought: int | None
    exact: bool
    on_site: int | None
    visits: int | None
    promise: int | None
    legal: int | None
    chain: int | None = None
    computed: int | None = None
    expected: float | None = None
    expected_of: int = 0


def effect_of(item: ItemDefinition | BundleDefinition) -> Effect:
    """The figures of an item; of a bundle those it says itself (`effect_of_bundle` says all)."""
    if isinstance(item, BundleDefinition):
        return Effect(None, True, None, item.declared_visits, item.promise, None)
    brought, exact = most_brought(item)
    return Effect(
        brought=brought,
        exact=exact,
        on_site=sum(_on_site(step.party, step.modes) for step in item.steps),
        visits=item.declared_visits,
        promise=item.regime.promise,
        legal=item.regime.legal,
    )


def must_bring(material: Material) -> bool:
    """Whether there is a situation in which the applicant has to come up with it."""
    return material.need is not Need.OPTIONAL and ready_when(material) != ALWAYS


def ready_when(material: Material) -> Condition:
    """In which situations an office or the platform has it, so that nobody brings it. One that is
    fetched and names ways is fetched only where one of those from afar holds.
    """
    source = material.source
    if source.kind is SourceKind.GENERATED:
        return ALWAYS
    fetched = source.kind is SourceKind.FETCHED or (
        source.kind is SourceKind.ISSUED and bool(source.service)
    )
    if not fetched:
        return NEVER
    if not material.modes:
        return ALWAYS
    return either(mode.when for mode in material.modes if mode.remote and not mode.needs)


def brought_when(material: Material) -> Condition:
    """In which situations the applicant has to come up with it."""
    if material.need is Need.OPTIONAL:
        return NEVER
    return both(material.when, opposite(ready_when(material)))


def most_brought(item: ItemDefinition) -> tuple[int, bool]:
    """How many papers one person may have to bring: the largest number that some situation asks
    for together, and whether that is exact.
    """
    asked = [brought_when(each) for each in item.materials if must_bring(each)]
    try:
        return worst(World(item.questions, [item.consistent]), asked)
    except Invalid:  # a draft whose conditions name what is not there
        return len(asked), False


def worst(world: World, asked: Iterable[Condition]) -> tuple[int, bool]:
    """How many of these may hold at once, and whether that is exact and not only at most.

    Raises what conditions that name nothing known raise.
    """
    weights: dict[Condition, int] = {}
    for each in asked:
        weights[each] = weights.get(each, 0) + 1
    always = weights.pop(ALWAYS, 0)
    search = _Search(world, weights)
    return always + search.most(), search.exact


class _Search:
    """Conditions that may hold together, heaviest first, given up where no better set can come."""

    def __init__(self, world: World, weights: dict[Condition, int]) -> None:
        self._world = world
        self._ordered = sorted(weights.items(), key=lambda pair: (-pair[1], pair[0].source))
        self._tries = 0
        self._best = 0
        self.exact = True

    def most(self) -> int:
        self._walk(0, (), 0)
        return self._best if self.exact else sum(weight for _, weight in self._ordered)

    def _walk(self, at: int, chosen: tuple[Condition, ...], weight: int) -> None:
        self._best = max(self._best, weight)
        rest = sum(each for _, each in self._ordered[at:])
        if at == len(self._ordered) or weight + rest <= self._best or not self.exact:
            return
        self._tries += 1
        self.exact = self._tries <= MOST_TRIES
        condition, more = self._ordered[at]
        if self._world.possible(*chosen, condition):
            self._walk(at + 1, (*chosen, condition), weight + more)
        self._walk(at + 1, chosen, weight)


def _on_site(party: PartyRole, modes: Iterable[object]) -> bool:
    ways = list(modes)
    return (
        party is PartyRole.APPLICANT
        and bool(ways)
        and not any(getattr(way, "remote", False) for way in ways)
    )
