"""HTTP of the other side: a signed API for batches, doors for webhooks, a page to look at."""

import base64
import hashlib
import io
import json
import time
import zipfile
from collections.abc import Callable
from datetime import datetime
from html import escape
from typing import Any

from onevisit.kernel import sandboxes
from onevisit.kernel.sandboxes import HTML, Refusal, true_now
from onevisit.kernel.signing import verified
from onevisit.reporting.sandbox.books import Books, apply, holds
from onevisit.reporting.sandbox.looking import NEEDED, why_not

PREFIX, HOOK_PREFIX = "X-Report", "X-OneVisit"


class Sandbox:
    """What the other side does, whoever asks. `lose`: the next batch is taken, its answer lost."""

    def __init__(self, books: Books, secret: str, now: Callable[[], datetime] = true_now) -> None:
        self.books, self._secret, self.now, self.lose = books, secret, now, False

    def province(self, verb: str, body: bytes, headers: Any) -> dict[str, Any]:
        """The answer to a signed call. Raises Refusal for anything but success."""
        if verified(body, headers, self._secret, now=self.now(), prefix=PREFIX) is None:
            raise Refusal(403)
        said = json.loads(body)
        if verb == "answers":
            return {"answers": self.answers(int(said["number"]))}
        if verb != "deliver":
            raise Refusal(404)
        self.take(int(said["number"]), said["sha256"], base64.b64decode(said["content"]))
        if self.lose:
            self.lose = False
            raise Refusal(0)
        return {"taken": said["number"]}

    def take(self, number: int, sha256: str, content: bytes) -> None:
        """A batch, once for its number; the number after the last, and no other. Raises Refusal."""
        if hashlib.sha256(content).hexdigest() != sha256:
            raise Refusal(422, reason="文件和摘要对不上")
        known = self.books.all("SELECT sha256 FROM batch WHERE number = ?", number)
        if known:
            if known[0]["sha256"] != sha256:
                raise Refusal(422, reason="同一批号的内容和上次不一样")
            with self.books.writing() as books:
                books.execute("UPDATE batch SET given = given + 1 WHERE number = ?", (number,))
            return
        expected = self.books.last_batch() + 1
        if number != expected:
            raise Refusal(409, expected=expected)
        self._look(number, sha256, content)

    def _look(self, number: int, sha256: str, content: bytes) -> None:
        """Rows in the order of the tables; each is answered for itself."""
        tables = tables_in(content)
        with self.books.writing() as books:
            books.execute("INSERT INTO batch VALUES (?, ?, 1, ?)", (number, sha256, time.time()))
            inside = [(name, row) for name in NEEDED for row in tables.get(name, ())]
            for place, (table, row) in enumerate(inside):
                reason = why_not(table, row, lambda kind, what: holds(books, kind, what))
                if not reason:
                    apply(books, table, row)
                answer = (number, place, row.get("row_guid", ""), table, reason)
                books.execute("INSERT INTO answer VALUES (?, ?, ?, ?, ?)", answer)

    def answers(self, number: int) -> list[list[object]]:
        """Row, whether it was taken, why not: of every row of a batch."""
        found = self.books.all("SELECT guid, reason FROM answer WHERE batch = ?", number)
        return [[row["guid"], not row["reason"], row["reason"]] for row in found]

    def hook(self, door: str, body: bytes, headers: Any) -> dict[str, Any]:
        """A department's system hears of an event. How it behaves follows from the door: ``down``,
        ``busy`` twice, ``lost`` the first time, else well.
        """
        if verified(body, headers, self._secret, now=self.now(), prefix=HOOK_PREFIX) is None:
            raise Refusal(403)
        said = json.loads(body)
        key, times = said["key"], self._came(said["key"])
        if door == "down" or (door == "busy" and times <= 2):
            raise Refusal(503)
        with self.books.writing() as books:
            books.execute(
                "INSERT OR IGNORE INTO heard VALUES (NULL, ?, ?, ?, ?, ?, 0, ?)",
                (door, key, said["case"], said["seq"], body.decode(), time.time()),
            )
            books.execute("UPDATE heard SET given = given + 1 WHERE key = ?", (key,))
        if door == "lost" and times == 1:
            raise Refusal(0)
        return {"heard": key}

    def _came(self, key: str) -> int:
        with self.books.writing() as books:
            books.execute("INSERT OR IGNORE INTO turned VALUES (?, 0)", (key,))
            books.execute("UPDATE turned SET times = times + 1 WHERE key = ?", (key,))
            found = books.execute("SELECT times FROM turned WHERE key = ?", (key,)).fetchone()
        return int(found["times"])


def tables_in(content: bytes) -> dict[str, list[dict[str, str]]]:
    """Rows by table: JSON lines, as a batch has them."""
    found: dict[str, list[dict[str, str]]] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith(".jsonl"):
                text = archive.read(name).decode("utf-8")
                found[name.removesuffix(".jsonl")] = [
                    json.loads(line) for line in text.splitlines() if line
                ]
    return found


class Handler(sandboxes.Handler):
    """One request."""

    server: sandboxes.Server[Sandbox]
    most_bytes = 64 << 20

    def get(self) -> None:
        """What the other side holds."""
        self.send(200, shown(self.server.sandbox.books), HTML)

    def post(self) -> None:
        """A batch, a question about one, or an event of a case."""
        body = self.body()
        door, _, verb = self.path.strip("/").partition("/")
        self.answer(lambda: self._asked(door, verb, body))

    def _asked(self, door: str, verb: str, body: bytes) -> dict[str, Any]:
        sandbox = self.server.sandbox
        ask = {"province": sandbox.province, "hooks": sandbox.hook}.get(door)
        if ask is None:
            raise Refusal(404)
        try:
            return ask(verb, body, dict(self.headers))
        except zipfile.BadZipFile:
            raise Refusal(400) from None


def shown(books: Books) -> str:
    """The page: batches, newest first, with what was refused of them. Names nobody."""
    batches = books.all("SELECT number, given FROM batch ORDER BY number DESC LIMIT 50")
    refused = books.all("SELECT batch, name, guid, reason FROM answer WHERE reason <> ''")
    heard = books.all("SELECT door, number, seq, given FROM heard ORDER BY id DESC LIMIT 50")
    counted = books.all("SELECT name, count(*) AS n FROM held GROUP BY name ORDER BY name")
    return (
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>演示用的上级平台</title>'
        "<style>body{font:16px/1.6 system-ui,sans-serif;margin:24px}"
        "td,th{border:1px solid #ccc;padding:6px 10px;text-align:left;vertical-align:top}"
        "table{border-collapse:collapse;margin-bottom:24px}</style>"
        "<h1>演示用的上级平台 · Sandbox of the platform above</h1>"
        f"{_rows(('表', '行数'), counted)}{_rows(('批号', '收到几次'), batches)}"
        f"{_rows(('批号', '表', 'row_guid', '为什么没收'), refused)}"
        f"{_rows(('部门系统', '办件', '第几步', '听到几次'), heard)}</html>"
    )


def _rows(head: tuple[str, ...], found: list[dict[str, Any]]) -> str:
    titles = "".join(f"<th>{each}</th>" for each in head)
    lines = "".join(
        "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row.values()) + "</tr>"
        for row in found
    )
    return f"<table><tr>{titles}</tr>{lines}</table>"
