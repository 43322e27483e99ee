"""A question of a definition as an input: the guide asks it, and so does a draft."""

from django.utils.translation import gettext as _

from onevisit.catalogue.rules.definition import Question
from onevisit.catalogue.rules.vocabulary import VarKind
from onevisit.kernel.figures import typed
from onevisit.ui.fields import FieldView, Kind, Option

_KINDS: dict[VarKind, Kind] = {
    VarKind.CHOICE: "radio",
    VarKind.MULTI: "checkbox",
    VarKind.NUMBER: "number",
    VarKind.DATE: "date",
    VarKind.TEXT: "text",
}


def question_field(
    question: Question, answer: object, *, name: str = "answer", error: str = ""
) -> FieldView:
    """The question as an input called `name` that holds `answer`: what was answered, or what was
    just sent and refused for the reason in `error`; None where nothing was said.
    """
    values = _values(answer)
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


def _values(answer: object) -> list[str]:
    """Nothing chosen of several is an answer too, the last of the options."""
    if answer is None:
        return []
    if isinstance(answer, list):
        return [str(each) for each in answer] or [""]
    return [typed(answer) if isinstance(answer, (int, float)) else str(answer)]
