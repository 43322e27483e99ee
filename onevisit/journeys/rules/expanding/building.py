"""An offer as a flat definition: steps with presence, materials by source, parts of a bundle.

Two scopes. *Official*: from application to result of this alone, papers that other items issue are
taken as in hand. *Lived*: with everything one must run for before, recursively.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from graphlib import CycleError, TopologicalSorter

from onevisit.catalogue.rules.composition import Offer, OfferPart, PartyUse, Want, compose_item
from onevisit.catalogue.rules.definition import ItemDefinition, Mode, Question, Step
from onevisit.catalogue.rules.vocabulary import Need, PartyRole, SourceKind, StepKind
from onevisit.journeys.rules import flat as form
from onevisit.journeys.rules.expanding.answers import FlatAnswers, TooMany, both, either
from onevisit.journeys.rules.expanding.gaps import Gap, GapKind
from onevisit.journeys.rules.expanding.graph import Graph, Point
from onevisit.journeys.rules.expanding.papers import CENTRE, DEPARTMENT, Cost, Paper, papers
from onevisit.journeys.rules.expanding.sides import brought_by, own_steps, taking_part
from onevisit.journeys.rules.expanding.words import ActWords, AnswerWords
from onevisit.kernel.conditions.nodes import Lit, Node

Issuers = Callable[[str], ItemDefinition | None]
"""The item that issues what a catalogue code (12) stands for, where one is published."""


class _Everything:
    """Where nobody asks what works, all of it does."""

    def __contains__(self, _: object) -> bool:
        return True


EVERYTHING: Container[str] = _Everything()


class Scope(StrEnum):
    """What is counted."""

    OFFICIAL = "official"
    LIVED = "lived"


@dataclass(frozen=True, slots=True)
class Expansion:
    """What an offer comes to. `flat` is None where `gaps` say what is missing."""

    flat: form.Flat | None
    gaps: tuple[Gap, ...]
    acts: Mapping[str, ActWords]
    answers: Mapping[str, AnswerWords]


def expand(
    offer: Offer,
    scope: Scope,
    issuers: Issuers,
    *,
    on: Container[str] = EVERYTHING,
    side: PartyUse | None = None,
) -> Expansion:
    """The offer in its flat form, for the applicant or for the `side` whose consent it takes. `on`:
    enablers that work; what is not among them does not.

    Nothing declared is read.
    """
    build = Build(scope, issuers, on, side)
    try:
        build.everything(offer)
        flat, answers = build.flat(offer.code)
    except TooMany:
        build.gaps[Gap(GapKind.TOO_TANGLED, offer.name)] = None
        return Expansion(None, tuple(build.gaps), {}, {})
    found = None if build.gaps else flat
    return Expansion(found, tuple(build.gaps), build.words, answers)


@dataclass
class Build:
    """What has been collected so far."""

    scope: Scope
    issuers: Issuers
    on: Container[str]
    side: PartyUse | None = None
    graph: Graph = field(default_factory=Graph)
    modes: dict[str, tuple[Mode, ...]] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)
    words: dict[str, ActWords] = field(default_factory=dict)
    gaps: dict[Gap, None] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)
    consistent: list[Node] = field(default_factory=list)
    external: set[str] = field(default_factory=set)
    needed: dict[str, list[tuple[Node, tuple[str, ...]]]] = field(default_factory=dict)

    def everything(self, offer: Offer) -> None:
        """The offer, and in the lived scope whatever must be got before."""
        self.offer(offer, "", Lit(True), self.side)
        if self.scope is not Scope.LIVED:
            return
        for code in self._issuers_in_order(offer):
            wanted = self.needed.get(code)
            item = self.issuers(code)
            if wanted and item is not None:
                issued = compose_item(item)
                self.offer(issued, f"{code}/", either(need for need, _ in wanted))
                for need, entries in wanted:
                    for last in self._last(f"{code}/"):
                        for entry in entries:
                            self.graph.link(last, entry, when=need)

    def offer(self, offer: Offer, prefix: str, active: Node, side: PartyUse | None = None) -> None:
        """All parts of an offer, and what they want of the applicant, or of the `side`."""
        self._ask(offer)
        when = {part.key: both(active, part.when.node) for part in offer.parts}
        here = Lit(True) if side is None else taking_part(side, when)
        for part in offer.parts:
            own = {step.key for step in own_steps(part, side)}
            self._part(part, _at(prefix, part), when[part.key], own, here)
        for part in offer.parts:
            for before in part.after:
                self._after(prefix, offer.part(before), part, both(when[before], when[part.key]))
        for merged in offer.materials:
            whose = brought_by(offer, merged.key, side, when)
            for paper in papers(merged, when, self.on):
                theirs = replace(paper, active=both(paper.active, whose))
                self._paper(theirs, prefix, when)

    def _ask(self, offer: Offer) -> None:
        self.consistent += [condition.node for condition in offer.consistent]
        for question in offer.questions:
            known = self.questions.setdefault(question.key, question)
            same = (known.kind, [each.value for each in known.options])
            if same != (question.kind, [each.value for each in question.options]):
                self._gap(GapKind.QUESTIONS_DIFFER, offer.name, question.label)

    def _part(
        self, part: OfferPart, at: str, active: Node, own: Container[str], here: Node
    ) -> None:
        item = part.item
        if not item.steps:
            self._gap(GapKind.NO_STEPS, item.name)
            return
        for step in item.steps:
            self._step(part, step, at, active, here if step.key in own else None)
            for after in step.after:
                self.graph.link(
                    at + after.step, at + step.key, waits=bool(after.wait), when=after.when.node
                )
        kinds = {step.kind for step in item.steps}
        if StepKind.APPLY not in kinds:
            self._gap(GapKind.NO_APPLICATION, item.name)
        if item.results and StepKind.COLLECT not in kinds:
            self._gap(GapKind.NO_COLLECTION, item.name, item.results[0].name)

    def _step(self, part: OfferPart, step: Step, at: str, active: Node, own: Node | None) -> None:
        """`own`: when it is for whoever is looked at to do it; None where it never is."""
        item, when = part.item, both(active, step.when.node)
        office = step.party is not PartyRole.APPLICANT
        if own is None:
            self.graph.points[at + step.key] = Point(when, False, office and step.limit > 0)
            return
        self.graph.points[at + step.key] = Point(both(when, own), True)
        if not step.modes:
            self._gap(GapKind.NO_MODES, item.name, step.name)
        self._act(at + step.key, step.modes, _home(item), ActWords(part.name, step.name))

    def _act(self, name: str, modes: tuple[Mode, ...], home: str, words: ActWords) -> None:
        self.modes[name], self.homes[name], self.words[name] = modes, home, words

    def _after(self, prefix: str, first: OfferPart, then: OfferPart, when: Node) -> None:
        """A part that waits for another: its offices begin when the other's have decided."""
        for decided in self._of_kind(first, prefix, StepKind.DECIDE):
            for begun in _begins(then, prefix):
                self.graph.link(decided, begun, when=when)

    def _paper(self, paper: Paper, prefix: str, when: Mapping[str, Node]) -> None:
        if paper.active == Lit(False):
            return
        if paper.gap is not None:
            self._gap(paper.gap, paper.wants[0].part.item.name, paper.name)
        elif paper.cost is Cost.ITEM and self.scope is Scope.LIVED:
            if self.issuers(paper.item) is None:
                self._gap(GapKind.NO_ISSUER, paper.wants[0].part.item.name, paper.name)
            entries = tuple(
                each for want in paper.wants for each in self._entries(want.part, prefix)
            )
            self.needed.setdefault(paper.item, []).append((paper.active, entries))
        elif paper.cost is Cost.ERRAND or (paper.cost is Cost.OFFICE and self.scope is Scope.LIVED):
            self._errand(paper, prefix, when)

    def _errand(self, paper: Paper, prefix: str, when: Mapping[str, Node]) -> None:
        number = sum(name.startswith(f"{prefix}:{paper.key}") for name in self.modes)
        name = f"{prefix}:{paper.key}" + (f"~{number}" if number else "")
        item = paper.wants[0].part.item
        self.external |= paper.external
        self.graph.points[name] = Point(paper.active, act=True)
        self._act(name, paper.modes, _home(item), ActWords(item.name, paper.name))
        for want in paper.wants:
            wanted = both(when[want.part.key], want.material.when.node)
            for end, waits in self._needed_by(want, prefix):
                self.graph.link(name, end, waits=waits, when=wanted)

    def _needed_by(self, want: Want, prefix: str) -> list[tuple[str, bool]]:
        """What the paper must come before, and whether an office then works on it.

        One shown at collection, or allowed to follow, before the result is handed out; one that the
        applicant has, before the office begins; any other, before one can apply.
        """
        material, part = want.material, want.part
        later = material.need is Need.MAY_FOLLOW or material.defer_days is not None
        if material.original_seen_at_collection or later:
            works = not material.original_seen_at_collection
            ends = self._of_kind(part, prefix, StepKind.COLLECT)
            if ends:
                return [(each, works) for each in ends]
        begins = _begins(part, prefix) if material.source.kind is SourceKind.HELD else []
        return [(each, False) for each in begins or self._entries(part, prefix)]

    def _entries(self, part: OfferPart, prefix: str) -> list[str]:
        return self._of_kind(part, prefix, StepKind.APPLY)

    def _of_kind(self, part: OfferPart, prefix: str, kind: StepKind) -> list[str]:
        at = _at(prefix, part)
        return [at + step.key for step in part.item.steps if step.kind is kind]

    def _last(self, prefix: str) -> list[str]:
        """The points of an inserted item after which nothing of it comes."""
        return [
            name
            for name in self.graph.points
            if name.startswith(prefix)
            and not any(link.after.startswith(prefix) for link in self.graph.links.get(name, ()))
        ]

    def _issuers_in_order(self, offer: Offer) -> list[str]:
        """The codes of all items that issue something, each after all that want of it."""
        wants: dict[str, set[str]] = {"": _items_wanted(offer, self.on)}
        todo = list(wants[""])
        while todo:
            code = todo.pop()
            if code not in wants:
                item = self.issuers(code)
                found = set() if item is None else _items_wanted(compose_item(item), self.on)
                wants[code] = found
                todo += found
        try:
            order = list(TopologicalSorter(wants).static_order())
        except CycleError as ring:
            names = [self.issuers(code) for code in ring.args[1]]
            told = " → ".join(item.name for item in names if item is not None)
            self._gap(GapKind.ISSUED_IN_A_RING, offer.name, told)
            return []
        return [code for code in reversed(order) if code]

    def _gap(self, kind: GapKind, of: str, what: str = "") -> None:
        self.gaps[Gap(kind, of, what)] = None

    def flat(self, code: str) -> tuple[form.Flat, dict[str, AnswerWords]]:
        """What was collected, in the flat form. Raises TooMany."""
        follows = self.graph.follows()
        acts = {name: self.graph.points[name].active for name in self.modes}
        whens = [mode.when.node for modes in self.modes.values() for mode in modes]
        answers = FlatAnswers(
            self.questions,
            [*acts.values(), *whens, *(each.when for each in follows), *self.consistent],
        )
        named = {need for modes in self.modes.values() for mode in modes for need in mode.needs}
        return (
            form.Flat(
                id=code if self.side is None else f"{code}#{self.side.need.key}",
                questions=answers.options,
                acts={
                    name: form.Act(name, self._modes(name, answers), answers.flat(when))
                    for name, when in acts.items()
                },
                order=tuple(
                    form.Edge(each.before, each.after, each.waits, answers.flat(each.when))
                    for each in follows
                ),
                consistent=answers.consistent(self.consistent),
                enablers=frozenset(each for each in named if each in self.on),
                external_places=frozenset(self.external),
            ),
            answers.words(),
        )

    def _modes(self, name: str, answers: FlatAnswers) -> tuple[form.Mode, ...]:
        return tuple(replace(mode, when=answers.flat(when)) for mode, when in self.ways(name))

    def ways(self, name: str) -> Iterator[tuple[form.Mode, Node]]:
        """The modes of an act, each with when it is there, in terms of what people answer."""
        home = self.homes[name]
        for mode in self.modes[name]:
            place = None if mode.remote else home if mode.place == DEPARTMENT else mode.place
            yield form.Mode(place, frozenset(mode.needs)), mode.when.node


def _at(prefix: str, part: OfferPart) -> str:
    return f"{prefix}{part.key}/"


def _home(item: ItemDefinition) -> str:
    """Where a department receives: the centre if it sits there, else a place of its own."""
    return CENTRE if item.national.in_centre else f"{DEPARTMENT}:{item.code[:18]}"


def _begins(part: OfferPart, prefix: str) -> list[str]:
    """The steps with which the offices begin."""
    steps = part.item.steps
    offices = {step.key for step in steps if step.party is not PartyRole.APPLICANT}
    return [
        _at(prefix, part) + step.key
        for step in steps
        if step.key in offices and not any(each.step in offices for each in step.after)
    ]


def _items_wanted(offer: Offer, on: Container[str]) -> set[str]:
    always: dict[str, Node] = {part.key: Lit(True) for part in offer.parts}
    wanted: Iterable[Paper] = (
        paper for merged in offer.materials for paper in papers(merged, always, on)
    )
    return {paper.item for paper in wanted if paper.cost is Cost.ITEM}
