"""Reading what an officer uploads: the first sheet of a workbook, or CSV in UTF-8 or GB 18030."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from onevisit.kernel.errors import Invalid
from onevisit.kernel.zips import BROKEN

MOST_ROWS = 50_000
LONGEST_CELL = 32_767  # what a spreadsheet itself allows
MOST_UNPACKED = 100 << 20
MOST_COLUMNS = 200
MOST_NODES = 6_000_000
"""Elements of a sheet: more than its rows and columns need, and a few seconds to read."""
_NAME = re.compile(r"([A-Z]{1,3})[0-9]*")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_ESCAPED = re.compile("_x(?![Dd][89A-Fa-f])([0-9A-Fa-f]{4})_")  # half a character is none
_QUOTED = re.compile(r"\A'(?=[=+\-@\t\r'])")


def read_sheet(data: bytes) -> list[tuple[int, list[str]]]:
    """The rows that hold anything, each with its number as the spreadsheet shows it.

    Cells are text without blanks around; a formula counts as the value it last had. Raises Invalid
    `sheets.unreadable` with `reason`, `sheets.too_many_rows`.
    """
    rows = _xlsx(data) if data.startswith(b"PK") else _csv(data)
    found = []
    for count, (number, cells) in enumerate(rows, 1):
        if max(count, number) > MOST_ROWS:
            raise Invalid("sheets.too_many_rows", most=MOST_ROWS)
        kept = [_clean(each) for each in cells[:MOST_COLUMNS]]
        if any(kept):
            found.append((number, kept))
    return found


def _clean(cell: str) -> str:
    return cell.replace("\0", "").strip()[:LONGEST_CELL]


def _csv(data: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError as error:
            raise Invalid("sheets.unreadable", reason="encoding") from error
    table = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for number, cells in enumerate(table, 1):
            yield number, [_QUOTED.sub("", each, count=1) for each in cells]
    except csv.Error as error:
        raise Invalid("sheets.unreadable", reason=str(error)[:100]) from error


def _xlsx(data: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            if sum(each.file_size for each in book.infolist()) > MOST_UNPACKED:
                raise Invalid("sheets.unreadable", reason="size")
            names = sorted(n for n in book.namelist() if n.startswith("xl/worksheets/sheet"))
            shared = shared_texts(book)
            with book.open(_first(names)) as sheet:
                yield from _rows(sheet.read(), shared)
    except (*BROKEN, ElementTree.ParseError) as error:
        raise Invalid("sheets.unreadable", reason=type(error).__name__) from error


def _first(names: list[str]) -> str:
    if not names:
        raise KeyError("sheet")
    return min(names, key=lambda name: (len(name), name))


def guarded(content: bytes) -> bytes:
    """The same content. Raises ValueError where it has a document type: so no entities."""
    if b"<!DOCTYPE" in content[:1000] or b"<!ENTITY" in content:
        raise ValueError("document type")
    return content


def shared_texts(book: zipfile.ZipFile) -> list[str]:
    """The texts that cells name by number."""
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    found = []
    for node in nodes(book.read("xl/sharedStrings.xml")):
        if local_name(node.tag) == "si":
            found.append(text_of(node))
            node.clear()
    return found


def nodes(content: bytes) -> Iterator[ElementTree.Element]:
    """The elements of a part as they end. Raises ValueError where there are too many."""
    read = ElementTree.iterparse(io.BytesIO(guarded(content)))
    for count, (_, node) in enumerate(read):
        if count > MOST_NODES:
            raise ValueError("too many elements")
        yield node


def text_of(node: ElementTree.Element) -> str:
    """A text without the readings that stand above characters."""
    return "".join(each.text or "" for each in node.iter() if local_name(each.tag) == "t")


def unescaped(text: str) -> str:
    """A text as it was meant: _x000D_ is how a workbook writes a carriage return."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def local_name(tag: str) -> str:
    """A tag without its namespace."""
    return tag.removeprefix(_MAIN).removeprefix(_STRICT)


def _rows(content: bytes, shared: list[str]) -> Iterator[tuple[int, list[str]]]:
    number = 0
    for node in nodes(content):
        if local_name(node.tag) != "row":
            continue
        number = int(node.get("r") or number + 1)
        yield number, _cells(node, shared)
        node.clear()


def _cells(row: ElementTree.Element, shared: list[str]) -> list[str]:
    cells: list[str] = []
    for node in row:
        at = column_at(node.get("r") or "") if node.get("r") else len(cells)
        if at >= MOST_COLUMNS:
            break
        cells += [""] * (at + 1 - len(cells))
        cells[at] = _value(node, shared)
    return cells


def column_at(name: str) -> int:
    """The column of a cell's name from 0 on. Raises ValueError."""
    found = _NAME.fullmatch(name)
    if found is None:
        raise ValueError(name)
    at = 0
    for letter in found[1]:
        at = at * 26 + ord(letter) - 64
    return at - 1


def _value(node: ElementTree.Element, shared: list[str]) -> str:
    kind = node.get("t", "n")
    if kind == "inlineStr":
        return unescaped(text_of(node))
    held = next((each.text or "" for each in node if local_name(each.tag) == "v"), "")
    if kind == "s":
        return unescaped(shared[int(held)]) if held else ""
    if kind == "b":
        return "是" if held == "1" else "否"
    return held.removesuffix(".0")
