"""Search over 20,000 items in process, against the limit and a bare LIKE scan."""

import io
import random
import tempfile
import time
from pathlib import Path

from bench import imports

ITEMS = 20_000
LIMIT_MS = 50.0
QUERIES = (
    *[
        "食品经营许可",
        "办取水证",
        "开饭店",
        "spjyxk",
        "养老机构设立",
        "船舶登记",
        "律师",
        "zyjn",
        "药品零售注销",
    ],
    "shi pin jing ying",
    "我想办个林木采伐的手续",
    "不存在的东西",
)


def run() -> list[str]:
    """Lines of the report."""
    from django.core.management import call_command
    from django.db import connection

    from onevisit.guidance.queries import search

    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "items.jsonl"
        imports.invented(source, ITEMS)
        call_command(
            "import_catalogue",
            source,
            format="guangdong",
            report=Path(folder) / "report.jsonl",
            stdout=io.StringIO(),
        )
    started = time.perf_counter()
    search(QUERIES[0])
    cold = time.perf_counter() - started
    took = sorted(_timed(search, text) for text in _asked(400))
    scans = sorted(_scan(connection, text) for text in QUERIES)
    p50, p99 = 1000 * took[len(took) // 2], 1000 * took[int(len(took) * 0.99)]
    like = 1000 * scans[len(scans) // 2]
    share = f"{p99 / LIMIT_MS:.0%} of the limit of {LIMIT_MS:.0f} ms"
    return [
        f"search over {ITEMS:,} items: median {p50:.1f} ms, p99 {p99:.1f} ms ({share})",
        f"first query of a process, the index included: {cold:.2f} s",
        f"a bare LIKE scan over the names: {like:.1f} ms; search ÷ LIKE: {p50 / like:.2f}",
    ]


def _asked(count: int) -> list[str]:
    chosen = random.Random(7)
    return [chosen.choice(QUERIES) for _ in range(count)]


def _timed(search: object, text: str) -> float:
    assert callable(search)
    started = time.perf_counter()
    search(text, limit=10)
    return time.perf_counter() - started


def _scan(connection: object, text: str) -> float:
    started = time.perf_counter()
    with connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("SELECT code FROM catalogue_item WHERE name LIKE %s LIMIT 10", [f"%{text}%"])
        cursor.fetchall()
    return time.perf_counter() - started
