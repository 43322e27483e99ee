"""Making the data folder and its settings."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg
from psycopg import sql

from onevisit.config.embedded import binaries as programs
from onevisit.config.embedded import place as places
from onevisit.config.embedded.errors import EmbeddedError
from onevisit.config.embedded.place import Place
from onevisit.config.embedded.process import as_account
from onevisit.config.grants import RUNTIME_ROLE

_CONF = "onevisit.conf"

# Statements and keys of failed statements stay out of the log: they may hold personal data.
_SETTINGS = {
    "listen_addresses": "",
    "port": str(places.PORT),
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    "max_connections": "200",
    "shared_buffers": "192MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_statement": "none",
}


def make(place: Place, chosen: programs.Binaries, password: str) -> None:
    """Run initdb into the empty data folder; a half-made one from a crash is made anew."""
    if (place.data / "PG_VERSION").exists() and place.record.exists():
        return
    _empty(place.data)
    secret = _password_file(place, password)
    try:
        done = subprocess.run(
            [
                chosen.program("initdb"),
                f"--pgdata={place.data}",
                f"--username={places.OWNER}",
                f"--pwfile={secret}",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--auth=scram-sha-256",
                "--no-instructions",
            ],
            capture_output=True,
            text=True,
            check=False,
            **as_account(place.account),
        )
    finally:
        secret.unlink()
    if done.returncode != 0:
        raise EmbeddedError(f"initdb failed: {done.stderr.strip() or done.stdout.strip()}")
    with (place.data / "postgresql.conf").open("a", encoding="utf-8") as conf:
        conf.write(f"\ninclude '{_CONF}'\n")
    programs.remember(place, chosen)


def write_settings(place: Place) -> None:
    """Write our settings beside PostgreSQL's own, anew before every start."""
    lines = [f"{name} = '{value}'" for name, value in _SETTINGS.items()]
    lines.append(f"unix_socket_directories = '{place.socket}'")
    path = place.data / _CONF
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    path.chmod(0o600)
    places.own(path, place.account)


def make_database(place: Place, owner_password: str, runtime_password: str) -> None:
    """Create the database and the runtime role when they are missing."""
    with psycopg.connect(
        host=str(place.socket),
        port=places.PORT,
        user=places.OWNER,
        password=owner_password,
        dbname="postgres",
        autocommit=True,
    ) as connection:
        wanted = sql.Identifier(places.DATABASE)
        found = connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [places.DATABASE]
        ).fetchone()
        if not found:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(wanted))
        role = connection.execute(
            "SELECT 1 FROM pg_roles WHERE rolname = %s", [RUNTIME_ROLE]
        ).fetchone()
        if not role:
            statement = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}")
            connection.execute(
                statement.format(sql.Identifier(RUNTIME_ROLE), sql.Literal(runtime_password))
            )


def _password_file(place: Place, password: str) -> Path:
    descriptor, name = tempfile.mkstemp(dir=place.socket)
    with os.fdopen(descriptor, "w", encoding="ascii") as handle:
        handle.write(password + "\n")
    places.own(Path(name), place.account)
    return Path(name)


def _empty(folder: Path) -> None:
    for entry in folder.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
