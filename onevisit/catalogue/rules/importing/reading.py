"""From a file to records, whatever is in it: bounded memory, one bad line never stops the rest.

A line longer than `LONGEST_LINE` is skipped while it is read, never held. Text is UTF-8 (with or
without a mark), or GB18030 when most lines with other than ASCII say so; a line that is neither is
refused alone. Lines count from 1, as an editor shows them.
"""

import csv
import io
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import msgspec

from onevisit.kernel.errors import Invalid

LONGEST_LINE = 1 << 20
MOST_LINES_A_RECORD = 1_000
_CHUNK = 1 << 16
_MARK = b"\xef\xbb\xbf"
_MOST_COLUMNS = 200
_BLANK = ", \t\r\n"
"""What a row consists of in which nothing is written."""


@dataclass(frozen=True, slots=True)
class Record:
    """One row with its values by field name in lower case."""

    row: int
    values: dict[str, object]


@dataclass(frozen=True, slots=True)
class Broken:
    """One row that cannot be read; `reason` is worded like an error."""

    row: int
    reason: str
    field: str = ""
    facts: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Survey:
    """What a first pass found: how many lines, and in which encoding."""

    lines: int
    encoding: str


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str
    broken: Broken | None = None


def survey(path: Path) -> Survey:
    """Count the lines and judge the encoding. Raises OSError if the file cannot be read."""
    count = foreign = not_utf8 = gb = 0
    with path.open("rb") as handle:
        for _, raw in _raw_lines(handle):
            count += 1
            if raw is None or raw.isascii():
                continue
            foreign += 1
            if not _decodes(raw, "utf-8"):
                not_utf8 += 1
                gb += _decodes(raw, "gb18030")
    most = not_utf8 * 2 > foreign and gb == not_utf8
    return Survey(count, "gb18030" if most else "utf-8")


def _decodes(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _raw_lines(handle: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Number and bytes of each line; None instead of a line that is too long to hold."""
    number = 0
    while raw := handle.readline(LONGEST_LINE + 1):
        number += 1
        if number == 1:
            raw = raw.removeprefix(_MARK)
        if len(raw) > LONGEST_LINE and not raw.endswith(b"\n"):
            while (rest := handle.readline(_CHUNK)) and not rest.endswith(b"\n"):
                pass
            yield number, None
        else:
            yield number, raw


def _lines(path: Path, encoding: str) -> Iterator[_Line]:
    with path.open("rb") as handle:
        for number, raw in _raw_lines(handle):
            if raw is None:
                most = (("most", LONGEST_LINE),)
                yield _Line(number, "", Broken(number, "catalogue.row_line_too_long", facts=most))
                continue
            try:
                yield _Line(number, raw.decode(encoding))
            except UnicodeDecodeError as error:
                facts = (("at", error.start + 1), ("encoding", encoding))
                yield _Line(
                    number, "", Broken(number, "catalogue.row_broken_encoding", facts=facts)
                )


def read_jsonl(path: Path, encoding: str) -> Iterator[Record | Broken]:
    """One JSON object a line; blank lines are passed over."""
    for line in _lines(path, encoding):
        if line.broken is not None:
            yield line.broken
        elif line.text.strip():
            yield _json_record(line)


def _json_record(line: _Line) -> Record | Broken:
    try:
        found = msgspec.json.decode(line.text)
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        return Broken(line.number, "catalogue.row_not_json", facts=(("why", str(error)[:200]),))
    if not isinstance(found, dict):
        return Broken(line.number, "catalogue.row_not_json", facts=(("why", "not an object"),))
    return Record(line.number, {str(key).strip().lower(): value for key, value in found.items()})


def read_csv(path: Path, encoding: str) -> Iterator[Record | Broken]:
    """Comma-separated with a head line; a quoted field may hold line breaks.

    Raises Invalid `catalogue.unreadable_file` when the head is missing or names a column twice.
    """
    waiting: deque[_Line] = deque()
    source = _lines(path, encoding)
    head = _head(_next(source, waiting))
    while (line := _next(source, waiting)) is not None:
        if line.broken is not None:
            yield line.broken
        elif line.text.strip(_BLANK):
            yield _csv_record(line, source, waiting, head)


def _next(source: Iterator[_Line], waiting: deque[_Line]) -> _Line | None:
    return waiting.popleft() if waiting else next(source, None)


def _head(line: _Line | None) -> list[str]:
    if line is None or line.broken is not None or not line.text.strip():
        raise Invalid("catalogue.unreadable_file", reason="no head line")
    names = [name.strip().lower() for name in next(csv.reader([line.text]), [])]
    while names and not names[-1]:  # columns that a spreadsheet left empty at the right
        names.pop()
    if len(names) > _MOST_COLUMNS or len(set(names)) < len(names):
        raise Invalid("catalogue.unreadable_file", reason="bad head line")
    return names


def _csv_record(
    first: _Line, source: Iterator[_Line], waiting: deque[_Line], head: list[str]
) -> Record | Broken:
    """A record over one or more lines; when its quotes never close, only its first line is lost."""
    taken = [first]
    quotes = first.text.count('"')
    while quotes % 2:
        more = _next(source, waiting) if len(taken) < MOST_LINES_A_RECORD else None
        if more is None or more.broken is not None:
            waiting.extendleft(reversed([*taken[1:], *([more] if more else [])]))
            return Broken(first.number, "catalogue.row_unclosed_quote")
        taken.append(more)
        quotes += more.text.count('"')
    return _cells(first.number, "".join(line.text for line in taken), head)


def _cells(row: int, text: str, head: list[str]) -> Record | Broken:
    if '"' not in text and "\r" not in text.rstrip("\r\n"):
        return _fitted(row, text.rstrip("\r\n").split(","), head)
    try:
        cells, *more = csv.reader(io.StringIO(text, newline=""), strict=True)
    except (csv.Error, ValueError) as error:
        return Broken(row, "catalogue.row_not_csv", facts=(("why", str(error)[:200]),))
    if more:
        return Broken(row, "catalogue.row_not_csv", facts=(("why", "a lone carriage return"),))
    return _fitted(row, cells, head)


def _fitted(row: int, cells: list[str], head: list[str]) -> Record | Broken:
    while len(cells) > len(head) and not cells[-1].strip():
        cells.pop()
    if len(cells) != len(head):
        facts = (("found", len(cells)), ("wanted", len(head)))
        return Broken(row, "catalogue.row_columns", facts=facts)
    return Record(row, dict(zip(head, cells, strict=True)))
