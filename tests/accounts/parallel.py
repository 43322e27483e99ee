"""Running things at the same time, each on a connection of its own."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import TypeVar

from django.db import connection

from onevisit.kernel.errors import DomainError

T = TypeVar("T")


def at_once(*acts: Callable[[], T]) -> list[T | DomainError]:
    """What each returned or which domain error it raised, in the order given."""
    gate = Barrier(len(acts))
    results: list[T | DomainError] = []

    def run(act: Callable[[], T]) -> None:
        gate.wait(timeout=30)
        try:
            results.append(act())
        except DomainError as error:
            results.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results
