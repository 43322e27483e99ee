"""The picker of conditions, the same on every page: rows of question, comparison and value.

It works without a script: a row is added by choosing its question and pressing a button, and shows
then what its kind of question offers. What cannot be shown in rows is kept and told as a sentence.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from onevisit.catalogue.rules.definition import ItemDefinition, Question
from onevisit.catalogue.rules.editing.picking import (
    OPS,
    Op,
    Picked,
    Row,
    condition_of,
    first_row,
    picked,
)
from onevisit.catalogue.rules.editing.sentences import sentence
from onevisit.catalogue.rules.vocabulary import VarKind
from onevisit.catalogue.web.editor.boxes import Box, Later, Unreadable
from onevisit.kernel.conditions import ALWAYS, Condition
from onevisit.kernel.conditions.nodes import Scalar, day_ordinal
from onevisit.ui.fields import Option, Text

MOST_ROWS = 60
OP_WORDS: Mapping[Op, Text] = {
    Op.IS: gettext_lazy("是"),
    Op.IS_NOT: gettext_lazy("不是"),
    Op.ONE_OF: gettext_lazy("是其中之一"),
    Op.NONE_OF: gettext_lazy("都不是"),
    Op.HAS: gettext_lazy("包括"),
    Op.HAS_NOT: gettext_lazy("不包括"),
    Op.MORE: gettext_lazy("大于"),
    Op.AT_LEAST: gettext_lazy("不小于"),
    Op.LESS: gettext_lazy("小于"),
    Op.AT_MOST: gettext_lazy("不超过"),
    Op.BETWEEN: gettext_lazy("在两者之间（含）"),
    Op.ANSWERED: gettext_lazy("回答了"),
    Op.UNANSWERED: gettext_lazy("没有回答"),
}


def in_words(condition: Condition, questions: Sequence[Question]) -> str:
    """The condition as a sentence in the language of the page."""
    return sentence(condition, questions, get_language() or "zh")


@dataclass(frozen=True)
class RowView:
    """One row as it is drawn: `kind` decides the control of its `values`."""

    at: int
    name: str
    group: int
    question: Question
    op: Op
    ops: tuple[Option, ...]
    options: tuple[Option, ...]
    values: tuple[str, ...]
    error: Text

    @property
    def control(self) -> str:
        """`none`, `many`, `one`, `number` or `date`."""
        if self.op in (Op.ANSWERED, Op.UNANSWERED) and self.options:
            return "none"
        if self.op in (Op.ONE_OF, Op.NONE_OF):
            return "many"
        if self.options:
            return "one"
        return "date" if self.question.kind is VarKind.DATE else "number"

    @property
    def inputs(self) -> tuple[str, ...]:
        """The texts of its inputs: two where it lies between."""
        wanted = 2 if self.op is Op.BETWEEN else 1
        return (*self.values, "", "")[:wanted]


@dataclass(frozen=True)
class WhenView:
    """A condition as it is drawn. `groups` are its rows as they are joined; `fixed` says that it
    cannot be shown in rows.
    """

    name: str
    label: Text
    sentence: str
    always: bool
    fixed: bool
    every: bool
    groups: tuple[tuple[RowView, ...], ...]
    addable: tuple[Option, ...]
    targets: tuple[Option, ...]
    error: Text
    lacking: Text

    @property
    def id(self) -> str:
        """The id of the picker on the page."""
        return f"list-{self.name.replace('.', '-')}"

    @property
    def open(self) -> bool:
        """Whether its rows are shown at once."""
        wrong = self.error or self.lacking or any(row.error for rows in self.groups for row in rows)
        return bool(self.groups or wrong) or self.fixed

    @property
    def count(self) -> int:
        """How many rows there are."""
        return sum(len(group) for group in self.groups)


@dataclass(frozen=True)
class WhenBox(Box):
    """A condition at `place`. `earlier`: only questions before the one it stands in may be asked
    about, since a question may depend on those only.
    """

    earlier: bool = False
    wide: bool = True

    @property
    def partial(self) -> str:
        """The one picker."""
        return "catalogue/editor/when.html"

    def view_in(
        self,
        item: ItemDefinition,
        name: str,
        value: object,
        posted: QueryDict | None,
        errors: Mapping[str, Text],
    ) -> WhenView:
        """The rows as they stand, or as they were posted."""
        assert isinstance(value, Condition)
        questions = self._questions(item, name)
        known = {question.key: question for question in item.questions}
        shown = posted if posted is not None and f"{name}.count" in posted else None
        found = picked(value, item.questions)
        rows = _texts(found) if shown is None else list(_posted(name, shown))
        every = (found is None or found.every) if shown is None else _every(name, shown)
        views = [
            _row_view(name, at, group, known[key], op, texts, errors)
            for at, (group, key, op, texts) in enumerate(rows)
            if key in known and OPS[known[key].kind]
        ]
        groups = _grouped(views)
        return WhenView(
            name=name,
            label=self.label,
            sentence=in_words(value, item.questions),
            always=value == ALWAYS,
            fixed=found is None and not views,
            every=every,
            groups=groups,
            addable=tuple(Option(q.key, q.short or q.label) for q in questions if OPS[q.kind]),
            targets=_targets(groups, every),
            error=errors.get(name, ""),
            lacking=errors.get(f"{name}.new", ""),
        )

    def _questions(self, item: ItemDefinition, name: str) -> Sequence[Question]:
        if not self.earlier:
            return item.questions
        at = name.removesuffix(f".{self.place}").rpartition(".")[2]
        return item.questions[: int(at)] if at.isdigit() else item.questions

    def read(self, name: str, posted: QueryDict) -> object:
        """What was picked, once the draft says which kinds its questions are; a condition that was
        not on the page, or cannot be shown in rows, stays as it is.
        """
        if f"{name}.count" not in posted:
            return Later(lambda _item, kept: kept)
        return Later(lambda item, kept: _made(name, posted, item, kept))


def _texts(found: Picked | None) -> list[tuple[int, str, Op, tuple[str, ...]]]:
    return [
        (at, row.question, row.op, tuple(_text(value) for value in row.values))
        for at, group in enumerate(found.groups if found else ())
        for row in group
    ]


def _text(value: Scalar) -> str:
    return value if isinstance(value, str) else f"{value:.15g}" if value is not None else ""


def _posted(name: str, posted: QueryDict) -> Iterator[tuple[int, str, Op, tuple[str, ...]]]:
    written = posted.get(f"{name}.count", "")
    count = int(written) if written.isascii() and written.isdigit() and len(written) < 4 else 0
    for at in range(min(count, MOST_ROWS)):
        row = f"{name}.{at}"
        group = posted.get(f"{row}.g", "0")
        op = posted.get(f"{row}.op", "")
        if op in set(Op):
            texts = tuple(each.strip() for each in posted.getlist(f"{row}.v"))
            number = int(group) if group.isascii() and group.isdigit() and len(group) < 4 else 0
            yield number, posted.get(f"{row}.q", ""), Op(op), texts


def _every(name: str, posted: QueryDict) -> bool:
    return posted.get(f"{name}.every", "1") != "0"


def _grouped(views: Sequence[RowView]) -> tuple[tuple[RowView, ...], ...]:
    groups: dict[int, list[RowView]] = {}
    for view in views:
        groups.setdefault(view.group, []).append(view)
    return tuple(tuple(group) for group in groups.values())


def _row_view(
    name: str,
    at: int,
    group: int,
    question: Question,
    op: Op,
    texts: tuple[str, ...],
    errors: Mapping[str, Text],
) -> RowView:
    row = f"{name}.{at}"
    return RowView(
        at=at,
        name=row,
        group=group,
        question=question,
        op=op,
        ops=tuple(Option(each.value, OP_WORDS[each]) for each in OPS[question.kind]),
        options=tuple(Option(each.value, each.label) for each in question.options),
        values=texts,
        error=errors.get(row, ""),
    )


def _targets(groups: Sequence[Sequence[RowView]], every: bool) -> tuple[Option, ...]:
    """Where one more row may go: by itself, or beside the rows of a group."""
    if not groups:
        return ()
    alone = _("并且，再加一条") if every else _("或者，再加一条")
    beside = _("或者，和“%(row)s”并列") if every else _("并且，和“%(row)s”同时")
    found = [Option("", alone)]
    for at, group in enumerate(groups):
        short = group[0].question.short or group[0].question.label
        found.append(Option(str(at), beside % {"row": f"{at + 1}. {short}"}))
    return tuple(found)


def _made(name: str, posted: QueryDict, item: ItemDefinition, kept: Any) -> Condition:
    """The condition that was posted, with what the pressed button changes."""
    verb, _colon, which = posted.get("do", "").partition(":")
    place, _colon, number = which.rpartition(":")
    mine = place == name
    if mine and verb == "clear":
        return ALWAYS
    if posted.get(f"{name}.fixed"):
        assert isinstance(kept, Condition)
        return kept
    known = {question.key: question for question in item.questions}
    found = _read(name, posted, known)
    if mine and verb == "drop" and number.isascii() and number.isdigit():
        found = _dropped(found, int(number))
    if mine and verb == "add":
        found = _with_added(name, posted, known, found)
    return condition_of(found)


def _read(name: str, posted: QueryDict, known: Mapping[str, Question]) -> Picked:
    groups: dict[int, list[Row]] = {}
    errors: dict[str, Text] = {}
    for at, (group, key, op, texts) in enumerate(_posted(name, posted)):
        question = known.get(key)
        if question is None or op not in OPS[question.kind]:
            errors[f"{name}.{at}"] = _("这里没有这个选项。")
            continue
        try:
            groups.setdefault(group, []).append(_row(question, op, texts))
        except ValueError as problem:
            errors[f"{name}.{at}"] = str(problem)
    if errors:
        raise Unreadable(errors)
    return Picked(tuple(tuple(rows) for _at, rows in sorted(groups.items())), _every(name, posted))


def _row(question: Question, op: Op, texts: tuple[str, ...]) -> Row:
    """One posted row; what a comparison just chosen lacks is filled in. Raises ValueError."""
    if op in (Op.ANSWERED, Op.UNANSWERED):
        return Row(question.key, op)
    values = tuple(_value(question, text) for text in dict.fromkeys(texts) if text)
    if not values and question.options:
        values = (question.options[0].value,)
    if op is Op.BETWEEN and len(values) == 1:
        values *= 2
    wanted = {Op.BETWEEN: 2, Op.ONE_OF: len(values), Op.NONE_OF: len(values)}.get(op, 1)
    row = Row(question.key, op, values[:wanted])
    if not row.whole:
        raise ValueError(_("这里要写一个值。"))
    return row


def _value(question: Question, text: str) -> Scalar:
    match question.kind:
        case VarKind.NUMBER:
            try:
                number = float(text)
            except ValueError:
                raise ValueError(_("这里要写数字。")) from None
            if not abs(number) <= 1e12:
                raise ValueError(_("这里要写数字。"))
            return int(number) if number == int(number) else number
        case VarKind.DATE:
            if day_ordinal(text) is None:
                raise ValueError(_("日期写成 2026-11-21 这样。"))
            return text
        case _:
            if text not in [option.value for option in question.options]:
                raise ValueError(_("这里没有这个选项。"))
            return text


def _dropped(found: Picked, number: int) -> Picked:
    """Without the row that is the `number`-th on the page."""
    places = [(g, r) for g, rows in enumerate(found.groups) for r in range(len(rows))]
    return found.without_row(*places[number]) if number < len(places) else found


def _with_added(
    name: str, posted: QueryDict, known: Mapping[str, Question], found: Picked
) -> Picked:
    question = known.get(posted.get(f"{name}.new", ""))
    if question is None:
        raise Unreadable({f"{name}.new": _("先选一个问题。")})
    target = posted.get(f"{name}.to", "")
    group = int(target) if target.isascii() and target.isdigit() and len(target) < 4 else None
    return found.with_row(first_row(question), group)
