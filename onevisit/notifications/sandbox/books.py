"""The gateways' own books, in SQLite: what was taken under which key, and receipts to be told."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from onevisit.kernel.sandboxes import TellingBooks

_TABLES = """
CREATE TABLE IF NOT EXISTS message (
    id INTEGER PRIMARY KEY, key TEXT UNIQUE NOT NULL, reference TEXT NOT NULL,
    channel TEXT NOT NULL, address TEXT NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL,
    receipts TEXT NOT NULL, outcome TEXT NOT NULL, given INTEGER NOT NULL, at REAL NOT NULL);
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


class Books(TellingBooks):
    """The books of the gateways."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, _TABLES)

    def take(self, channel: str, said: dict[str, str], at: float) -> tuple[Taken, bool]:
        """A message under a key, and whether it is new; the one there is when it is known."""
        with self.writing() as books:
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
        rows = self.all(statement, value)
        return [Taken(**{k: row[k] for k in row if k != "id"}) for row in rows]

    def end(self, key: str, outcome: str) -> None:
        """What became of it."""
        with self.writing() as books:
            books.execute("UPDATE message SET outcome = ? WHERE key = ?", (outcome, key))

    def busy_for(self, key: str) -> int:
        """How often this key was sent away as busy, this time included."""
        with self.writing() as books:
            books.execute("INSERT OR IGNORE INTO busy VALUES (?, 0)", (key,))
            books.execute("UPDATE busy SET times = times + 1 WHERE key = ?", (key,))
            row = books.execute("SELECT times FROM busy WHERE key = ?", (key,)).fetchone()
        return int(row["times"])
