"""The server entry: granian with threads for WSGI, as the restricted database role.

``python -m onevisit.config.server --port 8000``. Beside the workers that answer runs the one that
does what is due by itself (see ``worker``). In a demonstration the provider of payments and the
gateways of messages run beside them too. All end with the process that started them, also when
that one is killed.
"""

import argparse
import atexit
import gc
import logging
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_WATCH_SECONDS = 1.0
_MAX_WORKERS = 4
_STOP_SECONDS = 10
_RESTART_SECONDS = 2.0
PAY_PORT_ABOVE = 1000
"""A demonstration's provider of payments listens so far above the server."""
MESSAGE_PORT_ABOVE = 2000
REPORT_PORT_ABOVE = 3000
LOCKER_PORT_ABOVE = 4000
"""The same of its gateways of messages."""


def build_application() -> Any:
    """Called once in every worker: the WSGI application."""
    from onevisit.config import env, proxies
    from onevisit.config.wsgi import application

    end_with_parent()
    threading.Thread(target=warm_up, name="warm-up", daemon=True).start()
    threading.Thread(target=publish_figures, name="figures", daemon=True).start()
    trusted = env.items("ONEVISIT_TRUSTED_PROXIES")
    return proxies.behind(application, trusted) if trusted else application


def warm_up() -> None:
    """What the first visitors would wait for: the pages' modules and the index of the search.

    Beside the serving, which begins at once. A database that is not ready yet is no reason to fail.
    """
    from django.db import DatabaseError, connections
    from django.urls import reverse

    from onevisit.guidance import queries as guidance

    try:
        reverse("accounts:login")  # reads every room's pages
        guidance.warm_up()
        spare_collecting()
    except DatabaseError as error:
        logging.getLogger(__name__).warning("no search index yet: %s", type(error).__name__)
    finally:
        connections.close_all()


def spare_collecting() -> None:
    """Pages and index stay as long as the process: the collector need not go through them again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)


def publish_figures() -> None:
    """Puts what this worker counts where its siblings find it, as long as it lives."""
    from onevisit.config import watching  # reads models: only once Django is set up

    watching.publish_for_ever()


def end_with_parent() -> None:
    """End this process soon after the one that started it is gone."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_WATCH_SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="end-with-parent", daemon=True).start()


def main(arguments: list[str] | None = None) -> None:
    """Serve until told to stop (Ctrl-C or SIGTERM)."""
    from granian import Granian
    from granian.constants import Interfaces

    from onevisit.config import embedded, env

    parser = argparse.ArgumentParser(description="Serve OneVisit.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=0, help="0: one a processor, at most 4")
    parser.add_argument("--threads", type=int, default=4, help="of each worker")
    parser.add_argument("--end-with-parent", action="store_true")
    parser.add_argument("--no-worker", action="store_true", help="a background worker runs apart")
    options = parser.parse_args(arguments)

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onevisit.config.settings.demo")
    os.environ.setdefault("ONEVISIT_DB_ROLE", "runtime")
    os.environ.setdefault("ONEVISIT_PAY_PORT", str(options.port + PAY_PORT_ABOVE))
    os.environ.setdefault("ONEVISIT_MESSAGE_PORT", str(options.port + MESSAGE_PORT_ABOVE))
    os.environ.setdefault("ONEVISIT_REPORT_PORT", str(options.port + REPORT_PORT_ABOVE))
    os.environ.setdefault("ONEVISIT_LOCKER_PORT", str(options.port + LOCKER_PORT_ABOVE))
    os.environ.setdefault("ONEVISIT_MESSAGE_RECEIPTS", f"http://127.0.0.1:{options.port}")
    os.environ["ONEVISIT_SERVING"] = "1"
    os.environ.setdefault("ONEVISIT_POOL", str(options.threads))
    os.environ["ONEVISIT_METRICS_DIR"] = str(_figures_folder(embedded.default_var()))
    embedded.ensure_running_if_used()
    if options.end_with_parent:
        end_with_parent()
    multiprocessing.set_start_method("spawn")
    server = Granian(
        "onevisit.config.server:build_application",
        factory=True,
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.workers or min(_MAX_WORKERS, os.cpu_count() or 1),
        blocking_threads=options.threads,
        websockets=False,
        respawn_failed_workers=True,
        log_level=env.text("ONEVISIT_SERVER_LOG", "warning"),  # type: ignore[arg-type]
    )
    with (
        kept_running("onevisit.config.worker", wanted=not options.no_worker),
        kept_running("onevisit.payments.sandbox", wanted=_sandbox_pays()),
        kept_running("onevisit.notifications.sandbox", wanted=_sandbox_carries()),
        kept_running("onevisit.reporting.sandbox", wanted=_sandbox_receives()),
        kept_running("onevisit.delivery.sandbox", wanted=_sandbox_lockers()),
    ):
        server.serve()


def _sandbox_pays() -> bool:
    """Whether the provider of payments is the one that runs on this machine."""
    from django.conf import settings

    return settings.DEMO and "sandbox" in settings.PAYMENT_PROVIDER


def _sandbox_carries() -> bool:
    """Whether a gateway of messages is the one that runs on this machine."""
    from django.conf import settings

    return settings.DEMO and any("sandbox" in name for name in settings.MESSAGE_GATEWAYS.values())


def _sandbox_receives() -> bool:
    """Whether the platform above is the one that runs on this machine."""
    from django.conf import settings

    return settings.DEMO and "sandbox" in settings.REPORT_RECEIVER


def _sandbox_lockers() -> bool:
    """Whether the lockers are those that this machine plays."""
    from django.conf import settings

    return settings.DEMO and "sandbox" in settings.LOCKER_PROVIDER


@contextmanager
def kept_running(module: str, *, wanted: bool) -> Iterator[None]:
    """A process of `module` as long as the block lasts, started anew whenever it dies."""
    over = threading.Event()
    keeper = threading.Thread(target=_keep_running, args=(module, over), name=module, daemon=True)
    if wanted:
        keeper.start()
    try:
        yield
    finally:
        over.set()
        if wanted:
            keeper.join(_STOP_SECONDS)


def _keep_running(module: str, over: threading.Event) -> None:
    command = [sys.executable, "-m", module, "--end-with-parent"]
    while not over.is_set():
        worker = subprocess.Popen(command)
        while worker.poll() is None and not over.wait(_WATCH_SECONDS):
            pass
        if worker.poll() is None:
            worker.terminate()
            worker.wait()
            return
        logging.getLogger(__name__).warning("%s ended: %s", module, worker.returncode)
        over.wait(_RESTART_SECONDS)


def _figures_folder(var: Path) -> Path:
    """An empty folder where the workers of this server put what they counted."""
    folder = var / "metrics" / str(os.getpid())
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.parent.iterdir():  # by servers that were killed, or had our number
        if left == folder or not (Path("/proc") / left.name).exists():
            shutil.rmtree(left, ignore_errors=True)
    folder.mkdir(exist_ok=True)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


if __name__ == "__main__":
    main()
