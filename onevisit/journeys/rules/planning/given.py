"""What a plan was made from, as it is kept: a plan can be looked at again, and played with, without
asking the catalogue of today.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from onevisit.journeys.rules.expecting import FEW
from onevisit.journeys.rules.planning.model import Candidate, Curve, Drop, Load, apportioned
from onevisit.kernel.money import Fen

Sets = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Service:
    """An enabler that could be opened. `cost` of the first year, None where nobody knows;
    `considered`: whether the plan might open it.
    """

    code: str
    name: str
    name_en: str
    state: str
    cost: Fen | None
    considered: bool = True


@dataclass(frozen=True, slots=True)
class Share:
    """Situations that come to the same: applications a year, visits, and what lowers them."""

    volume: int
    now: int
    drops: tuple[tuple[int, Sets], ...]


@dataclass(frozen=True, slots=True)
class Thing:
    """An item or a bundle: applications a year, visits at worst as things stand, and what lowers
    them, as pairs of visits and the sets of enablers that reach them.

    `cases` are the situations that `known` applications were in, the year's shared out among them
    in their proportion; without any, each application is counted as the worst case.
    """

    code: str
    name: str
    volume: int
    now: int
    drops: tuple[tuple[int, Sets], ...]
    known: int = 0
    cases: tuple[Share, ...] = ()

    @property
    def worst(self) -> Curve:
        """The worst case."""
        return _curve(self.now, self.drops)

    @property
    def loads(self) -> tuple[Load, ...]:
        """What is planned over."""
        if not self.cases:
            return (Load(self.code, self.volume, self.worst),)
        return tuple(Load(self.code, e.volume, _curve(e.now, e.drops)) for e in self.cases)


@dataclass(frozen=True, slots=True)
class Unknown:
    """A thing whose visits nobody can tell, and why: `gaps` (its definition lacks something),
    `stuck` (somebody cannot finish), `tangled` (too many ways to lower them).
    """

    code: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Given:
    """All of it, by code."""

    services: tuple[Service, ...]
    things: tuple[Thing, ...]
    unknown: tuple[Unknown, ...]

    @property
    def loads(self) -> tuple[Load, ...]:
        """The things, to be planned over."""
        return tuple(load for each in self.things for load in each.loads)

    @property
    def worst(self) -> dict[str, Curve]:
        """The worst case of each thing."""
        return {each.code: each.worst for each in self.things}

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """What the plan might open; what nobody knows the cost of counts as free."""
        return tuple(Candidate(e.code, e.cost or 0) for e in self.services if e.considered)

    @property
    def openable(self) -> tuple[Candidate, ...]:
        """What anybody might open by hand."""
        return tuple(Candidate(e.code, e.cost or 0) for e in self.services)


def given_as_json(given: Given) -> dict[str, Any]:
    """To be kept."""
    found: dict[str, Any] = msgspec.to_builtins(given)
    return found


def given_of_json(told: Mapping[str, Any]) -> Given:
    """As it was kept."""
    return msgspec.convert(told, Given)


def thing(
    code: str,
    name: str,
    volume: int,
    curve: Curve,
    cases: Iterable[tuple[int, Curve]] = (),
) -> Thing:
    """What is kept of an item, its curve, and those of the situations that people were in with how
    many were: from `FEW` on they stand for all of the year.
    """
    found = sorted(((each.now, _drops(each), number) for number, each in cases), reverse=True)
    counts = [number for _, _, number in found]
    if sum(counts) < FEW:
        return Thing(code, name, volume, curve.now, _drops(curve))
    volumes = apportioned(volume, counts)
    shares = tuple(
        Share(part, now, drops) for part, (now, drops, _) in zip(volumes, found, strict=True)
    )
    return Thing(code, name, volume, curve.now, _drops(curve), sum(counts), shares)


def _drops(curve: Curve) -> tuple[tuple[int, Sets], ...]:
    return tuple((drop.visits, _written(drop.sets)) for drop in curve.drops)


def _curve(now: int, drops: Iterable[tuple[int, Sets]]) -> Curve:
    return Curve(now, tuple(map(_drop, drops)))


def _written(sets: Iterable[frozenset[str]]) -> Sets:
    return tuple(tuple(sorted(each)) for each in sets)


def _drop(told: tuple[int, Sets]) -> Drop:
    visits, sets = told
    return Drop(visits, tuple(frozenset(each) for each in sets))
