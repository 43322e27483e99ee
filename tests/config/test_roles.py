"""Two roles: who owns the tables, and who serves; also on a server that is not ours."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.core.management import CommandError, call_command

from onevisit.config import databases, demo_secrets, embedded
from onevisit.config.embedded import place
from tests.config.private import connect


def prepare(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run prepare_database in a process of its own, with the demonstration's settings."""
    return subprocess.run(
        [sys.executable, "manage.py", "prepare_database"],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "onevisit.config.settings.demo",
            "ONEVISIT_VAR": str(folder),
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def outside(place_of_our_own: Path) -> tuple[Path, str]:
    """A server whose database was prepared by a role that may not create others, and what that
    said; ours is made of the same tables.
    """
    var = place_of_our_own
    embedded.ensure_running(var)
    with connect(var, "postgres") as connection:
        connection.execute("ALTER ROLE onevisit_app RENAME TO aside")
        connection.execute("CREATE ROLE outside LOGIN PASSWORD 'pw'")
        connection.execute("CREATE DATABASE outside OWNER outside")
        host = quote(str(place.find(var).socket), safe="")
        done = prepare(var, DATABASE_URL=f"postgresql://outside:pw@{host}/outside")
        assert done.returncode == 0, done.stderr
        connection.execute("ALTER ROLE aside RENAME TO onevisit_app")
        connection.execute(f"DROP DATABASE {place.DATABASE}")
        connection.execute(f"CREATE DATABASE {place.DATABASE} TEMPLATE outside")
    return var, done.stderr


def test_an_external_server_without_create_role_is_prepared_with_a_note(
    outside: tuple[Path, str],
) -> None:
    _, said = outside
    assert "NOTE" in said
    assert "CREATE ROLE onevisit_app" in said


def test_the_serving_role_logs_in_and_reads_but_does_not_migrate(
    outside: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    var, _ = outside
    done = prepare(var)
    assert done.returncode == 0, done.stderr
    assert "append-only" in done.stdout

    monkeypatch.setenv("ONEVISIT_DB_ROLE", "runtime")
    with pytest.raises(CommandError, match="owner"):
        call_command("prepare_database")
    chosen = databases.settings(var, demo_secrets.load(var))["default"]
    with psycopg.connect(
        host=chosen["HOST"],
        user=chosen["USER"],
        password=chosen["PASSWORD"],
        dbname=chosen["NAME"],
        autocommit=True,
    ) as connection:
        assert connection.execute("SELECT count(*) FROM audit_auditentry").fetchone() == (0,)
        for forbidden in (
            "DELETE FROM audit_auditentry",
            "CREATE TABLE mine (x int)",
            "DROP TABLE audit_auditentry",
            "ALTER TABLE audit_auditentry DISABLE TRIGGER ALL",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(forbidden)
