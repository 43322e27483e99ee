"""HTTP of the lockers: a signed API for us, a page with a keypad, a thread that tells us."""

import json
import threading
import time
from collections.abc import Callable
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs

from onevisit.kernel import sandboxes
from onevisit.kernel.asking import Unanswered, ask
from onevisit.kernel.sandboxes import HTML, Refusal, TellingBooks, heard, true_now
from onevisit.kernel.signing import verified

PREFIX = "X-Locker"
LATE_SECONDS = 180.0
HOW = {
    "once": "马上告诉一次 · tell once",
    "twice": "告诉两次 · tell twice",
    "late": "三分钟后才告诉 · tell late",
    "never": "不告诉（丢失）· lose it",
}
ANSWERS = {
    "open": "门开了，请取走后关门。The door is open.",
    "wrong": "取件码不对。Wrong code.",
    "spent": "错的次数太多，请到办件页面换一个取件码。Too many wrong codes.",
    "over": "过期了，请到窗口领。Its time is over.",
    "nothing": "这一格没有东西。Nothing there.",
    "away": "政务平台没有回应，请稍后再试。No answer.",
}
_TABLES = """
CREATE TABLE IF NOT EXISTS door (
    id INTEGER PRIMARY KEY, device TEXT NOT NULL, door TEXT NOT NULL, why TEXT NOT NULL,
    at TEXT NOT NULL);
"""


def books_in(var: Path, database: str) -> Path:
    """Beside the database they belong to: another database, other books."""
    return var / f"lockers-sandbox-{database}.sqlite3"


class Doors(TellingBooks):
    """Which door was opened when, and for whom."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, _TABLES)

    def opened(self, device: str, door: str, why: str, at: datetime) -> None:
        """Write it down."""
        with self.writing() as books:
            books.execute(
                "INSERT INTO door VALUES (NULL, ?, ?, ?, ?)", (device, door, why, at.isoformat())
            )

    def newest(self) -> list[dict[str, Any]]:
        """The last twenty."""
        return self.all("SELECT * FROM door ORDER BY id DESC LIMIT 20")


class Sandbox:
    """What the lockers do, whoever asks. `notices`: where we are told."""

    def __init__(
        self, doors: Doors, secret: str, notices: str, now: Callable[[], datetime] = true_now
    ) -> None:
        self.doors, self._secret, self._notices, self.now = doors, secret, notices, now

    def api(self, verb: str, body: bytes, headers: Any) -> dict[str, Any]:
        """The answer to a signed call. Raises Refusal to anything else."""
        signed = verified(body, headers, self._secret, now=self.now(), prefix=PREFIX)
        if signed is None or verb != "open":
            raise Refusal(403)
        said = json.loads(body)
        self.doors.opened(said["device"], said["door"], "clerk", self.now())
        return {"open": True}

    def type(self, device: str, door: str, code: str, how: str) -> str:
        """Somebody types a code: we are asked, and told when the door was closed again."""
        said = {"news": "code", "device": device, "door": door, "code": code}
        try:
            answer = ask(self._notices, said, self._secret, prefix=PREFIX)
        except HTTPError as error:
            error.close()
            return "away"
        except Unanswered:
            return "away"
        if answer.get("answer") == "open":
            self.doors.opened(device, door, "code", self.now())
            self._later("opened", device, door, str(answer["number"]), how)
        return str(answer.get("answer", "away"))

    def not_collected(self, device: str, door: str, number: str, how: str) -> None:
        """Its time is over, as the locker reckons."""
        self._later("not_collected", device, door, number, how)

    def _later(self, news: str, device: str, door: str, number: str, how: str) -> None:
        if how == "never":
            return
        said = json.dumps({"news": news, "device": device, "door": door, "number": number})
        due = time.time() + (LATE_SECONDS if how == "late" else 0)
        for _ in range(2 if how == "twice" else 1):
            self.doors.tell_later(said, due)

    def tell_due(self) -> int:
        """Tell what is due; how many were told."""
        return self.doors.tell_due(
            lambda said: heard(
                self._notices, json.loads(said), self._secret, at=self.now(), prefix=PREFIX
            )
        )


class Handler(sandboxes.Handler):
    """One request."""

    server: sandboxes.Server[Sandbox]

    def get(self) -> None:
        """Somebody stands before a locker."""
        self.send(200, page(self.server.sandbox.doors.newest()), HTML)

    def post(self) -> None:
        """We ask for a door, or somebody types."""
        body, sandbox = self.body(), self.server.sandbox
        if self.path.startswith("/api/"):
            verb = self.path.removeprefix("/api/")
            self.answer(lambda: sandbox.api(verb, body, dict(self.headers)))
            return
        said = parse_qs(body.decode("utf-8", "replace"))
        device, door, code, number, how = (
            said.get(each, [""])[0].strip() for each in ("device", "door", "code", "number", "how")
        )
        told = "told"
        if number:
            sandbox.not_collected(device, door.upper(), number, how)
        else:
            told = sandbox.type(device, door.upper(), code, how)
        self.send(200, page(sandbox.doors.newest(), told, device, door), HTML)


def page(opened: list[dict[str, Any]], told: str = "", device: str = "", door: str = "") -> str:
    """The keypad, and what was opened."""
    rows = "".join(
        f"<tr><td>{escape(each['at'][:19])}</td><td>{escape(each['device'])}</td>"
        f"<td>{escape(each['door'])}</td><td>{escape(each['why'])}</td></tr>"
        for each in opened
    )
    ways = "".join(f'<option value="{key}">{escape(text)}</option>' for key, text in HOW.items())
    said = f'<p role="status"><b>{escape(ANSWERS.get(told, told))}</b></p>' if told else ""
    return (
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>演示用的智能柜</title>'
        "<style>body{font:18px/1.6 system-ui,sans-serif;margin:24px auto;max-width:40rem;"
        "padding:0 16px}input,select,button{font:inherit;display:block;width:100%;min-height:48px;"
        "margin:0 0 12px;box-sizing:border-box}td,th{border:1px solid #ccc;padding:6px 10px}"
        "table{border-collapse:collapse}</style><h1>演示用的智能柜 · Sandbox locker</h1>"
        f"<p>没有真的柜门。No door is real.</p>{said}"
        '<form method="post"><label>柜号 · device'
        f'<input name="device" required value="{escape(device, quote=True)}"></label>'
        f'<label>格口 · door<input name="door" required value="{escape(door, quote=True)}"></label>'
        '<label>取件码 · code<input name="code" inputmode="numeric" autocomplete="off"></label>'
        "<label>或者：到点没人取的编号 · not collected"
        '<input name="number" autocomplete="off"></label>'
        f'<label>怎么告诉平台 · news<select name="how">{ways}</select></label>'
        "<button>开门 · Open</button></form>"
        f"<table><tr><th>时间</th><th>柜号</th><th>格口</th><th>谁</th></tr>{rows}</table></html>"
    )


def tell_for_ever(sandbox: Sandbox, over: threading.Event) -> None:
    """Tell news as it falls due, until `over`."""
    while not over.wait(0.5):
        sandbox.tell_due()
