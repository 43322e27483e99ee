"""Bringing a backup back into an empty database and an empty vault.

The tables are made as they were when the backup was made, filled in one transaction, and only then
migrated to the newest: so a backup of an older version is also an upgrade.
"""

import gzip
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from onevisit.config import backups
from onevisit.config.backups import BackupError
from onevisit.kernel.migrating import DrawingAlone

_BLOCK = 1024 * 1024


def restore(source: Path) -> int:
    """Fill the empty database and vault; returns how many rows. Whole, or the tables stay empty.

    Raises BackupError when the backup is damaged or newer than this program, when a key it needs
    is not listed, or when something is here already.
    """
    manifest = backups.read_manifest(source)
    damaged = list(backups.verify(source))
    if damaged:
        raise BackupError(f"{len(damaged)} parts are damaged, first: {damaged[0]}")
    _require_keys(manifest)
    _require_empty()
    _make_tables(manifest)
    with transaction.atomic(), connection.cursor() as cursor:
        rows = _fill(cursor, manifest, source)
        _bring_files(manifest, source)
    return rows


def _require_keys(manifest: dict[str, Any]) -> None:
    missing = set(manifest["field_keys"]) - set(settings.FIELD_KEYS)
    if missing:
        raise BackupError(f"FIELD_KEYS does not list {', '.join(sorted(missing))}")


def _require_empty() -> None:
    kept = backups.tables(connection)
    for name in ("accounts_user", "accounts_person", "cases_application", "vault_storedobject"):
        if name in kept:
            with connection.cursor() as cursor:
                cursor.execute(sql.SQL("SELECT 1 FROM {} LIMIT 1").format(sql.Identifier(name)))
                if cursor.fetchone():
                    raise BackupError(f"the database is not empty: {name} has rows")


def _make_tables(manifest: dict[str, Any]) -> None:
    """The tables as of the backup's migrations; a migration unknown here is of a newer version."""
    executor = DrawingAlone(connection)
    wanted = [(app, name) for app, name in manifest["migrations"]]
    unknown = [key for key in wanted if key not in executor.loader.disk_migrations]
    if unknown:
        raise BackupError(f"made by a newer version: {'.'.join(unknown[0])} is unknown here")
    beyond = set(executor.loader.applied_migrations) - set(wanted)
    if beyond:
        raise BackupError("the database has tables of a newer version: begin with an empty one")
    wanted = _steps(executor, wanted)
    executor.migrate([key for key in wanted if _is_last(executor, key, set(wanted))])


def _steps(executor: MigrationExecutor, wanted: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those of them to go through: squashed ones where the backup had all of them, else the single
    ones, for a squashed one would make tables of a later day.
    """
    loader = executor.loader
    if all(key in wanted for key in loader.replacements):
        return [key for key in wanted if key in loader.graph.nodes]
    executor.loader = loader = MigrationLoader(connection, replace_migrations=False)
    for key, squashed in loader.replacements.items():
        loader.graph.remove_replacement_node(key, squashed.replaces)
    return [key for key in wanted if key not in loader.replacements]


def _is_last(executor: MigrationExecutor, key: tuple[str, str], wanted: set[Any]) -> bool:
    """Whether no wanted migration of the same app builds on it."""
    children = {child.key for child in executor.loader.graph.node_map[key].children}
    return not any(child in wanted and child[0] == key[0] for child in children)


def _fill(cursor: CursorWrapper, manifest: dict[str, Any], source: Path) -> int:
    """Foreign keys are asked at the end, guards of history stand again before the commit."""
    here = backups.tables(connection)
    told = {each["name"]: each for each in manifest["tables"]}
    if told.keys() != here.keys():
        raise BackupError(f"tables differ: {', '.join(sorted(told.keys() ^ here.keys()))}")
    names = [sql.Identifier(name) for name in here]
    for name in names:
        cursor.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(name))
    cursor.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(names)))
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    rows = sum(_read_table(each, source) for each in told.values())
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for name in names:
        cursor.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(name))
    for sequence, value in manifest["sequences"]:
        if value is not None:
            cursor.execute("SELECT setval(quote_ident(%s)::regclass, %s)", [sequence, value])
    return rows


def _read_table(told: dict[str, Any], source: Path) -> int:
    columns = sql.SQL(", ").join(map(sql.Identifier, told["columns"]))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(told["name"]), columns)
    raw: Any = connection.connection
    with raw.cursor() as cursor:
        with (
            gzip.open(source / "tables" / f"{told['name']}.gz", "rb") as packed,
            cursor.copy(statement) as stream,
        ):
            while block := packed.read(_BLOCK):
                stream.write(block)
        rows: int = cursor.rowcount
    if rows != told["rows"]:
        raise BackupError(f"{told['name']}: {rows} rows came back, {told['rows']} were kept")
    return rows


def _bring_files(manifest: dict[str, Any], source: Path) -> None:
    """A file that is here already, say from a restore that was broken off, must be the same."""
    root = Path(settings.VAULT_ROOT)
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    for each in manifest["files"]:
        place = root / each["path"]
        if place.exists() and backups.file_digest(place) == each["sha256"]:
            continue
        if place.exists():
            raise BackupError(f"the vault is not empty: {each['path']} is another file")
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished = place.with_name(f"{place.name}.part")
        shutil.copyfile(source / "vault" / each["path"], unfinished)
        unfinished.chmod(0o600)
        unfinished.rename(place)
