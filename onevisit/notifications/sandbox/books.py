"""The gateways' own books, in SQLite: what was taken under which key, and receipts to be told."""

import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_TABLES = """
CREATE TABLE IF NOT EXISTS message (
    id INTEGER PRIMARY KEY, key TEXT UNIQUE NOT NULL, reference TEXT NOT NULL,
    channel TEXT NOT NULL, address TEXT NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL,
    receipts TEXT NOT NULL, outcome TEXT NOT NULL, given INTEGER NOT NULL, at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS receipt (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL, due REAL NOT NULL, tries INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS busy (key TEXT PRIMARY KEY, times INTEGER NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """A message as the books hold it; `given` is how often it was given under its key."""

    key: str
    reference: str
    channel: str
    address: str
    title: str
    body: str
    receipts: str
    outcome: str
    given: int
    at: float


def books_in(var: Path, database: str) -> Path:
    """Beside the database they belong to: another database, other books."""
    return var / f"messages-sandbox-{database}.sqlite3"


class Books:
    """The books in one file; safe for several threads."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path, self._lock = path, threading.RLock()
        with self._open() as books:
            books.executescript(_TABLES)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            books = sqlite3.connect(self._path, timeout=10)
            books.row_factory = sqlite3.Row
            try:
                with books:
                    yield books
            finally:
                books.close()

    def take(self, channel: str, said: dict[str, str], at: float) -> tuple[Taken, bool]:
        """A message under a key, and whether it is new; the one there is when it is known."""
        with self._open() as books:
            done = books.execute(
                "INSERT OR IGNORE INTO message VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, 'taken', 0, ?)",
                (
                    said["key"],
                    f"M{secrets.token_hex(8)}",
                    channel,
                    said["to"],
                    said["title"],
                    said["body"],
                    said["receipts"],
                    at,
                ),
            )
            books.execute("UPDATE message SET given = given + 1 WHERE key = ?", (said["key"],))
        found = self.of(said["key"])
        assert found is not None
        return found, done.rowcount == 1

    def of(self, key: str) -> Taken | None:
        """The message of that key."""
        found = self._rows("SELECT * FROM message WHERE key = ?", key)
        return found[0] if found else None

    def newest(self, most: int = 100) -> list[Taken]:
        """What was taken last."""
        return self._rows("SELECT * FROM message ORDER BY id DESC LIMIT ?", most)

    def _rows(self, statement: str, value: str | int) -> list[Taken]:
        with self._open() as books:
            rows = books.execute(statement, (value,)).fetchall()
        return [Taken(**{k: row[k] for k in row.keys() if k != "id"}) for row in rows]  # noqa: SIM118

    def end(self, key: str, outcome: str) -> None:
        """What became of it."""
        with self._open() as books:
            books.execute("UPDATE message SET outcome = ? WHERE key = ?", (outcome, key))

    def busy_for(self, key: str) -> int:
        """How often this key was sent away as busy, this time included."""
        with self._open() as books:
            books.execute("INSERT OR IGNORE INTO busy VALUES (?, 0)", (key,))
            books.execute("UPDATE busy SET times = times + 1 WHERE key = ?", (key,))
            row = books.execute("SELECT times FROM busy WHERE key = ?", (key,)).fetchone()
        return int(row["times"])

    def tell_later(self, key: str, due: float) -> None:
        """A receipt to be told at that second; kept, so that it survives an end in between."""
        with self._open() as books:
            books.execute("INSERT INTO receipt VALUES (NULL, ?, ?, 0)", (key, due))

    def due(self, now: float) -> list[tuple[int, str, int]]:
        """Receipts whose time has come: id, key, how often it was tried."""
        with self._open() as books:
            rows = books.execute(
                "SELECT id, key, tries FROM receipt WHERE due <= ? ORDER BY due", (now,)
            ).fetchall()
        return [(row["id"], row["key"], row["tries"]) for row in rows]

    def told_or_later(self, receipt: int, due: float | None) -> None:
        """A receipt was heard (None), or is to be told again at that second."""
        with self._open() as books:
            if due is None:
                books.execute("DELETE FROM receipt WHERE id = ?", (receipt,))
            else:
                books.execute(
                    "UPDATE receipt SET due = ?, tries = tries + 1 WHERE id = ?", (due, receipt)
                )
