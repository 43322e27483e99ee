"""Heads of the workbook's sheets over the editor's boxes, and what a sheet is.

Heads and options are Chinese in every language: they are the form of the file.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from django.utils.functional import Promise

from onevisit.catalogue.rules.nodes import Node
from onevisit.catalogue.web.editor.boxes import As, Box, value_at
from onevisit.catalogue.web.editor.listing import Rows
from onevisit.catalogue.web.editor.materials import CommitmentBox
from onevisit.catalogue.web.editor.nested import ListBox
from onevisit.catalogue.web.editor.parties import KeysBox
from onevisit.catalogue.web.editor.when import WhenBox
from onevisit.kernel.sheets import Column

CODE: Final = "事项编码"
BUNDLE_CODE: Final = "一件事编码"
CODES: Final = (CODE, BUNDLE_CODE)
DEPARTMENT: Final = "部门"
ITEM_NAME: Final = "事项名称"
BUNDLE_NAME: Final = "一件事名称"
SHOWN: Final = (ITEM_NAME, BUNDLE_NAME)
"""Heads of what is there for people alone."""
SEEN: Final = "导出时的版本"
MARK: Final = "行号"
ITEMS: Final = "事项"
QUESTIONS: Final = "问题"
STEPS: Final = "环节"
FORM: Final = "表单"
MATERIALS: Final = "材料"
PARTIES: Final = "当事人"
BUNDLES: Final = "一件事"
PARTS: Final = "办哪几件"
VISITS: Final = "联合踏勘"
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
_PARTS: Final = "写它在这件事里的名称：【占道登记】"
_WRITTEN: Mapping[str, str] = MappingProxyType(
    {"catalogue_code": "必填。事项的 12 位基本编码，就是实施编码的最后 12 位。"}
)
"""Notes of boxes whose help speaks of the page they are on."""
_WIDE: Final = 40
_NARROW: Final = 16


@dataclass(frozen=True)
class Head:
    """One column over a box; `labels` are value → word of its options, `others` what else they
    are called.
    """

    head: str
    box: Box
    labels: Mapping[str, str]
    others: Mapping[str, str] = field(default_factory=dict)

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
        width = _WIDE if self.box.wide or self.box.tall else max(_NARROW, 2 * len(self.head) + 2)
        return Column(self.head, self.note, choices, width)

    @property
    def note(self) -> str:
        """What belongs below it."""
        if isinstance(self.box, WhenBox):
            return _WHEN
        if self.several:
            return _LISTED[self.box.place]
        if self.box.place in _WRITTEN:
            return _WRITTEN[self.box.place]
        if isinstance(self.box, KeysBox):
            several = "，一行一个。" if self.box.kind is As.MANY else "。"
            return str(self.box.help) + (_PARTS if self.box.of == ("steps",) else _KEYS) + several
        parts = [str(self.box.help), _NOTES.get(self.box.kind, "")]
        if self.box.kind is As.MANY:
            parts.append(f"几个之间用顿号：{'、'.join(self.labels.values())}。")
        return ("必填。" if self.box.required else "") + "".join(parts)


@dataclass(frozen=True)
class Table:
    """One sheet: its name, its columns, and the list it holds; without one it holds items or
    bundles themselves. `items`, `bundles`: whether these have it.

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
    items: bool = True
    bundles: bool = False

    @property
    def code(self) -> str:
        """The head over the codes."""
        return CODE if self.items else BUNDLE_CODE

    @property
    def columns(self) -> list[Column]:
        """All columns as they are written."""
        own = [each.column for each in self.heads]
        code = Column(self.code, self._code_note, width=34 if self.items else 20)
        if self.rows is None:
            office = [Column(DEPARTMENT, "名称或简称，新事项必填。")] if self.items else []
            return [code, *office, *own, Column(SEEN, hidden=True)]
        named = Column(ITEM_NAME if self.items else BUNDLE_NAME, "只给人看。")
        owner = [Column(self.owned_by, "必填。写它的名称。", width=24)] if self.owned_by else []
        return [code, named, *owner, *own, Column(MARK, hidden=True)]

    @property
    def _code_note(self) -> str:
        if self.rows is not None:
            both = "这一行属于哪个事项或者哪一件事。" if self.bundles else "这一行属于哪个事项。"
            return both if self.items else "这一行属于哪一件事。"
        if self.items:
            return "31 位实施编码；新事项可以只写 12 位基本编码。以“示例”开头的行不读。"
        return (
            "新的写 YJS-、区划的前 6 位、再加没用过的编号，空表的示例行里是下一个可以用的。"
            "以“示例”开头的行不读。"
        )

    def nodes(self, owner: Node) -> tuple[Any, ...]:
        """What of its kind the item or bundle, or the row of another sheet, has."""
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


def sheets_of(known: Sequence[Table], *, bundle: bool) -> tuple[Table, ...]:
    """Those that items have, or bundles, beginning with that of themselves."""
    own = [each for each in known if (each.bundles if bundle else each.items)]
    return tuple(sorted(own, key=lambda each: each.rows is not None))


def heads(boxes: Iterable[Box]) -> Iterator[Head]:
    """The columns of boxes; what hangs on the row has a sheet of its own."""
    for box in boxes:
        nested = isinstance(box, ListBox) and box.place not in LISTED
        if not nested and not isinstance(box, CommitmentBox):
            named = _HEADS.get(box.place, _plain(box.label))
            yield Head(named, box, labels_of(box))


def narrow(text: str) -> str:
    """Digits and letters in their usual width, without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _plain(text: str | Promise) -> str:
    return str(text)


def labels_of(box: Box) -> Mapping[str, str]:
    if box.kind in (As.TICK, As.MAYBE):
        return {"1": "是", "0": "否"}
    options = box.options() if callable(box.options) else box.options
    return {each.value: str(each.label) for each in options}
