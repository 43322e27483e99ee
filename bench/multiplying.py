"""A million cases from ten thousand: every row of an application again and again, as text.

`filling` gives applications of other people on other days. Here each of them, with all its rows and
the people it belongs to, is written once more for every copy: the days stay, so folding the events
still gives the row; every key of a copied row carries the copy's number in the same digits, so that
rows find each other without being looked up. Numbers, identity numbers and their blind indexes,
user names and codes of credit are made anew, and what is sealed is sealed anew for its row.

PostgreSQL gets the rows by COPY, with foreign keys and indexes away; afterwards each stands again,
built over all rows, so that nothing wrong could stay. Tables are not written to its log: what is
read is the same, and a bench needs no recovery.
"""

import multiprocessing
import re
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import psycopg
from django.apps import apps
from django.db import models
from psycopg import sql

from bench import filling
from onevisit.config import rotation
from onevisit.kernel import crypto
from onevisit.kernel.checking import CHECK_ALPHABET
from onevisit.kernel.codes import make_resident_id, make_uscc

WORKERS = 2
_MARK = "\x01"
_PLACE = slice(24, 34)
"""Where a key says which copy it is of: of the digits drawn at random, so many that none drawn so
far looks like a copy's. What is left tells keys of one process apart, for their ticks differ.
"""

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
_ROOTS = (
    "vault.StoredObject",
    "delivery.Destination",
    "delivery.Parcel",
    "cases.Application",
    "audit.AccessEntry",
)
_BESIDE = ("oversight.Card", "oversight.CardEvent")
"""The trail of all acts is not copied: a third of all rows, and none of the pages reads it."""

_PEOPLE = ("Person", "Organisation", "Representation", "Identity", "User")
_ROWS_AT_ONCE = 2_000
_MOST_COPIES = 101
_TUNED = (
    "SET maintenance_work_mem = '768MB'; SET work_mem = '256MB';"
    " SET max_parallel_maintenance_workers = 0; SET synchronous_commit = off"
)
Make = Callable[[str, int, "_Line"], str]


@dataclass(frozen=True, slots=True)
class _Line:
    """One row with its marks, by column; `number` tells it from all others of its table."""

    number: int
    cells: tuple[str, ...]
    said: dict[int, bytes]

    def id(self, copy: str) -> str:
        """Its key in that copy."""
        return self.cells[0].replace(_MARK, copy)


@dataclass(frozen=True, slots=True)
class _Table:
    """The rows of one table; `block` where nothing but keys changes from copy to copy."""

    name: str
    columns: tuple[str, ...]
    makers: dict[int, Make]
    block: bytes = b""
    lines: list[_Line] = field(default_factory=list)


def multiply(dsn: str, copies: int) -> int:
    """Write everything so many times more; how many rows were written."""
    if not 0 < copies < _MOST_COPIES:
        raise ValueError(f"from 1 to {_MOST_COPIES - 1} copies can be told apart")
    tables = _read(dsn)
    with psycopg.connect(dsn, autocommit=True) as connection:
        built = _taken_down(connection, [each.name for each in tables])
    shares = [range(first, copies + 1, WORKERS) for first in range(1, WORKERS + 1)]
    with multiprocessing.get_context("fork").Pool(WORKERS, _given, (dsn, tables)) as pool:
        written = sum(pool.map(_write, shares, chunksize=1))
    _put_up(dsn, built)
    _settle(dsn)
    return written


# -- what is copied ------------------------------------------------------------------------------


def _models() -> list[type[models.Model]]:
    """People, and what hangs on an application; parents first."""
    found = [apps.get_model(name) for name in _ROOTS]
    for model in (*filling.tables(), *map(apps.get_model, _BESIDE)):
        if model not in found and set(filling.parents(model)).intersection(found):
            found.append(model)
    return [*(apps.get_model("accounts", name) for name in _PEOPLE), *found]


def _read(dsn: str) -> list[_Table]:
    with psycopg.connect(dsn) as connection:
        texts = {model: _lines(connection, model) for model in _models()}
    copied = {cells[0] for model, rows in texts.items() if _keyed(model) for cells in rows}
    return [_table(model, rows, copied) for model, rows in texts.items() if rows]


def _keyed(model: type[models.Model]) -> bool:
    return isinstance(model._meta.pk, models.UUIDField)


def _columns(model: type[models.Model]) -> tuple[str, ...]:
    """The key first; numbers that PostgreSQL gives are left to it."""
    found = [each for each in model._meta.concrete_fields if not isinstance(each, models.AutoField)]
    return tuple(str(each.column) for each in sorted(found, key=lambda each: not each.primary_key))


def _lines(connection: psycopg.Connection, model: type[models.Model]) -> list[list[str]]:
    """The rows as COPY writes them; of the logins, those of citizens."""
    citizens = " WHERE kind <> 'staff'" if model.__name__ == "User" else ""
    statement = sql.SQL("COPY (SELECT {} FROM {}{}) TO STDOUT").format(
        sql.SQL(", ").join(map(sql.Identifier, _columns(model))),
        sql.Identifier(model._meta.db_table),
        sql.SQL(citizens),
    )
    with connection.cursor().copy(statement) as copy:
        whole = b"".join(copy).decode()
    return [line.split("\t") for line in whole.splitlines()]


def _table(model: type[models.Model], rows: list[list[str]], copied: set[str]) -> _Table:
    def marked(found: re.Match[str]) -> str:
        key = found.group()
        return key[: _PLACE.start] + _MARK + key[_PLACE.stop :] if key in copied else key

    columns = _columns(model)
    makers = _makers(model, columns)
    lines = [_UUID.sub(marked, "\t".join(cells)) for cells in rows]
    if not makers:
        block = "".join(f"{each}\n" for each in lines).encode()
        return _Table(model._meta.db_table, columns, {}, block)
    sealed = _sealed(model, columns)
    found = [
        _Line(number, tuple(line.split("\t")), _opened(cells, sealed))
        for number, (line, cells) in enumerate(zip(lines, rows, strict=True))
    ]
    return _Table(model._meta.db_table, columns, makers, lines=found)


def _opened(cells: list[str], sealed: dict[int, str]) -> dict[int, bytes]:
    return {
        column: crypto.unseal(bytes.fromhex(cells[column][3:]), bound_to=f"{place}:{cells[0]}")
        for column, place in sealed.items()
        if cells[column] not in _UNSEALED
    }


# -- how a value is made anew --------------------------------------------------------------------

_NULL = r"\N"
_UNSEALED = (_NULL, r"\\x")
_BORN = date(1930, 1, 1)
_DAYS = 25_000
_APART = 100_000_000
"""How far numbers of one copy lie from those of the next."""

_SIDE_BY_SIDE = 101


def _sealed(model: type[models.Model], columns: tuple[str, ...]) -> dict[int, str]:
    return {columns.index(each.column): each.place for each in rotation.SEALED if each.of is model}


def _makers(model: type[models.Model], columns: tuple[str, ...]) -> dict[int, Make]:
    anew = {column: _reseal(column, place) for column, place in _sealed(model, columns).items()}
    for column, make in _ANEW.get(model.__name__, {}).items():
        anew[columns.index(column)] = make
    return anew


def _reseal(column: int, place: str) -> Make:
    def make(cell: str, copy: int, line: _Line) -> str:
        if cell in _UNSEALED:
            return cell
        return _blob(line.said[column], f"{place}:{line.id(_digits(copy))}")

    return make


def _blob(said: bytes, place: str) -> str:
    return rf"\\x{crypto.seal(said, bound_to=place).hex()}"


def _digits(copy: int) -> str:
    return f"c0de{copy:06x}"


def _person(copy: int, line: _Line) -> int:
    return copy * 10_000 + line.number


def _identity(copy: int, line: _Line) -> tuple[str, str]:
    """The kind of a person's number, and another number: of each day there are 999."""
    number, kind = _person(copy, line), line.cells[2]
    if kind == "passport":
        return kind, f"E{number:08d}"
    day = _BORN + timedelta(days=number % _DAYS)
    return kind, make_resident_id("339998", day, number // _DAYS % 999 + 1)


def _sealed_number(cell: str, copy: int, line: _Line) -> str:
    if cell == _NULL:
        return cell
    place = f"accounts_person.id_number:{line.id(_digits(copy))}"
    return _blob(_identity(copy, line)[1].encode(), place)


def _index_of_number(cell: str, copy: int, line: _Line) -> str:
    if cell == _NULL:
        return cell
    kind, number = _identity(copy, line)
    return crypto.blind_index(number, purpose=kind)


def _phone(copy: int, line: _Line) -> str:
    return f"137{_person(copy, line):08d}"


def _sealed_phone(cell: str, copy: int, line: _Line) -> str:
    if cell == _NULL:
        return cell
    return _blob(_phone(copy, line).encode(), f"accounts_person.phone:{line.id(_digits(copy))}")


def _index_of_phone(cell: str, copy: int, line: _Line) -> str:
    return cell and crypto.blind_index(_phone(copy, line), purpose="mobile")


def _name(_cell: str, copy: int, line: _Line) -> str:
    from bench.crowd import name_of

    return name_of(_person(copy, line))


def _uscc(_cell: str, copy: int, line: _Line) -> str:
    return make_uscc("91", "339998", _person(copy, line) + 1)


def _tail(cell: str, copy: int, _line: _Line) -> str:
    """The number after the dash, as far from the others as copies are from each other."""
    head, _, number = cell.partition("-")
    return cell if cell == _NULL else f"{head}-{int(number) + copy * _APART}"


def _case_tail(cell: str, copy: int, _line: _Line) -> str:
    """Four digits count the cases of an item on a day: those of all copies lie side by side."""
    number = int(cell[-4:])
    start = 1_000 if number >= 1_000 else 6_000
    return f"{cell[:-4]}{start + number % 1_000 * _SIDE_BY_SIDE + copy:04d}"


def _result_tail(cell: str, copy: int, _line: _Line) -> str:
    head, _, number = cell.rstrip("号").partition("〕")
    return f"{head}〕{int(number) + copy * _APART}号"


def _check_code(cell: str, copy: int, _line: _Line) -> str:
    """The first two characters say a number; so many further on nothing is as it was."""
    base = len(CHECK_ALPHABET)
    said = CHECK_ALPHABET.index(cell[0]) * base + CHECK_ALPHABET.index(cell[1])
    high, low = divmod((said + copy) % base**2, base)
    return CHECK_ALPHABET[high] + CHECK_ALPHABET[low] + cell[2:]


def _longer(cell: str, copy: int, _line: _Line) -> str:
    return f"{cell}.{copy}"


def _parcel_tail(cell: str, copy: int, _line: _Line) -> str:
    return f"{cell[:-8]}{int(cell[-8:]) + copy * 100_000:08d}"


def _tracked(cell: str, copy: int, _line: _Line) -> str:
    return f"{cell}.{copy}" if cell else cell


def _key(cell: str, copy: int, _line: _Line) -> str:
    return cell[:-10] + _digits(copy)


_ANEW: dict[str, dict[str, Make]] = {
    "Person": {
        "name": _name,
        "id_number_sealed": _sealed_number,
        "id_number_index": _index_of_number,
        "phone_sealed": _sealed_phone,
        "phone_index": _index_of_phone,
    },
    "Organisation": {"uscc": _uscc},
    "User": {"username": _longer},
    "Identity": {"subject": _longer},
    "Application": {"number": _tail},
    "Case": {"number": _case_tail},
    "Result": {"number": _result_tail, "check_code": _check_code},
    "Parcel": {"number": _parcel_tail, "tracking_number": _tracked},
    "StoredObject": {"content_key": _key, "storage_path": _longer},
}


# -- writing -------------------------------------------------------------------------------------

_share: list[Any] = []


def _given(dsn: str, tables: list[_Table]) -> None:
    _share[:] = dsn, tables


def _write(copies: Iterable[int]) -> int:
    dsn, tables = _share
    written = 0
    with psycopg.connect(dsn) as connection:
        connection.execute("SET session_replication_role = replica")
        for copy in copies:
            for table in tables:
                written += _copied(connection, table, copy)
            connection.commit()
    return written


def _copied(connection: psycopg.Connection, table: _Table, copy: int) -> int:
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, table.columns))
    )
    digits = _digits(copy)
    cursor = connection.cursor()
    with cursor.copy(statement) as writing:
        if table.block:
            writing.write(table.block.replace(_MARK.encode(), digits.encode()))
        for start in range(0, len(table.lines), _ROWS_AT_ONCE):
            some = table.lines[start : start + _ROWS_AT_ONCE]
            writing.write("".join(_made(each, table.makers, copy, digits) for each in some))
    return cursor.rowcount


def _made(line: _Line, makers: dict[int, Make], copy: int, digits: str) -> str:
    cells = list(line.cells)
    for column, make in makers.items():
        cells[column] = make(cells[column], copy, line)
    return "\t".join(cells).replace(_MARK, digits) + "\n"


# -- indexes and keys ----------------------------------------------------------------------------

_FOREIGN = (
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace AND contype = 'f'"
)
_UNIQUE = (
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE conrelid = ANY(%s::regclass[]) AND contype IN ('p', 'u', 'x')"
)
_INDEXES = (
    "SELECT i.indrelid::regclass::text, c.relname, pg_get_indexdef(c.oid) FROM pg_index i"
    " JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = ANY(%s::regclass[])"
    " AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = c.oid AND k.contype <> 'f')"
)
_ALL = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"


@dataclass(frozen=True, slots=True)
class _Built:
    """Statements that make again what was taken down: by table, and the foreign keys."""

    by_table: dict[str, list[str]]
    foreign: list[tuple[str, str, str]]


def _taken_down(connection: psycopg.Connection, names: list[str]) -> _Built:
    foreign = connection.execute(_FOREIGN).fetchall()
    unique = connection.execute(_UNIQUE, [names]).fetchall()
    indexes = connection.execute(_INDEXES, [names]).fetchall()
    for table, name, _ in (*foreign, *unique):
        connection.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    for _, name, _ in indexes:
        connection.execute(f'DROP INDEX "{name}"')
    for (table,) in connection.execute(_ALL).fetchall():
        connection.execute(f'ALTER TABLE "{table}" SET UNLOGGED')
    for table in names:
        connection.execute(f"ALTER TABLE {table} SET (autovacuum_enabled = off)")
    by_table: dict[str, list[str]] = {each: [] for each in names}
    for table, name, told in unique:
        by_table[table].append(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {told}')
    for table, _, told in indexes:
        by_table[table].append(told)
    return _Built(by_table, [(str(t), str(n), str(d)) for t, n, d in foreign])


def _put_up(dsn: str, built: _Built) -> None:
    """Every index over all rows, every foreign key held against them, and the planner told."""
    _together(dsn, list(built.by_table.values()))
    with psycopg.connect(dsn, autocommit=True) as connection:
        for table in built.by_table:
            connection.execute(f"ALTER TABLE {table} RESET (autovacuum_enabled)")
        for table, name, told in built.foreign:
            connection.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {told} NOT VALID')
    checks = [[f'ALTER TABLE {t} VALIDATE CONSTRAINT "{n}"'] for t, n, _ in built.foreign]
    _together(dsn, [*checks, *([f"VACUUM (ANALYZE) {name}"] for name in built.by_table)])


def _together(dsn: str, groups: list[list[str]]) -> None:
    """Groups of statements side by side, each in its own order."""

    def run(group: list[str]) -> None:
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute(_TUNED)
            for each in group:
                connection.execute(each)

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(run, groups))


def _settle(dsn: str) -> None:
    """Numbers go on after those given."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        last = (_MOST_COPIES + 1) * _APART
        connection.execute("SELECT setval('cases_application_number', %s)", [last])
        connection.execute("UPDATE cases_numberseries SET last = greatest(last, 9000)")
        connection.execute("ANALYZE")


def key_of(original: UUID, copy: int) -> UUID:
    """The key of a row's copy."""
    text = str(original)
    return UUID(text[: _PLACE.start] + _digits(copy) + text[_PLACE.stop :])
