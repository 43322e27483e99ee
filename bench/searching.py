"""Search over 20,000 items in process, against the limit and a bare LIKE scan."""

import io
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from bench import imports
from bench.table import Report, Row, verdict

ITEMS = 20_000
LIMIT_MS = 20.0
ROUNDS = 5
ASKED = 400
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
    "换驾照 体检",
    "想开家小酒馆卖点吃的",
    "食品经萤许可证变更",
    "我想办个林木采伐的手续",
    "不存在的东西",
)


def report(*, rounds: int = ROUNDS) -> Report:
    """Median and 99th percentile, medians of several rounds; then the whole command."""
    from django.db import connection

    from onevisit.guidance.queries import search

    fill()
    started = time.perf_counter()
    search(QUERIES[0])
    cold = time.perf_counter() - started
    medians, nineties, likes, worked = [], [], [], []
    for each in range(rounds):
        both = [_timed(search, text) for text in _asked(ASKED, each)]
        took = sorted(wall for wall, _ in both)
        own = sorted(processor for _, processor in both)
        worked.append(1000 * own[int(len(own) * 0.99)])
        scans = sorted(_scan(connection, text) for text in QUERIES)
        medians.append(1000 * took[len(took) // 2])
        nineties.append(1000 * took[int(len(took) * 0.99)])
        likes.append(1000 * scans[len(scans) // 2])
    p50, p99, like = median(medians), median(nineties), median(likes)
    ratio = median(mine / peer for mine, peer in zip(medians, likes, strict=True))
    limit = f"limit {LIMIT_MS:.0f} ms"
    name = f"search over {ITEMS:,} items"
    return Report(
        (
            Row(
                f"{name}, 99th of 100",
                f"{p99:.1f} ms",
                limit,
                f"{p99 / LIMIT_MS:.0%} of it",
                verdict(p99, LIMIT_MS),
            ),
            Row(
                f"{name}, 99th of 100, processor",
                f"{median(worked):.1f} ms",
                limit,
                f"{median(worked) / LIMIT_MS:.0%} of it",
                verdict(median(worked), LIMIT_MS),
            ),
            Row(f"{name}, median", f"{p50:.1f} ms", f"LIKE scan: {like:.1f} ms", f"{ratio:.1f} ×"),
            Row("its index, once a process", f"{cold:.2f} s", "", ""),
            Row("manage.py search --json, a process", f"{_command():.2f} s", "", ""),
        )
    )


def fill() -> None:
    """Import as many invented items as the limits speak of."""
    from django.core.management import call_command

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


def _command(rounds: int = 3) -> float:
    """Seconds of the whole command, start of Python and reading of the index included."""
    program = str(Path(__file__).resolve().parents[1] / "manage.py")
    took = []
    for _ in range(rounds):
        started = time.perf_counter()
        subprocess.run(
            [sys.executable, program, "search", QUERIES[0], "--limit", "5", "--json"],
            check=True,
            capture_output=True,
        )
        took.append(time.perf_counter() - started)
    return median(took)


def _asked(count: int, seed: int) -> list[str]:
    chosen = random.Random(seed)
    return [chosen.choice(QUERIES) for _ in range(count)]


def _timed(search: object, text: str) -> tuple[float, float]:
    """Seconds by the clock and of the processor; other work on the machine changes the first."""
    assert callable(search)
    started, worked = time.perf_counter(), time.process_time()
    search(text, limit=10)
    return time.perf_counter() - started, time.process_time() - worked


def _scan(connection: object, text: str) -> float:
    started = time.perf_counter()
    with connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("SELECT code FROM catalogue_item WHERE name LIKE %s LIMIT 10", [f"%{text}%"])
        cursor.fetchall()
    return time.perf_counter() - started
