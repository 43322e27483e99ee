"""Where time goes: own time by package, and statements sent."""

import cProfile
import pstats
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

ROWS = 12


def by_package(act: Callable[[], object], *, acts: int, rows: int = ROWS) -> str:
    """The packages in which most of the time is spent, waiting for PostgreSQL included."""
    profiler = cProfile.Profile()
    profiler.enable()
    for _ in range(acts):
        act()
    profiler.disable()
    shares: dict[str, float] = {}
    for (path, _, _), timing in pstats.Stats(profiler).stats.items():  # type: ignore[attr-defined]
        shares[_package(path)] = shares.get(_package(path), 0.0) + timing[2]
    total = sum(shares.values())
    top = sorted(shares.items(), key=lambda each: -each[1])[:rows]
    return ", ".join(f"{name} {own / total:.0%}" for name, own in top)


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collects what is sent to the database inside, BEGIN and COMMIT included."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    found: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield found
    found += [str(each["sql"]) for each in _queries(captured)]


def _queries(captured: Any) -> list[dict[str, object]]:
    return list(captured.captured_queries)


def _package(path: str) -> str:
    if "site-packages/" in path:
        parts = path.rsplit("site-packages/", 1)[1].split("/")
        return ".".join(parts[: 3 if parts[0] == "django" else 1]).removesuffix(".py")
    if "/onevisit/" in path:
        return "onevisit." + path.rsplit("/onevisit/", 1)[1].split("/", 1)[0]
    return "python"
