"""Whether this process can do its work: asked by whoever watches it, and by ``doctor``."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from onevisit.kernel.ids import new_id


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must hold; ``detail`` says what was found, without any secret."""

    name: str
    ok: bool
    detail: str


_migrated: list[bool] = []
"""Once every migration of this code was applied, it stays so as long as the process lives."""


def readiness() -> tuple[Check, ...]:
    """Database, migrations, vault and calendar; without a database the rest of it is not asked."""
    database = _guarded("database", _database)
    vault = _guarded("vault", _vault)
    if not database.ok:
        return (database, vault)
    return (
        database,
        _guarded("migrations", _migrations),
        vault,
        _guarded("calendar", _calendar),
    )


def _guarded(name: str, ask: Callable[[], Check]) -> Check:
    """A check that fails by an error tells its kind only: its text may name hosts and users."""
    try:
        return ask()
    except (DatabaseError, OSError) as error:
        return Check(name, False, type(error).__name__)


def _database() -> Check:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        row = cursor.fetchone()
    return Check("database", True, f"PostgreSQL {row[0] if row else '?'}")


def _migrations() -> Check:
    waiting = 0
    if not _migrated:
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if waiting:
        return Check("migrations", False, f"{waiting} not applied")
    _migrated[:] = [True]
    return Check("migrations", True, "all applied")


def _vault() -> Check:
    """Writes and removes a file: rights, a full disk and a lost mount all show here only."""
    root = Path(settings.VAULT_ROOT)
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    probe = root / f".probe-{new_id().hex}"
    probe.write_bytes(b"probe")
    probe.unlink()
    return Check("vault", True, "writable")


def _calendar() -> Check:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(number) FROM kernel_calendarrevision")
        row = cursor.fetchone()
    revision = row[0] if row else None
    if revision is None:
        return Check("calendar", False, "no working days entered")
    return Check("calendar", True, f"revision {revision}")
