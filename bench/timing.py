"""Repeat, spread over clients, take the median."""

import statistics
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """Acts a second, with the latency of single acts in milliseconds."""

    name: str
    per_second: float
    median_ms: float
    p95_ms: float


def rate(name: str, act: Callable[[int], None], *, clients: int, acts: int) -> Rate:
    """Run `act(n)` `acts` times over `clients` threads; a tenth before warms up uncounted."""
    for n in range(max(1, acts // 10)):
        act(-n - 1)
    took: list[float] = []
    pending = iter(range(acts))
    lock = threading.Lock()

    def client() -> None:
        while (n := _next(pending, lock)) is not None:
            started = time.perf_counter()
            act(n)
            took.append(time.perf_counter() - started)

    with ThreadPoolExecutor(clients) as threads:
        started = time.perf_counter()
        running = [threads.submit(client) for _ in range(clients)]
        for each in running:
            each.result()
        wall = time.perf_counter() - started
    return _rate(name, took, wall)


def _next(pending: Iterator[int], lock: threading.Lock) -> int | None:
    with lock:
        return next(pending, None)


def _rate(name: str, took: list[float], wall: float) -> Rate:
    took = sorted(took)
    return Rate(
        name,
        len(took) / wall,
        1000 * statistics.median(took),
        1000 * took[min(len(took) - 1, int(len(took) * 0.95))],
    )


def median_rate(rates: list[Rate]) -> Rate:
    """The run in the middle."""
    return sorted(rates, key=lambda each: each.per_second)[len(rates) // 2]
