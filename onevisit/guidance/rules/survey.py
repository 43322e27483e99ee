"""What an offer comes to over every situation anybody can be in, for the guide before any answer.

Exact: each question is tried with one answer of every kind the conditions can tell apart,
question by question, leaving out what cannot matter and what contradicts itself.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from onevisit.catalogue.rules.composition import Offer
from onevisit.catalogue.rules.fees import fee_conditions
from onevisit.guidance.rules.checklist import checklist_in
from onevisit.guidance.rules.figures import Figure, Figures, figures_in
from onevisit.guidance.rules.questions import open_in
from onevisit.guidance.rules.situation import Answer, Truth, situation, var_types
from onevisit.kernel.conditions import Condition, Value, representatives
from onevisit.kernel.conditions.nodes import leaves_of, to_test, variables_of

MOST_SITUATIONS = 1_500
"""Beyond this many the survey gives up: the guide then shows no range."""


@dataclass(frozen=True, slots=True)
class Range:
    """The least and the most of a figure; both None where a source is silent."""

    low: int | None
    high: int | None

    @property
    def same(self) -> bool:
        """True when every situation comes to the same."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class Side:
    """One side of before → after, as ranges."""

    procedures: Range
    materials: Range
    fields: Range
    days: Range
    visits: Range


@dataclass(frozen=True, slots=True)
class Survey:
    """All situations of an offer: how many kinds there are, and the ranges of their figures.

    `always` and `sometimes` are keys of parts.
    """

    situations: int
    before: Side
    after: Side
    always: frozenset[str]
    sometimes: frozenset[str]


@lru_cache(maxsize=1_024)
def survey(offer: Offer) -> Survey | None:
    """The survey of `offer`, kept in memory; None if it has more than 1,500 kinds of situation."""
    found: list[Figures] = []
    active: list[frozenset[str]] = []
    for answers in situations(offer):
        here = situation(offer, answers)
        found.append(figures_in(here, checklist_in(here)))
        active.append(frozenset(p.key for p in offer.parts if here.part(p) is Truth.YES))
        if len(found) > MOST_SITUATIONS:
            return None
    if not found:
        return None
    always = frozenset.intersection(*active)
    return Survey(
        situations=len(found),
        before=_side([each.before for each in found]),
        after=_side([each.after for each in found]),
        always=always,
        sometimes=frozenset.union(*active) - always,
    )


def _side(figures: list[Figure]) -> Side:
    return Side(
        procedures=_range(each.procedures for each in figures),
        materials=_range(each.materials for each in figures),
        fields=_range(each.fields for each in figures),
        days=_range(each.days for each in figures),
        visits=_range(each.visits for each in figures),
    )


def _range(amounts: Iterable[int | None]) -> Range:
    listed = list(amounts)
    known = [each for each in listed if each is not None]
    return Range(min(known), max(known)) if len(known) == len(listed) else Range(None, None)


def situations(offer: Offer) -> Iterator[dict[str, Answer]]:
    """One set of answers for every kind of situation the conditions of `offer` tell apart."""
    return _situations(offer, _values(offer), {})


def _situations(
    offer: Offer, values: Mapping[str, tuple[Answer, ...]], answers: dict[str, Answer]
) -> Iterator[dict[str, Answer]]:
    """Every complete, consistent set of answers that a walk through the questions can end with."""
    here = situation(offer, answers)
    if any(here.judge(condition).truth is Truth.NO for condition in offer.consistent):
        return
    opened = open_in(here)
    if not opened:
        yield answers
        return
    question = opened[0]
    for value in values.get(question.key, ()):
        yield from _situations(offer, values, {**answers, question.key: value})


def _values(offer: Offer) -> dict[str, tuple[Answer, ...]]:
    """For each question one answer of every kind that some condition tells apart."""
    conditions = list(dict.fromkeys(conditions_of(offer)))
    reps = representatives(var_types(offer.questions), conditions)
    values = {key: _distinct(key, found, conditions) for key, found in reps.items()}
    # Free text is told apart by nothing: any word will do.
    return {q.key: values.get(q.key, ("",)) for q in offer.questions}


def _distinct(
    key: str, found: tuple[Value, ...], conditions: list[Condition]
) -> tuple[Answer, ...]:
    """`found` without those that every comparison takes for the same; all if compared to others."""
    leaves = {leaf for each in conditions for leaf in leaves_of(each.node)}
    mine = [leaf for leaf in leaves if key in variables_of(leaf)]
    if any(len(variables_of(leaf)) > 1 for leaf in mine):
        return tuple(_answer(value) for value in found)
    tests = [to_test(leaf) for leaf in mine]
    kinds: dict[tuple[bool, ...], Answer] = {}
    for value in found:
        kinds.setdefault(tuple(test({key: value}) for test in tests), _answer(value))
    return tuple(kinds.values())


def _answer(value: Value) -> Answer:
    if value is None or isinstance(value, (str, int, float)):
        return value
    return list(value)


def conditions_of(offer: Offer) -> Iterator[Condition]:
    """Every condition of the offer, whether it can matter or not."""
    yield from offer.consistent
    for question in offer.questions:
        yield question.when
    for use in offer.fields:
        yield use.field.when
    for part in offer.parts:
        yield part.when
        for material in part.item.materials:
            yield material.when
            yield from (mode.when for mode in material.modes)
        for step in part.item.steps:
            yield step.when
            yield from (mode.when for mode in step.modes)
            yield from (after.when for after in step.after)
        yield from fee_conditions(part.item.fees)


@dataclass(frozen=True, slots=True)
class Influence:
    """What the answer to a question decides: names of parts and of materials, in order."""

    parts: tuple[str, ...]
    materials: tuple[str, ...]


def influence(offer: Offer, key: str) -> Influence:
    """What the question `key` is asked for, without what hangs on it through other questions."""
    parts = tuple(part.name for part in offer.parts if key in part.when.variables)
    materials = dict.fromkeys(
        merged.material.name
        for merged in offer.materials
        if any(
            key in each.variables
            for want in merged.wants
            for each in (want.material.when, *(mode.when for mode in want.material.modes))
        )
    )
    return Influence(parts, tuple(materials))
