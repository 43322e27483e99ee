"""The least trips of one situation: a shortest way over the sets of acts that are done.

A trip does all it can, and what can be done remotely is done remotely and first: doing more, or
earlier, or without a place never costs a trip. So the places of the trips, in their order, are the
whole plan.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from onevisit.journeys.errors import Malformed
from onevisit.journeys.rules.flat import Trip

MOST_STATES = 2_000_000
"""How many sets of done acts one definition may take; beyond, the answer is an error, no guess."""


@dataclass(frozen=True, slots=True)
class Step:
    """One active act as bits: itself, what must be done before it in the same sitting at the
    latest (`near`), and what in an earlier one (`far`).
    """

    bit: int
    near: int
    far: int


@dataclass(frozen=True)
class Scene:
    """One situation: active acts in a feasible order, the remote ones, and what is done where."""

    steps: tuple[Step, ...]
    remote: int
    at: Mapping[str, int]

    @property
    def goal(self) -> int:
        """All of it done."""
        return sum(step.bit for step in self.steps)

    @cached_property
    def _remotely(self) -> list[tuple[int, int]]:
        able = self.remote
        return [(step.bit, step.near | step.far) for step in self.steps if step.bit & able]

    @cached_property
    def _there(self) -> dict[str, list[tuple[int, int, int]]]:
        return {
            place: [
                (step.bit, step.near, step.far)
                for step in self.steps
                if step.bit & (able | self.remote)
            ]
            for place, able in self.at.items()
        }

    def pause(self, done: int) -> int:
        """What is done once all waits are over and everything remote has followed."""
        for bit, before in self._remotely:
            if not before & ~done:
                done |= bit
        return done

    def trip(self, done: int, place: str) -> int:
        """What is done at the end of a trip to the place."""
        now, missing = done, ~done
        for bit, near, far in self._there[place]:
            if not far & missing and not near & ~now:
                now |= bit
        return now


@dataclass(frozen=True, slots=True)
class _Way:
    """How a set of done acts was reached: trips to places that count, from where, and the last."""

    visits: int
    before: int
    place: str


def least(scene: Scene, external: frozenset[str], names: Sequence[str]) -> tuple[Trip, ...]:
    """The fewest trips of all, then the fewest to places that are not external.

    `names` of the acts by bit. Every active act must have a mode. Raises Malformed where that
    would take too long.
    """
    places = _search(scene, external)
    return _told(scene, places, names)


def _search(scene: Scene, external: frozenset[str]) -> list[str]:
    start, goal = scene.pause(0), scene.goal
    levels: list[dict[int, _Way]] = [{start: _Way(0, 0, "")}]
    seen = {start}
    while goal not in levels[-1]:
        reached = _level(scene, levels[-1], external, seen)
        if not reached:
            raise AssertionError("an act without a mode, or a cycle")
        levels.append(reached if goal in reached else _undominated(reached))
        seen.update(reached)
        if len(seen) > MOST_STATES:
            raise Malformed("/acts", "too many ways to try", "split the definition")
    return _backwards(levels, goal)


def _level(
    scene: Scene, frontier: dict[int, _Way], external: frozenset[str], seen: set[int]
) -> dict[int, _Way]:
    reached: dict[int, _Way] = {}
    for done, way in frontier.items():
        for place, able in scene.at.items():
            if not able & ~done:
                continue
            after = scene.trip(done, place)
            if not after & able & ~done:
                continue
            after = scene.pause(after)
            visits = way.visits + (place not in external)
            known = reached.get(after)
            if after not in seen and (known is None or visits < known.visits):
                reached[after] = _Way(visits, done, place)
    return reached


def _undominated(reached: dict[int, _Way]) -> dict[int, _Way]:
    """Without the sets that another one holds and reaches as cheaply."""
    kept: dict[int, _Way] = {}
    for done, way in sorted(reached.items(), key=lambda each: -each[0].bit_count()):
        if not any(not done & ~more and other.visits <= way.visits for more, other in kept.items()):
            kept[done] = way
    return kept


def _backwards(levels: list[dict[int, _Way]], goal: int) -> list[str]:
    places = []
    for level in reversed(levels[1:]):
        way = level[goal]
        places.append(way.place)
        goal = way.before
    return places[::-1]


def _told(scene: Scene, places: list[str], names: Sequence[str]) -> tuple[Trip, ...]:
    trips = []
    done = scene.pause(0)
    for place in places:
        after = scene.trip(done, place)
        here = after & ~done & ~scene.remote
        acts = (names[step.bit.bit_length() - 1] for step in scene.steps if step.bit & here)
        trips.append(Trip(place, tuple(acts)))
        done = scene.pause(after)
    return tuple(trips)
