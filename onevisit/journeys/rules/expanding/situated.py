"""An offer in one situation after another: what people answered settles every condition."""

from collections.abc import Container, Mapping
from dataclasses import dataclass

from onevisit.catalogue.rules.composition import Offer
from onevisit.guidance.rules.situation import Answers, Truth, needed, situation
from onevisit.journeys.rules import flat as form
from onevisit.journeys.rules.expanding.answers import TooMany
from onevisit.journeys.rules.expanding.building import EVERYTHING, Build, Issuers, Scope
from onevisit.journeys.rules.expanding.sides import sides_of
from onevisit.kernel.conditions import Value
from onevisit.kernel.conditions.nodes import Node, Test, to_test, variables_of

Known = Mapping[str, Value]
"""Every question with its answer, null where it is not put or makes no difference."""


def settled(offer: Offer, answers: Answers) -> Known | None:
    """The situation that these answers describe; None where the offer asks more than they say, or
    where they do not go together.
    """
    here = situation(offer, answers)
    if needed(here) or any(here.judge(each).truth is Truth.NO for each in offer.consistent):
        return None
    return {question.key: here.known.get(question.key) for question in offer.questions}


@dataclass(frozen=True, slots=True)
class _Act:
    name: str
    when: Test
    modes: tuple[tuple[form.Mode, Test], ...]


@dataclass(frozen=True, slots=True)
class _Edge:
    edge: form.Edge
    when: Test


class Situated:
    """The flat forms of an offer, one for each side, as functions of the situation.

    `possible` is False where something is missing, so that there is no form, and where the lived
    scope hangs on questions that only the items asked before put.
    """

    def __init__(
        self, offer: Offer, scope: Scope, issuers: Issuers, *, on: Container[str] = EVERYTHING
    ) -> None:
        asked = {question.key for question in offer.questions}
        builds = [Build(scope, issuers, on, side) for side in sides_of(offer)]
        self._sides: list[_Side] = []
        self.possible = True
        try:
            for build in builds:
                build.everything(offer)
                self._sides.append(_Side(build, offer.code))
        except TooMany:
            self.possible = False
        if any(build.gaps for build in builds):
            self.possible = False
        if not all(side.variables <= asked for side in self._sides):
            self.possible = False

    def at(self, known: Known) -> tuple[form.Flat, ...]:
        """The forms of one situation, in which nothing is left to ask; `key_of` tells whether two
        are the same.
        """
        return tuple(side.at(known) for side in self._sides)

    def told_apart(self, known: Known) -> str:
        """The answers that any condition of the offer reads."""
        read = sorted(set[str]().union(*(side.variables for side in self._sides)))
        return repr([(name, known.get(name)) for name in read])


class _Side:
    def __init__(self, build: Build, code: str) -> None:
        self._code = code
        self.variables: set[str] = set()
        self._external = frozenset(build.external)
        self._acts = [
            _Act(
                name,
                self._test(build.graph.points[name].active),
                tuple((mode, self._test(when)) for mode, when in build.ways(name)),
            )
            for name in build.modes
        ]
        self._edges = [
            _Edge(form.Edge(each.before, each.after, each.waits), self._test(each.when))
            for each in build.graph.follows()
        ]
        named = (need for act in self._acts for mode, _ in act.modes for need in mode.needs)
        self._on = frozenset(need for need in named if need in build.on)

    def _test(self, node: Node) -> Test:
        self.variables |= variables_of(node)
        return to_test(node)

    def at(self, known: Known) -> form.Flat:
        acts = {
            act.name: form.Act(act.name, tuple(mode for mode, when in act.modes if when(known)))
            for act in self._acts
            if act.when(known)
        }
        order = tuple(
            each.edge
            for each in self._edges
            if each.edge.before in acts and each.edge.after in acts and each.when(known)
        )
        return form.Flat(
            id=self._code,
            questions={},
            acts=acts,
            order=order,
            enablers=self._on,
            external_places=self._external,
        )


def key_of(forms: tuple[form.Flat, ...]) -> object:
    """Equal for situations that come to the same."""
    return tuple((tuple(each.acts.values()), each.order) for each in forms)
