"""The empty tables, made once for a set of migrations: each test database is a copy of them."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command
from django.db import connection

_HOUSE = Path(__file__).parents[1] / "onevisit"


def template_database() -> str:
    """The name of the database that test databases are copied from; made when there is none yet.

    Workers that start at once wait for the one that makes it. Those of other migrations are
    dropped: nobody goes back to them often enough to keep them.
    """
    family = f"{connection.settings_dict['TEST']['NAME'].split('_gw')[0]}_of_"
    name = family + _digest()
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [family])
        try:
            cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{family}%"])
            there = {found for (found,) in cursor.fetchall()}
            if name not in there:
                for old in there:
                    cursor.execute(f'DROP DATABASE "{old}" WITH (FORCE)')
                _make(cursor, name)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [family])
    return name


def _digest() -> str:
    """Changes with any migration and with what applies them."""
    found = hashlib.sha256(f"{django.VERSION} {connection.Database.__version__}".encode())
    for path in sorted(_HOUSE.glob("*/migrations/*.py")):
        found.update(str(path.relative_to(_HOUSE)).encode() + path.read_bytes())
    return found.hexdigest()[:12]


def _make(cursor: Any, name: str) -> None:
    """Under another name until it is whole: one that was left half-made is not found."""
    making = f"{name}_making"
    cursor.execute(f'DROP DATABASE IF EXISTS "{making}" WITH (FORCE)')
    cursor.execute(f'CREATE DATABASE "{making}"')
    with _speaking_to(making):
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        _without_analysis()
    cursor.execute(f'ALTER DATABASE "{making}" RENAME TO "{name}"')


def _without_analysis() -> None:
    """What PostgreSQL counts in tables between two tests is nothing; where it believes that, it
    goes through a thousand rows a thousand times. Who wants a plan analyses first.
    """
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'ALTER TABLE "{table}" SET (autovacuum_analyze_threshold = 1000000000)')


@contextmanager
def _speaking_to(name: str) -> Iterator[None]:
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
