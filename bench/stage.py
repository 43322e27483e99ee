"""The stage: a database of its own on the server in use, emptied before each scenario."""

import os
from typing import TYPE_CHECKING
from urllib.parse import quote

import psycopg
from psycopg import sql

if TYPE_CHECKING:
    from demo.founding import County

NAME = "onevisit_bench"


def set_up() -> str:
    """Start PostgreSQL, make an empty database, point this process at it; its libpq address."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onevisit.config.settings.demo")
    from onevisit.config import databases, demo_secrets, embedded

    embedded.ensure_running_if_used()
    if databases.is_external():
        server = databases.external(os.environ["DATABASE_URL"])["default"]
    else:
        var = embedded.default_var()
        server = databases.settings(var, demo_secrets.load(var))["default"]
    with psycopg.connect(_dsn(server, server["NAME"]), autocommit=True) as connection:
        name = sql.Identifier(NAME)
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
    # As the server in use would be spoken to, although it is now named by its address.
    os.environ.setdefault("ONEVISIT_PREPARED", "0" if databases.is_external() else "1")
    os.environ["DATABASE_URL"] = os.environ["DATABASE_OWNER_URL"] = _url(server)
    import django

    django.setup()
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


def empty(dsn: str) -> None:
    """Nothing is left of the scenario before."""
    from django.db import connections

    connections.close_all()
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")


def prepare() -> None:
    """Tables and calendar, no county."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("seed_calendar", verbosity=0)


def found_county() -> "County":
    """The county founded (offices, people, catalogue) with no application yet."""
    prepare()
    from django.db import transaction

    from demo import founding

    with transaction.atomic():
        return founding.found()


def build_county() -> None:
    """The county with the applications its stories tell of, handled through the services."""
    prepare()
    from demo import builder

    builder.build()


def drop(dsn: str) -> None:
    """Leave no database behind."""
    from django.db import connections

    connections.close_all()
    server = psycopg.conninfo.conninfo_to_dict(dsn) | {"dbname": "postgres"}
    with psycopg.connect(**server, autocommit=True) as connection:  # type: ignore[arg-type]
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(NAME))
        )
