"""HTTP of the provider: a signed API for us, pages for payers, and a thread that tells us."""

import json
import logging
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from http.client import HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.error import URLError
from urllib.parse import parse_qs
from urllib.request import Request, urlopen

from onevisit.payments.rules.signing import sign, verified
from onevisit.payments.sandbox import pages
from onevisit.payments.sandbox.ledger import Ledger, Opened

LATE_SECONDS = 180.0
RETRY_SECONDS = (2.0, 10.0, 60.0, 300.0, 1800.0)
MOST_BYTES = 100_000
_log = logging.getLogger(__name__)


def _now() -> datetime:
    """The provider's own clock: true time, whatever ours is made to say in a demonstration."""
    return datetime.fromtimestamp(time.time(), UTC)


class Sandbox:
    """What the provider does, whoever asks."""

    def __init__(
        self, ledger: Ledger, secret: str, address: str, now: Callable[[], datetime] = _now
    ) -> None:
        self.ledger, self._secret, self._address, self.now = ledger, secret, address, now

    def api(self, verb: str, body: bytes, headers: Any) -> dict[str, Any] | None:
        """The answer to a signed call; None to anything else."""
        if verified(body, headers, self._secret, now=self.now()) is None:
            return None
        handler = self._verbs().get(verb)
        return handler(json.loads(body)) if handler else None

    def _verbs(self) -> dict[str, Callable[[dict[str, Any]], dict[str, Any]]]:
        return {
            "open": lambda said: {"address": self.page_of(self.ledger.open(said))},
            "payment": lambda said: self.ledger.told(said["number"]),
            "close": self._close,
            "refund": self._refund,
            "statement": lambda said: {
                "file": self.ledger.statement(date.fromisoformat(said["day"]))
            },
        }

    def page_of(self, opened: Opened) -> str:
        """Where a payment is paid."""
        return f"{self._address}/pay/{opened.token}"

    def _close(self, said: dict[str, Any]) -> dict[str, Any]:
        self.ledger.close(said["number"], self.now())
        return self.ledger.told(said["number"])

    def _refund(self, said: dict[str, Any]) -> dict[str, Any]:
        return self.ledger.give_back(
            said["number"], said["refund"], int(said["amount"]), self.now()
        )

    def act(self, opened: Opened, do: str, how: str) -> None:
        """What a payer does on the page; a second click does nothing."""
        if do == "close":
            done = self.ledger.close(opened.number, self.now())
            how = "once"
        else:
            done = self.ledger.pay(opened.number, self.now())
        if done and how != "never":
            due = time.time() + (LATE_SECONDS if how == "late" else 0)
            for _ in range(2 if how == "twice" else 1):
                self.ledger.tell_later(opened.number, due)

    def tell_due(self) -> int:
        """Send what is due; what is not taken is sent again later. Returns how many were sent."""
        due = self.ledger.due_notices(time.time())
        for notice, number, tries in due:
            taken = self._tell(number)
            over = taken or tries + 1 >= len(RETRY_SECONDS)
            self.ledger.told_or_later(notice, None if over else time.time() + RETRY_SECONDS[tries])
        return len(due)

    def _tell(self, number: str) -> bool:
        opened = self.ledger.by_number(number)
        if opened is None:
            return True
        body = json.dumps(self.ledger.told(number)).encode()
        headers = {**sign(body, self._secret, at=self.now()), "Content-Type": "application/json"}
        try:
            request = Request(opened.notify, data=body, headers=headers)
            with urlopen(request, timeout=5) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError, HTTPException):
            return False


class Server(ThreadingHTTPServer):
    """On this machine only; `serve_forever` runs it."""

    daemon_threads = True

    def __init__(self, sandbox: Sandbox, port: int) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.sandbox = sandbox


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: Server

    def do_GET(self) -> None:
        """A payer looks."""
        opened = self._opened()
        if opened is None:
            self._send(404, pages.missing())
        else:
            self._send(200, pages.checkout(opened))

    def do_POST(self) -> None:
        """We ask, or a payer acts."""
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), MOST_BYTES))
        if self.path.startswith("/api/"):
            self._api(body)
            return
        opened = self._opened()
        if opened is None:
            self._send(404, pages.missing())
            return
        said = parse_qs(body.decode("utf-8", "replace"))
        self.server.sandbox.act(opened, said.get("do", [""])[0], said.get("how", ["once"])[0])
        self.send_response(303)
        self.send_header("Location", self.path)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _api(self, body: bytes) -> None:
        verb = self.path.removeprefix("/api/")
        try:
            answer = self.server.sandbox.api(verb, body, dict(self.headers))
        except (ValueError, KeyError, TypeError):
            self._send(400, "{}", "application/json")
            return
        status = 403 if answer is None else 200
        self._send(status, json.dumps(answer or {}), "application/json")

    def _opened(self) -> Opened | None:
        head, _, token = self.path.rpartition("/")
        return self.server.sandbox.ledger.by_token(token) if head == "/pay" else None

    def _send(self, status: int, text: str, kind: str = "text/html; charset=utf-8") -> None:
        content = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing of a payer goes to standard error."""
        _log.debug(format, *args)


def tell_for_ever(sandbox: Sandbox, over: threading.Event) -> None:
    """Send notices as they fall due, until `over`."""
    while not over.wait(0.5):
        sandbox.tell_due()
