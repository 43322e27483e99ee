"""How a process beside the server ends: when told to, or with the one that started it."""

import argparse
import os
import signal
import threading


def told_to_stop(description: str) -> threading.Event:
    """Reads the command line (``--end-with-parent``); the event is set by Ctrl-C, SIGTERM, or when
    the parent is gone.
    """
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--end-with-parent", action="store_true")
    options = parser.parse_args()
    over = threading.Event()
    for wish in (signal.SIGINT, signal.SIGTERM):
        signal.signal(wish, lambda *_: over.set())
    if options.end_with_parent:
        _end_with_parent(over)
    return over


def _end_with_parent(over: threading.Event) -> None:
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent and not over.wait(1):
            pass
        over.set()

    threading.Thread(target=watch, daemon=True).start()
