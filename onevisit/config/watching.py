"""The figures of all workers together, with what the database pool and the cases say now."""

import os
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection

import onevisit
from onevisit.cases import queries as cases
from onevisit.config import env, metrics, schedule
from onevisit.config.metrics import Gauge
from onevisit.kernel import clock

PUBLISH_SECONDS = 1.0
_CASES_SECONDS = 30.0
_POOL = {
    "pool_size": ("onevisit_db_pool_connections", "Connections the pools of all workers hold."),
    "pool_available": ("onevisit_db_pool_idle", "Connections of the pools nobody uses now."),
    "requests_waiting": ("onevisit_db_pool_waiting", "Requests that wait for a connection now."),
    "requests_num": ("onevisit_db_pool_requests_total", "Connections asked of the pools."),
    "requests_errors": ("onevisit_db_pool_errors_total", "Connections asked for in vain."),
}
_STARTED = clock.now()
_lock = threading.Lock()
_cases: list[tuple[float, dict[tuple[str, str], list[Gauge]]]] = []


def folder() -> Path | None:
    """Where the workers of one server put their figures; None where there is only one process."""
    chosen = env.text("ONEVISIT_METRICS_DIR")
    return Path(chosen) if chosen else None


def publish_for_ever() -> None:
    """Started as a thread by every worker of the server."""
    where = folder()
    while where is not None:
        with suppress(OSError):  # a full disk must not stop the counting
            metrics.publish(where, metrics.figures.snapshot(pool_stats()))
        time.sleep(PUBLISH_SECONDS)


def pool_stats() -> dict[str, int]:
    """What the pool of this process says of itself; nothing without a pool."""
    if "pool" not in settings.DATABASES["default"]["OPTIONS"]:
        return {}
    stats: dict[str, int] = connection.pool.get_stats()  # type: ignore[attr-defined]
    return {name: int(stats.get(name, 0)) for name in _POOL}


def text() -> str:
    """Everything, as Prometheus reads it."""
    own = metrics.figures.snapshot(pool_stats())
    where = folder()
    if where is None:
        everyone = [own]
    else:
        metrics.publish(where, own)
        everyone = metrics.published(where)
    total = metrics.Figures()
    for each in everyone:
        total.add(each)
    return metrics.exposition(total, {**_process(), **_pool(everyone), **_of_cases(), **_of_jobs()})


def _process() -> dict[tuple[str, str], list[Gauge]]:
    return {
        ("onevisit_build_info", "The version that runs."): [
            Gauge({"version": onevisit.__version__}, 1)
        ],
        ("onevisit_worker_start_time_seconds", "When the worker that answers began."): [
            Gauge({"pid": str(os.getpid())}, round(_STARTED.timestamp(), 3))
        ],
    }


def _pool(everyone: Iterable[dict[str, Any]]) -> dict[tuple[str, str], list[Gauge]]:
    pools = [each["pool"] for each in everyone if each["pool"]]
    if not pools:
        return {}
    return {
        head: [Gauge({}, sum(pool.get(key, 0) for pool in pools))] for key, head in _POOL.items()
    }


def _of_cases() -> dict[tuple[str, str], list[Gauge]]:
    """Counted at most twice a minute, however often somebody asks; without a database, nothing."""
    with _lock:
        if _cases and time.monotonic() - _cases[0][0] < _CASES_SECONDS:
            return _cases[0][1]
        try:
            found = _count_cases(clock.now())
        except DatabaseError:
            return {}
        _cases[:] = [(time.monotonic(), found)]
        return found


def _count_cases(at: datetime) -> dict[tuple[str, str], list[Gauge]]:
    counted = cases.open_by_state(today=clock.local_date(at))
    return {
        ("onevisit_cases_open", "Cases that have not ended, by state."): [
            Gauge({"state": each.state}, each.number) for each in counted
        ],
        ("onevisit_cases_overdue", "Undecided cases past their promised day, by state."): [
            Gauge({"state": each.state}, each.overdue) for each in counted
        ],
    }


def _of_jobs() -> dict[tuple[str, str], list[Gauge]]:
    """What a watcher needs to cry out when nobody sweeps."""
    try:
        done = schedule.last_done()
    except DatabaseError:
        return {}
    return {
        ("onevisit_job_done_timestamp_seconds", "When the job was last done to its end."): [
            Gauge({"job": name}, round(at.timestamp(), 3)) for name, at in done.items()
        ]
    }
