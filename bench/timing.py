"""Repeat, spread over clients, take the median."""

import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """Acts a second, with the latency of single acts in milliseconds."""

    name: str
    per_second: float
    median_ms: float
    p95_ms: float


def rate(name: str, act: Callable[[int], None], *, clients: int, acts: int) -> Rate:
    """Run `act(n)` `acts` times spread over `clients` threads; the first tenth warms up uncounted."""
    for n in range(max(1, acts // 10)):
        act(-n - 1)
    took: list[float] = []
    pending = iter(range(acts))
    lock = threading.Lock()
    problems: list[BaseException] = []

    def client() -> None:
        while not problems:
            with lock:
                n = next(pending, None)
            if n is None:
                return
            started = time.perf_counter()
            try:
                act(n)
            except BaseException as problem:
                problems.append(problem)
                return
            took.append(time.perf_counter() - started)

    threads = [threading.Thread(target=client) for _ in range(clients)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise problems[0]
    return _rate(name, took, time.perf_counter() - started)


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
