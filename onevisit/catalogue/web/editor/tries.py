"""A draft tried with sample answers: a form of its own, worked out anew on the server each time."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Permission
from onevisit.catalogue import queries
from onevisit.catalogue.rules.definition import ItemDefinition, Question
from onevisit.catalogue.rules.editing.trying import Holds, Tried, tried
from onevisit.catalogue.rules.fees import told
from onevisit.catalogue.rules.vocabulary import VarKind
from onevisit.catalogue.web.editor.section import Written
from onevisit.catalogue.web.editor.when import in_words
from onevisit.kernel import clock
from onevisit.kernel.conditions import ALWAYS, Condition, Value
from onevisit.kernel.conditions.nodes import day_ordinal
from onevisit.ui.fields import FieldView, Kind, Option, Text

_CONTROLS: Mapping[VarKind, Kind] = {
    VarKind.CHOICE: "select",
    VarKind.MULTI: "checkbox",
    VarKind.DATE: "date",
}
NONE = "-"
"""Of several choices: none of them."""


@dataclass(frozen=True)
class Line:
    """One thing that holds or not: `tone` of its tag, `state` in words, `why` its condition."""

    name: str
    tone: str
    state: Text
    why: str


@dataclass(frozen=True)
class Panel:
    """Sample answers and what they come to."""

    asked: list[FieldView]
    unasked: list[Line]
    groups: list[tuple[Text, list[Line]]]
    contradiction: str
    left: int


def try_panel(view: Written, given: QueryDict) -> Panel:
    """The panel under the answers in `given`; what cannot be read counts as not answered."""
    item = view.whole(view.definition)
    answers = {each.key: _answer(each, given.getlist(f"try.{each.key}")) for each in item.questions}
    found = tried(item, answers, clock.today())
    return Panel(
        asked=[
            _field(question, given.getlist(f"try.{question.key}"))
            for question, asked in found.questions
            if asked
        ],
        unasked=[
            Line(
                question.short or question.label,
                "",
                _("还不知道问不问") if asked is None else _("不用问"),
                in_words(question.when, item.questions),
            )
            for question, asked in found.questions
            if not asked
        ],
        groups=_groups(item, found, view.definition is not item),
        contradiction=(
            in_words(item.consistent, item.questions) if found.consistent is False else ""
        ),
        left=len(found.open),
    )


def _groups(item: ItemDefinition, found: Tried, bundle: bool) -> list[tuple[Text, list[Line]]]:
    def line(name: str, holds: Holds, when: Condition) -> Line:
        tone, state = _TOLD[holds]
        why = "" if when == ALWAYS else in_words(when, item.questions)
        return Line(name, tone, state, why)

    groups: list[tuple[Text, list[Line]]] = [
        (_("材料"), [line(each.name, holds, each.when) for each, holds in found.materials]),
        (
            _("办哪几件") if bundle else _("环节"),
            [line(each.name, holds, each.when) for each, holds in found.steps],
        ),
        (_("表格"), [line(each.label, holds, each.when) for each, holds in found.fields]),
        (_("收费"), [*_charged(found, line)]),
    ]
    return [group for group in groups if group[1]]


def _charged(found: Tried, line: Callable[[str, Holds, Condition], Line]) -> Iterator[Line]:
    """What is charged today, and who is let off."""
    for fee, rates in found.rates:
        if not rates:
            yield Line(fee.name, "ok", fee.standard or _("要"), "")
        for rate, holds in rates:
            yield line(f"{fee.name} {told(rate)}", holds, rate.when)
    for free, holds in found.exemptions:
        yield line(_("免收：%(reason)s") % {"reason": free.reason}, holds, free.when)


_TOLD: Mapping[Holds, tuple[str, Text]] = {
    True: ("ok", gettext_lazy("要")),
    False: ("", gettext_lazy("不要")),
    None: ("wait", gettext_lazy("看回答")),
}


def _field(question: Question, given: list[str]) -> FieldView:
    options = [Option(each.value, each.label) for each in question.options]
    if question.kind is VarKind.MULTI:
        options.append(Option(NONE, _("以上都没有")))
    many = question.kind in (VarKind.CHOICE, VarKind.MULTI)
    return FieldView(
        name=f"try.{question.key}",
        label=question.label,
        kind=_CONTROLS.get(question.kind, "text"),
        value="" if many else (given or [""])[0],
        values=given if many else (),
        options=options,
        unit=question.unit,
        required=False,
        inputmode="decimal" if question.kind is VarKind.NUMBER else "",
    )


def _answer(question: Question, given: list[str]) -> Value:
    texts = [each.strip() for each in given if each.strip()]
    if not texts:
        return None
    values = [option.value for option in question.options]
    match question.kind:
        case VarKind.MULTI:
            return [each for each in values if each in texts]
        case VarKind.CHOICE:
            return texts[0] if texts[0] in values else None
        case VarKind.NUMBER:
            return _number(texts[0])
        case VarKind.DATE:
            return texts[0] if day_ordinal(texts[0]) is not None else None
        case VarKind.TEXT:
            return texts[0][:200]


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if abs(number) <= 1e12 else None


@never_cache
@require_safe
@staff_required(Permission.CATALOGUE_EDIT)
def attempt(request: HttpRequest, code: str) -> HttpResponse:
    """The draft under the sample answers of the address."""
    view = queries.draft_of(code, actor=actor_of(request))
    context = {"view": view, "try": try_panel(view, request.GET)}
    return render(request, "catalogue/editor/attempt.html", context)
