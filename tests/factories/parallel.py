"""Running things at the same instant, each on a connection of its own."""

import contextvars
import threading
from collections.abc import Callable
from typing import TypeVar

from django.db import connection

T = TypeVar("T")
Deed = Callable[[], object]


def at_once(*deeds: Callable[[], T]) -> list[T | Exception]:
    """What each returned or raised, in the order given; they share the time that is told here."""
    barrier = threading.Barrier(len(deeds))
    results: dict[int, T | Exception] = {}

    def run(place: int, deed: Callable[[], T]) -> None:
        try:
            barrier.wait(timeout=30)
            results[place] = deed()
        except Exception as raised:
            results[place] = raised
        finally:
            connection.close()

    threads = [
        threading.Thread(target=contextvars.copy_context().run, args=(run, place, deed))
        for place, deed in enumerate(deeds)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return [results[place] for place in range(len(deeds))]
