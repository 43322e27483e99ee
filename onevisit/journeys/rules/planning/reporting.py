"""What comes of opening a set of enablers: in which order, for which items, and what would be next.

The same for the best set, and for one that somebody ticked by hand.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from onevisit.journeys.rules.planning.greedy import Gains
from onevisit.journeys.rules.planning.model import (
    Candidate,
    Curve,
    Drop,
    Load,
    ordered,
    sparing,
    visits_left,
)
from onevisit.kernel.money import Fen

MOST_NEXT = 10


@dataclass(frozen=True, slots=True)
class Step:
    """One enabler of the plan, in the order in which opening them spares most soonest.

    `spared` visits a year when it is opened after those above, `left` after that; `lost`: what the
    plan would spare less without this one.
    """

    code: str
    cost: Fen
    spared: int
    left: int
    lost: int


@dataclass(frozen=True, slots=True)
class More:
    """What could be opened beyond the plan, all of it at once: visits a year, cost."""

    codes: tuple[str, ...]
    spared: int
    cost: Fen


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item: applications a year, most visits of one as things stand and then, visits a year in
    the situations that people are in.

    `lacks`: the cheapest that would lower `then` to `lacks_to`; none where nothing that could be
    opened does.
    """

    code: str
    volume: int
    now: int
    then: int
    visits_now: int
    visits_then: int
    lacks: tuple[str, ...] = ()
    lacks_to: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What opening comes to, in visits a year; items by what they are spared, the most first."""

    steps: tuple[Step, ...]
    cost: Fen
    now: int
    then: int
    items: tuple[ItemLine, ...]
    more: tuple[More, ...]


def outcome(
    loads: Sequence[Load],
    candidates: Iterable[Candidate],
    opened: frozenset[str],
    worst: Mapping[str, Curve] | None = None,
) -> Outcome:
    """What comes of opening these. `worst`: the worst case of each item, by code, where its loads
    are not of that.
    """
    costs = {each.code: each.cost for each in candidates}
    gains = Gains(sparing(loads))
    now, then = visits_left(loads), visits_left(loads, opened)
    return Outcome(
        steps=_steps(gains, opened, costs, now),
        cost=sum(costs[code] for code in opened),
        now=now,
        then=then,
        items=_items(loads, opened, costs, worst or {}),
        more=_more(gains, opened, costs),
    )


def _steps(
    gains: Gains, opened: frozenset[str], costs: Mapping[str, Fen], now: int
) -> tuple[Step, ...]:
    steps: list[Step] = []
    done, left = frozenset[str](), now
    for code in _order(gains, opened):
        spared = gains.more(done, {code})
        done, left = done | {code}, left - spared
        lost = gains.more(opened - {code}, {code})
        steps.append(Step(code, costs[code], spared, left, lost))
    return tuple(steps)


def _order(gains: Gains, opened: frozenset[str]) -> list[str]:
    """What spares most for each enabler comes first; those that only help together, together."""
    order: list[str] = []
    done = frozenset[str]()
    while True:
        ways = [each for each in gains.ways(done) if each <= opened]
        if not ways:
            return order + sorted(opened - done)
        best = min(ways, key=lambda each: (-_each(gains, done, each), ordered(each)))
        order += sorted(best)
        done |= best


def _each(gains: Gains, done: frozenset[str], way: frozenset[str]) -> Fraction:
    return Fraction(gains.more(done, way), len(way))


def _items(
    loads: Sequence[Load],
    opened: frozenset[str],
    costs: Mapping[str, Fen],
    worst: Mapping[str, Curve],
) -> tuple[ItemLine, ...]:
    by_code: dict[str, list[Load]] = {}
    for load in loads:
        by_code.setdefault(load.code, []).append(load)
    lines = [
        _item(code, each, opened, costs, worst.get(code) or _heaviest(each, opened))
        for code, each in by_code.items()
    ]
    lines.sort(key=lambda each: (each.visits_then - each.visits_now, -each.visits_then, each.code))
    return tuple(lines)


def _heaviest(loads: Iterable[Load], opened: frozenset[str]) -> Curve:
    return max(loads, key=lambda load: (load.curve.at(opened), load.volume)).curve


def _item(
    code: str,
    loads: list[Load],
    opened: frozenset[str],
    costs: Mapping[str, Fen],
    worst: Curve,
) -> ItemLine:
    then = worst.at(opened)
    lacks, lacks_to = _lacks(worst.drops, then, opened, costs)
    return ItemLine(
        code=code,
        volume=sum(load.volume for load in loads),
        now=worst.now,
        then=then,
        visits_now=visits_left(loads),
        visits_then=visits_left(loads, opened),
        lacks=lacks,
        lacks_to=lacks_to,
    )


def _lacks(
    drops: Sequence[Drop], then: int, opened: frozenset[str], costs: Mapping[str, Fen]
) -> tuple[tuple[str, ...], int | None]:
    for drop in drops:
        missing = [each - opened for each in drop.sets if each - opened <= costs.keys()]
        if drop.visits < then and missing:
            best = min(missing, key=lambda each: (sum(costs[e] for e in each), ordered(each)))
            return tuple(sorted(best)), drop.visits
    return (), None


def _more(gains: Gains, opened: frozenset[str], costs: Mapping[str, Fen]) -> tuple[More, ...]:
    ways = [each for each in gains.ways(opened) if each <= costs.keys()]
    ways.sort(key=lambda each: (-_each(gains, opened, each), ordered(each)))
    return tuple(
        More(tuple(sorted(each)), gains.more(opened, each), sum(costs[e] for e in each))
        for each in ways[:MOST_NEXT]
    )
