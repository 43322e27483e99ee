"""Checks of conditions: what they name, and whether any situation can make them true."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from onevisit.catalogue.rules.checks.findings import fault
from onevisit.catalogue.rules.definition import Fee, Field, Material, Mode, Question, Step
from onevisit.catalogue.rules.vocabulary import VarKind
from onevisit.kernel import conditions
from onevisit.kernel.conditions import (
    ALWAYS,
    Choice,
    Condition,
    Date,
    MultiChoice,
    Number,
    VarType,
    check_types,
    satisfiable,
)
from onevisit.kernel.errors import Problem


@dataclass(frozen=True, slots=True)
class Placed:
    """A condition, where it stands, and the conditions it stands under."""

    place: str
    condition: Condition
    under: tuple[Condition, ...] = ()


def var_types(questions: Iterable[Question]) -> dict[str, VarType]:
    """What each question's answer can be; free text decides nothing and is left out."""
    found: dict[str, VarType] = {}
    for question in questions:
        kind = _var_type(question)
        if kind is not None:
            found.setdefault(question.key, kind)
    return found


def _var_type(question: Question) -> VarType | None:
    values = tuple(option.value for option in question.options)
    match question.kind:
        case VarKind.CHOICE:
            return Choice(values)
        case VarKind.MULTI:
            return MultiChoice(values)
        case VarKind.NUMBER:
            return Number(question.minimum, question.maximum)
        case VarKind.DATE:
            return Date()
        case _:
            return None


class World:
    """All situations that can be: answers that are consistent, and no answer to what is not asked.

    Used only with conditions that `check_types` found nothing wrong with.
    """

    def __init__(self, questions: Iterable[Question], consistent: Sequence[Condition]) -> None:
        listed = tuple(questions)
        self.types: Mapping[str, VarType] = var_types(listed)
        self._consistent = tuple(consistent)
        self._asked = {q.key: q.when for q in listed if q.when != ALWAYS and q.key in self.types}
        self._links = {key: _asked_only_if(key, when) for key, when in self._asked.items()}
        self._known: dict[frozenset[Condition], bool] = {}

    def possible(self, *together: Condition) -> bool:
        """Whether some situation makes all of them true."""
        key = frozenset(together)
        if key not in self._known:
            conds = [*self._consistent, *together]
            conds += self._linked(conds)
            found = satisfiable(conds, self.types, nullable=self._asked.keys())
            self._known[key] = found is not None
        return self._known[key]

    def _linked(self, conds: Iterable[Condition]) -> list[Condition]:
        """The links of every question the conditions hang on, directly or through others."""
        todo = [name for cond in conds for name in cond.variables]
        seen: dict[str, Condition] = {}
        while todo:
            name = todo.pop()
            if name in self._links and name not in seen:
                seen[name] = self._links[name]
                todo += self._asked[name].variables
        return list(seen.values())


def _asked_only_if(key: str, when: Condition) -> Condition:
    """`key` has an answer exactly when its question is asked."""
    asked = json.loads(when.source)
    return conditions.compile(
        {
            "or": [
                {"and": [asked, {"!=": [{"var": key}, None]}]},
                {"and": [{"!": asked}, {"==": [{"var": key}, None]}]},
            ]
        }
    )


def order(questions: Sequence[Question]) -> Iterator[Problem]:
    """A question may depend only on questions asked before it: so nothing goes round."""
    places = {question.key: index for index, question in reversed(list(enumerate(questions)))}
    for index, question in enumerate(questions):
        for name in sorted(question.when.variables):
            if places.get(name, -1) >= index:
                yield fault(
                    f"/questions/{index}/when",
                    "question_depends_on_later",
                    key=question.key,
                    later=name,
                )


def of_questions(questions: Sequence[Question]) -> Iterator[Placed]:
    """When each question is asked."""
    for index, question in enumerate(questions):
        yield Placed(f"/questions/{index}/when", question.when)


def of_materials(materials: Sequence[Material]) -> Iterator[Placed]:
    """When each material is asked, and each of its ways is open."""
    for index, material in enumerate(materials):
        place = f"/materials/{index}"
        yield Placed(f"{place}/when", material.when)
        yield from _of_modes(place, material.modes, material.when)


def of_steps(steps: Sequence[Step]) -> Iterator[Placed]:
    """When each step is done, each of its ways is open, each order counts."""
    for index, step in enumerate(steps):
        place = f"/steps/{index}"
        yield Placed(f"{place}/when", step.when)
        yield from _of_modes(place, step.modes, step.when)
        for edge, after in enumerate(step.after):
            yield Placed(f"{place}/after/{edge}/when", after.when, (step.when,))


def of_fields(fields: Sequence[Field]) -> Iterator[Placed]:
    """When each field is shown."""
    for index, field in enumerate(fields):
        yield Placed(f"/form/{index}/when", field.when)


def of_fees(fees: Sequence[Fee]) -> Iterator[Placed]:
    """When each rate is charged, and when nothing is."""
    for index, fee in enumerate(fees):
        for at, rate in enumerate(fee.rates):
            yield Placed(f"/fees/{index}/rates/{at}/when", rate.when)
        for at, free in enumerate(fee.exemptions):
            yield Placed(f"/fees/{index}/exemptions/{at}/when", free.when)


def _of_modes(place: str, modes: Sequence[Mode], under: Condition) -> Iterator[Placed]:
    for index, mode in enumerate(modes):
        yield Placed(f"{place}/modes/{index}/when", mode.when, (under,))


def meaning(
    placed: Sequence[Placed], questions: Sequence[Question], consistent: Sequence[Placed]
) -> Iterator[Problem]:
    """Unknown names and types first; only where there are none, whether anything is possible."""
    types = var_types(questions)
    wrong = [
        each
        for one in (*placed, *consistent)
        for each in check_types(one.condition, types, one.place)
    ]
    yield from wrong
    if not wrong:
        yield from _possible(placed, World(questions, [one.condition for one in consistent]))


def _possible(placed: Sequence[Placed], world: World) -> Iterator[Problem]:
    if not world.possible():
        yield fault("/consistent", "consistent_impossible")
        return
    for one in placed:
        hopeless = one.under and not world.possible(*one.under)  # said where that one stands
        asked = one.condition != ALWAYS and not hopeless
        if asked and not world.possible(one.condition, *one.under):
            yield fault(one.place, "when_never")
