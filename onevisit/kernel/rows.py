"""Whole rows written and read by statements that are spelled out once.

Every act sends the same few statements. Composing them anew each time costs the ORM more than
PostgreSQL needs to answer them, so the statements of a model are made when they are first used and
kept: `insert`, `update`, `fetch`. The rows are ordinary instances of the models; nothing is
returned to them by the database (a number it gives, such as the id of an event, stays unknown).

Columns are named, never ``*``: a prepared statement must outlive a column added later.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import JSONField
from psycopg import sql
from psycopg.types.json import Jsonb

M = TypeVar("M", bound=models.Model)
_AT_ONCE = 500
"""Rows of one INSERT: parameters of a statement are limited to 65,535."""


def columns(model: type[models.Model]) -> str:
    """The quoted columns of a model in their order, for a SELECT whose rows `fetch` reads."""
    return ", ".join(f'"{each.column}"' for each in model._meta.concrete_fields)


def insert(rows: Iterable[models.Model]) -> None:
    """Insert rows of one model; none is no statement. Raises what the database refuses."""
    waiting = list(rows)
    for start in range(0, len(waiting), _AT_ONCE):
        some = waiting[start : start + _AT_ONCE]
        taken, head, places = _inserting(type(some[0]))
        params = [take(row) for row in some for take in taken]
        with connection.cursor() as cursor:
            cursor.execute(head + ", ".join([places] * len(some)), params)
        for row in some:
            row._state.adding, row._state.db = False, connection.alias


def insert_unless_there(row: models.Model) -> bool:
    """Insert a row; False when the database holds one already that it may not stand beside."""
    taken, head, places = _inserting(type(row))
    with connection.cursor() as cursor:
        cursor.execute(f"{head}{places} ON CONFLICT DO NOTHING", [take(row) for take in taken])
        inserted = bool(cursor.rowcount == 1)
    row._state.adding, row._state.db = not inserted, connection.alias
    return inserted


def copy(rows: Iterable[models.Model]) -> None:
    """Insert many rows of one model as a stream: no statement grows with their number."""
    waiting = list(rows)
    if not waiting:
        return
    model = type(waiting[0])
    taken, _, _ = _inserting(model)
    fields = [f for f in model._meta.concrete_fields if not isinstance(f, models.AutoField)]
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table),
        sql.SQL(", ").join(sql.Identifier(str(each.column)) for each in fields),
    )
    with connection.cursor() as cursor, cursor.copy(statement) as stream:
        for row in waiting:
            stream.write_row([take(row) for take in taken])
    for row in waiting:
        row._state.adding, row._state.db = False, connection.alias


def update(row: models.Model, names: Sequence[str]) -> None:
    """Write these fields of a row. Raises `DoesNotExist` of the model when the row is gone."""
    statement, taken = _updating(type(row), tuple(names))
    with connection.cursor() as cursor:
        cursor.execute(statement, [*(take(row) for take in taken), row.pk])
        if cursor.rowcount != 1:
            raise type(row).DoesNotExist(row.pk)  # type: ignore[attr-defined]


def write(row: models.Model) -> None:
    """Insert a new row, or write every field of one that stands."""
    if row._state.adding:
        insert([row])
    else:
        update(row, _all_but_key(type(row)))


def execute(statement: str, params: Sequence[Any]) -> int:
    """Send a statement that is written out; how many rows it changed."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return int(cursor.rowcount)


def column(statement: str, params: Sequence[Any]) -> list[Any]:
    """The first column a written-out statement finds."""
    return [found[0] for found in values(statement, params)]


def values(statement: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows a written-out statement finds, as plain values."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return list(cursor.fetchall())


@contextmanager
def planned_anew() -> Iterator[None]:
    """Plan what is asked inside for the values asked for: a prepared statement gets, after five
    times, one plan for whatever values, and that of a list by days may read years for one day.
    """
    connection.ensure_connection()
    raw = connection.connection
    before, raw.prepare_threshold = raw.prepare_threshold, None
    try:
        yield
    finally:
        raw.prepare_threshold = before


def fetch(model: type[M], statement: str, params: Sequence[Any]) -> list[M]:
    """The instances a statement over `columns(model)` finds."""
    return [_instance(model, found) for found in values(statement, params)]


def _instance(model: type[M], held: Sequence[Any]) -> M:
    names, documents, load = _reading(model)
    if documents:
        held = list(held)
        for place in documents:
            held[place] = load(held[place])
    return model.from_db(connection.alias, names, held)


def related(row: models.Model, name: str) -> Any:
    """What a row points to by that field, read when it is first asked for and kept with the row."""
    link: Any = row._meta.get_field(name)
    if not link.is_cached(row):
        key = getattr(row, link.attname)
        found = _plain(link.related_model).fetch("t0.id = %s", [key]) if key is not None else []
        link.set_cached_value(row, next(iter(found), None))
    return link.get_cached_value(row)


@lru_cache(maxsize=64)
def _plain(model: type[models.Model]) -> "Joined":
    return Joined(model)


class Spelled:
    """A query that was composed once, to be asked again and again.

    A list that every visit opens is composed from the visitor's rights: ``Spelled(rows.values(…))``
    keeps statement and values, so a function that caches it by what it depends on pays for
    composing once. What was composed must hold on every thread and later: no day, no right, nothing
    looked up that is not among the arguments of the cache.
    """

    def __init__(self, query: models.QuerySet[Any, Any]) -> None:
        compiler = query.query.get_compiler(connection.alias)
        try:
            self._statement, self._params = compiler.as_sql()
        except EmptyResultSet:  # nothing can match: no grant, an empty list
            self._statement, self._params = "", ()
            return
        self._names = tuple(query.query.selected or query.query.values_select)
        read = compiler.get_converters([each[0] for each in compiler.select or ()])
        self._read = {place: (how, shown) for place, (how, shown) in read.items()}

    def fetch(self) -> list[dict[str, Any]]:
        """The rows as they are now."""
        if not self._statement:
            return []
        found = values(self._statement, self._params)
        return [dict(zip(self._names, self._made(row), strict=True)) for row in found]

    def _made(self, row: tuple[Any, ...]) -> Sequence[Any]:
        if not self._read:
            return row
        held = list(row)
        for place, (how, shown) in self._read.items():
            for convert in how:
                held[place] = convert(held[place], shown, connection)
        return held


class Joined:
    """Rows of a model with those they point to, by one statement that is spelled out once.

    ``Joined(Case, "application__applicant", "department")`` reads a case, its application, the
    applicant and the department: as ``select_related`` would, without composing it each time. In
    a condition the row itself is ``t0``.
    """

    def __init__(self, model: type[models.Model], *paths: str) -> None:
        self._model, self._paths = model, paths

    def fetch(self, condition: str, params: Sequence[Any]) -> list[Any]:
        """The rows for which a condition holds; what follows it (ORDER BY …) may stand there."""
        head, parts = self._spelled
        return [self._made(found, parts) for found in values(f"{head} WHERE {condition}", params)]

    @cached_property
    def _spelled(self) -> tuple[str, list["_Part"]]:
        parts = [_Part(self._model, None, None, 0)]
        places: dict[tuple[str, ...], int] = {(): 0}
        tables = [f'"{self._model._meta.db_table}" AS t0']
        for path in self._paths:
            steps = tuple(path.split("__"))
            for n in range(1, len(steps) + 1):
                if steps[:n] in places:
                    continue
                above = places[steps[: n - 1]]
                link: Any = parts[above].model._meta.get_field(steps[n - 1])
                number = places[steps[:n]] = len(parts)
                start = parts[-1].start + len(parts[-1].model._meta.concrete_fields)
                parts.append(_Part(link.related_model, above, link, start))
                key = link.target_field.column
                tables.append(
                    f'LEFT JOIN "{link.related_model._meta.db_table}" AS t{number}'
                    f' ON t{number}."{key}" = t{above}."{link.column}"'
                )
        columns = (
            f't{n}."{each.column}"'
            for n, part in enumerate(parts)
            for each in part.model._meta.concrete_fields
        )
        return f"SELECT {', '.join(columns)} FROM {' '.join(tables)}", parts  # noqa: S608

    @staticmethod
    def _made(found: Sequence[Any], parts: list["_Part"]) -> Any:
        made: list[Any] = []
        for part in parts:
            names, _, _ = _reading(part.model)
            held = found[part.start : part.start + len(names)]
            there = held[part.key] is not None
            row = _instance(part.model, held) if there else None
            if part.above is not None and made[part.above] is not None:
                part.link.set_cached_value(made[part.above], row)
            made.append(row)
        return made[0]


@dataclass(frozen=True, slots=True)
class _Part:
    """One table of a join: which row above points to it by which field, and where it begins."""

    model: type[models.Model]
    above: int | None
    link: Any
    start: int

    @property
    def key(self) -> int:
        """Where the primary key stands."""
        return next(n for n, f in enumerate(self.model._meta.concrete_fields) if f.primary_key)


_Take = Callable[[Any], Any]


@lru_cache(maxsize=128)
def _inserting(model: type[models.Model]) -> tuple[list[_Take], str, str]:
    """How the values are taken from a row, the head of the statement, the places of one row."""
    fields = [f for f in model._meta.concrete_fields if not isinstance(f, models.AutoField)]
    named = ", ".join(f'"{each.column}"' for each in fields)
    head = f'INSERT INTO "{model._meta.db_table}" ({named}) VALUES '  # noqa: S608
    return [_taking(each) for each in fields], head, f"({', '.join(['%s'] * len(fields))})"


@lru_cache(maxsize=256)
def _updating(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, list[_Take]]:
    fields = [model._meta.get_field(name) for name in names]
    places = ", ".join(f'"{each.column}" = %s' for each in fields)  # type: ignore[union-attr]
    key = model._meta.pk.column
    statement = f'UPDATE "{model._meta.db_table}" SET {places} WHERE "{key}" = %s'  # noqa: S608
    return statement, [_taking(each) for each in fields]


@lru_cache(maxsize=128)
def _all_but_key(model: type[models.Model]) -> tuple[str, ...]:
    return tuple(each.name for each in model._meta.concrete_fields if not each.primary_key)


@lru_cache(maxsize=128)
def _reading(
    model: type[models.Model],
) -> tuple[list[str], tuple[int, ...], Callable[[Any], Any]]:
    """Names in order, which of them are documents, and how one is read."""
    fields = model._meta.concrete_fields
    places = tuple(n for n, each in enumerate(fields) if isinstance(each, JSONField))
    json_field = fields[places[0]] if places else None

    def load(value: Any) -> Any:
        assert json_field is not None
        return json_field.from_db_value(value, None, connection)  # type: ignore[attr-defined]

    return [each.attname for each in fields], places, load


def _taking(each: Any) -> _Take:
    """A value as the driver wants it: documents are wrapped, all else is as the row holds it."""
    take: _Take = attrgetter(each.attname)
    if isinstance(each, JSONField):
        return lambda row: Jsonb(take(row))
    return take
