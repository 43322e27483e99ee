"""The sheets of the workbook and their columns: the editor's own boxes, laid flat.

Heads and options are Chinese in every language: they are the form of the file.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import override

from onevisit.catalogue.web.editor import head, materials, national, words
from onevisit.catalogue.web.editor.boxes import As, Box
from onevisit.catalogue.web.editor.listing import Rows
from onevisit.catalogue.web.editor.materials import CommitmentBox
from onevisit.catalogue.web.editor.nested import ListBox
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
        "texts.online_url": "网上办理的网址",
        "texts.legal_basis": "设定依据",
        "national.legal_days": "法定时限另算的天数",
        "national.legal_unit": "法定时限另算的单位",
    }
)
"""Heads of boxes whose label says too little outside their group."""
_NOT_FLAT = (WhenBox, CommitmentBox, ListBox)
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
_WIDE: Final = 40


@dataclass(frozen=True)
class Head:
    """One column over a box; `labels` are value → word of its options."""

    head: str
    box: Box
    labels: Mapping[str, str]

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
        parts = [str(self.box.help), _NOTES.get(self.box.kind, "")]
        if self.box.kind is As.MANY:
            parts.append(f"几个之间用顿号：{'、'.join(self.labels.values())}。")
        return ("必填。" if self.box.required else "") + "".join(parts)


@dataclass(frozen=True)
class Table:
    """One sheet: its name, its columns, and the list it holds; the first holds items themselves."""

    name: str
    heads: tuple[Head, ...]
    rows: Rows | None = None

    @property
    def columns(self) -> list[Column]:
        """All columns as they are written."""
        code = "31 位实施编码；新事项可以只写 12 位基本编码。以“示例”开头的行不读。"
        if self.rows is None:
            first = [Column(CODE, code, width=34), Column(DEPARTMENT, "名称或简称，新事项必填。")]
            return [*first, *(each.column for each in self.heads), Column(SEEN, hidden=True)]
        first = [Column(CODE, "这一行属于哪个事项。", width=34), Column(ITEM_NAME, "只给人看。")]
        return [*first, *(each.column for each in self.heads), Column(MARK, hidden=True)]


def tables(offices: Sequence[DepartmentInfo]) -> tuple[Table, ...]:
    """All sheets but that of everyday names. `offices` are who may hold a paper."""
    with override("zh-hans"):
        items = Table(ITEMS, tuple(_heads(_item_boxes())))
        lists = [
            ("材料", materials.rows_of(offices)),
            ("结果", head.RESULTS.lists[0]),
            ("收费", head.FEES.lists[0]),
            ("常见问题", words.FAQ.lists[0]),
        ]
        return (
            items,
            *(Table(name, tuple(_heads((*r.boxes, *r.more))), r) for name, r in lists),
        )


def _item_boxes() -> Iterator[Box]:
    for section in (head.BASICS, head.LIMITS, head.FEES, words.GUIDE, words.BASIS):
        yield from _boxes(section)
    yield from _boxes(national.NATIONAL)


def _boxes(section: Section) -> Iterator[Box]:
    for group in section.groups:
        yield from group.boxes


def _heads(boxes: Sequence[Box] | Iterator[Box]) -> Iterator[Head]:
    for box in boxes:
        if not isinstance(box, _NOT_FLAT):
            yield Head(_HEADS.get(box.place, _plain(box.label)), box, _labels(box))


def _plain(text: str | Promise) -> str:
    return str(text)


def _labels(box: Box) -> Mapping[str, str]:
    if box.kind in (As.TICK, As.MAYBE):
        return {"1": "是", "0": "否"}
    options = box.options() if callable(box.options) else box.options
    return {each.value: str(each.label) for each in options}
