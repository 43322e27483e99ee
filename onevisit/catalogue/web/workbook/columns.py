"""The sheets of the workbook and their columns: the editor's own boxes, laid flat.

Heads and options are Chinese in every language: they are the form of the file.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import override

from onevisit.catalogue.rules.definition import Again, ItemDefinition, Question, Step
from onevisit.catalogue.rules.editing.keys import keyed, own_stem
from onevisit.catalogue.rules.nodes import Node
from onevisit.catalogue.web.editor import (
    fees,
    form_fields,
    head,
    materials,
    national,
    parties,
    process,
    situations,
    words,
)
from onevisit.catalogue.web.editor.boxes import As, Box, value_at
from onevisit.catalogue.web.editor.listing import Rows
from onevisit.catalogue.web.editor.materials import CommitmentBox
from onevisit.catalogue.web.editor.nested import ListBox
from onevisit.catalogue.web.editor.parties import KeysBox
from onevisit.catalogue.web.editor.section import Section
from onevisit.catalogue.web.editor.when import WhenBox
from onevisit.directory.rules import DepartmentInfo
from onevisit.kernel.sheets import Column

CODE: Final = "事项编码"
DEPARTMENT: Final = "部门"
ITEM_NAME: Final = "事项名称"
SEEN: Final = "导出时的版本"
MARK: Final = "行号"
ITEMS: Final = "事项"
QUESTIONS: Final = "问题"
STEPS: Final = "环节"
FORM: Final = "表单"
MATERIALS: Final = "材料"
PARTIES: Final = "当事人"
NAMES: Final = "日常用语"
CLEARED: Final = "清空"
"""What one writes to take away what stands there, in a workbook that was not exported."""

_HEADS: Mapping[str, str] = MappingProxyType(
    {
        "delegation.document": "委托的文件和文号",
        "regime.legal": "法定时限（天）",
        "regime.promise": "承诺时限（天）",
        "regime.basis": "时限的依据",
        "fee": "收费说明",
        "consistent": "回答合起来要满足",
        "texts.online_url": "网上办理的网址",
        "texts.legal_basis": "设定依据",
        "national.legal_days": "法定时限另算的天数",
        "national.legal_unit": "法定时限另算的单位",
    }
)
"""Heads of boxes whose label says too little outside their group."""
LISTED: Final = ("options", "modes", "after")
"""Lists inside a row that are written one a line."""
_NOTES: Mapping[As, str] = MappingProxyType(
    {
        As.LINES: "一行一条，格子里换行按 Alt+Enter。",
        As.WHOLE: "整数。",
        As.NUMBER: "数字。",
        As.DAY: "如 2026-11-21。",
        As.ONE: "从下拉里选。",
        As.TICK: "是或者否。",
        As.MAYBE: "是或者否，没说的空着。",
    }
)
_WHEN: Final = (
    "总是的空着。写成：【问题】 是 “选项” 并且 【问题】 大于 300。"
    "可以用：是、不是、是其中之一、都不是、包括、不包括、大于、不小于、小于、不超过、在…到…之间、有回答、没有回答；“并且”和“或者”一起用时加括号。"
)
_LISTED: Mapping[str, str] = MappingProxyType(
    {
        "options": "一行一个，格子里换行按 Alt+Enter；说明写在 | 后面。",
        "after": (
            "一行一个：【受理】 等 3 天 当 【问题】 是 “选项”。"
            "不等、总是的只写【受理】，不知道几天的写“等 ? 天”。"
        ),
        "modes": (
            "一行一种：【网上】、【政务服务中心】、【部门】或者别的地方；"
            "要有条件的加“要有 courier”，分情况的在最后加“当”和条件。"
        ),
    }
)
_KEYS: Final = "写名称：【面积】"
_WIDE: Final = 40


@dataclass(frozen=True)
class Head:
    """One column over a box; `labels` are value → word of its options."""

    head: str
    box: Box
    labels: Mapping[str, str]

    @property
    def linked(self) -> bool:
        """Whether its cell names other things of the item."""
        if isinstance(self.box, (WhenBox, KeysBox)):
            return True
        return self.several and self.box.place != "options"

    @property
    def several(self) -> bool:
        """Whether it holds a list, one a line."""
        return isinstance(self.box, ListBox)

    @property
    def column(self) -> Column:
        """As it is written."""
        pickable = self.box.kind in (As.ONE, As.TICK, As.MAYBE)
        choices = tuple(self.labels.values()) if pickable else ()
        return Column(
            self.head, self.note, choices, _WIDE if self.box.wide or self.box.tall else 16
        )

    @property
    def note(self) -> str:
        """What belongs below it."""
        if isinstance(self.box, WhenBox):
            return _WHEN
        if self.several:
            return _LISTED[self.box.place]
        if isinstance(self.box, KeysBox):
            several = "，一行一个。" if self.box.kind is As.MANY else "。"
            return str(self.box.help) + _KEYS + several
        parts = [str(self.box.help), _NOTES.get(self.box.kind, "")]
        if self.box.kind is As.MANY:
            parts.append(f"几个之间用顿号：{'、'.join(self.labels.values())}。")
        return ("必填。" if self.box.required else "") + "".join(parts)


@dataclass(frozen=True)
class Table:
    """One sheet: its name, its columns, and the list it holds; the first holds items themselves.

    Where the list stands inside the rows of another, `owner` is the place of those and `owned_by`
    the column that names one. `single`: there is one at most, and it is no list. `told_by` are the
    places by which a row without a mark is known again.
    """

    name: str
    heads: tuple[Head, ...]
    rows: Rows | None = None
    owner: str = ""
    owned_by: str = ""
    single: bool = False
    told_by: tuple[str, ...] = ()

    @property
    def columns(self) -> list[Column]:
        """All columns as they are written."""
        code = "31 位实施编码；新事项可以只写 12 位基本编码。以“示例”开头的行不读。"
        if self.rows is None:
            first = [Column(CODE, code, width=34), Column(DEPARTMENT, "名称或简称，新事项必填。")]
            return [*first, *(each.column for each in self.heads), Column(SEEN, hidden=True)]
        first = [Column(CODE, "这一行属于哪个事项。", width=34), Column(ITEM_NAME, "只给人看。")]
        if self.owned_by:
            first.append(Column(self.owned_by, "必填。写它的名称。", width=24))
        return [*first, *(each.column for each in self.heads), Column(MARK, hidden=True)]

    def nodes(self, owner: Node) -> tuple[Any, ...]:
        """What of its kind the item, or the row of another sheet, has."""
        assert self.rows is not None
        held = value_at(owner, self.rows.place)
        if not self.single:
            return tuple(held)
        return () if held is None else (held,)

    def value(self, nodes: Sequence[Node]) -> object:
        """The same as it is kept."""
        return next(iter(nodes), None) if self.single else tuple(nodes)

    @property
    def told(self) -> tuple[Head, ...]:
        """The columns by which a row is known again."""
        return tuple(e for e in self.heads if e.box.place in self.told_by) or self.heads[:1]


def tables(offices: Sequence[DepartmentInfo]) -> tuple[Table, ...]:
    """All sheets but that of everyday names. `offices` are who may hold a paper."""
    with override("zh-hans"):
        items = Table(ITEMS, tuple(_heads(_item_boxes())))
        lists = [
            (QUESTIONS, replace(situations.QUESTIONS, settle=_keyed_questions)),
            (MATERIALS, materials.rows_of(offices)),
            (STEPS, replace(process.STEP_ROWS, settle=_keyed_steps)),
            (FORM, form_fields.FIELDS),
            (PARTIES, parties.PARTY_ROWS),
            ("结果", head.RESULTS.lists[0]),
            ("收费", fees.FEES.lists[0]),
            ("常见问题", words.FAQ.lists[0]),
        ]
        return (items, *(Table(name, _columns(rows), rows) for name, rows in lists), *_hanging())


def _hanging() -> Iterator[Table]:
    """What hangs on a row of another sheet, or is there once or not at all."""
    yield Table("告知承诺", _columns(_COMMITMENT), _COMMITMENT, "materials", "材料", single=True)
    rates, exemptions = fees.RATES, fees.EXEMPTIONS
    since = ("since", "when")
    yield Table("收费标准", _columns(rates), rates, "fees", "收费项目", told_by=since)
    yield Table("免收", _columns(exemptions), exemptions, "fees", "收费项目")
    yield Table("再办一份", _columns(_AGAIN), _AGAIN, single=True)


def _columns(rows: Rows) -> tuple[Head, ...]:
    return tuple(_heads((*rows.boxes, *rows.more)))


def _single(place: str, fresh: Callable[[], Node], boxes: Sequence[Box]) -> Rows:
    """What is there once or not at all as rows: there it is by its first box."""
    first, *rest = boxes
    return Rows(place, "", "", fresh, (replace(first, required=True), *rest))


_COMMITMENT: Final = _single("commitment", lambda: materials.UNTOLD, materials.COMMITMENT)
_AGAIN: Final = _single("again", lambda: Again(label=""), parties.AGAIN)


def _keyed_questions(item: ItemDefinition, rows: Sequence[Question]) -> Sequence[Question]:
    """What nothing may lose is looked at when the conditions are read too."""
    return keyed(rows, f"{own_stem(item)}.q", (each.key for each in item.questions))


def _keyed_steps(item: ItemDefinition, rows: Sequence[Step]) -> Sequence[Step]:
    """What comes after what is settled when it is read."""
    return keyed(rows, "s", (each.key for each in item.steps))


def _item_boxes() -> Iterator[Box]:
    for section in (head.BASICS, head.LIMITS, fees.FEES, words.GUIDE, words.BASIS):
        yield from _boxes(section)
    yield situations.CONSISTENT
    yield from _boxes(national.NATIONAL)


def _boxes(section: Section) -> Iterator[Box]:
    for group in section.groups:
        yield from group.boxes


def _heads(boxes: Sequence[Box] | Iterator[Box]) -> Iterator[Head]:
    """The columns of boxes; what hangs on the row has a sheet of its own."""
    for box in boxes:
        nested = isinstance(box, ListBox) and box.place not in LISTED
        if not nested and not isinstance(box, CommitmentBox):
            yield Head(_HEADS.get(box.place, _plain(box.label)), box, _labels(box))


def _plain(text: str | Promise) -> str:
    return str(text)


def _labels(box: Box) -> Mapping[str, str]:
    if box.kind in (As.TICK, As.MAYBE):
        return {"1": "是", "0": "否"}
    options = box.options() if callable(box.options) else box.options
    return {each.value: str(each.label) for each in options}
