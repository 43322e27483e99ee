"""The other side's own books, in SQLite: batches, rows and what was answered; events heard."""

import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path

from onevisit.kernel import sandboxes

_TABLES = """
CREATE TABLE IF NOT EXISTS batch (
    number INTEGER PRIMARY KEY, sha256 TEXT NOT NULL, given INTEGER NOT NULL, at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS held (
    guid TEXT PRIMARY KEY, name TEXT NOT NULL, project TEXT NOT NULL, cells TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS answer (
    batch INTEGER NOT NULL, place INTEGER NOT NULL, guid TEXT NOT NULL, name TEXT NOT NULL,
    reason TEXT NOT NULL, PRIMARY KEY (batch, place));
CREATE TABLE IF NOT EXISTS heard (
    id INTEGER PRIMARY KEY, door TEXT NOT NULL, key TEXT NOT NULL UNIQUE, number TEXT NOT NULL,
    seq INTEGER NOT NULL, body TEXT NOT NULL, given INTEGER NOT NULL, at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS turned (key TEXT PRIMARY KEY, times INTEGER NOT NULL);
"""


def books_in(var: Path, database: str) -> Path:
    """Beside the database they belong to: another database, other books."""
    return var / f"reports-sandbox-{database}.sqlite3"


class Books(sandboxes.Books):
    """The books of the other side."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, _TABLES)

    def last_batch(self) -> int:
        """The number of the last batch taken, 0 before the first."""
        return int(self.all("SELECT coalesce(max(number), 0) AS n FROM batch")[0]["n"])

    def rows(self) -> list[tuple[str, str, dict[str, str]]]:
        """Every row as it is held: table, row_guid, cells."""
        found = self.all("SELECT name, guid, cells FROM held ORDER BY name, guid")
        return [(row["name"], row["guid"], json.loads(row["cells"])) for row in found]


def holds(books: sqlite3.Connection, kind: str, what: str) -> bool:
    """Whether a row, or a case, is known."""
    statement = {
        "row": "SELECT 1 FROM held WHERE guid = ?",
        "project": "SELECT 1 FROM held WHERE name = 'up_pro_accept' AND project = ?",
    }[kind]
    return books.execute(statement, (what,)).fetchone() is not None


def apply(books: sqlite3.Connection, table: str, row: Mapping[str, str]) -> None:
    """Take a row as it says of itself."""
    if row["cd_operation"] == "D":
        books.execute("DELETE FROM held WHERE guid = ?", (row["row_guid"],))
        return
    values = (row["row_guid"], table, row.get("project_no", ""), json.dumps(dict(row)))
    books.execute("INSERT OR REPLACE INTO held VALUES (?, ?, ?, ?)", values)
