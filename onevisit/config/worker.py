"""The background worker: ``python -m onevisit.config.worker`` does what `schedule` says is due.

The server starts one beside itself and starts it anew when it dies. Several may run, on one machine
or on many. It may be killed at any moment and stopped for days: see `schedule`.
"""

import argparse
import logging
import os
import signal
import threading

PAUSE_SECONDS = 5.0
"""Between looking whether something is due; also after the database was away."""

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
    """Look for what is due until `stop` is set. A database that is away is waited for."""
    from django.db import DatabaseError, connections

    from onevisit.config import schedule

    while not stop.is_set():
        try:
            schedule.run_due()
        except DatabaseError as error:
            _log.warning("no database to work on: %s", type(error).__name__)
        finally:
            connections.close_all()
        if once:
            return
        stop.wait(PAUSE_SECONDS)


if __name__ == "__main__":
    main()
