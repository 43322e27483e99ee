"""The provider's own books, in SQLite: what was opened, paid, closed and given back."""

import csv
import io
import secrets
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from onevisit.kernel.clock import SHANGHAI
from onevisit.kernel.money import Fen, plain
from onevisit.kernel.sandboxes import TellingBooks
from onevisit.payments.rules.reconciling import HEAD

_TABLES = """
CREATE TABLE IF NOT EXISTS payment (
    number TEXT PRIMARY KEY, token TEXT UNIQUE NOT NULL, reference TEXT UNIQUE NOT NULL,
    amount INTEGER NOT NULL CHECK (amount > 0), subject TEXT NOT NULL, back TEXT NOT NULL,
    notify TEXT NOT NULL, until TEXT NOT NULL, outcome TEXT NOT NULL, at TEXT);
CREATE TABLE IF NOT EXISTS refund (
    number TEXT PRIMARY KEY, payment TEXT NOT NULL REFERENCES payment (number),
    reference TEXT UNIQUE NOT NULL, amount INTEGER NOT NULL CHECK (amount > 0), at TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a payer sees of a payment."""

    number: str
    token: str
    reference: str
    amount: Fen
    subject: str
    back: str
    notify: str
    until: datetime
    outcome: str
    at: datetime | None


class Ledger(TellingBooks):
    """The books of the provider."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, _TABLES)

    def open(self, said: dict[str, Any]) -> Opened:
        """A payment under a number; the one there is when the number is known already."""
        with self.writing() as books:
            books.execute(
                "INSERT OR IGNORE INTO payment VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'waiting', NULL)",
                (
                    said["number"],
                    secrets.token_urlsafe(18),
                    f"SB{secrets.token_hex(10).upper()}",
                    int(said["amount"]),
                    said["subject"],
                    said["back"],
                    said["notify"],
                    said["until"],
                ),
            )
        found = self.by_number(said["number"])
        assert found is not None
        return found

    def by_number(self, number: str) -> Opened | None:
        """The payment of that number."""
        return self._one("SELECT * FROM payment WHERE number = ?", number)

    def by_token(self, token: str) -> Opened | None:
        """The payment of that page."""
        return self._one("SELECT * FROM payment WHERE token = ?", token)

    def _one(self, statement: str, value: str) -> Opened | None:
        with self.writing() as books:
            row = books.execute(statement, (value,)).fetchone()
        if row is None:
            return None
        at = datetime.fromisoformat(row["at"]) if row["at"] else None
        held = {**dict(row), "until": datetime.fromisoformat(row["until"]), "at": at}
        return Opened(**held)

    def pay(self, number: str, at: datetime) -> bool:
        """Paid, once; False when it was paid or closed before, or its time is over."""
        found = self.by_number(number)
        if found is None or at >= found.until:
            return False
        return self._end(number, "paid", at)

    def close(self, number: str, at: datetime) -> bool:
        """Nobody pays it any more; False when it was paid or closed before."""
        return self._end(number, "closed", at)

    def _end(self, number: str, outcome: str, at: datetime) -> bool:
        with self.writing() as books:
            done = books.execute(
                "UPDATE payment SET outcome = ?, at = ? WHERE number = ? AND outcome = 'waiting'",
                (outcome, at.isoformat(), number),
            )
        return done.rowcount == 1

    def give_back(self, number: str, refund: str, amount: Fen, at: datetime) -> dict[str, Any]:
        """So much of a payment given back under this number, once; never more than was paid."""
        with self.writing() as books:
            books.execute(
                "INSERT INTO refund SELECT ?, number, ?, ?, ? FROM payment"
                " WHERE number = ? AND outcome = 'paid' AND amount >= ? + coalesce("
                "(SELECT sum(r.amount) FROM refund r WHERE r.payment = payment.number), 0)"
                " ON CONFLICT (number) DO NOTHING",
                (
                    refund,
                    f"SR{secrets.token_hex(10).upper()}",
                    amount,
                    at.isoformat(),
                    number,
                    amount,
                ),
            )
        return self.told(refund, unknown="failed")

    def told(self, number: str, *, unknown: str = "unknown") -> dict[str, Any]:
        """What became of a payment or a refund."""
        with self.writing() as books:
            row = books.execute(
                "SELECT number, outcome, amount, reference, at FROM payment WHERE number = ?"
                " UNION ALL SELECT number, 'refunded', amount, reference, at FROM refund"
                " WHERE number = ?",
                (number, number),
            ).fetchone()
        return dict(row) if row else {"number": number, "outcome": unknown}

    def statement(self, day: date) -> str:
        """The file of a day: every movement of money, then how many and how much."""
        start = datetime.combine(day, time.min, SHANGHAI)
        with self.writing() as books:
            rows = books.execute(
                "SELECT 'pay' AS kind, number, reference, amount, at FROM payment"
                " WHERE outcome = 'paid' UNION ALL"
                " SELECT 'refund', number, reference, amount, at FROM refund ORDER BY at, number"
            ).fetchall()
        moved = [
            row
            for row in rows
            if start <= datetime.fromisoformat(row["at"]) < start + timedelta(days=1)
        ]
        sums = {kind: sum(r["amount"] for r in moved if r["kind"] == kind) for kind in _KINDS}
        held = io.StringIO()
        table = csv.writer(held)
        table.writerow(HEAD)
        for row in moved:
            table.writerow([*row[:3], plain(row["amount"]), row["at"]])
        table.writerow(["total", len(moved), *(plain(sums[kind]) for kind in _KINDS)])
        return held.getvalue()


_KINDS = ("pay", "refund")
