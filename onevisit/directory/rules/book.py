"""The directory as a workbook: regions, departments and service points, a sheet each.

Heads and options are Chinese in every language: they are the form of the file.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from onevisit.directory.errors import bad_cell, unknown_region
from onevisit.directory.rules.places import (
    DepartmentDraft,
    DepartmentInfo,
    Opening,
    PlaceKind,
    RegionDraft,
    RegionInfo,
    ServicePointDraft,
    ServicePointInfo,
    parse_hours,
    region_level,
)
from onevisit.kernel.errors import Invalid, Problem
from onevisit.kernel.sheets import BookRow, Cell, Column, Page, letters, read_book
from onevisit.kernel.uscc import Uscc

_KINDS: Final[Mapping[str, PlaceKind]] = MappingProxyType(
    {
        "政务服务中心": PlaceKind.CENTRE,
        "乡镇便民服务中心": PlaceKind.TOWNSHIP,
        "村社服务点": PlaceKind.VILLAGE,
        "银行代办点": PlaceKind.BANK,
        "自助终端": PlaceKind.KIOSK,
        "外地通办窗口": PlaceKind.GUEST,
    }
)
_WEEK: Final = "一二三四五六日"
_HOLIDAYS: Final = "节假日照常"
_HOURS: Final = re.compile(
    r"(?:(?P<all>每天)|周(?P<first>[一二三四五六日])(?:[至到-]周?(?P<last>[一二三四五六日]))?)\s*"
    r"(?:(?P<day>全天)|(?P<open>[0-9]{1,2}:[0-9]{2})\s*[-–—至到]\s*(?P<close>[0-9]{1,2}:[0-9]{2}))"
    rf"\s*(?P<holidays>{_HOLIDAYS})?"
)
_SLUG: Final = re.compile("[a-z][a-z0-9_-]{0,39}")


@dataclass(frozen=True, slots=True)
class Places:
    """What the workbook registers, and every cell that cannot be read: `place` says where."""

    regions: tuple[RegionDraft, ...]
    departments: tuple[DepartmentDraft, ...]
    points: tuple[ServicePointDraft, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class _Head:
    """A column over a field of a draft: how a cell is read, what belongs in it."""

    field: str
    head: str
    read: Callable[[str], object]
    note: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()
    width: int = 18


def _text(most: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        if len(text) > most:
            raise bad_cell("long", most=most)
        return text

    return read


def _slug(text: str) -> str:
    if not _SLUG.fullmatch(text):
        raise bad_cell("slug")
    return text


def _region(text: str) -> str:
    region_level(text)
    return text


def _uscc(text: str) -> str | None:
    return Uscc.parse(text).code if text else None


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for each in re.split("[、，,；;\n ]+", text) if each))


def _yes(text: str) -> bool:
    if text not in ("是", "否", ""):
        raise bad_cell("yes")
    return text == "是"


def _kind(text: str) -> PlaceKind:
    if text not in _KINDS:
        raise bad_cell("kind", known="、".join(_KINDS))
    return _KINDS[text]


def _degrees(most: int) -> Callable[[str], float | None]:
    def read(text: str) -> float | None:
        try:
            found = float(text) if text else None
        except ValueError:
            raise bad_cell("degrees") from None
        if found is not None and not -most <= found <= most:
            raise bad_cell("degrees")
        return found

    return read


def _hours(text: str) -> tuple[Mapping[str, object], ...]:
    spans = tuple(_span(each) for each in re.split("[；;\n]+", text) if each.strip())
    try:
        parse_hours(spans)
    except Invalid:
        raise bad_cell("hours") from None
    return spans


def _span(text: str) -> dict[str, object]:
    found = _HOURS.fullmatch(text.strip().replace("：", ":"))
    if found is None:
        raise bad_cell("hours")
    first = 0 if found["all"] else _WEEK.index(found["first"])
    last = 6 if found["all"] else _WEEK.index(found["last"] or found["first"])
    opens, closes = ("00:00", "24:00") if found["day"] else (found["open"], found["close"])
    span: dict[str, object] = {
        "days": list(range(first + 1, last + 2)),
        "open": opens.zfill(5),
        "close": closes.zfill(5),
    }
    return {**span, "holidays": True} if found["holidays"] else span


_CODE = _Head("code", "代码", _slug, "小写字母开头，字母、数字、-，定了不改，如 market。", True)
_PLACE = _Head("region", "区划代码", _region, "12 位，在“区划”表里或者登记过。", True)
_PHONE = _Head("phone", "电话", _text(40))
_SHEETS: Final[Mapping[str, tuple[_Head, ...]]] = MappingProxyType(
    {
        "区划": (
            _Head("code", "代码", _region, "12 位，如 331183000000；省、市、县、乡镇都写。", True),
            _Head("name", "名称", _text(64), "必填。", True),
        ),
        "部门": (
            _CODE,
            _Head("name", "名称", _text(80), "全称，必填。", True, width=30),
            _Head("short_name", "简称", _text(40), "必填，如：市场监管局。", True),
            _PLACE,
            _Head("uscc", "统一社会信用代码", _uscc, "18 位；事项编码由它开头。", width=22),
            _Head("aliases", "别的叫法", _names, "几个之间用顿号。", width=24),
            _PHONE,
            _Head("in_centre", "在中心有窗口", _yes, "是或者否。", choices=("是", "否")),
        ),
        "网点": (
            _CODE,
            _Head("name", "名称", _text(80), "必填。", True, width=30),
            _Head("kind", "类型", _kind, "从下拉里选。", True, tuple(_KINDS)),
            _PLACE,
            _Head("address", "地址", _text(200), "必填。", True, width=34),
            _Head("latitude", "纬度", _degrees(90), "如 28.9312；和经度一起写，或者都空着。"),
            _Head("longitude", "经度", _degrees(180), "如 119.6241。"),
            _PHONE,
            _Head(
                "hours",
                "开放时间",
                _hours,
                f"如：周一至周五 09:00-17:30；周六 09:00-12:00。节假日也开的后面写“{_HOLIDAYS}”。",
                width=40,
            ),
        ),
    }
)
_DRAFTS: Final[Mapping[str, Callable[..., Any]]] = MappingProxyType(
    {"区划": RegionDraft, "部门": DepartmentDraft, "网点": ServicePointDraft}
)


@dataclass
class _Reader:
    """The drafts of each sheet, and what is wrong."""

    known: Collection[str]
    held: dict[str, str]
    found: dict[str, list[Any]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def sheet(self, name: str, rows: Sequence[BookRow]) -> None:
        """All rows of one sheet below its heads."""
        heads, drafts = _SHEETS[name], self.found.setdefault(name, [])
        titles = list(rows[0].cells) if rows else []
        if any(each.head not in titles for each in heads):
            self.problems.append(Problem(name, "directory.sheet_heads"))
            return
        places = {each: titles.index(each.head) for each in heads}
        seen: dict[str, int] = {}
        for row in rows[1:]:
            if row.cells[:1] == (heads[0].note,) or not any(row.cells):
                continue
            values = self._values(name, row, places)
            if values is None:
                continue
            code = str(values["code"])
            if code in seen:
                at = _at(name, row, places[heads[0]])
                self.problems.append(Problem(at, "directory.cell_twice", {"row": seen[code]}))
                continue
            seen[code] = row.number
            uscc = str(values.get("uscc") or "")
            if uscc and (holder := self.held.setdefault(uscc, code)) != code:
                at = _at(name, row, titles.index("统一社会信用代码"))
                self.problems.append(Problem(at, "directory.cell_held", {"code": holder}))
            drafts.append(_DRAFTS[name](**values))

    def _values(
        self, name: str, row: BookRow, places: Mapping[_Head, int]
    ) -> dict[str, object] | None:
        found: dict[str, object] = {}
        before = len(self.problems)
        for head, at in places.items():
            text = row.cells[at].strip() if at < len(row.cells) else ""
            try:
                if at in row.broken:
                    raise bad_cell("broken")
                if head.required and not text:
                    raise bad_cell("missing")
                found[head.field] = head.read(text)
                if head.field == "region" and text not in self.known:
                    raise unknown_region(text)
            except Invalid as error:
                self.problems.append(Problem(_at(name, row, at), error.code, error.facts))
        return found if len(self.problems) == before else None


def _at(name: str, row: BookRow, at: int) -> str:
    return f"{name} {letters(at)}{row.number}"


def read_places(
    data: bytes, registered: Collection[str], held: Mapping[str, str] = MappingProxyType({})
) -> Places:
    """What the workbook registers; `registered` are codes of regions that are there already, `held`
    credit code → code of departments.

    Raises Invalid `sheets.unreadable`, `sheets.too_many_rows`.
    """
    sheets = {each.name: each.rows for each in read_book(data) if each.name in _SHEETS}
    written = {row.cells[0] for row in sheets.get("区划", ()) if row.cells}
    reader = _Reader({*registered, *written}, dict(held))
    for name in _SHEETS:
        if name in sheets:
            reader.sheet(name, sheets[name])
    if not sheets:
        reader.problems.append(Problem("、".join(_SHEETS), "directory.sheet_heads"))
    return Places(
        tuple(reader.found.get("区划", ())),
        tuple(reader.found.get("部门", ())),
        tuple(reader.found.get("网点", ())),
        tuple(reader.problems),
    )


def places_book(
    regions: Sequence[RegionInfo],
    departments: Sequence[DepartmentInfo],
    points: Sequence[ServicePointInfo],
) -> list[Page]:
    """The same as sheets, with what is registered in them."""
    things = {"区划": regions, "部门": departments, "网点": points}
    return [
        Page(
            name,
            [Column(each.head, each.note, each.choices, each.width) for each in heads],
            [list(_cells(heads, thing)) for thing in things[name]],
        )
        for name, heads in _SHEETS.items()
    ]


def _cells(heads: Sequence[_Head], thing: object) -> Iterator[Cell]:
    labels = {kind: label for label, kind in _KINDS.items()}
    for head in heads:
        value: Any = getattr(thing, head.field)
        match head.field:
            case "kind":
                yield labels[value]
            case "hours":
                yield "；".join(map(_hours_text, value))
            case "in_centre":
                yield "是" if value else "否"
            case "aliases":
                yield "、".join(value)
            case _:
                yield "" if value is None else str(value)


def _hours_text(opening: Opening) -> str:
    """One stretch as it is read; days that do not follow each other stand one by one."""
    close = "24:00" if opening.closes.hour == 23 and opening.closes.second else ""
    span = f"{opening.opens:%H:%M}-{close or f'{opening.closes:%H:%M}'}"
    more = f" {_HOLIDAYS}" if opening.on_holidays else ""
    first, last = opening.days[0], opening.days[-1]
    if opening.days == tuple(range(first, last + 1)):
        until = f"至周{_WEEK[last - 1]}" if last > first else ""
        return f"周{_WEEK[first - 1]}{until} {span}{more}"
    return "；".join(f"周{_WEEK[day - 1]} {span}{more}" for day in opening.days)
