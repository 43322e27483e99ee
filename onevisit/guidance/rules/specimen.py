"""A form filled in by an invented person, made from the definition alone.

The county in the numbers does not exist, so nobody's number can be hit; every value passes the
same check as what an applicant types.
"""

import math
from collections.abc import Iterable
from datetime import date, timedelta

from onevisit.catalogue.rules.composition import Offer
from onevisit.catalogue.rules.definition import Field, Question
from onevisit.catalogue.rules.vocabulary import Prefill, VarKind
from onevisit.guidance.rules.form import FormValue, visible_fields
from onevisit.guidance.rules.questions import check_consistent, open_in
from onevisit.guidance.rules.situation import Answer, Answers, situation
from onevisit.kernel.errors import Invalid
from onevisit.kernel.masks import mask_id

NAME = "安小样"
_KNOWN: dict[Prefill, str] = {
    Prefill.PERSON_NAME: NAME,
    Prefill.PERSON_ID: "33992119900307001X",
    Prefill.PERSON_PHONE: "13800000000",
    Prefill.ORG_NAME: "安澜县小样商行",
    Prefill.ORG_USCC: "92339921MA0000000F",
    Prefill.ORG_ADDRESS: "安澜县云溪镇样例路 1 号",
    Prefill.ORG_REPRESENTATIVE: NAME,
}
_BY_WORD: tuple[tuple[str, str], ...] = (
    ("id_number", _KNOWN[Prefill.PERSON_ID]),
    ("phone", _KNOWN[Prefill.PERSON_PHONE]),
    ("uscc", _KNOWN[Prefill.ORG_USCC]),
    ("address", _KNOWN[Prefill.ORG_ADDRESS]),
)
_OTHERS: dict[str, tuple[str, str]] = {
    "father": ("王小样", "339921198806120039"),
    "mother": ("李小样", "339921199109250043"),
    "spouse": ("林小样", "339921199201180068"),
    "child": ("王样样", "339921202609080057"),
    "deceased": ("安老样", "339921194304050036"),
    "relative": ("安大样", "339921196507200064"),
    "seller": ("陈小样", "339921197911030014"),
    "guardian": ("吴小样", "339921198502140081"),
    "representative": ("周小样", "339921198708300079"),
    "defendant": ("郑小样", "339921198105160097"),
}
"""Who else an applicant names, by what their fields begin with: nobody is their own mother."""
_BEFORE = ("出生", "走的", "死亡", "几时", "检测", "公告", "第一次")
"""Words of a day that is over when one fills in the form."""
_MOST_QUESTIONS = 100


def holder(*, organisation: bool) -> dict[str, str]:
    """The invented person or organisation as the holder of a result."""
    if organisation:
        number, label = _KNOWN[Prefill.ORG_USCC], "统一社会信用代码"
        return {"name": _KNOWN[Prefill.ORG_NAME], "id_label": label, "id": number}
    return {"name": NAME, "id_label": "证件号码", "id": mask_id(_KNOWN[Prefill.PERSON_ID])}


def specimen_answers(offer: Offer) -> dict[str, Answer]:
    """Answers of one ordinary situation: of each question the first that agrees with the others.

    Fewer where none agrees.
    """
    answers: dict[str, Answer] = {}
    for _turn in range(_MOST_QUESTIONS):
        opened = open_in(situation(offer, answers))
        if not opened:
            break
        question = opened[0]
        fitting = (a for a in _answers(question) if _agrees(offer, {**answers, question.key: a}))
        chosen = next(fitting, None)
        if chosen is None:
            break
        answers[question.key] = chosen
    return answers


def _agrees(offer: Offer, answers: Answers) -> bool:
    try:
        check_consistent(offer, answers)
    except Invalid:
        return False
    return True


def _answers(question: Question) -> Iterable[Answer]:
    match question.kind:
        case VarKind.CHOICE:
            return [option.value for option in question.options]
        case VarKind.MULTI:
            return [[option.value] for option in question.options] + [[]]
        case VarKind.NUMBER:
            low, high = question.minimum, question.maximum
            return [_number(low, high), *(each for each in (low, high) if each is not None)]
        case VarKind.DATE:
            return ["2020-03-07"]
    return ["照实填写"]


def _number(low: float | None, high: float | None) -> int | float:
    """A round number between the bounds, nearer to the lower one."""
    least = max(low or 1.0, 0.1)
    most = high if high is not None else least * 100
    if most < least:
        return most
    middle = math.sqrt(least * most)
    digits = 1 - math.floor(math.log10(middle))
    found = min(max(round(middle, digits), least), most)
    return int(found) if found == int(found) else found


def specimen_form(offer: Offer, answers: Answers, *, dated: date) -> dict[str, FormValue]:
    """A value for every field that `answers` ask for; days count from `dated`."""
    return {
        use.field.key: specimen_value(use.field, answers, dated=dated)
        for use in visible_fields(offer, answers)
    }


def specimen_value(field: Field, answers: Answers, *, dated: date) -> FormValue:
    """What the invented person would put there."""
    answer = answers.get(field.key)
    if field.prefill is Prefill.ANSWER and answer not in (None, []):
        return answer
    match field.kind:
        case VarKind.CHOICE:
            return field.options[0].value if field.options else ""
        case VarKind.MULTI:
            return [option.value for option in field.options[:2]]
        case VarKind.NUMBER:
            return _number(field.minimum, field.maximum)
        case VarKind.DATE:
            return _day(field, dated).isoformat()
    return _text(field)[: field.max_length]


def _day(field: Field, dated: date) -> date:
    if field.key.startswith("person.") and "birth" in field.key:
        return date(1990, 3, 7)
    over = any(word in field.label for word in _BEFORE)
    return dated + timedelta(days=-30 if over else 30)


def _text(field: Field) -> str:
    if field.prefill in _KNOWN:
        return _KNOWN[field.prefill]
    other = _OTHERS.get(field.key.partition(".")[0])
    if other is not None and field.key.endswith((".name", ".id_number")):
        return other[field.key.endswith(".id_number")]
    found = next((value for word, value in _BY_WORD if field.key.endswith(word)), "")
    if found:
        return found
    if not field.key.startswith("person.") and field.key.endswith(".name"):
        return "小样"
    return NAME if field.key.startswith("person.") and field.key.endswith("name") else "照实填写"
