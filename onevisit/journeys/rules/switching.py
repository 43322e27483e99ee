"""One definition asked again and again, each time with other enablers switched on.

A switch becomes a question with two answers, which no applicant answers: what is learned of a row
of trips with some of them on is true with any of them on, so nothing is found out twice.
"""

from dataclasses import replace

from onevisit.journeys.rules.acts import Literals
from onevisit.journeys.rules.expanding.answers import both
from onevisit.journeys.rules.flat import Act, Flat, Mode
from onevisit.journeys.rules.formula import Formula
from onevisit.journeys.rules.learning import Failing
from onevisit.journeys.rules.proposing import Proposer
from onevisit.journeys.rules.routes import least
from onevisit.journeys.rules.solving import solve
from onevisit.kernel.conditions.nodes import Const, Equal, Node, Var

_ON, _OFF = "on", "off"


class Switched:
    """Whether so many visits are enough, with these of `switches` on beside what works already.

    Raises Malformed as `solve`. `close` it in the end.
    """

    def __init__(self, flat: Flat, switches: frozenset[str]) -> None:
        named = {
            need
            for act in flat.acts.values()
            for mode in act.modes
            if mode.needs <= flat.enablers | switches
            for need in mode.needs
        }
        self._switches = (switches - flat.enablers) & named
        self._flat = flat
        self._solved: dict[frozenset[str], int | None] = {}
        self._formula = Formula()
        self._literals = Literals(_with_questions(flat, self._switches), self._formula)
        self._formula.add(self._literals.consistent)
        self._failing = Failing(self._literals)
        self._proposer = Proposer(self._formula)
        self._hunting: list[int] = []
        self._rows: list[tuple[str, ...]] = []
        outside = flat.external_places & set(self._literals.places)
        self._plain = bool(outside) or bool(self._literals.knots())

    def close(self) -> None:
        """Let the solver go."""
        self._proposer.close()

    def within(self, opened: frozenset[str], visits: int) -> bool:
        """Whether nobody must come more often with these on; so it is too where nobody can finish
        at all.
        """
        if self._plain:
            found = self._solve(opened & self._switches)
            return found is None or found <= visits
        while len(self._hunting) <= visits:
            self._hunting.append(self._formula.new())
            for places in self._rows:
                self._learn(places, len(self._hunting) - 1)
        wanted = (-self._literals.impossible, self._hunting[visits], *self._set(opened))
        while self._proposer.found(*wanted):
            scene = self._literals.scene(self._proposer.holds)
            trips = least(scene, frozenset(), self._literals.names)
            places = tuple(trip.place for trip in trips)
            self._rows.append(places)
            for most in range(len(self._hunting)):
                self._learn(places, most)
            if len(places) > visits:
                return False
        return True

    def possible(self, opened: frozenset[str]) -> bool:
        """Whether anybody can finish with these on."""
        return self._proposer.found(-self._literals.impossible, *self._set(opened))

    def _learn(self, places: tuple[str, ...], most: int) -> None:
        """Where this row does everything, it is enough for who looks for at most so many."""
        if len(places) <= most:
            self._formula.add(-self._hunting[most], *self._failing.undone(places))

    def _set(self, opened: frozenset[str]) -> list[int]:
        literal = self._literals.situations.literal
        return [
            literal(_is(code, _ON if code in opened else _OFF)) for code in sorted(self._switches)
        ]

    def _solve(self, opened: frozenset[str]) -> int | None:
        """External places, and what may go round, have rules of their own."""
        if opened not in self._solved:
            on = self._flat.enablers | opened
            self._solved[opened] = solve(replace(self._flat, enablers=on)).worst
        return self._solved[opened]


def _with_questions(flat: Flat, switches: frozenset[str]) -> Flat:
    asked = {_name(code): (_ON, _OFF) for code in sorted(switches)}
    acts = {
        name: Act(name, tuple(_switched(mode, switches) for mode in act.modes), act.when)
        for name, act in flat.acts.items()
    }
    return replace(flat, questions={**flat.questions, **asked}, acts=acts)


def _switched(mode: Mode, switches: frozenset[str]) -> Mode:
    needed = sorted(mode.needs & switches)
    when = both(mode.when, *(_is(code, _ON) for code in needed))
    return Mode(mode.place, mode.needs - switches, when)


def _is(code: str, state: str) -> Node:
    return Equal(Var(_name(code)), Const(state), negated=False)


def _name(code: str) -> str:
    return f"enabler\0{code}"
