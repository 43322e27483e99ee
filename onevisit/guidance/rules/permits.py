"""From a kind of business and a few answers to the list of what it needs, in order.

A need applies, does not, or is still open while a question is; open ones count as if they applied.
What comes first stands first; days are working days, each need begins when those before it are
there, and the whole takes as long as its longest chain.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from onevisit.catalogue.rules.activities import Activity, PermitNeed, Timing
from onevisit.catalogue.rules.definition import Question
from onevisit.guidance.rules.situation import Answer, Answers, Truth, judge, var_types
from onevisit.kernel.calendar import DayUnit
from onevisit.kernel.conditions import Value


@dataclass(frozen=True, slots=True)
class PermitLine:
    """One need that applies. `begins` working days after the start, `days` long; None = unknown."""

    need: PermitNeed
    begins: int | None
    days: int | None


@dataclass(frozen=True, slots=True)
class Permits:
    """The list. `before` and `after` the opening, in order; `open` are the questions still to be
    asked; `days` until the doors may open, None while some office does not say.
    """

    before: tuple[PermitLine, ...]
    after: tuple[PermitLine, ...]
    spared: tuple[PermitNeed, ...]
    open: tuple[Question, ...]
    asked: tuple[Question, ...]
    days: int | None


def permits(activity: Activity, answers: Answers, limits: Mapping[str, int | None]) -> Permits:
    """What `activity` needs under `answers`; `limits` (key of the need → working days) come before
    the days of the table.
    """
    known, asked = _known(activity, answers)
    types = {question.key: kind for question in activity.questions
             for kind in (var_types([question]).get(question.key),)}  # fmt: skip
    truth = {need.key: judge(need.when, known, types).truth for need in activity.needs}
    active = [need for need in activity.needs if truth[need.key] is not Truth.NO]
    days = {need.key: limits.get(need.key, need.days) for need in active}
    starts = _starts(active, days)
    lines = sorted(
        (PermitLine(need, starts[need.key], days[need.key]) for need in active),
        key=lambda line: _depth(line.need.key, {need.key: need for need in active}),
    )
    before = tuple(each for each in lines if each.need.timing is Timing.BEFORE)
    return Permits(
        before=before,
        after=tuple(each for each in lines if each.need.timing is Timing.AFTER),
        spared=tuple(need for need in activity.needs if truth[need.key] is Truth.NO),
        open=tuple(each for each in asked if answers.get(each.key) is None),
        asked=asked,
        days=_whole(before),
    )


def at_most_working(days: int | None, unit: str) -> int | None:
    """A promise of an item in working days: of those of the calendar each whole week holds five."""
    if days is None or unit != DayUnit.NATURAL:
        return days
    return days - 2 * (days // 7)


def _known(activity: Activity, answers: Answers) -> tuple[dict[str, Value], tuple[Question, ...]]:
    """What is known, and the questions that are put. A question depends on earlier ones only."""
    known: dict[str, Value] = {}
    asked: list[Question] = []
    types = {each.key: None for each in activity.questions} | var_types(activity.questions)
    for question in activity.questions:
        put = judge(question.when, known, types).truth
        if put is Truth.NO:
            known[question.key] = None
            continue
        if put is Truth.YES:
            asked.append(question)
            answer: Answer = answers.get(question.key)
            if answer is not None:
                known[question.key] = answer
    return known, tuple(asked)


def _starts(active: list[PermitNeed], days: Mapping[str, int | None]) -> dict[str, int | None]:
    needs = {need.key: need for need in active}
    found: dict[str, int | None] = {}

    def start(key: str, above: frozenset[str]) -> int | None:
        if key not in found:
            ends = [
                _sum(start(each, above | {key}), days[each])
                for each in needs[key].after
                if each in needs and each not in above and each != key
            ]
            silent = any(each is None for each in ends)
            found[key] = None if silent else max((e for e in ends if e is not None), default=0)
        return found[key]

    for key in needs:
        start(key, frozenset())
    return found


def _depth(key: str, needs: Mapping[str, PermitNeed], above: frozenset[str] = frozenset()) -> int:
    """How many needs stand one after the other before this one."""
    before = [
        _depth(each, needs, above | {key})
        for each in needs[key].after
        if each in needs and each not in above and each != key
    ]
    return 1 + max(before) if before else 0


def _sum(first: int | None, second: int | None) -> int | None:
    return None if first is None or second is None else first + second


def _whole(lines: tuple[PermitLine, ...]) -> int | None:
    ends = [_sum(line.begins, line.days) for line in lines]
    known = [each for each in ends if each is not None]
    return max(known, default=0) if len(known) == len(ends) else None
