"""A bundle of five parts from its first question to its results in hand, against plain inserts.

One shop of the demonstration county, told as the county tells it: questions, form, papers, a
signature; five departments accept, look, decide; the clerk hands out. The peer writes the very rows
that came of it, row by row, into tables with nothing but a primary key, with as many commits.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import TYPE_CHECKING, Any

import psycopg
from django.db import models
from psycopg import sql

from bench import filling, profiling, stage
from bench.table import Report, Row

if TYPE_CHECKING:
    from demo.founding import County
    from demo.schedule import Days

ROUNDS = 7
_FOUNDED_BACK = 40
_BEGUN_BACK = 20


def report(dsn: str) -> Report:
    """The median of the rounds' own ratios; in each the peer runs right after the services."""
    from django.db import connection

    county, days = _founded()
    with _books():
        _tell(county, days)
        with profiling.statements() as sent:
            _tell(county, days)
        commits = sum(each == "COMMIT" for each in sent)
        written = _newest()
        ours, theirs = [], []
        with psycopg.connect(dsn, prepare_threshold=1) as plain:
            inserts = [_insert(model, row) for model, rows in written.items() for row in rows]
            for _ in range(ROUNDS):
                connection.close()
                ours.append(_took(lambda: _tell(county, days)))
                _empty_tables(plain, written)
                theirs.append(_took(lambda: _write(plain, inserts, commits)))
    ratio = median(peer / own for own, peer in zip(ours, theirs, strict=True))
    count = sum(len(rows) for rows in written.values())
    row = Row(
        "life cycle of a bundle of five parts, 1 client",
        f"median {1000 * median(ours):.0f} ms, {len(sent)} statements, {commits} commits",
        f"plain inserts of the same {count} rows: {1000 * median(theirs):.0f} ms",
        f"{ratio:.0%}",
    )
    return Report((row,))


def _founded() -> "tuple[County, Days]":
    from django.db import transaction

    from demo import founding
    from demo.schedule import Days, at
    from onevisit.kernel import clock
    from onevisit.kernel.queries import load_calendar

    stage.prepare()
    days = Days(load_calendar(), clock.now())
    with transaction.atomic(), clock.travel(at(days.back(_FOUNDED_BACK), 0)):
        return founding.found(), days


@contextmanager
def _books() -> Iterator[None]:
    """What payments and messages of the county are kept in beside the database."""
    from demo import joining, messaging, paying

    with paying.open_books(), messaging.open_books(), joining.open_books():
        yield


def _tell(county: "County", days: "Days") -> None:
    from demo.cast import HOT_POT
    from demo.schedule import Schedule
    from demo.stories import Fate, Story
    from demo.telling import Teller

    story = Story(
        "restaurant",
        "chenxiaolan",
        _BEGUN_BACK,
        HOT_POT,
        company="o1",
        shop="老灶台火锅",
        minute=60,
        fate=Fate(work=5),
        fates={"licence": Fate(accept=0, work=0), "sign": Fate(work=1)},
        collect=9,
    )
    schedule = Schedule(days.now)
    schedule.add(Teller(county, days, schedule).tell(story))
    for _ in schedule.run():
        pass


def _took(act: Any) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


# -- the peer ------------------------------------------------------------------------------------

_Rows = dict[type[models.Model], list[filling.Row]]
_Insert = tuple[str, list[Any]]


def _newest() -> _Rows:
    """All rows of the application handed in last, which must have ended with five cases."""
    from django.apps import apps

    application = apps.get_model("cases", "Application")
    found = max(
        filling.templates(),
        key=lambda each: max(row["id"] for row in each.rows[application]),
    )
    if found.cases != 5 or found.open:
        raise RuntimeError(f"{found.cases} cases, and the application is open: {found.open}")
    return found.rows


def _empty_tables(plain: psycopg.Connection, written: _Rows) -> None:
    plain.execute("DROP SCHEMA IF EXISTS bench_raw CASCADE; CREATE SCHEMA bench_raw")
    for model in written:
        name, key = model._meta.db_table, str(model._meta.pk.column)
        plain.execute(
            sql.SQL("CREATE TABLE bench_raw.{0} (LIKE public.{0})").format(sql.Identifier(name))
        )
        plain.execute(
            sql.SQL("ALTER TABLE bench_raw.{} ALTER {} DROP NOT NULL").format(
                sql.Identifier(name), sql.Identifier(key)
            )
        )
        plain.execute(
            sql.SQL("CREATE UNIQUE INDEX ON bench_raw.{} ({})").format(
                sql.Identifier(name), sql.Identifier(key)
            )
        )
    plain.commit()


def _write(plain: psycopg.Connection, inserts: list[_Insert], commits: int) -> None:
    every = max(1, len(inserts) // commits)
    for number, (statement, values) in enumerate(inserts):
        plain.execute(statement, values)
        if number % every == 0:
            plain.commit()
    plain.commit()


def _insert(model: type[models.Model], row: filling.Row) -> _Insert:
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
