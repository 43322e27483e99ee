"""One question per page."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from onevisit.catalogue.rules.definition import Question
from onevisit.catalogue.rules.vocabulary import VarKind
from onevisit.guidance.rules.questions import open_in
from onevisit.guidance.rules.situation import Answers, situation
from onevisit.guidance.rules.survey import influence
from onevisit.guidance.web.things import Thing
from onevisit.kernel.errors import NotFound
from onevisit.kernel.figures import typed
from onevisit.ui.fields import FieldView, Kind, Option
from onevisit.ui.formatting import joined

_KINDS: dict[VarKind, Kind] = {
    VarKind.CHOICE: "radio",
    VarKind.MULTI: "checkbox",
    VarKind.NUMBER: "number",
    VarKind.DATE: "date",
    VarKind.TEXT: "text",
}


@dataclass(frozen=True)
class QuestionPage:
    """What the template draws. `number` of `total`; `back` leads to the question before."""

    thing: Thing
    question: Question
    field: FieldView
    number: int
    total: int
    back: str
    changing: bool
    decides: str


def question_page(
    thing: Thing, key: str, answers: Answers, *, given: list[str] | None = None, error: str = ""
) -> QuestionPage | None:
    """The page of the question `key`; None if it is not put under `answers` now.

    `given` is what was just sent and refused, with the `error` to show. Raises NotFound
    `guidance.no_such_question`.
    """
    question = find(thing, key)
    here = situation(thing.offer, answers)
    opened = [each.key for each in open_in(here)]
    asked = [each.key for each in thing.offer.questions if each.key in answers]
    if key not in opened and key not in asked:
        return None
    order = [*asked, *opened] if key in opened else asked
    place = order.index(key)
    back = thing.url("question", order[place - 1]) if place else thing.url("guide")
    return QuestionPage(
        thing=thing,
        question=question,
        field=field_of(question, answers, given=given, error=error),
        number=place + 1,
        total=len(asked) + len(opened),
        back=back,
        changing=key in asked and not opened,
        decides=_decides(thing, key),
    )


def find(thing: Thing, key: str) -> Question:
    """The question of that key. Raises NotFound `guidance.no_such_question`."""
    for question in thing.offer.questions:
        if question.key == key:
            return question
    raise NotFound("guidance.no_such_question", ref=key)


def _values(answers: Answers, key: str) -> list[str]:
    answer = answers.get(key)
    if answer is None:
        return []
    if isinstance(answer, list):
        return answer or [""]
    return [typed(answer) if isinstance(answer, (int, float)) else answer]


def field_of(
    question: Question,
    answers: Answers,
    *,
    name: str = "answer",
    given: list[str] | None = None,
    error: str = "",
) -> FieldView:
    """The question as an input called `name`; `given` is what was just sent and refused."""
    values = given if given is not None else _values(answers, question.key)
    options = [Option(each.value, each.label, each.help) for each in question.options]
    if question.kind is VarKind.MULTI:
        options.append(Option("", _("以上都没有")))
    several = bool(options)
    return FieldView(
        name=name,
        label=question.label,
        kind=_KINDS[question.kind],
        value="" if several or not values else values[0],
        values=tuple(values) if several else (),
        options=options,
        help=question.help,
        error=error,
        unit=question.unit,
        inputmode="decimal" if question.kind is VarKind.NUMBER else "",
        maxlength=200 if question.kind is VarKind.TEXT else None,
        min="" if question.minimum is None else typed(question.minimum),
        max="" if question.maximum is None else typed(question.maximum),
    )


def _decides(thing: Thing, key: str) -> str:
    """Why the question is asked, in one sentence."""
    found = influence(thing.offer, key)
    if found.parts and found.materials:
        return _("您的回答决定要不要办%(parts)s，还有要不要交%(papers)s。") % {
            "parts": joined(found.parts),
            "papers": joined(found.materials),
        }
    if found.parts:
        return _("您的回答决定要不要办%(parts)s。") % {"parts": joined(found.parts)}
    if found.materials:
        return _("您的回答决定要不要交%(papers)s。") % {"papers": joined(found.materials)}
    return _("您的回答决定后面问什么、表里填什么，没有用处的问题不会问。")
