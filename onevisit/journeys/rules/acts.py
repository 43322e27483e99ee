"""A definition as literals: when each act is active, where it can be done, what comes before it."""

from collections.abc import Callable
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from onevisit.journeys.rules.flat import Flat
from onevisit.journeys.rules.formula import FALSE, Formula, Situations
from onevisit.journeys.rules.routes import Scene, Step
from onevisit.kernel.conditions.nodes import Node

Holds = Callable[[int], bool]


@dataclass(frozen=True, slots=True)
class Before:
    """Act `act` comes before, while literal `when` holds; `waits` if work lies between."""

    act: int
    waits: bool
    when: int


@dataclass(frozen=True, slots=True)
class ActLits:
    """One act: active, possible remotely, possible at each place; and what comes before it."""

    name: str
    active: int
    remote: int
    at: dict[str, int]
    before: tuple[Before, ...]


class Literals:
    """The acts that can be active at all, in an order that follows the edges where one does."""

    def __init__(self, flat: Flat, formula: Formula) -> None:
        self.formula = formula
        self.situations = Situations(formula, flat.questions, _nodes(flat))
        self.consistent = self.situations.literal(flat.consistent)
        self.acts = self._acts(flat)
        self.names = [each.name for each in self.acts]
        self.places = sorted({place for act in self.acts for place in act.at})
        self.impossible = formula.any_of(
            [
                formula.all_of((act.active, -act.remote, *(-each for each in act.at.values())))
                for act in self.acts
            ]
        )
        self._sorted = _static_order(self.acts)

    def _acts(self, flat: Flat) -> list[ActLits]:
        literal = self.situations.literal
        alive = [each for each in flat.acts.values() if literal(each.when) != FALSE]
        number = {act.name: index for index, act in enumerate(alive)}
        ways: dict[int, dict[tuple[int, bool], list[int]]] = {}
        for edge in flat.order:
            if edge.before in number and edge.after in number:
                way = ways.setdefault(number[edge.after], {})
                end = (number[edge.before], bool(edge.wait))
                way.setdefault(end, []).append(literal(edge.when))
        found = []
        for index, act in enumerate(alive):
            modes: dict[str | None, list[int]] = {}
            for mode in act.modes:
                if mode.needs <= flat.enablers:
                    modes.setdefault(mode.place, []).append(literal(mode.when))
            there = {place: self.formula.any_of(each) for place, each in modes.items()}
            before = tuple(
                Before(other, waits, when)
                for (other, waits), whens in ways.get(index, {}).items()
                if (when := self.formula.any_of(whens)) != FALSE
            )
            remote = there.pop(None, FALSE)
            at = {place: each for place, each in there.items() if place and each != FALSE}
            found.append(ActLits(act.name, literal(act.when), remote, at, before))
        return found

    def scene(self, holds: Holds) -> Scene:
        """The situation of a model. The acts that are active in it must have no cycle."""
        active = {index for index, act in enumerate(self.acts) if holds(act.active)}
        near, far = dict.fromkeys(active, 0), dict.fromkeys(active, 0)
        for index in active:
            for edge in self.acts[index].before:
                if edge.act in active and holds(edge.when):
                    (far if edge.waits else near)[index] |= 1 << edge.act
        order = self._sorted or _order(active, {i: near[i] | far[i] for i in active})
        remote = sum(1 << index for index in active if holds(self.acts[index].remote))
        at: dict[str, int] = {}
        for index in active:
            if not remote >> index & 1:
                for place, literal in self.acts[index].at.items():
                    if holds(literal):
                        at[place] = at.get(place, 0) | 1 << index
        steps = (Step(1 << index, near[index], far[index]) for index in order if index in active)
        return Scene(tuple(steps), remote, dict(sorted(at.items())))

    def knots(self) -> list[frozenset[int]]:
        """Sets of acts within which the edges, all taken together, go round."""
        return [] if self._sorted else _knots(self.acts)


def _nodes(flat: Flat) -> list[Node]:
    found = [flat.consistent]
    for act in flat.acts.values():
        found.append(act.when)
        found += [mode.when for mode in act.modes if mode.needs <= flat.enablers]
    return found + [edge.when for edge in flat.order]


def _static_order(acts: list[ActLits]) -> list[int]:
    """An order of all acts that follows every edge; empty if the edges go round."""
    graph = {index: [edge.act for edge in act.before] for index, act in enumerate(acts)}
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError:
        return []


def _order(active: set[int], before: dict[int, int]) -> list[int]:
    graph = {index: [other for other in active if before[index] >> other & 1] for index in active}
    return list(TopologicalSorter(graph).static_order())


def _knots(acts: list[ActLits]) -> list[frozenset[int]]:
    """Strongly connected acts (with themselves or others), by reachability: they are few."""
    reach = [{edge.act for edge in act.before} for act in acts]
    changed = True
    while changed:
        changed = False
        for index, known in enumerate(reach):
            more = known.union(*(reach[each] for each in known))
            if len(more) > len(known):
                reach[index] = more
                changed = True
    knots = {
        frozenset(each for each in known if index in reach[each])
        for index, known in enumerate(reach)
        if index in known
    }
    return sorted(knots, key=min)
