"""What a plan was made from, as it is kept: a plan can be looked at again, and played with, without
asking the catalogue of today.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from onevisit.journeys.rules.planning.model import Candidate, Curve, Drop, Load
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
class Thing:
    """An item or a bundle: applications a year, visits as things stand, and what lowers them, as
    pairs of visits and the sets of enablers that reach them.
    """

    code: str
    name: str
    volume: int
    now: int
    drops: tuple[tuple[int, Sets], ...]

    @property
    def load(self) -> Load:
        """What is planned over."""
        return Load(self.code, self.volume, Curve(self.now, tuple(map(_drop, self.drops))))


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
        return tuple(each.load for each in self.things)

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


def thing(code: str, name: str, volume: int, curve: Curve) -> Thing:
    """What is kept of an item and its curve."""
    drops = tuple((drop.visits, _written(drop.sets)) for drop in curve.drops)
    return Thing(code, name, volume, curve.now, drops)


def _written(sets: Iterable[frozenset[str]]) -> Sets:
    return tuple(tuple(sorted(each)) for each in sets)


def _drop(told: tuple[int, Sets]) -> Drop:
    visits, sets = told
    return Drop(visits, tuple(frozenset(each) for each in sets))
