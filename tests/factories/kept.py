"""What the services made once is put back row by row: a thousand tests begin in the same county."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Generic, TypeVar

from django.db import connection, transaction

from onevisit.kernel import clock
from onevisit.kernel.queries import load_calendar

T = TypeVar("T")

OF_THE_DATABASE = {"auth_permission", "django_content_type", "django_migrations"}
"""Tables that are filled when they are made, and stay."""


@dataclass(frozen=True)
class _Made(Generic[T]):
    """What was returned, and the rows there were then, as PostgreSQL writes them."""

    result: T
    tables: dict[str, bytes]


def kept(make: Callable[[], T]) -> Callable[[], T]:
    """Call ``make`` in an empty database once per process and instant; later put its rows back.

    Rows carry the instant at which they were made: where time goes by, they are of this day, and
    some minutes old.
    """
    made: dict[object, _Made[T]] = {}

    @wraps(make)
    def again() -> T:
        now = clock.now()
        instant = now if now == clock.now() else now.astimezone(clock.SHANGHAI).date()
        if instant not in made:
            made[instant] = _Made(make(), rows_taken())
        else:
            put_rows_back(made[instant].tables)
        return made[instant].result

    return again


def rows_taken() -> dict[str, bytes]:
    """Every row there is, by table, as PostgreSQL writes them."""
    with connection.cursor() as cursor:
        taken = {}
        for table in connection.introspection.table_names(cursor):
            with cursor.copy(f'COPY "{table}" TO STDOUT (FORMAT binary)') as copy:
                rows = b"".join(bytes(each) for each in copy)
            cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}")')
            if table not in OF_THE_DATABASE and cursor.fetchone() == (True,):
                taken[table] = rows
        return taken


def put_rows_back(tables: dict[str, bytes]) -> None:
    """Without triggers, which have looked at these rows already. The calendar is read, as it is by
    whoever hears that one was entered.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table, rows in tables.items():
            with cursor.copy(f'COPY "{table}" FROM STDIN (FORMAT binary)') as copy:
                copy.write(rows)
        cursor.execute("SET LOCAL session_replication_role = origin")
        load_calendar()


Sequence = tuple[str, int, bool]
"""Name, the last number given, and whether it was given at all."""


def sequences_taken() -> list[Sequence]:
    """Where every sequence stands, for another database: rows bring their numbers along."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(sequencename) FROM pg_sequences WHERE schemaname = 'public'"
        )
        taken = []
        for (name,) in cursor.fetchall():
            cursor.execute(f"SELECT last_value, is_called FROM {name}")
            last, called = cursor.fetchone()
            taken.append((name, last, called))
        return taken


def put_sequences_back(sequences: list[Sequence]) -> None:
    """Go on from there, but never back: what others here keep has numbers of its own."""
    with connection.cursor() as cursor:
        for name, last, called in sequences:
            cursor.execute(
                "SELECT setval(%s::regclass, GREATEST(%s, last_value), is_called OR %s)"
                f" FROM {name}",
                [name, last, called],
            )
