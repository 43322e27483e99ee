"""The publish rules over 20,000 items, against their limit."""

import io
import time
from contextlib import suppress
from statistics import median

from bench import searching
from bench.table import Report, Row, verdict

LIMIT_SECONDS = 60.0
ROUNDS = 3


def report(*, rounds: int = ROUNDS) -> Report:
    """Seconds of the whole command in this process, each finding written out as JSON."""
    searching.fill()
    both = [_timed() for _ in range(rounds)]
    took, worked = (median(each) for each in zip(*both, strict=True))
    return Report(
        (
            Row(
                f"publish rules over {searching.ITEMS:,} items",
                f"{took:.1f} s",
                f"limit {LIMIT_SECONDS:.0f} s",
                f"{took / LIMIT_SECONDS:.0%} of it",
                verdict(took, LIMIT_SECONDS),
            ),
            Row("its own processor time", f"{worked:.1f} s", "", ""),
        )
    )


def _timed() -> tuple[float, float]:
    """Seconds by the clock and of this process's processor."""
    from django.core.management import call_command

    started, worked = time.perf_counter(), time.process_time()
    with suppress(SystemExit):  # blocking findings stand, as they should in invented items
        call_command("lint_catalogue", json=True, stdout=io.StringIO())
    return time.perf_counter() - started, time.process_time() - worked
