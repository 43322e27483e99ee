"""The section of questions 情形: what is asked, when, and what contradicts itself; tried beside."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

import msgspec
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onevisit.catalogue import queries
from onevisit.catalogue.rules.definition import Field, ItemDefinition, Option, Question
from onevisit.catalogue.rules.editing.asking import settled_options, settled_questions
from onevisit.catalogue.rules.editing.uses import uses_of
from onevisit.catalogue.rules.vocabulary import VarKind
from onevisit.catalogue.web.editor import choices
from onevisit.catalogue.web.editor.boxes import As, Box, Reading, draw, put
from onevisit.catalogue.web.editor.listing import Row, Rows
from onevisit.catalogue.web.editor.nested import ListBox, ListView
from onevisit.catalogue.web.editor.section import Change, Drawn, Errors, Section, Written
from onevisit.catalogue.web.editor.tries import try_panel
from onevisit.catalogue.web.editor.when import WhenBox
from onevisit.ui import fields as ui


@dataclass(frozen=True)
class OptionsBox(ListBox):
    """Options, shown where the answer is a choice, or where there are any."""

    def view_in(
        self,
        item: ItemDefinition,
        name: str,
        value: object,
        posted: QueryDict | None,
        errors: Errors,
    ) -> ListView:
        """The options; closed where none are wanted."""
        view = super().view_in(item, name, value, posted, errors)
        row = name.rpartition(".")[0]
        kind = self._kind(item, row) if posted is None else posted.get(f"{row}.kind", "")
        return replace(view, closed=not view.drawn and kind not in _CHOSEN)

    def _kind(self, item: ItemDefinition, row: str) -> str:
        place, _dot, number = row.rpartition(".")
        rows: Sequence[Question | Field] = getattr(item, place)
        return str(rows[int(number)].kind)


_CHOSEN = frozenset({VarKind.CHOICE.value, VarKind.MULTI.value})

OPTIONS = OptionsBox(
    "options",
    gettext_lazy("选项"),
    wide=True,
    help=gettext_lazy("单选和多选才要选项。"),
    inner=Rows(
        "options",
        gettext_lazy("选项"),
        gettext_lazy("加一个选项"),
        lambda: Option(value="", label=""),
        (
            Box("label", gettext_lazy("选项怎么写")),
            Box("help", gettext_lazy("选项的说明")),
        ),
        title=lambda row: str(row.label),
        settle=lambda _item, rows: settled_options(rows),
    ),
)
CONSISTENT = WhenBox("consistent", gettext_lazy("回答合起来要满足（不满足的情况不会有）"))

QUESTIONS = Rows(
    "questions",
    gettext_lazy("问题"),
    gettext_lazy("加一个问题"),
    lambda: Question(key="", label=""),
    (
        Box("label", gettext_lazy("怎么问"), wide=True, required=True),
        Box("short", gettext_lazy("简称"), help=gettext_lazy("答案前面的几个字，如：店面。")),
        Box(
            "kind",
            gettext_lazy("回答是"),
            As.ONE,
            choices.options(choices.ASKED),
            VarKind,
            fallback=VarKind.CHOICE,
        ),
        OPTIONS,
        WhenBox("when", gettext_lazy("什么情况下问"), earlier=True),
    ),
    (
        Box("help", gettext_lazy("给群众的说明"), tall=True, wide=True),
        Box("unit", gettext_lazy("单位"), help=gettext_lazy("如：平方米。")),
        Box("minimum", gettext_lazy("最小"), As.NUMBER),
        Box("maximum", gettext_lazy("最大"), As.NUMBER),
    ),
    title=lambda row: str(row.short or row.label),
    settle=settled_questions,
)


def _drawn(view: Written, posted: QueryDict | None, errors: Errors) -> dict[str, object]:
    item = view.definition
    rows = [with_uses(item, row) for row in QUESTIONS.draw(item, posted, errors)]
    known = {question.key for question in item.questions}
    shared = [each for each in queries.shared_questions() if each.question.key not in known]
    return {
        "groups": [],
        "lists": [(QUESTIONS, rows)],
        "whole": [
            Drawn(_("合起来"), draw((CONSISTENT,), item, item, posted, errors)),
        ],
        "pick": "questions",
        "pick_label": _("用别的事项问过的问题"),
        "pickable": [
            ui.Option(each.question.key, each.question.label, str(each.uses)) for each in shared
        ],
        "try": try_panel(view, QueryDict()),
    }


def with_uses(item: ItemDefinition, row: Row) -> Row:
    """The row of a question with where its answer is looked at."""
    names = [each.name for each in uses_of(item, row.mark)] if row.mark else []
    where = "、".join(dict.fromkeys(name for name in names if name))
    return replace(row, note=_("看它的回答的：%(where)s") % {"where": where} if where else "")


def _read(_view: Written, posted: QueryDict) -> Change:
    reading = Reading(posted)
    rows = QUESTIONS.read(reading)
    values = reading.values((CONSISTENT,))
    reading.done()
    picked = _picked(posted)

    def change(item: ItemDefinition) -> ItemDefinition:
        changed = cast(ItemDefinition, put(rows(item), values, item))
        if picked is None or picked.key in {each.key for each in changed.questions}:
            return changed
        return msgspec.structs.replace(changed, questions=(*changed.questions, picked))

    return change


def _picked(posted: QueryDict) -> Question | None:
    """The shared question that was chosen, when its button was pressed."""
    if posted.get("do") != "pick:questions:":
        return None
    key = posted.get("pick", "")
    shared = (each.question for each in queries.shared_questions())
    return next((each for each in shared if each.key == key), None)


SITUATIONS = Section(
    "questions",
    gettext_lazy("情形和问题"),
    _drawn,
    _read,
    gettext_lazy("先问什么、再问什么；回答决定要哪些材料、走哪些环节。"),
    "catalogue/editor/questions.html",
)
