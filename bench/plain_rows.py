"""The least a database could do instead: the very rows that came of an act, one by one, into tables
with nothing but a primary key, with as many commits.
"""

import time
from collections.abc import Callable
from typing import Any

import psycopg
from django.db import models
from psycopg import sql

from bench.filling import Row

Rows = dict[type[models.Model], list[Row]]
_Insert = tuple[str, list[Any]]


def written_by(act: Callable[[], object]) -> Rows:
    """The rows that stand after the act and did not before; what it changed is not among them."""
    before = {model: set(model._base_manager.values_list("pk", flat=True)) for model in _tables()}
    act()
    found = {
        model: [
            row
            for row in model._base_manager.order_by("pk").values()
            if row[str(model._meta.pk.attname)] not in known
        ]
        for model, known in before.items()
    }
    return {model: rows for model, rows in found.items() if rows}


def _tables() -> list[type[models.Model]]:
    from django.apps import apps

    return [each for each in apps.get_models() if each._meta.managed]


class Peer:
    """Writes the same rows again and again; `count` of them."""

    def __init__(self, plain: psycopg.Connection, written: Rows, commits: int) -> None:
        self._plain, self._written = plain, written
        self._inserts = [_insert(model, row) for model, rows in written.items() for row in rows]
        self._every = max(1, len(self._inserts) // commits)

    @property
    def count(self) -> int:
        """How many rows."""
        return len(self._inserts)

    def took(self) -> float:
        """Seconds, into tables that are empty."""
        self._empty_tables()
        started = time.perf_counter()
        for number, (statement, values) in enumerate(self._inserts):
            self._plain.execute(statement, values)
            if number % self._every == 0:
                self._plain.commit()
        self._plain.commit()
        return time.perf_counter() - started

    def _empty_tables(self) -> None:
        self._plain.execute("DROP SCHEMA IF EXISTS bench_raw CASCADE; CREATE SCHEMA bench_raw")
        for model in self._written:
            name, key = model._meta.db_table, str(model._meta.pk.column)
            self._plain.execute(
                sql.SQL("CREATE TABLE bench_raw.{0} (LIKE public.{0})").format(sql.Identifier(name))
            )
            self._plain.execute(
                sql.SQL("ALTER TABLE bench_raw.{} ALTER {} DROP NOT NULL").format(
                    sql.Identifier(name), sql.Identifier(key)
                )
            )
            self._plain.execute(
                sql.SQL("CREATE UNIQUE INDEX ON bench_raw.{} ({})").format(
                    sql.Identifier(name), sql.Identifier(key)
                )
            )
        self._plain.commit()


def _insert(model: type[models.Model], row: Row) -> _Insert:
    from psycopg.types.json import Jsonb

    fields = model._meta.concrete_fields
    statement = sql.SQL("INSERT INTO bench_raw.{} ({}) VALUES ({})").format(
        sql.Identifier(model._meta.db_table),
        sql.SQL(", ").join(sql.Identifier(str(each.column)) for each in fields),
        sql.SQL(", ").join([sql.Placeholder()] * len(fields)),
    )
    held = [(each, row[each.attname]) for each in fields]
    return statement.as_string(None), [
        Jsonb(value) if isinstance(each, models.JSONField) and value is not None else value
        for each, value in held
    ]
