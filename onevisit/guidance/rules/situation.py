"""What is known about a person's situation 情形, and what can still make a difference.

Conditions are judged in three values: a question that has not been answered may still hold
anything, one that is not put (its own condition fails) is null for good. A variable *can matter*
while it stands in what is left of some condition after everything known has been filled in;
conditions inside a part that does not apply matter to nobody. Questions, checklist, form and
figures all stand on this one reading.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TypeAlias

from onevisit.catalogue.rules.composition import FieldUse, Offer, OfferPart, PartyUse
from onevisit.catalogue.rules.definition import Material, Question, Step
from onevisit.catalogue.rules.fees import fee_conditions
from onevisit.catalogue.rules.vocabulary import VarKind
from onevisit.kernel.conditions import (
    Choice,
    Condition,
    Date,
    MultiChoice,
    Number,
    Value,
    VarType,
    partial,
)

Answer: TypeAlias = str | int | float | list[str] | None
Answers: TypeAlias = Mapping[str, Answer]
"""Question key → answer. A missing key or None is a question not answered; `[]` says none of them.
"""


class Truth(StrEnum):
    """What is known of a condition."""

    YES = "yes"
    NO = "no"
    MAYBE = "maybe"


def both(left: Truth, right: Truth) -> Truth:
    """Three-valued and."""
    if Truth.NO in (left, right):
        return Truth.NO
    return Truth.MAYBE if Truth.MAYBE in (left, right) else Truth.YES


@dataclass(frozen=True, slots=True)
class Judged:
    """A condition under what is known: its truth, or what it still waits for."""

    truth: Truth
    waits_for: frozenset[str] = frozenset()


_YES, _NO = Judged(Truth.YES), Judged(Truth.NO)


def var_types(questions: Iterable[Question]) -> dict[str, VarType]:
    """What the answers to these questions may be; free text has no type a condition could use."""
    types: dict[str, VarType] = {}
    for question in questions:
        values = tuple(option.value for option in question.options)
        match question.kind:
            case VarKind.CHOICE:
                types[question.key] = Choice(values)
            case VarKind.MULTI:
                types[question.key] = MultiChoice(values)
            case VarKind.NUMBER:
                types[question.key] = Number(question.minimum, question.maximum)
            case VarKind.DATE:
                types[question.key] = Date()
            case VarKind.TEXT:
                pass
    return types


_Known: TypeAlias = tuple[tuple[str, Value], ...]
_Unknown: TypeAlias = tuple[tuple[str, VarType | None], ...]


@lru_cache(maxsize=65_536)
def _judged(condition: Condition, known: _Known, unknown: _Unknown) -> Judged:
    """Pure, and the same few conditions come again with every answer: hence the cache."""
    types = {name: kind for name, kind in unknown if kind is not None}
    left = partial(condition, dict(known), {name for name, _ in unknown}, types)
    if isinstance(left, bool):
        return _YES if left else _NO
    return Judged(Truth.MAYBE, left)


def _frozen(value: Value) -> Value:
    return tuple(value) if isinstance(value, list) else value


def judge(
    condition: Condition, known: Mapping[str, Value], types: Mapping[str, VarType | None]
) -> Judged:
    """`condition` with `known` filled in; a question (key of `types`) outside `known` may be
    anything.
    """
    if not condition.variables:
        return _YES if condition({}) else _NO
    names = sorted(condition.variables)
    return _judged(
        condition,
        tuple((name, _frozen(known[name])) for name in names if name in known),
        tuple((name, types[name]) for name in names if name in types and name not in known),
    )


@dataclass(frozen=True, slots=True)
class Situation:
    """An offer under some answers.

    `known` holds the answers to questions that are put for certain, and null for those that are not
    put. `whens` says of each question whether it is put; `parts` of each part whether it applies.
    """

    offer: Offer
    answers: Answers
    known: Mapping[str, Value]
    types: Mapping[str, VarType | None]
    whens: Mapping[str, Judged]
    parts: Mapping[str, Judged]

    def judge(self, condition: Condition) -> Judged:
        """`condition` in this situation."""
        return judge(condition, self.known, self.types)

    def part(self, part: OfferPart) -> Truth:
        """Whether `part` applies."""
        return self.parts[part.key].truth

    def field(self, use: FieldUse) -> Truth:
        """Whether the field is asked: some part that reads it applies, and its condition holds."""
        return both(self._any(use.parts), self.judge(use.field.when).truth)

    def party(self, use: PartyUse) -> Truth:
        """Whether somebody's consent is needed: a part that needs it applies, and its condition
        holds.
        """
        return both(self._any(use.parts), self.judge(use.need.when).truth)

    def _any(self, parts: Iterable[OfferPart]) -> Truth:
        truths = {self.part(part) for part in parts}
        return next((t for t in (Truth.YES, Truth.MAYBE) if t in truths), Truth.NO)

    def answered(self, key: str) -> bool:
        """Whether the question of that key has an answer, of use or not."""
        return self.answers.get(key) is not None


def situation(offer: Offer, answers: Answers) -> Situation:
    """Read `answers`, which are taken to be well typed; keys that are no questions are ignored."""
    typed = var_types(offer.questions)
    types = {question.key: typed.get(question.key) for question in offer.questions}
    known: dict[str, Value] = {}
    whens: dict[str, Judged] = {}
    pending = list(offer.questions)
    while pending:
        left = []
        for question in pending:
            judged = whens[question.key] = judge(question.when, known, types)
            if judged.truth is Truth.MAYBE:
                left.append(question)
            elif judged.truth is Truth.NO:
                known[question.key] = None
            elif answers.get(question.key) is not None:
                known[question.key] = answers[question.key]
        if len(left) == len(pending):
            break
        pending = left
    parts = {part.key: judge(part.when, known, types) for part in offer.parts}
    return Situation(offer, answers, known, types, whens, parts)


def needed(here: Situation) -> frozenset[str]:
    """The variables that can still make a difference: to the checklist, to visits, to what is
    asked.
    """
    found: set[str] = set()
    for judged in _open(here):
        found |= judged.waits_for
    agenda = list(found)
    while agenda:
        judged = here.whens.get(agenda.pop(), _YES)
        fresh = judged.waits_for - found
        found |= fresh
        agenda.extend(fresh)
    return frozenset(found)


def _open(here: Situation) -> Iterator[Judged]:
    """Every condition that can matter, judged."""
    for condition in here.offer.consistent:
        yield here.judge(condition)
    for part in here.offer.parts:
        yield here.parts[part.key]
        if here.part(part) is Truth.NO:
            continue
        yield from _of_part(here, part)
    for use in here.offer.fields:
        if any(here.part(part) is not Truth.NO for part in use.parts):
            yield here.judge(use.field.when)
    yield from _of_parties(here)


def _of_parties(here: Situation) -> Iterator[Judged]:
    """Who must agree, how many of them, and whether there is another of the same."""
    if here.offer.again is not None:
        yield here.judge(here.offer.again.when)
    for use in here.offer.parties:
        if all(here.part(part) is Truth.NO for part in use.parts):
            continue
        judged = here.judge(use.need.when)
        yield judged
        count = use.need.count
        if judged.truth is not Truth.NO and count in here.types and count not in here.known:
            yield Judged(Truth.MAYBE, frozenset({count}))


def _of_part(here: Situation, part: OfferPart) -> Iterator[Judged]:
    for material in part.item.materials:
        yield from _of_material(here, material)
    for step in part.item.steps:
        yield from _of_step(here, step)
    for condition in fee_conditions(part.item.fees):
        yield here.judge(condition)


def _of_material(here: Situation, material: Material) -> Iterator[Judged]:
    judged = here.judge(material.when)
    yield judged
    if judged.truth is not Truth.NO:
        for mode in material.modes:
            yield here.judge(mode.when)


def _of_step(here: Situation, step: Step) -> Iterator[Judged]:
    judged = here.judge(step.when)
    yield judged
    if judged.truth is not Truth.NO:
        for mode in step.modes:
            yield here.judge(mode.when)
        for after in step.after:
            yield here.judge(after.when)
