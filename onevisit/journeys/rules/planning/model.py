"""What is planned over: enablers that could be opened, and what each of them does for each item."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from onevisit.kernel.money import Fen

Sets = tuple[frozenset[str], ...]
"""Sets of enablers, none within another: any one of them is enough."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An enabler that could be opened, and what that costs in the first year."""

    code: str
    cost: Fen


@dataclass(frozen=True, slots=True)
class Drop:
    """With all of any one of `sets` open, at most `visits` are left."""

    visits: int
    sets: Sets


@dataclass(frozen=True, slots=True)
class Curve:
    """The visits of one item as things stand, and what lowers them: `drops` go down from there."""

    now: int
    drops: tuple[Drop, ...] = ()

    def at(self, opened: frozenset[str]) -> int:
        """The visits with these open too; what is open need not be used."""
        reached = [drop.visits for drop in self.drops if any(each <= opened for each in drop.sets)]
        return min(reached, default=self.now)


@dataclass(frozen=True, slots=True)
class Load:
    """An item that so many applications a year are made for."""

    code: str
    volume: int
    curve: Curve


@dataclass(frozen=True, slots=True)
class Limits:
    """What a plan must keep: at most so many enablers, at most so much money in the first year;
    None for no limit. Those in `must` are opened in any case, and count.
    """

    most: int | None = None
    budget: Fen | None = None
    must: frozenset[str] = frozenset()

    def allow(self, opened: Iterable[str], costs: Mapping[str, Fen]) -> bool:
        """Whether opening these keeps the limits."""
        chosen = set(opened)
        few = self.most is None or len(chosen) <= self.most
        return few and (self.budget is None or sum(costs[e] for e in chosen) <= self.budget)


def apportioned(total: int, shares: Sequence[int]) -> list[int]:
    """The whole in whole numbers by these shares, the largest remainders rounded up."""
    every = sum(shares)
    parts = [total * each // every for each in shares]
    rest = sorted(range(len(shares)), key=lambda at: (-(total * shares[at] % every), at))
    for at in rest[: total - sum(parts)]:
        parts[at] += 1
    return parts


def sparing(loads: Iterable[Load]) -> dict[Sets, int]:
    """How many visits a year are spared where one of the sets is open: items of one kind together.

    A drop from 3 to 1 counts twice, and so does each application.
    """
    found: dict[Sets, int] = {}
    for load in loads:
        left = load.curve.now
        for drop in load.curve.drops:
            spared = load.volume * (left - drop.visits)
            if spared:
                found[drop.sets] = found.get(drop.sets, 0) + spared
            left = drop.visits
    return found


def spared(sets: Mapping[Sets, int], opened: frozenset[str]) -> int:
    """The visits a year that opening these spares."""
    return sum(visits for each, visits in sets.items() if any(enough <= opened for enough in each))


def visits_left(loads: Iterable[Load], opened: frozenset[str] = frozenset()) -> int:
    """The visits of a year with these open too."""
    return sum(load.volume * load.curve.at(opened) for load in loads)


def least(sets: Iterable[frozenset[str]]) -> Sets:
    """Those that hold no other of them, in a fixed order: the fewest first, then by name."""
    kept: list[frozenset[str]] = []
    for each in sorted(set(sets), key=ordered):
        if not any(other <= each for other in kept):
            kept.append(each)
    return tuple(kept)


def ordered(each: Iterable[str]) -> tuple[int, Sequence[str]]:
    """The order of sets: by how many, then by name."""
    names = sorted(each)
    return len(names), names


def blockers(sets: Sets) -> Sets:
    """The least sets that take something of each: without one of these, none of `sets` is whole."""
    found: list[frozenset[str]] = [frozenset()]
    for each in sets:
        met = [known for known in found if known & each]
        more = [known | {one} for known in found if not known & each for one in each]
        found = list(least([*met, *more]))
    return tuple(found)
