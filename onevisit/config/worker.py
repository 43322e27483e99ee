"""The background worker: ``python -m onevisit.config.worker`` does what `schedule` says is due.

The server starts one beside itself and starts it anew when it dies. Several may run, on one machine
or on many. It may be killed at any moment and stopped for days: see `schedule`.
"""

import argparse
import logging
import os
import signal
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onevisit.config.schedule import Job

PAUSE_SECONDS = 5.0
"""Between looking whether something is due; also after the database was away."""
SOON_SECONDS = 2.0
"""The same for what somebody waits for in front of a page."""

_log = logging.getLogger(__name__)


def main(arguments: list[str] | None = None) -> None:
    """Work until told to stop (Ctrl-C or SIGTERM): the job at hand is finished first."""
    parser = argparse.ArgumentParser(description="Do what OneVisit does by itself.")
    parser.add_argument("--once", action="store_true", help="do what is due and end")
    parser.add_argument("--end-with-parent", action="store_true")
    options = parser.parse_args(arguments)
    _set_up()
    stop = threading.Event()
    for wish in (signal.SIGINT, signal.SIGTERM):
        signal.signal(wish, lambda *_: stop.set())
    if options.end_with_parent:
        from onevisit.config.server import end_with_parent

        end_with_parent()
    work(stop, once=options.once)


def _set_up() -> None:
    import django

    from onevisit.config import embedded

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onevisit.config.settings.demo")
    os.environ.setdefault("ONEVISIT_DB_ROLE", "runtime")
    os.environ.pop("ONEVISIT_SERVING", None)  # one connection is enough, no pool
    embedded.ensure_running_if_used()
    django.setup()


def work(stop: threading.Event, *, once: bool = False) -> None:
    """Look for what is due until `stop` is set. A database that is away is waited for.

    What may take minutes has a thread of its own, which ends with the process wherever it is: it is
    taken up again by whoever comes next.
    """
    from onevisit.config import schedule

    if once:
        _look(schedule.JOBS)
        _look(schedule.LONG)
        return
    threading.Thread(
        target=_keep_looking, args=(stop, schedule.LONG, SOON_SECONDS), name="long", daemon=True
    ).start()
    _keep_looking(stop, schedule.JOBS, PAUSE_SECONDS)


def _keep_looking(stop: threading.Event, jobs: "Sequence[Job]", pause: float) -> None:
    while not stop.is_set():
        _look(jobs)
        stop.wait(pause)


def _look(jobs: "Sequence[Job]") -> None:
    from django.db import DatabaseError, connections

    from onevisit.config import schedule

    try:
        schedule.run_due(jobs)
    except DatabaseError as error:
        _log.warning("no database to work on: %s", type(error).__name__)
    finally:
        connections.close_all()


if __name__ == "__main__":
    main()
