"""Workbooks of several sheets as an office fills them in: written with heads, explanations and
lists to choose from, read with everything that people do to a sheet.
"""

import io
import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Final, cast
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

from onevisit.kernel.errors import Invalid
from onevisit.kernel.sheets.cells import Formats, value_of
from onevisit.kernel.sheets.reading import (
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_UNPACKED,
    column_at,
    guarded,
    local_name,
    nodes,
    shared_texts,
)
from onevisit.kernel.sheets.writing import (
    DECLARED,
    IN_MEMORY,
    KIND,
    MAIN,
    PACKAGE,
    PIECE,
    RELATED,
    Cell,
    cell_xml,
)
from onevisit.kernel.zips import BROKEN

MOST_SHEETS: Final = 30
_MOST_MERGED: Final = 2_000_000
"""Rows under merged cells, all columns together."""
_REFERENCE = re.compile(r"([A-Z]{1,3}[0-9]{1,7}):([A-Z]{1,3}[0-9]{1,7})")
_DIGITS = re.compile("[0-9]+$")
_ID = f"{{{RELATED}}}id"
_STRICT_ID = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


@dataclass(frozen=True, slots=True)
class BookRow:
    """A row that holds anything, with its number as the spreadsheet shows it. `broken` are the
    columns (from 0 on) whose cell cannot be trusted: a formula without a value, an error, a long
    number that the spreadsheet has rounded.
    """

    number: int
    cells: tuple[str, ...]
    broken: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class BookSheet:
    """One sheet under its name."""

    name: str
    rows: tuple[BookRow, ...]


def read_book(data: bytes) -> tuple[BookSheet, ...]:
    """All sheets of an XLSX workbook, in their order.

    Dates are written 2026-11-21, whatever they look like in the sheet; cells that are merged
    downwards hold the same in each row. Raises Invalid `sheets.unreadable`, `sheets.too_many_rows`.
    """
    if not data.startswith(b"PK"):
        raise Invalid("sheets.unreadable", reason="not a workbook")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            if sum(each.file_size for each in book.infolist()) > MOST_UNPACKED:
                raise Invalid("sheets.unreadable", reason="size")
            shared, formats = shared_texts(book), Formats.of(_part(book, "xl/styles.xml"))
            found = []
            for name, path in _sheets(book)[:MOST_SHEETS]:
                rows = tuple(_rows(book.read(path), shared, formats))
                found.append(BookSheet(name, rows))
            return tuple(found)
    except (*BROKEN, ElementTree.ParseError) as error:
        raise Invalid("sheets.unreadable", reason=type(error).__name__) from error


def _part(book: zipfile.ZipFile, name: str) -> bytes:
    return guarded(book.read(name)) if name in book.namelist() else b""


def _sheets(book: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Name and path of each sheet, as the workbook orders them."""
    links = ElementTree.fromstring(guarded(book.read("xl/_rels/workbook.xml.rels")))
    paths = {each.get("Id"): each.get("Target") or "" for each in links}
    tree = ElementTree.fromstring(guarded(book.read("xl/workbook.xml")))
    found = []
    for node in tree.iter():
        if local_name(node.tag) == "sheet":
            target = paths[node.get(_ID) or node.get(_STRICT_ID)]
            path = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
            found.append((node.get("name") or "", path))
    if len({path for _, path in found}) < len(found):
        raise ValueError("one sheet under two names")
    return found


def _rows(content: bytes, shared: list[str], formats: Formats) -> Iterator[BookRow]:
    found: dict[int, tuple[list[str], set[int]]] = {}
    number = count = spread = 0
    for node in nodes(content):
        name = local_name(node.tag)
        if name == "row":
            number, count = int(node.get("r") or number + 1), count + 1
            if max(number, count) > MOST_ROWS:
                raise Invalid("sheets.too_many_rows", most=MOST_ROWS)
            found[number] = _cells(node, shared, formats)
            node.clear()
        elif name == "mergeCell":
            spread += _spread(found, node.get("ref") or "")
            if spread > _MOST_MERGED:
                raise ValueError("too much is merged")
    for number in sorted(found):
        cells, broken = found[number]
        if any(cells) or broken:
            yield BookRow(number, tuple(cells), frozenset(broken))


def _cells(
    row: ElementTree.Element, shared: list[str], formats: Formats
) -> tuple[list[str], set[int]]:
    cells: list[str] = []
    broken: set[int] = set()
    for node in row:
        at = column_at(node.get("r") or "") if node.get("r") else len(cells)
        if at >= MOST_COLUMNS:
            break
        cells += [""] * (at + 1 - len(cells))
        value = value_of(node, shared, formats)
        if value is None:
            broken.add(at)
        cells[at] = (value or "").replace("\0", "").strip()[:LONGEST_CELL]
    return cells, broken


def _spread(found: Mapping[int, tuple[list[str], set[int]]], reference: str) -> int:
    """What is merged downwards stands in each of its rows; how many rows that are."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return 0
    at = column_at(match[1])
    first, last = (int(cast(re.Match[str], _DIGITS.search(each))[0]) for each in match.groups())
    top = found.get(first, ([], set()))[0]
    if at >= len(top) or not top[at]:
        return 0
    below = range(first + 1, min(last, MOST_ROWS) + 1)
    for number in below:
        if number in found:
            cells = found[number][0]
            cells.extend([""] * (at + 1 - len(cells)))
            cells[at] = top[at]
    return len(below)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet that is filled in: `head`, and below it what belongs there.

    `choices` are what one picks from; `width` is in characters; a `hidden` one is for the machine.
    """

    head: str
    note: str = ""
    choices: tuple[str, ...] = ()
    width: int = 16
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet as it is written: heads and notes stay in sight, what is typed below stays text."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]] = ()


_LISTS: Final = "选项"
_LAST: Final = 5000
_STYLES = (
    f'{DECLARED}<styleSheet xmlns="{MAIN}"><fonts count="3">'
    '<font><sz val="11"/><name val="等线"/></font>'
    '<font><b/><sz val="11"/><name val="等线"/></font>'
    '<font><sz val="9"/><color rgb="FF5A6470"/><name val="等线"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid">'
    '<fgColor rgb="FFE6EEF1"/></patternFill></fill></fills>'
    "<borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs>"
    '<cellXfs count="4"><xf/>'
    '<xf numFmtId="49" applyNumberFormat="1" applyAlignment="1">'
    '<alignment vertical="top" wrapText="1"/></xf>'
    '<xf numFmtId="49" fontId="1" fillId="2" applyFont="1" applyFill="1"/>'
    '<xf numFmtId="49" fontId="2" applyFont="1" applyAlignment="1">'
    '<alignment vertical="top" wrapText="1"/></xf></cellXfs></styleSheet>'
)
_TYPED, _HEAD, _NOTE = 1, 2, 3


def as_book(pages: Sequence[Page]) -> Iterator[bytes]:
    """The workbook, in pieces; texts are texts, never formulas."""
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as held:
        _write(cast(IO[bytes], held), pages)
        held.seek(0)
        while piece := held.read(PIECE):
            yield piece


def _write(to: IO[bytes], pages: Sequence[Page]) -> None:
    lists = tuple(dict.fromkeys(c.choices for page in pages for c in page.columns if c.choices))
    depth = max(map(len, lists), default=0)
    rows = [[one[at] if at < len(one) else "" for one in lists] for at in range(depth)]
    chosen = Page(_LISTS, [Column(f"{at + 1}") for at in range(len(lists))], rows)
    every = [*pages, chosen] if lists else list(pages)
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in _parts([each.name for each in every], hidden=bool(lists)).items():
            book.writestr(name, text)
        for number, page in enumerate(every, 1):
            with book.open(f"xl/worksheets/sheet{number}.xml", "w", force_zip64=True) as sheet:
                for piece in _sheet(page, lists):
                    sheet.write(piece.encode())


def _sheet(page: Page, lists: Sequence[tuple[str, ...]]) -> Iterator[str]:
    noted = any(each.note for each in page.columns)
    top = 2 if noted else 1
    yield (
        f'{DECLARED}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
        f'<pane xSplit="1" ySplit="{top}" topLeftCell="B{top + 1}" activePane="bottomRight"'
        ' state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>'
    )
    for at, column in enumerate(page.columns, 1):
        hidden = ' hidden="1"' if column.hidden else ""
        yield f'<col min="{at}" max="{at}" width="{column.width}" style="{_TYPED}"{hidden}/>'
    yield "</cols><sheetData>"
    yield _row(1, [each.head for each in page.columns], _HEAD)
    if noted:
        yield _row(2, [each.note for each in page.columns], _NOTE)
    for number, cells in enumerate(page.rows, top + 1):
        yield _row(number, cells, _TYPED)
    yield "</sheetData>"
    rules = [
        f'<dataValidation type="list" allowBlank="1" sqref="{name}{top + 1}:{name}{_LAST}">'
        f"<formula1>{_LISTS}!${held}$2:${held}${len(column.choices) + 1}</formula1>"
        "</dataValidation>"
        for at, column in enumerate(page.columns)
        if column.choices
        for name, held in [(letters(at), letters(lists.index(column.choices)))]
    ]
    if rules:
        yield f'<dataValidations count="{len(rules)}">{"".join(rules)}</dataValidations>'
    yield "</worksheet>"


def _row(number: int, cells: Sequence[Cell], style: int) -> str:
    return f'<row r="{number}">{"".join(cell_xml(each, style) for each in cells)}</row>'


def letters(at: int) -> str:
    """What a spreadsheet calls the column, from 0 on: A, B … Z, AA."""
    found, at = "", at + 1
    while at:
        at, rest = divmod(at - 1, 26)
        found = chr(65 + rest) + found
    return found


def _parts(names: Sequence[str], *, hidden: bool) -> dict[str, str]:
    numbers = range(1, len(names) + 1)
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{KIND}.worksheet+xml"/>'
        for n in numbers
    )
    unseen = {len(names): ' state="hidden"'} if hidden else {}
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"{unseen.get(n, "")}/>'
        for n, name in zip(numbers, names, strict=True)
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATED}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    return {
        "[Content_Types].xml": (
            f'{DECLARED}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{KIND}.styles+xml"/>{kinds}</Types>'
        ),
        "_rels/.rels": (
            f'{DECLARED}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1"'
            f' Type="{RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'{DECLARED}<workbook xmlns="{MAIN}" xmlns:r="{RELATED}"><sheets>{sheets}</sheets>'
            "</workbook>"
        ),
        "xl/_rels/workbook.xml.rels": (
            f'{DECLARED}<Relationships xmlns="{PACKAGE}/relationships">{links}'
            f'<Relationship Id="rIdS" Type="{RELATED}/styles" Target="styles.xml"/>'
            "</Relationships>"
        ),
        "xl/styles.xml": _STYLES,
    }
