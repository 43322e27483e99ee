"""What happened in this process and its siblings, in the text format of Prometheus (0.0.4).

Every worker counts for itself and writes its figures beside those of the others once a second;
whichever worker is asked adds them up. A worker that ended leaves its figures: counters never fall.
"""

import json
import os
import threading
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 10.0)
"""Upper bounds of the latency histogram in seconds; 0.15 is the promise to citizens."""

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


@dataclass(slots=True)
class Latency:
    """How long requests of one route took."""

    buckets: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))
    seconds: float = 0.0

    def add(self, buckets: Iterable[int], seconds: float) -> None:
        """Put those of another process on top."""
        self.buckets = [mine + theirs for mine, theirs in zip(self.buckets, buckets, strict=True)]
        self.seconds += seconds


class Figures:
    """Counters of one process; every method may be called from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.requests: dict[tuple[str, str, int], int] = {}
        self.latencies: dict[str, Latency] = {}

    def observe(self, route: str, method: str, status: int, seconds: float) -> None:
        """One request was answered."""
        key = (route, method if method in _METHODS else "OTHER", status)
        with self._lock:
            self.requests[key] = self.requests.get(key, 0) + 1
            latency = self.latencies.setdefault(route, Latency())
            latency.buckets[bisect_left(BOUNDS, seconds)] += 1
            latency.seconds += seconds

    def snapshot(self, pool: Mapping[str, int] | None = None) -> dict[str, Any]:
        """Everything as plain data; ``pool`` is what the database pool says of itself."""
        with self._lock:
            return {
                "requests": [[*key, count] for key, count in self.requests.items()],
                "latencies": {
                    route: [list(each.buckets), each.seconds]
                    for route, each in self.latencies.items()
                },
                "pool": dict(pool or {}),
            }

    def add(self, snapshot: Mapping[str, Any]) -> None:
        """Put the counters of another process on top."""
        with self._lock:
            for route, method, status, count in snapshot["requests"]:
                key = (route, method, status)
                self.requests[key] = self.requests.get(key, 0) + count
            for route, (buckets, seconds) in snapshot["latencies"].items():
                self.latencies.setdefault(route, Latency()).add(buckets, seconds)


figures = Figures()
"""Those of this process."""


def publish(folder: Path, snapshot: Mapping[str, Any]) -> None:
    """Write a process's figures where its siblings find them; whole or not at all."""
    path = folder / f"{os.getpid()}.json"
    beside = path.with_suffix(f".{threading.get_ident()}.new")
    beside.write_text(json.dumps(snapshot), encoding="utf-8")
    beside.replace(path)


def published(folder: Path) -> list[dict[str, Any]]:
    """The figures of every process that wrote some."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]


@dataclass(frozen=True, slots=True)
class Gauge:
    """One value of now: its labels and how much."""

    labels: Mapping[str, str]
    value: float


def exposition(total: Figures, gauges: Mapping[tuple[str, str], Iterable[Gauge]]) -> str:
    """The whole text; ``gauges`` maps (name, help) to values."""
    lines = _head("onevisit_http_requests_total", "counter", "Requests answered.")
    for (route, method, status), count in sorted(total.requests.items()):
        labels = {"route": route, "method": method, "status": str(status)}
        lines.append(_line("onevisit_http_requests_total", labels, count))
    lines += _head("onevisit_http_request_seconds", "histogram", "Time to answer a request.")
    for route, latency in sorted(total.latencies.items()):
        lines += _histogram("onevisit_http_request_seconds", {"route": route}, latency)
    for (name, text), values in gauges.items():
        lines += _head(name, "counter" if name.endswith("_total") else "gauge", text)
        lines += [_line(name, each.labels, each.value) for each in values]
    return "\n".join(lines) + "\n"


def _head(name: str, kind: str, text: str) -> list[str]:
    return [f"# HELP {name} {text}", f"# TYPE {name} {kind}"]


def _histogram(name: str, labels: Mapping[str, str], latency: Latency) -> list[str]:
    lines, running = [], 0
    for bound, count in zip((*BOUNDS, "+Inf"), latency.buckets, strict=True):
        running += count
        lines.append(_line(f"{name}_bucket", {**labels, "le": str(bound)}, running))
    lines.append(_line(f"{name}_sum", labels, round(latency.seconds, 6)))
    lines.append(_line(f"{name}_count", labels, running))
    return lines


def _line(name: str, labels: Mapping[str, str], value: float) -> str:
    shown = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels.items())
    return f"{name}{{{shown}}} {value}" if shown else f"{name} {value}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
