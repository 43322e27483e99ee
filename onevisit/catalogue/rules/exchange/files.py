"""A file, a folder or an archive of tables, read row by row whatever is in it.

What comes in is not trusted: an archive is measured before it is unpacked, names of files are never
used as paths, and a row that cannot be read is refused alone.
"""

import hashlib
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path, PurePosixPath

from onevisit.catalogue.rules.exchange.model import Table
from onevisit.catalogue.rules.exchange.sheets import unmarked
from onevisit.catalogue.rules.exchange.tables import (
    TABLES,
    plain_column,
    table_named,
    table_with,
    titles_of,
)
from onevisit.catalogue.rules.exchange.writers import unprotected
from onevisit.catalogue.rules.importing.reading import (
    Broken,
    Record,
    read_csv,
    read_jsonl,
    survey,
)
from onevisit.kernel.errors import Invalid
from onevisit.kernel.zips import BROKEN

SUFFIXES = (".csv", ".xlsx", ".jsonl")
MOST_FILES = 200
MOST_BYTES = 8 << 30
"""Bytes of all files unpacked, unless a caller allows fewer."""
MOST_STRINGS = 256 << 20
"""Bytes of the words of a workbook, which are held in memory while it is read."""
MOST_COLUMNS = 200
_ANY = next(iter(TABLES.values()))
_CHUNK = 1 << 20
_LONGEST_NAME = 100
_SAYS_UTF8 = 0x800
_TITLES_WITHIN = 3
"""A second head, of titles below names, stands among the first rows."""


@dataclass(frozen=True, slots=True)
class Source:
    """One table in one file. `name` tells it from all others, folders and sheet with it; `sheet` is
    its place in a workbook, -1 elsewhere.
    """

    name: str
    table: Table
    path: Path
    sheet: int = -1

    def digest(self) -> str:
        """SHA-256 of the file."""
        found = hashlib.sha256()
        with self.path.open("rb") as handle:
            while chunk := handle.read(_CHUNK):
                found.update(chunk)
        return found.hexdigest()


def sources(path: Path, workplace: Path, *, most: int = MOST_BYTES) -> list[Source]:
    """The tables in `path`, in the order they are read; an archive is unpacked into `workplace`.

    Raises Invalid `catalogue.unreadable_file`, `catalogue.archive_too_big`, `catalogue.no_tables`.
    """
    try:
        files = _files(path, workplace, most)
        found = [each for name, file in files for each in _tables_in(name, file, most)]
    except (OSError, zipfile.BadZipFile) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise Invalid("catalogue.unreadable_file", reason=reason) from error
    if not found:
        raise Invalid("catalogue.no_tables", known=", ".join(list(TABLES)[:3]))
    order = list(TABLES)
    return sorted(found, key=lambda each: (order.index(each.table.name), each.name, each.sheet))


def _files(path: Path, workplace: Path, most: int) -> list[tuple[str, Path]]:
    if path.is_dir():
        inside = [each for each in sorted(path.rglob("*")) if each.is_file()]
        return [
            (each.relative_to(path).as_posix()[-_LONGEST_NAME:], each)
            for each in inside
            if each.suffix.lower() in SUFFIXES and not each.name.startswith((".", "~$"))
        ]
    if path.suffix.lower() == ".zip":
        return list(_unpacked(path, workplace, most))
    return [(path.name, path)]


def _unpacked(path: Path, workplace: Path, most: int) -> Iterator[tuple[str, Path]]:
    with zipfile.ZipFile(path) as archive:
        entries = [each for each in archive.infolist() if not each.is_dir()]
        if len(entries) > MOST_FILES or sum(each.file_size for each in entries) > most:
            raise Invalid("catalogue.archive_too_big", files=MOST_FILES, most=most >> 20)
        for number, entry in enumerate(entries):
            inside = PurePosixPath(_entry_name(entry).replace("\\", "/"))
            suffix = inside.suffix.lower()
            if suffix not in SUFFIXES or inside.name.startswith((".", "~$")):
                continue
            name = "/".join(each for each in inside.parts if each not in ("/", ".."))
            name = name[-_LONGEST_NAME:]
            target = workplace / f"{number:03d}{suffix}"
            _unpack(archive, entry, target)
            yield name, target


def _entry_name(entry: zipfile.ZipInfo) -> str:
    """Archives made on a Chinese Windows name their files in GBK and do not say so."""
    if entry.flag_bits & _SAYS_UTF8 or entry.filename.isascii():
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gbk")
    except UnicodeError:
        return entry.filename


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path) -> None:
    """An entry may not hold more than it declares: the archive was measured by that."""
    left = entry.file_size
    try:
        with archive.open(entry) as source, target.open("wb") as out:
            while chunk := source.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise Invalid("catalogue.unreadable_file", reason="larger than declared")
                out.write(chunk)
    except BROKEN as error:
        raise Invalid("catalogue.unreadable_file", reason=type(error).__name__) from error


def _tables_in(name: str, path: Path, most: int) -> Iterator[Source]:
    """A table is known by the name of its file or sheet; where that says nothing, by its head."""
    of_file = table_named(PurePosixPath(name).stem)  # never by the name of a folder
    if not name.lower().endswith(".xlsx"):
        table = of_file or _by_head(Source(name, _ANY, path))
        if table is not None:
            yield Source(name, table, path)
        return
    titles = _sheets(path, most)
    for index, title in enumerate(titles):
        table = table_named(title) or (of_file if len(titles) == 1 else None)
        table = table or _by_head(Source(name, _ANY, path, index))
        if table is not None:
            own = name if len(titles) == 1 else f"{name} {title}"[-_LONGEST_NAME:]
            yield Source(own, table, path, index)


def _by_head(source: Source) -> Table | None:
    try:
        first = next((each for each in _records(source) if isinstance(each, Record)), None)
    except Invalid:
        return None
    return table_with(first.values) if first is not None else None


def _measured(path: Path, most: int) -> None:
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        words = sum(each.file_size for each in entries if "sharedstrings" in each.filename.lower())
        if words > MOST_STRINGS or sum(each.file_size for each in entries) > most:
            raise Invalid("catalogue.archive_too_big", files=1, most=MOST_STRINGS >> 20)


def _sheets(path: Path, most: int) -> list[str]:
    _measured(path, most)
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        titles = [str(each) for each in book.sheetnames]
        book.close()
    except (*BROKEN, TypeError, SyntaxError) as error:
        raise Invalid("catalogue.unreadable_file", reason=type(error).__name__) from error
    return titles


def records(source: Source) -> Iterator[Record | Broken]:
    """The rows of a table, all cells as text under the names of its columns in lower case; a
    second head of titles below the names is passed over.

    Raises Invalid `catalogue.unreadable_file`, OSError.
    """
    titles = titles_of(source.table.name)
    for number, found in enumerate(_records(source)):
        if not isinstance(found, Record):
            yield found
            continue
        named = titles.keys().isdisjoint(found.values)
        record = found if named else Record(found.row, _by_name(source.table, found.values))
        if number >= _TITLES_WITHIN or not _is_head(record, titles):
            yield record


def _by_name(table: Table, values: dict[str, object]) -> dict[str, object]:
    found: dict[str, object] = {}
    for written, value in values.items():
        found.setdefault(plain_column(table, written), value)
    return found


def _is_head(record: Record, titles: Mapping[str, str]) -> bool:
    """Whether the cells of a row say what their columns are called."""
    told = {name: str(cell).strip() for name, cell in record.values.items() if cell}
    same = sum(titles.get(cell, cell.lower()) == name for name, cell in told.items())
    return same >= 2 and same * 2 > len(told)


def _records(source: Source) -> Iterator[Record | Broken]:
    suffix = source.path.suffix.lower()
    if suffix == ".xlsx":
        yield from _of_sheet(source)
        return
    encoding = survey(source.path).encoding
    if suffix == ".csv":
        for each in read_csv(source.path, encoding):
            yield _unprotected(each) if isinstance(each, Record) else each
        return
    for each in read_jsonl(source.path, encoding):
        yield _texts(each) if isinstance(each, Record) else each


def _unprotected(record: Record) -> Record:
    values = record.values
    for name, cell in values.items():
        if isinstance(cell, str) and cell.startswith("'"):
            values[name] = unprotected(cell)
    return record


def _texts(record: Record) -> Record | Broken:
    for name, value in record.values.items():
        if isinstance(value, str):
            continue
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            record.values[name] = ",".join(value)
        elif value is None or isinstance(value, (bool, int, float)):
            record.values[name] = cell_text(value)
        else:
            return Broken(record.row, "catalogue.row_not_text", field=name[:60])
    return record


def _of_sheet(source: Source) -> Iterator[Record | Broken]:
    import openpyxl

    try:
        book = openpyxl.load_workbook(source.path, read_only=True, data_only=True)
        rows = book.worksheets[source.sheet].iter_rows(values_only=True)
        head = [cell_text(each).strip().lower() for each in next(rows, ())][:MOST_COLUMNS]
        named = [each for each in head if each]
        if not named or len(set(named)) < len(named):
            raise Invalid("catalogue.unreadable_file", reason="bad head line")
        for number, row in enumerate(rows, start=2):
            cells = [cell_text(each) for each in row[: len(head)]]
            if any(cells):
                cells += [""] * (len(head) - len(cells))
                values: dict[str, object] = dict(zip(head, cells, strict=True))
                yield Record(number, values)
        book.close()
    except (*BROKEN, TypeError, SyntaxError) as error:
        raise Invalid("catalogue.unreadable_file", reason=type(error).__name__) from error


def cell_text(value: object) -> str:
    """A cell of a workbook or of JSON as text."""
    if value is None:
        return ""
    if isinstance(value, str):
        return unmarked(value)
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.strftime(
            "%Y-%m-%d %H:%M:%S" if value.time() != value.min.time() else "%Y-%m-%d"
        )
    return value.isoformat() if isinstance(value, date) else str(value)
