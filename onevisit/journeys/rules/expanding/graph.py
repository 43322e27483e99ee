"""What comes before what among the applicant's acts, over all that offices do between them."""

from dataclasses import dataclass, field

from onevisit.journeys.rules.expanding.answers import TooMany, both, opposite
from onevisit.journeys.rules.flat import ALWAYS
from onevisit.kernel.conditions.nodes import Lit, Node

MOST_WAYS = 20_000


@dataclass(frozen=True, slots=True)
class Point:
    """A step or an errand. `works`: an office needs time for it, so nobody waits on the spot."""

    active: Node
    act: bool
    works: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """What is said of two points: `after` follows, with work between if `waits`."""

    after: str
    waits: bool
    when: Node


@dataclass(frozen=True, slots=True)
class Follows:
    """One act after another, directly or over what is no act or not active."""

    before: str
    after: str
    waits: bool
    when: Node


@dataclass
class Graph:
    """Points and links as they are collected."""

    points: dict[str, Point] = field(default_factory=dict)
    links: dict[str, list[Link]] = field(default_factory=dict)

    def link(self, before: str, after: str, *, waits: bool = False, when: Node = ALWAYS) -> None:
        """Say that one comes after the other."""
        self.links.setdefault(before, []).append(Link(after, waits, when))

    def follows(self) -> list[Follows]:
        """The order of acts. An act between that may be inactive carries the order then too.

        Raises TooMany.
        """
        found: dict[tuple[str, str, Node], bool] = {}
        for name, point in self.points.items():
            if point.act:
                for after, waits, when in self._reached(name, point):
                    key = (name, after, when)
                    found[key] = found.get(key, False) or waits
        return [Follows(u, v, waits, when) for (u, v, when), waits in found.items()]

    def _reached(self, start: str, first: Point) -> list[tuple[str, bool, Node]]:
        found = []
        todo: list[tuple[str, bool, Node]] = [(start, False, Lit(True))]
        seen = set(todo)
        while todo:
            at, waited, when = todo.pop()
            point = self.points[at]
            if at != start and point.act:
                found.append((at, waited, when))
                when = both(when, opposite(point.active))
                if when == Lit(False) or point.active == first.active:
                    continue
            for way in self._onward(at, waited, when):
                if way not in seen:
                    seen.add(way)
                    todo.append(way)
            if len(seen) > MOST_WAYS:
                raise TooMany
        return found

    def _onward(self, at: str, waited: bool, when: Node) -> list[tuple[str, bool, Node]]:
        ways = []
        for link in self.links.get(at, ()):
            if link.after not in self.points:
                continue
            then = both(when, link.when)
            if then == Lit(False):
                continue
            waits = waited or link.waits
            ways.append((link.after, waits, then))
            there = self.points[link.after]
            if there.works and not waits:
                worked = both(then, there.active)
                if worked == then:
                    ways[-1] = (link.after, True, then)
                else:
                    ways.append((link.after, True, worked))
        return ways
