"""All figures at once, shared among the processors."""

import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from uuid import UUID

from django.db import connections

from onevisit.journeys.services.figures import CHUNK, due, work

Tell = Callable[[int], None]


def work_all(*, workers: int | None = None, tell: Tell | None = None) -> int:
    """Work out every figure that is asked for, with `workers` processes, as many as there are
    processors unless told; how many came out. `tell` hears of so many rows more, as they are done.

    With more than one it must not be called inside a transaction: each has a connection of its own.
    """
    helpers = workers or os.cpu_count() or 1
    ids = due()
    pieces = [ids[at : at + CHUNK] for at in range(0, len(ids), CHUNK)]
    found = 0
    for rows, changed in _worked(pieces, min(helpers, len(pieces))):
        found += changed
        if tell is not None:
            tell(rows)
    return found


def _worked(pieces: list[list[UUID]], helpers: int) -> Iterator[tuple[int, int]]:
    if helpers < 2:
        yield from map(_piece, pieces)
        return
    connections.close_all()  # a connection that two processes share is nobody's
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(helpers, mp_context=context) as pool:
        yield from pool.map(_piece, pieces)


def _piece(ids: list[UUID]) -> tuple[int, int]:
    return len(ids), len(work(ids))
