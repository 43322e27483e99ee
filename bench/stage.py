"""The stage: a database of its own on the server in use, with the county founded and no case in it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import quote

import psycopg
from psycopg import sql

if TYPE_CHECKING:
    from demo.founding import County

NAME = "onevisit_bench"


def set_up() -> str:
    """Start PostgreSQL, make an empty database, point this process at it; returns its libpq address."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onevisit.config.settings.demo")
    from onevisit.config import databases, demo_secrets, embedded
    from onevisit.config.embedded import place

    embedded.ensure_running_if_used()
    if databases.is_external():
        server = databases.external(os.environ["DATABASE_URL"])["default"]
    else:
        var = embedded.default_var()
        server = databases.settings(var, demo_secrets.load(var))["default"]
    del place
    with psycopg.connect(_dsn(server, server["NAME"]), autocommit=True) as connection:
        name = sql.Identifier(NAME)
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
    os.environ["DATABASE_URL"] = os.environ["DATABASE_OWNER_URL"] = _url(server)
    os.environ["ONEVISIT_RUNTIME_PASSWORD"] = ""
    return _dsn(server, NAME)


def _dsn(server: dict[str, str], name: str) -> str:
    return psycopg.conninfo.make_conninfo(
        dbname=name,
        user=server["USER"],
        password=server["PASSWORD"],
        host=server["HOST"],
        port=server["PORT"] or None,
    )


def _url(server: dict[str, str]) -> str:
    port = f":{server['PORT']}" if server["PORT"] else ""
    return (
        f"postgresql://{quote(server['USER'])}:{quote(server['PASSWORD'])}"
        f"@{quote(server['HOST'], safe='')}{port}/{NAME}"
    )


def found_county() -> "County":
    """Migrate and found the county (offices, people, catalogue); no applications yet."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    from demo import founding

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("seed_calendar", verbosity=0)
    with transaction.atomic():
        return founding.found()


@contextmanager
def dropped_after() -> Iterator[None]:
    """Leave no database behind."""
    try:
        yield
    finally:
        from django.db import connections

        connections.close_all()
