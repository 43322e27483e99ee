"""HTTP of the provider: a signed API for us, pages for payers, and a thread that tells us."""

import json
import threading
import time
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from urllib.parse import parse_qs

from onevisit.kernel import sandboxes
from onevisit.kernel.sandboxes import HTML, Refusal, heard, true_now
from onevisit.payments.rules.signing import PREFIX, verified
from onevisit.payments.sandbox import pages
from onevisit.payments.sandbox.ledger import Ledger, Opened

LATE_SECONDS = 180.0


class Sandbox:
    """What the provider does, whoever asks."""

    def __init__(
        self, ledger: Ledger, secret: str, address: str, now: Callable[[], datetime] = true_now
    ) -> None:
        self.ledger, self._secret, self._address, self.now = ledger, secret, address, now

    def api(self, verb: str, body: bytes, headers: Any) -> dict[str, Any]:
        """The answer to a signed call. Raises Refusal to anything else."""
        handler = self._verbs().get(verb)
        if handler is None or verified(body, headers, self._secret, now=self.now()) is None:
            raise Refusal(403)
        return handler(json.loads(body))

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
        """Send the notices that are due; how many were sent."""
        return self.ledger.tell_due(self._tell)

    def _tell(self, number: str) -> bool:
        opened = self.ledger.by_number(number)
        if opened is None:
            return True
        said = self.ledger.told(number)
        return heard(opened.notify, said, self._secret, at=self.now(), prefix=PREFIX)


class Handler(sandboxes.Handler):
    """One request."""

    server: sandboxes.Server[Sandbox]

    def get(self) -> None:
        """A payer looks."""
        opened = self._opened()
        if opened is None:
            self.send(404, pages.missing(), HTML)
        else:
            self.send(200, pages.checkout(opened), HTML)

    def post(self) -> None:
        """We ask, or a payer acts."""
        body = self.body()
        if self.path.startswith("/api/"):
            verb = self.path.removeprefix("/api/")
            self.answer(lambda: self.server.sandbox.api(verb, body, dict(self.headers)))
            return
        opened = self._opened()
        if opened is None:
            self.send(404, pages.missing(), HTML)
            return
        said = parse_qs(body.decode("utf-8", "replace"))
        self.server.sandbox.act(opened, said.get("do", [""])[0], said.get("how", ["once"])[0])
        self.send_response(303)
        self.send_header("Location", self.path)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _opened(self) -> Opened | None:
        head, _, token = self.path.rpartition("/")
        return self.server.sandbox.ledger.by_token(token) if head == "/pay" else None


def tell_for_ever(sandbox: Sandbox, over: threading.Event) -> None:
    """Send notices as they fall due, until `over`."""
    while not over.wait(0.5):
        sandbox.tell_due()
