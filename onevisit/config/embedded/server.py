"""Start, stop and look at the embedded server. Safe to call from any number of processes."""

import fcntl
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg.pq import PGconn, Ping

from onevisit.config import demo_secrets
from onevisit.config.embedded import binaries, cluster
from onevisit.config.embedded import place as places
from onevisit.config.embedded.errors import EmbeddedError
from onevisit.config.embedded.place import Place
from onevisit.config.embedded.process import as_account, ask, running_pid, wait_gone

START_SECONDS = 90
STOP_SECONDS = 30
_ORPHAN_SECONDS = 30
_LOG_TAIL = 2000
_LOG_LIMIT = 5_000_000
# Starts the server in the background and says its process number; the paths are arguments, so
# blanks, quotes and Chinese characters in them mean nothing to the shell.
_LAUNCH = '"$1" -D "$2" >>"$3" 2>&1 </dev/null & echo $!'


def ensure_running(var: Path) -> bool:
    """Start the server of the run-time folder ``var`` unless it runs; True if started now.

    Makes the data folder, the database and the runtime role at the first start. Raises
    EmbeddedError when that is impossible.
    """
    place = places.find(var)
    if _answers(place):
        return False
    secrets = demo_secrets.load(var)
    with _locked(place):
        if _answers(place):
            return False
        _stop_unreachable(place)
        places.prepare(place)
        chosen = binaries.choose(place)
        cluster.make(place, chosen, secrets["database_owner_password"])
        cluster.write_settings(place)
        _start(place, chosen)
        cluster.make_database(
            place, secrets["database_owner_password"], secrets["database_runtime_password"]
        )
    return True


def stop(var: Path, *, only_if_idle: bool = False) -> bool:
    """Stop the server cleanly; True if it ran and was stopped.

    With ``only_if_idle`` a server that still serves other processes is left alone.
    """
    place = places.find(var)
    if running_pid(place) is None:
        return False
    with _locked(place):
        pid = running_pid(place)
        if pid is None or (only_if_idle and _others_connected(place)):
            return False
        _shut_down(place, pid)
    return True


def status(var: Path) -> str:
    """One line for people."""
    place = places.find(var)
    pid = running_pid(place)
    if pid is None or not _answers(place):
        return f"stopped (data: {place.data})"
    kept = binaries.remembered(place)
    version = f"PostgreSQL {kept.major}, {kept.source}" if kept else "PostgreSQL"
    return f"running: {version}, process {pid}, socket {place.socket}, data {place.data}"


def _answers(place: Place) -> bool:
    if not (place.socket / f".s.PGSQL.{places.PORT}").exists():
        return False
    conninfo = f"host={place.socket} port={places.PORT} connect_timeout=5"
    return PGconn.ping(conninfo.encode()) == Ping.OK


def _stop_unreachable(place: Place) -> None:
    """A live server that does not answer: give it time, then stop it (its socket was removed)."""
    pid = running_pid(place)
    if pid is None:
        return
    for _attempt in range(100):
        if _answers(place) or running_pid(place) is None:
            break
        if not (place.socket / f".s.PGSQL.{places.PORT}").exists() and _attempt > 20:
            break
        time.sleep(0.1)
    if not _answers(place):
        _shut_down(place, pid)


def _start(place: Place, chosen: binaries.Binaries) -> None:
    """Start and wait until it answers; after a crash its orphans may need some seconds to go."""
    _shorten_log(place.log)
    deadline = time.monotonic() + _ORPHAN_SECONDS
    while True:
        _remove_leftovers(place)
        offset = place.log.stat().st_size
        if _launch(place, chosen):
            return
        said = place.log.read_bytes()[offset:].decode("utf-8", "replace")
        if "still in use" not in said or time.monotonic() > deadline:
            raise EmbeddedError(f"PostgreSQL did not start:\n{said[-_LOG_TAIL:].strip()}")
        time.sleep(0.5)


def _launch(place: Place, chosen: binaries.Binaries) -> bool:
    """Whether the server answers; False when it ended again."""
    started = subprocess.run(
        ["/bin/sh", "-c", _LAUNCH, "sh", chosen.program("postgres"), place.data, place.log],
        capture_output=True,
        start_new_session=True,
        check=True,
        **as_account(place.account),
    )
    pid = int(started.stdout)
    deadline = time.monotonic() + START_SECONDS
    while not _answers(place):
        if not _alive(pid):
            return False
        if time.monotonic() > deadline:
            ask(pid, signal.SIGINT)
            raise EmbeddedError(f"PostgreSQL did not answer within {START_SECONDS} seconds")
        time.sleep(0.02)
    return True


def _alive(pid: int) -> bool:
    proc = Path("/proc") / str(pid) / "stat"
    if Path("/proc/self").exists():
        try:
            state = proc.read_text(errors="replace").rpartition(")")[2].split()[0]
        except (OSError, IndexError):
            return False
        return state != "Z"
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _remove_leftovers(place: Place) -> None:
    """After a crash: the process number in the lock files may belong to a stranger by now."""
    if running_pid(place) is not None:
        return
    socket = place.socket / f".s.PGSQL.{places.PORT}"
    for path in (place.data / "postmaster.pid", socket, socket.with_name(socket.name + ".lock")):
        path.unlink(missing_ok=True)


def _shut_down(place: Place, pid: int) -> None:
    ask(pid, signal.SIGINT)
    if not wait_gone(place, pid, STOP_SECONDS):
        ask(pid, signal.SIGQUIT)
        if not wait_gone(place, pid, STOP_SECONDS):
            raise EmbeddedError(f"PostgreSQL (process {pid}) does not stop")
    if place.socket.exists():
        shutil.rmtree(place.socket, ignore_errors=True)


def _others_connected(place: Place) -> bool:
    secrets = demo_secrets.load(place.var)
    try:
        with psycopg.connect(
            host=str(place.socket),
            port=places.PORT,
            user=places.OWNER,
            password=secrets["database_owner_password"],
            dbname="postgres",
        ) as connection:
            row = connection.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            ).fetchone()
    except psycopg.OperationalError:
        return False
    return bool(row and row[0])


def _shorten_log(log: Path) -> None:
    if log.stat().st_size > _LOG_LIMIT:
        os.truncate(log, 0)


@contextmanager
def _locked(place: Place) -> Iterator[None]:
    demo_secrets.make_open(place.var)
    descriptor = os.open(place.lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
