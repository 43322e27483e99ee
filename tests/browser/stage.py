"""The stage: the demonstration county in a database of its own, served by the product's server.

Nothing is shared with ``make demo`` but the PostgreSQL server: database, secrets, vault and static
files are made for the run and thrown away after it.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import psycopg
from psycopg import sql

from onevisit.config import databases, demo_secrets, embedded
from onevisit.config.grants import RUNTIME_ROLE

ROOT = Path(__file__).resolve().parents[2]
_START_SECONDS = 60
_STOP_SECONDS = 15


@dataclass(frozen=True)
class Stage:
    """Where the county is served, where its server writes its log, and its process."""

    base: str
    log: Path
    pid: int = 0


@contextmanager
def staged(name: str, folder: Path) -> Iterator[Stage]:
    """Build the county in a new database ``name``, serve it, and clear everything away."""
    embedded.ensure_running_if_used()
    owner, runtime, password = _accounts()
    with _database(name, owner):
        environment = _environment(
            folder,
            DATABASE_URL=_url(runtime, name),
            DATABASE_OWNER_URL=_url(owner, name),
            ONEVISIT_RUNTIME_PASSWORD=password,
            PYTHONWARNINGS="default",
        )
        _prepare(environment)
        with _served(environment, folder / "server.log") as stage:
            yield stage


@contextmanager
def staged_alone(folder: Path, *, workers: int) -> Iterator[tuple[Stage, dict[str, str]]]:
    """The same on a PostgreSQL of its own, which a test may kill; with the environment for that."""
    environment = _environment(folder)
    try:
        _prepare(environment)
        with _served(environment, folder / "server.log", workers=workers) as stage:
            yield stage, environment
    finally:
        manage(environment, "postgres", "stop")


def manage(environment: dict[str, str], *command: str) -> str:
    """Run a management command; what it printed. Raises RuntimeError with all of it."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} failed\n{done.stdout}\n{done.stderr}")
    return done.stdout


def _accounts() -> tuple[dict[str, Any], dict[str, Any], str]:
    """The owner, the server's restricted role (the owner where there is none), its password."""
    if databases.is_external():
        owner = databases.external(os.environ["DATABASE_URL"])["default"]
        return owner, owner, ""
    var = embedded.default_var()
    secrets = demo_secrets.load(var)
    owner = databases.settings(var, secrets)["default"]
    password = secrets["database_runtime_password"]
    return owner, {**owner, "USER": RUNTIME_ROLE, "PASSWORD": password}, password


def _environment(folder: Path, **more: str) -> dict[str, str]:
    """Of a county that is kept in ``folder``, on a database of its own unless `more` names one."""
    return {
        **{key: value for key, value in os.environ.items() if not key.startswith("DATABASE_")},
        "DJANGO_SETTINGS_MODULE": "onevisit.config.settings.demo",
        "ONEVISIT_VAR": str(folder / "var"),
        "ONEVISIT_LOG_LEVEL": "WARNING",
        "ONEVISIT_DEMO_APPLICATIONS": "0",
        **more,
    }


def _prepare(environment: dict[str, str]) -> None:
    """Tables as the owner, the county under the role the server has."""
    for command, role in (
        (("prepare_database",), "owner"),
        (("collectstatic", "--no-input"), "owner"),
        (("build_demo",), "runtime"),
    ):
        manage({**environment, "ONEVISIT_DB_ROLE": role}, *command)


@contextmanager
def _database(name: str, owner: dict[str, Any]) -> Iterator[None]:
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    create = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
    with psycopg.connect(_dsn(owner), autocommit=True) as connection:
        connection.execute(drop)
        connection.execute(create)
    try:
        yield
    finally:
        with psycopg.connect(_dsn(owner), autocommit=True) as connection:
            connection.execute(drop)


def _dsn(account: dict[str, Any]) -> str:
    return psycopg.conninfo.make_conninfo(
        dbname=account["NAME"],
        user=account["USER"],
        password=account["PASSWORD"],
        host=account["HOST"],
        port=account["PORT"] or None,
    )


def _url(account: dict[str, Any], name: str) -> str:
    query = urlencode({"host": account["HOST"]})
    port = f":{account['PORT']}" if account["PORT"] else ""
    return (
        f"postgresql://{quote(account['USER'])}:{quote(account['PASSWORD'])}"
        f"@localhost{port}/{name}?{query}"
    )


@contextmanager
def _served(environment: dict[str, str], log: Path, *, workers: int = 1) -> Iterator[Stage]:
    port = _free_port()
    command = [sys.executable, "-m", "onevisit.config.server", "--end-with-parent"]
    command += ["--port", str(port), "--workers", str(workers), "--threads", "8"]
    with log.open("wb") as output:
        server = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        _wait_until_up(server, port, log)
        yield Stage(f"http://127.0.0.1:{port}", log, server.pid)
    finally:
        server.terminate()
        try:
            server.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_up(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"the server did not come up\n{log.read_text(errors='replace')}")
