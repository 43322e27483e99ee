"""Writing: rows in, bytes out. A text that a spreadsheet would take for a formula is quoted."""

import csv
import io
import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, cast
from xml.sax.saxutils import escape

Cell = str | int | None

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
_CHUNK = 500
IN_MEMORY = 1 << 20
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
PIECE = 1 << 16
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def as_csv(head: Sequence[Cell], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """UTF-8 with the mark that makes spreadsheets read it as such, in pieces of some rows.

    A text beginning with = + - @ or a tab gets an apostrophe before it (and so does one that
    begins with an apostrophe), which `read_sheet` takes away again.
    """
    yield "\ufeff".encode()
    held = io.StringIO()
    table = csv.writer(held, lineterminator="\r\n")
    table.writerow([_quoted(each) for each in head])
    for number, row in enumerate(rows, 1):
        table.writerow([_quoted(each) for each in row])
        if number % _CHUNK == 0:
            yield held.getvalue().encode()
            held.seek(0)
            held.truncate()
    yield held.getvalue().encode()


def as_xlsx(head: Sequence[Cell], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """A workbook with one sheet whose first row stays in sight; texts are texts, never formulas."""
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as held:
        _workbook(cast(IO[bytes], held), head, rows)
        held.seek(0)
        while piece := held.read(PIECE):
            yield piece


def _quoted(cell: Cell) -> Cell:
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return cell


def _workbook(to: IO[bytes], head: Sequence[Cell], rows: Iterable[Sequence[Cell]]) -> None:
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in _PARTS.items():
            book.writestr(name, text)
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(_HEAD.encode())
            sheet.write(_row(1, head).encode())
            for number, row in enumerate(rows, 2):
                sheet.write(_row(number, row).encode())
            sheet.write(b"</sheetData></worksheet>")


def _row(number: int, cells: Sequence[Cell]) -> str:
    return f'<row r="{number}">{"".join(map(cell_xml, cells))}</row>'


def cell_xml(cell: Cell, style: int = 0) -> str:
    """One cell; `style` is its number among those of the workbook."""
    styled = f' s="{style}"' if style else ""
    if cell is None or cell == "":
        return f"<c{styled}/>"
    if isinstance(cell, int):
        return f"<c{styled}><v>{int(cell)}</v></c>"
    plain = _LOOKS_ESCAPED.sub("_x005F_", NOT_XML.sub("", str(cell)))
    return f'<c{styled} t="inlineStr"><is><t xml:space="preserve">{escape(plain)}</t></is></c>'


DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = (
    f'{DECLARED}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    '</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><sheetData>'
)
_PARTS = {
    "[Content_Types].xml": (
        f'{DECLARED}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml"'
        f' ContentType="{KIND}.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'{DECLARED}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{RELATED}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>"
    ),
    "xl/workbook.xml": (
        f'{DECLARED}<workbook xmlns="{MAIN}" xmlns:r="{RELATED}"><sheets>'
        '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'{DECLARED}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{RELATED}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>"
    ),
}
