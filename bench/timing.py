"""Clients in processes of their own, for a while; what they managed, and medians of rounds.

Processes because threads of one Python take turns: sixteen of them would measure the interpreter's
lock, not the product. Each client warms up first; all start together.
"""

import multiprocessing
import statistics
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from queue import Empty
from typing import Any

Act = Callable[[], object]
OpenClient = Callable[[int], AbstractContextManager[Act]]
"""Makes the client of that number: what it does again and again."""

WARM_UP = 3
_PATIENCE_SECONDS = 120.0
_Took = tuple[list[float], float, float, list[object]]


@dataclass(frozen=True, slots=True)
class Rate:
    """Acts a second, with the latency of single acts in milliseconds."""

    name: str
    clients: int
    per_second: float
    median_ms: float
    p95_ms: float


def rate(name: str, open_client: OpenClient, *, clients: int, seconds: float) -> Rate:
    """Let that many processes act for that long. Raises RuntimeError when one of them fails."""
    told = _run(open_client, clients, seconds)
    took = sorted(one for times, _, _, _ in told for one in times)
    wall = max(ended for _, _, ended, _ in told) - min(started for _, started, _, _ in told)
    return Rate(
        name,
        clients,
        len(took) / wall,
        1000 * statistics.median(took),
        1000 * percentile(took, 95),
    )


def said(open_client: OpenClient, *, clients: int, seconds: float) -> list[object]:
    """The same, but what the acts returned, warm-up left out."""
    return [each for _, _, _, notes in _run(open_client, clients, seconds) for each in notes]


def percentile(ranked: list[float], rank: int) -> float:
    """Of an ordered list that is not empty."""
    return ranked[min(len(ranked) - 1, len(ranked) * rank // 100)]


def nearest_rank(ranked: list[float], rank: int) -> float:
    """The smallest that at least so many in a hundred do not exceed; of an ordered list."""
    return ranked[max(0, -(-len(ranked) * rank // 100) - 1)]


def _run(open_client: OpenClient, clients: int, seconds: float) -> list[_Took]:
    processes = multiprocessing.get_context("fork")
    barrier = processes.Barrier(clients)
    results: Any = processes.Queue()
    running = [
        processes.Process(target=_client, args=(n, open_client, seconds, barrier, results))
        for n in range(clients)
    ]
    for each in running:
        each.start()
    try:
        return [_result(results, seconds) for _ in running]
    finally:
        for each in running:
            each.join(timeout=1)
            each.kill()


def _client(number: int, open_client: OpenClient, seconds: float, barrier: Any, told: Any) -> None:
    """In the process of one client."""
    try:
        with open_client(number) as act:
            for _ in range(WARM_UP):
                act()
            barrier.wait(_PATIENCE_SECONDS)
            took: list[float] = []
            notes: list[object] = []
            started = before = time.perf_counter()
            while before - started < seconds:
                notes.append(act())
                now = time.perf_counter()
                took.append(now - before)
                before = now
        told.put((took, started, before, notes))
    except Exception as error:
        barrier.abort()
        told.put(f"{type(error).__name__}: {error}")


def _result(results: Any, seconds: float) -> _Took:
    try:
        told: _Took | str = results.get(timeout=_PATIENCE_SECONDS + 4 * seconds)
    except Empty:
        raise RuntimeError("a client did not come back") from None
    if isinstance(told, str):
        raise RuntimeError(f"a client failed: {told}")
    return told


def median_rate(rates: Iterable[Rate]) -> Rate:
    """The round in the middle."""
    ranked = sorted(rates, key=lambda each: each.per_second)
    return ranked[len(ranked) // 2]


def median_ratio(ours: Iterable[Rate], peers: Iterable[Rate]) -> float:
    """The middle of the ratios, each of two neighbours in time: the machine may be busy."""
    return statistics.median(
        own.per_second / peer.per_second for own, peer in zip(ours, peers, strict=True)
    )
