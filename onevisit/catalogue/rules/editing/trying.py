"""A draft tried with sample answers: what is asked, what holds, what no situation can be.

The same reading of open answers that guides people (`kernel.conditions.partial`): a question that
is not put has no answer, one that is put and not answered may still be anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from onevisit.catalogue.rules.checks.situations import var_types
from onevisit.catalogue.rules.definition import (
    Fee,
    FeeExemption,
    FeeRate,
    Field,
    ItemDefinition,
    Material,
    Question,
    Step,
)
from onevisit.catalogue.rules.fees import rates_on
from onevisit.kernel.conditions import Condition, Value, VarType, partial

Holds = bool | None
"""True, False, or None while questions are open."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What the sample answers come to. `consistent` is False for a situation that cannot be."""

    questions: tuple[tuple[Question, Holds], ...]
    materials: tuple[tuple[Material, Holds], ...]
    steps: tuple[tuple[Step, Holds], ...]
    fields: tuple[tuple[Field, Holds], ...]
    rates: tuple[tuple[Fee, tuple[tuple[FeeRate, Holds], ...]], ...]
    exemptions: tuple[tuple[FeeExemption, Holds], ...]
    consistent: Holds
    known: Mapping[str, Value]

    @property
    def open(self) -> tuple[Question, ...]:
        """Questions that are put and still without an answer."""
        return tuple(
            question
            for question, asked in self.questions
            if asked and question.key not in self.known
        )


def tried(item: ItemDefinition, answers: Mapping[str, Value], day: date) -> Tried:
    """The item under `answers` by question key on a day, which decides the rates; None is no
    answer. Answers to questions that are not put do not count.
    """
    types = var_types(item.questions)
    keys = {question.key for question in item.questions}
    known: dict[str, Value] = {}
    asked: dict[str, Holds] = {}
    pending = list(item.questions)
    while pending:
        left = []
        for question in pending:
            holds = asked[question.key] = _holds(question.when, known, keys, types)
            if holds is None:
                left.append(question)
            elif holds is False:
                known[question.key] = None
            elif answers.get(question.key) is not None:
                known[question.key] = answers[question.key]
        if len(left) == len(pending):
            break
        pending = left

    def holds_now(condition: Condition) -> Holds:
        return _holds(condition, known, keys, types)

    return Tried(
        questions=tuple((each, asked[each.key]) for each in item.questions),
        materials=tuple((each, holds_now(each.when)) for each in item.materials),
        steps=tuple((each, holds_now(each.when)) for each in item.steps),
        fields=tuple((each, holds_now(each.when)) for each in item.form),
        rates=tuple(
            (fee, tuple((rate, holds_now(rate.when)) for rate in rates_on(fee, day)))
            for fee in item.fees
        ),
        exemptions=tuple(
            (free, holds_now(free.when)) for fee in item.fees for free in fee.exemptions
        ),
        consistent=holds_now(item.consistent),
        known=known,
    )


def _holds(
    condition: Condition,
    known: Mapping[str, Value],
    keys: set[str],
    types: Mapping[str, VarType],
) -> Holds:
    unknown = (keys & condition.variables) - known.keys()
    inner = {name: types[name] for name in unknown if name in types}
    left = partial(condition, known, unknown, inner)
    return left if isinstance(left, bool) else None
