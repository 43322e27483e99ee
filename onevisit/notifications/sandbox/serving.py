"""HTTP of the gateways: a signed API for us, a page to look at, a thread that tells receipts."""

import json
import logging
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from html import escape
from http.client import HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from onevisit.kernel.signing import sign, verified
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
RETRY_SECONDS = (2.0, 10.0, 60.0, 300.0, 1800.0)
MOST_BYTES = 100_000
CHANNELS = ("sms", "email", "wechat")
_log = logging.getLogger(__name__)


def _now() -> datetime:
    """The gateway's own clock: true time, whatever ours is made to say in a demonstration."""
    return datetime.fromtimestamp(time.time(), UTC)


class Answer(Exception):
    """Something else than "taken": a status and what is said with it; 0: nothing at all."""

    def __init__(self, status: int, **said: str) -> None:
        super().__init__(status)
        self.status, self.said = status, said


class Sandbox:
    """What the gateways do, whoever asks."""

    def __init__(self, books: Books, secret: str, now: Callable[[], datetime] = _now) -> None:
        self.books, self._secret, self.now = books, secret, now

    def api(self, channel: str, verb: str, body: bytes, headers: Any) -> dict[str, Any]:
        """The answer to a signed call. Raises Answer for anything but success."""
        signed = verified(body, headers, self._secret, now=self.now(), prefix=PREFIX)
        if signed is None or channel not in CHANNELS:
            raise Answer(403)
        said = json.loads(body)
        if verb == "ask":
            return self._told(said["key"])
        if verb != "send":
            raise Answer(404)
        return self._take(channel, said)

    def _take(self, channel: str, said: dict[str, str]) -> dict[str, Any]:
        how = behaviour(said["to"])
        if how in ("bad_address", "refused"):
            raise Answer(422, reason=how)
        if how == "busy" and self.books.busy_for(said["key"]) <= 2:
            raise Answer(503)
        taken, new = self.books.take(channel, said, time.time())
        if new:
            self._bring(taken, how)
        if how == "lost" and taken.given == 1:
            raise Answer(0)
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
        """Tell what is due; what is not heard is told again later. Returns how many were told."""
        due = self.books.due(time.time())
        for receipt, key, tries in due:
            over = self._tell(key) or tries + 1 >= len(RETRY_SECONDS)
            self.books.told_or_later(receipt, None if over else time.time() + RETRY_SECONDS[tries])
        return len(due)

    def _tell(self, key: str) -> bool:
        found = self.books.of(key)
        if found is None:
            return True
        body = json.dumps(self._told(key)).encode()
        headers = sign(body, self._secret, at=self.now(), prefix=PREFIX)
        request = Request(
            found.receipts, data=body, headers={**headers, "Content-Type": "application/json"}
        )
        try:
            with urlopen(request, timeout=5) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError, HTTPException):
            return False


def behaviour(address: str) -> str:
    """How a gateway treats an address."""
    return BEHAVIOUR.get(address.partition("@")[0][-2:], "at once")


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
        """What phones and mailboxes would show."""
        page = shown(self.server.sandbox.books.newest())
        self._send(200, page, "text/html; charset=utf-8")

    def do_POST(self) -> None:
        """We give a message, or ask."""
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), MOST_BYTES))
        channel, _, verb = self.path.strip("/").partition("/")
        try:
            said = self.server.sandbox.api(channel, verb, body, dict(self.headers))
        except Answer as answer:
            if answer.status == 0:
                self.close_connection = True  # taken, and the line goes dead
                return
            self._send(answer.status, json.dumps(answer.said))
        except (ValueError, KeyError, TypeError):
            self._send(400, "{}")
        else:
            self._send(200, json.dumps(said))

    def _send(self, status: int, text: str, kind: str = "application/json") -> None:
        content = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing of a receiver goes to standard error."""
        _log.debug(format, *args)


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
