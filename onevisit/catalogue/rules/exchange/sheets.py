"""XLSX written as it streams: one sheet, nothing but text cells, the same bytes for the same rows.

A text cell is never a formula, whatever it begins with. What XML cannot hold is written the way
Excel itself writes it (``_x000B_``).
"""

import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from xml.sax.saxutils import escape

MOST_ROWS = 1_048_576
"""Rows of one sheet, the head among them."""

_DATE = (1980, 1, 1, 0, 0, 0)
_HOLD = 1_000
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_MARKED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def _relations(kind: str, target: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" '
        f'Type="{_DOCUMENT}/{kind}" Target="{target}"/></Relationships>'
    )


def _workbook(title: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><sheets>'
        f'<sheet name="{escape(title[:31])}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )


def marked(text: str) -> str:
    """The text with what XML cannot hold written out, and what looks like that written out too."""
    if "_x" in text:
        text = _MARKED.sub(r"_x005F_x\1_", text)
    return _UNFIT.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def unmarked(text: str) -> str:
    """What `marked` was given."""
    if "_x" not in text:
        return text
    return _MARKED.sub(lambda found: chr(int(found[1], 16)), text)


class Sheet:
    """``with Sheet(path, "name") as sheet: sheet.write(cells)``."""

    def __init__(self, path: Path, title: str) -> None:
        self._zip = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
        self._put("[Content_Types].xml", _TYPES)
        self._put("_rels/.rels", _relations("officeDocument", "xl/workbook.xml"))
        self._put("xl/workbook.xml", _workbook(title))
        self._put("xl/_rels/workbook.xml.rels", _relations("worksheet", "worksheets/sheet1.xml"))
        self._out: IO[bytes] = self._zip.open(_entry("xl/worksheets/sheet1.xml"), "w")
        self._out.write(f'<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
        self._held: list[str] = []
        self.rows = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def write(self, cells: Sequence[str]) -> None:
        """One row."""
        self.rows += 1
        self._held.append("<row>" + "".join([_cell(each) for each in cells]) + "</row>")
        if len(self._held) >= _HOLD:
            self._flush()

    def close(self) -> None:
        """Finish the file."""
        self._flush()
        self._out.write(b"</sheetData></worksheet>")
        self._out.close()
        self._zip.close()

    def _flush(self) -> None:
        self._out.write("".join(self._held).encode())
        self._held.clear()

    def _put(self, name: str, text: str) -> None:
        self._zip.writestr(_entry(name), text)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _cell(text: str) -> str:
    if not text:
        return '<c t="inlineStr"><is><t/></is></c>'
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(marked(text))}</t></is></c>'
