"""Tables as files: CSV, XLSX or JSON lines, the same bytes for the same rows.

A cell of a CSV that a spreadsheet would take for a formula gets an apostrophe before it, and the
reader takes it away again; the other two forms need no such thing.
"""

import csv
import zipfile
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import msgspec

from onevisit.catalogue.rules.exchange.sheets import MOST_ROWS, Sheet

_RISKY = ("=", "+", "-", "@", "\t", "\r", "'")
_DATE = (1980, 1, 1, 0, 0, 0)
_CHUNK = 1 << 20


class FileForm(StrEnum):
    """How the tables are written."""

    CSV = "csv"
    XLSX = "xlsx"
    JSONL = "jsonl"


def protected(cell: str) -> str:
    """The cell so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell.startswith(_RISKY) else cell


def unprotected(cell: str) -> str:
    """What `protected` was given."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_RISKY) else cell


class Headed(Protocol):
    """A table as far as a file must know it: what it is called, and its columns in order."""

    @property
    def name(self) -> str: ...

    @property
    def head(self) -> tuple[str, ...]: ...


class _Writer(Protocol):
    def write(self, cells: Sequence[str]) -> None: ...

    def close(self) -> None: ...


class _Csv:
    def __init__(self, path: Path, head: Sequence[str]) -> None:
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._rows = csv.writer(self._file, lineterminator="\n")
        self._rows.writerow(head)

    def write(self, cells: Sequence[str]) -> None:
        self._rows.writerow([protected(each) for each in cells])

    def close(self) -> None:
        self._file.close()


class _JsonLines:
    def __init__(self, path: Path, head: Sequence[str]) -> None:
        self._file = path.open("wb")
        self._head = head

    def write(self, cells: Sequence[str]) -> None:
        row = dict(zip(self._head, cells, strict=True))
        self._file.write(msgspec.json.encode(row) + b"\n")

    def close(self) -> None:
        self._file.close()


class _Sheets:
    """A sheet, and another file when it is full."""

    def __init__(self, path: Path, head: Sequence[str]) -> None:
        self._path, self._head, self._count = path, head, 0
        self._sheet = self._next()

    def _next(self) -> Sheet:
        self._count += 1
        number = f".{self._count}" if self._count > 1 else ""
        sheet = Sheet(self._path.with_suffix(f"{number}.xlsx"), self._path.stem)
        sheet.write(self._head)
        return sheet

    def write(self, cells: Sequence[str]) -> None:
        if self._sheet.rows >= MOST_ROWS:
            self._sheet.close()
            self._sheet = self._next()
        self._sheet.write(cells)

    def close(self) -> None:
        self._sheet.close()


_WRITERS: dict[FileForm, type[_Csv] | type[_JsonLines] | type[_Sheets]] = {
    FileForm.CSV: _Csv,
    FileForm.JSONL: _JsonLines,
    FileForm.XLSX: _Sheets,
}


class Folder:
    """The tables in a folder, each made when its first row is written.

    ``with Folder(path, FileForm.CSV) as folder: folder.write(table, cells)``.
    """

    def __init__(self, path: Path, form: FileForm, *, upper: bool = False) -> None:
        path.mkdir(parents=True, exist_ok=True)
        self._path, self._form, self._upper = path, form, upper
        self._open: dict[str, _Writer] = {}
        self.counts: dict[str, int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for each in self._open.values():
            each.close()

    def write(self, table: Headed, cells: Sequence[str]) -> None:
        """One row of that table."""
        writer = self._open.get(table.name)
        if writer is None:
            writer = self._open[table.name] = self._made(table)
            self.counts[table.name] = 0
        writer.write(cells)
        self.counts[table.name] += 1

    def _made(self, table: Headed) -> _Writer:
        name = table.name.upper() if self._upper else table.name
        head = [each.upper() for each in table.head] if self._upper else list(table.head)
        return _WRITERS[self._form](self._path / f"{name}.{self._form.value}", head)


def zipped(folder: Path, target: Path) -> None:
    """The files of a folder in one archive, the same bytes for the same files."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for each in sorted(folder.iterdir()):
            entry = zipfile.ZipInfo(each.name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            with each.open("rb") as source, archive.open(entry, "w") as out:
                while chunk := source.read(_CHUNK):
                    out.write(chunk)
