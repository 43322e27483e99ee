"""A copy of everything that is kept, taken while the house works, and its way back.

The database is copied first, as one snapshot; then the files its rows name. A file is on the disk
before its row is written and is never changed, so each row of the snapshot finds its file. Tables
are plain text of COPY: any PostgreSQL from 15 on reads them. Keys are not part of a backup.
"""

import gzip
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder
from psycopg import sql

import onevisit
from onevisit.config import rotation
from onevisit.kernel import clock

FORMAT = 1
MANIFEST = "manifest.json"
LEFT_OUT = frozenset({"django_session", "django_migrations", "onevisit_cache"})
"""Sessions end with a restore; migrations stand in the manifest; a cache is no data."""

_COLUMNS = (
    "SELECT table_name, array_agg(column_name::text ORDER BY ordinal_position)"
    " FROM information_schema.columns"
    " JOIN information_schema.tables USING (table_schema, table_name)"
    " WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'"
    " AND is_generated = 'NEVER' GROUP BY table_name ORDER BY table_name"
)
_SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = current_schema()"


class BackupError(Exception):
    """A backup cannot be made, is damaged, or does not belong here; the text says why."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a backup holds."""

    rows: int
    files: int
    bytes: int


def tables(wrapper: BaseDatabaseWrapper) -> dict[str, list[str]]:
    """The columns with data of each table that is kept."""
    with wrapper.cursor() as cursor:
        cursor.execute(_COLUMNS)
        return {name: columns for name, columns in cursor.fetchall() if name not in LEFT_OUT}


def make(target: Path) -> Made:
    """Write a backup into the new folder ``target``: whole, or the folder does not appear.

    Raises BackupError when the folder is there already, or a file of the vault is lost.
    """
    unfinished = target.with_name(f"{target.name}.unfinished")
    if target.exists() or unfinished.exists():
        raise BackupError(f"{target} or {unfinished.name} is there already")
    (unfinished / "tables").mkdir(parents=True, mode=0o700)
    unfinished.chmod(0o700)
    manifest = _head()
    with _snapshot() as wrapper:
        manifest["tables"] = [
            _write_table(wrapper, unfinished, name, columns)
            for name, columns in tables(wrapper).items()
        ]
        manifest["sequences"] = _rows(wrapper, _SEQUENCES)
        paths = _rows(wrapper, "SELECT id::text, storage_path FROM vault_storedobject ORDER BY id")
        applied = MigrationRecorder(wrapper).applied_migrations()
        manifest["migrations"] = sorted(list(key) for key in applied)
    manifest["files"] = list(_copy_files(unfinished / "vault", paths))
    _write(unfinished / MANIFEST, json.dumps(manifest, indent=1).encode())
    unfinished.rename(target)
    return Made(
        sum(each["rows"] for each in manifest["tables"]),
        len(manifest["files"]),
        sum(each.stat().st_size for each in target.rglob("*") if each.is_file()),
    )


def read_manifest(source: Path) -> dict[str, Any]:
    """What a backup says of itself. Raises BackupError."""
    try:
        found: dict[str, Any] = json.loads((source / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BackupError(f"{source} is not a whole backup: no readable {MANIFEST}") from error
    if found.get("format") != FORMAT:
        raise BackupError(f"this version does not read backups of format {found.get('format')}")
    return found


def verify(source: Path) -> Iterator[str]:
    """One line for each part that is missing or was changed since the backup was made."""
    manifest = read_manifest(source)
    parts = [(f"tables/{each['name']}.gz", each["sha256"]) for each in manifest["tables"]]
    parts += [(f"vault/{each['path']}", each["sha256"]) for each in manifest["files"]]
    for name, digest in parts:
        path = source / name
        if not path.is_file():
            yield f"{name} is missing"
        elif file_digest(path) != digest:
            yield f"{name} was changed"


def file_digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _head() -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": onevisit.__version__,
        "made_at": clock.now().isoformat(),
        "field_keys": sorted(key for key, number in rotation.totals().items() if number),
        "blind_index_keys": sorted(settings.BLIND_INDEX_KEYS),
    }


class _snapshot:  # noqa: N801 - used like a function
    """A connection of its own that sees one instant of the database and changes nothing."""

    def __enter__(self) -> BaseDatabaseWrapper:
        self.wrapper = connection.copy()
        with self.wrapper.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        return self.wrapper

    def __exit__(self, *_details: object) -> None:
        self.wrapper.close()


def _rows(wrapper: BaseDatabaseWrapper, statement: str) -> list[list[Any]]:
    with wrapper.cursor() as cursor:
        cursor.execute(statement)
        return [list(row) for row in cursor.fetchall()]


def _write_table(
    wrapper: BaseDatabaseWrapper, folder: Path, name: str, columns: list[str]
) -> dict[str, Any]:
    path = folder / "tables" / f"{name}.gz"
    statement = sql.SQL("COPY {} ({}) TO STDOUT").format(
        sql.Identifier(name), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    raw: Any = wrapper.connection
    with gzip.open(path, "wb", compresslevel=3) as packed, raw.cursor() as cursor:
        with cursor.copy(statement) as stream:
            for block in stream:
                packed.write(block)
        rows = cursor.rowcount
    path.chmod(0o600)
    return {"name": name, "columns": columns, "rows": rows, "sha256": file_digest(path)}


def _copy_files(target: Path, paths: list[list[str]]) -> Iterator[dict[str, str]]:
    """Files whose row is gone by now were forgotten since the snapshot: they stay forgotten."""
    root = Path(settings.VAULT_ROOT)
    for object_id, path in paths:
        place = target / path
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            shutil.copyfile(root / path, place)
        except FileNotFoundError:
            if _still_kept(object_id):
                raise BackupError(f"file {object_id} is lost from the vault") from None
            continue
        place.chmod(0o600)
        yield {"id": object_id, "path": path, "sha256": file_digest(place)}


def _still_kept(object_id: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM vault_storedobject WHERE id = %s::uuid", [object_id])
        return cursor.fetchone() is not None


def _write(path: Path, content: bytes) -> None:
    """On the disk for good before the backup gets its name."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
