"""HTTP of the gateways: a signed API for us, a page to look at, a thread that tells receipts."""

import json
import threading
import time
from collections.abc import Callable
from datetime import datetime
from html import escape
from typing import Any

from onevisit.kernel import sandboxes
from onevisit.kernel.sandboxes import HTML, Refusal, heard, true_now
from onevisit.kernel.signing import verified
from onevisit.notifications.sandbox.books import Books, Taken

PREFIX = "X-Message"
BEHAVIOUR = {
    "91": "bad_address",  # no such number
    "92": "busy",  # sent away twice, then taken
    "93": "lost",  # taken, and the answer is lost
    "94": "undelivered",  # taken, and not brought
    "95": "silent",  # brought, and no receipt
    "96": "twice",  # two receipts
    "97": "late",  # a receipt after three minutes
    "98": "refused",  # the receiver wants none
}
"""What happens to a message whose address (before the @) ends so; anything else is brought at once.
"""
LATE_SECONDS = 180.0
CHANNELS = ("sms", "email", "wechat")


class Sandbox:
    """What the gateways do, whoever asks."""

    def __init__(self, books: Books, secret: str, now: Callable[[], datetime] = true_now) -> None:
        self.books, self._secret, self.now = books, secret, now

    def api(self, channel: str, verb: str, body: bytes, headers: Any) -> dict[str, Any]:
        """The answer to a signed call. Raises Refusal for anything but success."""
        signed = verified(body, headers, self._secret, now=self.now(), prefix=PREFIX)
        if signed is None or channel not in CHANNELS:
            raise Refusal(403)
        said = json.loads(body)
        if verb == "ask":
            return self._told(said["key"])
        if verb != "send":
            raise Refusal(404)
        return self._take(channel, said)

    def _take(self, channel: str, said: dict[str, str]) -> dict[str, Any]:
        how = behaviour(said["to"])
        if how in ("bad_address", "refused"):
            raise Refusal(422, reason=how)
        if how == "busy" and self.books.busy_for(said["key"]) <= 2:
            raise Refusal(503)
        taken, new = self.books.take(channel, said, time.time())
        if new:
            self._bring(taken, how)
        if how == "lost" and taken.given == 1:
            raise Refusal(0)
        return {"key": taken.key, "reference": taken.reference}

    def _bring(self, taken: Taken, how: str) -> None:
        self.books.end(taken.key, "undelivered" if how == "undelivered" else "delivered")
        if how == "silent" or not taken.receipts:
            return
        due = time.time() + (LATE_SECONDS if how == "late" else 0)
        for _ in range(2 if how == "twice" else 1):
            self.books.tell_later(taken.key, due)

    def _told(self, key: str) -> dict[str, Any]:
        found = self.books.of(key)
        if found is None:
            return {"key": key, "outcome": "unknown"}
        return {"key": key, "outcome": found.outcome, "reference": found.reference}

    def tell_due(self) -> int:
        """Tell the receipts that are due; how many were told."""
        return self.books.tell_due(self._tell)

    def _tell(self, key: str) -> bool:
        found = self.books.of(key)
        if found is None:
            return True
        said = self._told(key)
        return heard(found.receipts, said, self._secret, at=self.now(), prefix=PREFIX)


def behaviour(address: str) -> str:
    """How a gateway treats an address."""
    return BEHAVIOUR.get(address.partition("@")[0][-2:], "at once")


class Handler(sandboxes.Handler):
    """One request."""

    server: sandboxes.Server[Sandbox]

    def get(self) -> None:
        """What phones and mailboxes would show."""
        self.send(200, shown(self.server.sandbox.books.newest()), HTML)

    def post(self) -> None:
        """We give a message, or ask."""
        body = self.body()
        channel, _, verb = self.path.strip("/").partition("/")
        self.answer(lambda: self.server.sandbox.api(channel, verb, body, dict(self.headers)))


def shown(messages: list[Taken]) -> str:
    """The page: newest first."""
    rows = "".join(
        f"<tr><td>{escape(each.channel)}</td><td>{escape(each.address)}</td>"
        f"<td><b>{escape(each.title)}</b><br>{escape(each.body)}</td>"
        f"<td>{escape(each.outcome)}</td><td>{each.given}</td></tr>"
        for each in messages
    )
    return (
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>演示用的消息网关</title>'
        "<style>body{font:16px/1.6 system-ui,sans-serif;margin:24px}"
        "td,th{border:1px solid #ccc;padding:6px 10px;text-align:left;vertical-align:top}"
        "table{border-collapse:collapse}</style><h1>演示用的消息网关 · Sandbox gateways</h1>"
        "<p>什么也没有真的发出去。Nothing left this machine.</p>"
        "<table><tr><th>渠道</th><th>地址</th><th>内容</th><th>结果</th><th>给了几次</th></tr>"
        f"{rows}</table></html>"
    )


def tell_for_ever(sandbox: Sandbox, over: threading.Event) -> None:
    """Tell receipts as they fall due, until `over`."""
    while not over.wait(0.5):
        sandbox.tell_due()
