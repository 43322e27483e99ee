"""One question per page."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from onevisit.catalogue.queries.asking import question_field
from onevisit.catalogue.rules.definition import Question
from onevisit.guidance.rules.questions import open_in
from onevisit.guidance.rules.situation import Answers, situation
from onevisit.guidance.rules.survey import influence
from onevisit.guidance.web.things import Thing
from onevisit.kernel.errors import NotFound
from onevisit.ui.fields import FieldView
from onevisit.ui.formatting import joined


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
    answer = answers.get(key) if given is None else given or None
    back = thing.url("question", order[place - 1]) if place else thing.url("guide")
    return QuestionPage(
        thing=thing,
        question=question,
        field=question_field(question, answer, error=error),
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
