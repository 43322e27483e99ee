"""What the stand-ins for outside systems share: their own books, what they tell later, a server.

A sandbox is a process of its own that answers as a provider, a gateway or a province does, for the
demonstration and the tests. Production refuses to start with one (`config.safety`).
"""

import json
import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from http.client import HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Generic, TypeVar
from urllib.request import Request, urlopen

from onevisit.kernel.signing import sign

RETRY_SECONDS = (2.0, 10.0, 60.0, 300.0, 1800.0)
_SECONDS = 5
_LATER = """
CREATE TABLE IF NOT EXISTS later (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL, due REAL NOT NULL, tries INTEGER NOT NULL);
"""
_log = logging.getLogger(__name__)


def true_now() -> datetime:
    """The sandbox's own clock: true time, whatever ours is made to say in a demonstration."""
    return datetime.fromtimestamp(time.time(), UTC)


class Books:
    """Books in one SQLite file; safe for several threads. `tables`: SQL that makes them where they
    are not there yet.
    """

    def __init__(self, path: Path, tables: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path, self._lock = path, threading.RLock()
        with self.writing() as books:
            books.executescript(tables)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction; nobody else writes meanwhile."""
        with self._lock:
            books = sqlite3.connect(self._path, timeout=10)
            books.row_factory = sqlite3.Row
            try:
                with books:
                    yield books
            finally:
                books.close()

    def all(self, statement: str, *values: object) -> list[dict[str, Any]]:
        """The rows a statement finds."""
        with self.writing() as books:
            return [dict(row) for row in books.execute(statement, values).fetchall()]


class TellingBooks(Books):
    """Books with what is to be told, kept so that it survives an end in between."""

    def __init__(self, path: Path, tables: str) -> None:
        super().__init__(path, tables + _LATER)

    def tell_later(self, key: str, due: float) -> None:
        """What became of this key, to be told at that second."""
        with self.writing() as books:
            books.execute("INSERT INTO later VALUES (NULL, ?, ?, 0)", (key, due))

    def tell_due(self, tell: Callable[[str], bool]) -> int:
        """Tell what is due, by key; what is not heard is told again later, and given up after the
        last try. How many were told.
        """
        due = self.all("SELECT * FROM later WHERE due <= ? ORDER BY due", time.time())
        for each in due:
            over = tell(each["key"]) or each["tries"] + 1 >= len(RETRY_SECONDS)
            with self.writing() as books:
                if over:
                    books.execute("DELETE FROM later WHERE id = ?", (each["id"],))
                else:
                    then = time.time() + RETRY_SECONDS[each["tries"]]
                    books.execute(
                        "UPDATE later SET due = ?, tries = tries + 1 WHERE id = ?",
                        (then, each["id"]),
                    )
        return len(due)


def heard(address: str, said: dict[str, Any], key: str, *, at: datetime, prefix: str) -> bool:
    """Whether `said`, signed, was taken at that address."""
    body = json.dumps(said).encode()
    headers = sign(body, key, at=at, prefix=prefix)
    request = Request(address, data=body, headers={**headers, "Content-Type": "application/json"})
    try:
        with urlopen(request, timeout=_SECONDS) as answer:
            return bool(answer.status == 200)
    except (OSError, HTTPException):
        return False


class Refusal(Exception):
    """Something else than success: a status and what is said with it; 0: nothing at all."""

    def __init__(self, status: int, **said: object) -> None:
        super().__init__(status)
        self.status, self.said = status, said


class Handler(BaseHTTPRequestHandler):
    """One request: `get` somebody looks, `post` somebody says something."""

    most_bytes = 100_000

    def get(self) -> None:
        """Somebody looks."""
        self.send(404, "{}")

    def post(self) -> None:
        """Somebody says something."""
        self.send(404, "{}")

    def do_GET(self) -> None:
        """As HTTP has it."""
        self.get()

    def do_POST(self) -> None:
        """As HTTP has it."""
        self.post()

    def body(self) -> bytes:
        """What was sent, up to `most_bytes`."""
        return self.rfile.read(min(int(self.headers.get("Content-Length") or 0), self.most_bytes))

    def answer(self, make: Callable[[], dict[str, Any]]) -> None:
        """What `make` gives, as JSON; a refusal, or 400 where it does not understand."""
        try:
            said = make()
        except Refusal as refusal:
            if refusal.status == 0:
                self.close_connection = True  # taken, and the line goes dead
                return
            self.send(refusal.status, json.dumps(refusal.said))
        except (ValueError, KeyError, TypeError):
            self.send(400, "{}")
        else:
            self.send(200, json.dumps(said))

    def send(self, status: int, text: str, kind: str = "application/json") -> None:
        """A whole answer, which nobody keeps; who asked may have left, and will ask again."""
        content = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        with suppress(ConnectionError):
            self.end_headers()
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing of anybody goes to standard error."""
        _log.debug(format, *args)


HTML = "text/html; charset=utf-8"


Held = TypeVar("Held")


class Server(ThreadingHTTPServer, Generic[Held]):
    """On this machine only; `serve_forever` runs it. Its handlers find there what it is given."""

    daemon_threads = True

    def __init__(self, sandbox: Held, handler: type[Handler], port: int) -> None:
        super().__init__(("127.0.0.1", port), handler)
        self.sandbox = sandbox
