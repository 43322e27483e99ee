"""A second, empty database beside the one of the tests, and commands that run on it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from django.db import connection


@dataclass(frozen=True)
class Elsewhere:
    """An empty place: a database, and a folder for the vault."""

    name: str
    var: Path

    def run(self, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """``manage.py command`` there, with the tests' keys."""
        return subprocess.run(
            [sys.executable, *command],
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "onevisit.config.settings.test",
                "DATABASE_URL": address(self.name),
                "ONEVISIT_VAR": str(self.var),
                **environment,
            },
            capture_output=True,
            text=True,
            check=False,
        )

    def manage(self, *command: str) -> subprocess.CompletedProcess[str]:
        """``manage.py command``."""
        return self.run("manage.py", *command)

    def ask(self, statement: str) -> list[tuple[object, ...]]:
        """The rows of a query there."""
        other = connection.copy()
        other.settings_dict = {**connection.settings_dict, "NAME": self.name}
        try:
            with other.cursor() as cursor:
                cursor.execute(statement)
                rows: list[tuple[object, ...]] = cursor.fetchall()
                return rows
        finally:
            other.close()


def address(name: str) -> str:
    """DATABASE_URL of a database on the tests' server."""
    held = connection.settings_dict
    login = f"{held['USER']}:{quote(held['PASSWORD'])}"
    return f"postgresql://{login}@/{name}?host={quote(held['HOST'], safe='')}"


def keep(place: Elsewhere, kept: str) -> None:
    """A copy of what is there, for `empty_place` to begin with; an older one of that kind goes."""
    family = kept.rpartition("_")[0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{family}_%"])
        for (old,) in cursor.fetchall():
            cursor.execute(f'DROP DATABASE "{old}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{kept}" TEMPLATE "{place.name}"')


def is_kept(kept: str) -> bool:
    """Whether there is such a copy."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [kept])
        return cursor.fetchone() is not None


@contextmanager
def empty_place(
    var: Path, *, name: str = "elsewhere", like: str = "template1"
) -> Iterator[Elsewhere]:
    """Made now, empty or `like` another database; dropped at the end."""
    name = f"{connection.settings_dict['NAME']}_{name}"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
    try:
        yield Elsewhere(name, var)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
