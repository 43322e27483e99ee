"""Many definitions at once: a stream of lines in, a stream of results out, in the same order."""

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from queue import Queue
from typing import BinaryIO

from onevisit.journeys.rules import solve_line

ALONE = 200
"""So many lines are solved here before others are asked to help."""

BLOCK = 1 << 16
WAITING = 4
"""Blocks that may wait for each helper: what is read ahead stays small."""

Solved = list[tuple[str, bool]]
Write = Callable[[Solved], None]


def solve_stream(source: BinaryIO, write: Write, *, workers: int | None = None) -> None:
    """Solve every line of `source` and hand the results to `write`, in order, as they come.

    A line's result never waits for the next line. Long inputs are shared among `workers` processes,
    as many as there are processors unless told.
    """
    helpers = workers or os.cpu_count() or 1
    blocks = _blocks(source)
    alone = 0
    for block in blocks:
        write(_solved(block))
        alone += len(block)
        if alone >= ALONE and helpers > 1:
            _share(blocks, write, helpers)


def _blocks(source: BinaryIO) -> Iterator[list[bytes]]:
    """The lines that have come in, without waiting for more than one."""
    read = getattr(source, "read1", source.read)
    rest: list[bytes] = []
    while piece := read(BLOCK):
        first, *others = piece.split(b"\n")
        rest.append(first)
        if others:
            yield [b"".join(rest), *others[:-1]]
            rest = [others[-1]]
    last = b"".join(rest)
    if last:
        yield [last]


def _solved(lines: list[bytes]) -> Solved:
    return [solve_line(line) for line in lines]


def _share(blocks: Iterable[list[bytes]], write: Write, helpers: int) -> None:
    """The rest of the blocks, each to whoever is free; a thread of its own writes in order."""
    waiting: Queue[Future[Solved] | None] = Queue(maxsize=helpers * WAITING)
    failed: list[BaseException] = []

    def write_all() -> None:
        while (future := waiting.get()) is not None:
            try:
                if not failed:
                    write(future.result())
            except BaseException as wrong:  # told below, in the thread that can act on it
                failed.append(wrong)

    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(helpers, mp_context=context) as pool:
        pool.submit(_solved, []).result()  # the helpers come before the thread
        writer = threading.Thread(target=write_all)
        writer.start()
        try:
            for block in blocks:
                waiting.put(pool.submit(_solved, block))
                if failed:
                    break
        finally:
            waiting.put(None)
            writer.join()
    if failed:
        raise failed[0]
