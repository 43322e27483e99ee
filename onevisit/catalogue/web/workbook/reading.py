"""A workbook that came back: what it says of each item, and every cell that cannot be read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from onevisit.catalogue.errors import book_without_items, rewriting_too_many
from onevisit.catalogue.rules.rewriting import MOST_ITEMS
from onevisit.catalogue.web.workbook.heads import (
    BUNDLES,
    CODE,
    CODES,
    DEPARTMENT,
    MARK,
    NAMES,
    SEEN,
    SHOWN,
    Head,
    Table,
    narrow,
)
from onevisit.kernel.sheets import BookRow, BookSheet, letters, read_book

_HEAD_WITHIN: Final = 10
_SAMPLE: Final = ("示例", "说明", "31 位", "新的写", "这一行属于")
MOST_WRONG: Final = 200


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong, and where: sheet, row and column as a spreadsheet shows them."""

    sheet: str
    row: int
    column: str
    text: str | Promise


@dataclass(frozen=True, slots=True)
class Given:
    """One row: its cells by head, how its columns are called, and what the machine wrote at its
    end.
    """

    sheet: str
    number: int
    cells: Mapping[str, str]
    columns: Mapping[str, str]
    mark: str = ""

    def wrong(self, head: str, text: str | Promise) -> Wrong:
        """Something wrong in a cell of this row."""
        return Wrong(self.sheet, self.number, self.columns.get(head, head), text)


@dataclass
class GivenItem:
    """All that the workbook says of one code, of an item or of a bundle. A sheet that is missing
    says nothing.
    """

    code: str
    row: Given | None = None
    seen: str = ""
    lists: dict[str, list[Given]] = field(default_factory=dict)
    names: list[Given] | None = None
    wrong: list[Wrong] = field(default_factory=list)

    @property
    def is_bundle(self) -> bool:
        """Whether its own row says so."""
        return self.row is not None and self.row.sheet == BUNDLES


@dataclass
class GivenBook:
    """The items and bundles by code, what is wrong beside them, and heads nobody knows."""

    items: dict[str, GivenItem] = field(default_factory=dict)
    wrong: list[Wrong] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def read(data: bytes, known: Sequence[Table]) -> GivenBook:
    """What the workbook says. Raises Invalid `sheets.unreadable`, `sheets.too_many_rows`,
    `catalogue.book_without_items`, `catalogue.rewriting_too_many`.
    """
    sheets = {narrow(each.name): each for each in read_book(data)}
    book = GivenBook()
    there = [each for each in known if each.name in sheets]
    present = [each for each in there if each.rows is not None]
    for table in (each for each in there if each.rows is None):
        _items(book, sheets[table.name], table)
    for table in present:
        owned = (table.owned_by,) if table.owned_by else ()
        for row in _rows(book, sheets[table.name], table.heads, *owned, code=table.code):
            _item(book, row.cells[CODE]).lists.setdefault(table.name, []).append(row)
    for item in book.items.values():
        for table in present:
            item.lists.setdefault(table.name, [])
    _names(book, sheets)
    if not book.items and not book.wrong:
        raise book_without_items()
    if len(book.items) > MOST_ITEMS:
        raise rewriting_too_many(MOST_ITEMS)
    return book


def _item(book: GivenBook, code: str) -> GivenItem:
    return book.items.setdefault(code, GivenItem(code))


def _items(book: GivenBook, sheet: BookSheet, table: Table) -> None:
    for row in _rows(book, sheet, table.heads, code=table.code):
        item = _item(book, row.cells[CODE])
        if item.row is not None:
            told = _("这个编码在“%(sheet)s”第 %(row)s 行已经有了，一个编码只写一行。")
            facts = {"sheet": item.row.sheet, "row": item.row.number}
            item.wrong.append(row.wrong(CODE, told % facts))
            continue
        item.row, item.seen = row, row.mark


def _names(book: GivenBook, sheets: Mapping[str, BookSheet]) -> None:
    if NAMES not in sheets:
        return
    for item in book.items.values():
        item.names = []
    for row in _rows(book, sheets[NAMES], (), NAMES):
        found = _item(book, row.cells[CODE])
        if found.names is None:
            found.names = []
        found.names.append(row)


def _rows(
    book: GivenBook, sheet: BookSheet, heads: Sequence[Head], *more: str, code: str = CODE
) -> Iterator[Given]:
    """The rows below the head that say something of an item or a bundle."""
    tops = (row for row in sheet.rows[:_HEAD_WITHIN] if not set(CODES).isdisjoint(_headed(row)))
    top = next(tops, None)
    if top is None:
        told = _("前 %(n)s 行里没有“%(head)s”这一列，请用模板的表头。")
        facts = {"n": _HEAD_WITHIN, "head": code}
        book.wrong.append(Wrong(sheet.name, 1, "", told % facts))
        return
    places = _places(book, sheet.name, top, heads, more)
    columns = {head: f"{letters(at)} {top.cells[at]}".strip() for head, at in places.items()}
    for row in sheet.rows:
        if row.number > top.number and (given := _given(book, sheet.name, row, places, columns)):
            yield given


def _headed(row: BookRow) -> list[str]:
    return [narrow(each) for each in row.cells]


def _places(
    book: GivenBook, sheet: str, top: BookRow, heads: Sequence[Head], more: Sequence[str]
) -> dict[str, int]:
    own = (DEPARTMENT, SEEN, MARK, *(each.head for each in heads), *more)
    known = {**dict.fromkeys(CODES, CODE), **{narrow(head): head for head in own}}
    places: dict[str, int] = {}
    for at, text in enumerate(_headed(top)):
        if text not in known:
            if text and text not in SHOWN:
                book.unknown.append(f"{sheet} {letters(at)} {text}")
        elif known[text] in places:
            told = _("表头“%(head)s”有两列，只留一列。") % {"head": known[text]}
            book.wrong.append(Wrong(sheet, top.number, letters(at), told))
        else:
            places[known[text]] = at
    return places


def _given(
    book: GivenBook,
    sheet: str,
    row: BookRow,
    places: Mapping[str, int],
    columns: Mapping[str, str],
) -> Given | None:
    cells = {head: row.cells[at] if at < len(row.cells) else "" for head, at in places.items()}
    code = narrow(cells[CODE]).upper()
    if cells[CODE].startswith(_SAMPLE):
        return None
    own = {head: text for head, text in cells.items() if head not in (CODE, SEEN, MARK)}
    given = Given(sheet, row.number, {**own, CODE: code}, columns, _mark(cells))
    for head, at in places.items():
        if at in row.broken:
            target = _item(book, code).wrong if code else book.wrong
            target.append(given.wrong(head, _broken()))
    if not code:
        if any(own.values()) and places[CODE] not in row.broken:
            book.wrong.append(given.wrong(CODE, _("这一行没有写编码。")))
        return None
    return given if any(own.values()) or SEEN in places else None


def _mark(cells: Mapping[str, str]) -> str:
    return cells.get(SEEN, "") or cells.get(MARK, "")


def _broken() -> str:
    return _("这一格读不准：公式没有结果，或者长数字被改成了科学计数。把格子设成文本，重新写。")
