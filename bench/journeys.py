"""Visits: exact, and how fast, beside trying everything out and beside a general solver.

Published generators (`visits_random`, `visits_large`), all from seeds. Three things in one run:
20,000 random small definitions against the twin; p50 and p99 of what real definitions are like,
beside the same method with z3 in the place of the SAT solver; the demonstration county's own items
and bundles; 1,300 and 20,000 ordinary items with the command, both processors.
"""

import gc
import json
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from math import prod
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from bench import visits_county as county
from bench import visits_large as large
from bench.table import Report, Row, verdict
from bench.timing import nearest_rank
from bench.visits_random import small
from bench.visits_twin import brute, faults
from onevisit.journeys.rules import proposing, solve_line

Flat = dict[str, Any]

EQUAL = 20_000
EACH = 300
"""Of each size, so that the 99th of a hundred is not one definition."""

BESIDE = 5
"""So many of each are also given to the general solver: it is slow."""

LIMITS: tuple[tuple[str, Callable[[Random, str], Flat], float | None], ...] = (
    ("12 questions, 15 acts", large.ordinary, 5.0),
    ("30 questions, 45 acts", large.whole, None),
    ("30 questions, 40 conditional papers", large.papers, 100.0),
    ("the same, papers needed for papers", large.dense, 100.0),
)
COUNTY, COUNTY_SECONDS = 1_300, 5.0
MANY, MANY_SECONDS = 20_000, 60.0
FEW = 100_000
"""So many plans over all situations, and trying them all out is waited for."""


def report() -> Report:
    """All of it; some ten minutes."""
    rows = [_equal(), _beside_twin()]
    for name, generator, limit in LIMITS:
        rows += _sized(name, generator, limit)
    rows += _own()
    rows += [_many(COUNTY, COUNTY_SECONDS), _many(MANY, MANY_SECONDS)]
    load = " ".join(f"{each:.1f}" for each in os.getloadavg())
    remarks = (f"random definitions from seeds 0 to {EQUAL - 1:,}", f"load at the end: {load}")
    return Report(tuple(rows), remarks)


def _equal() -> Row:
    with multiprocessing.get_context("fork").Pool() as pool:
        wrong = sum(pool.map(_differs, range(EQUAL), chunksize=200))
    return Row(
        f"{EQUAL:,} random definitions",
        f"{EQUAL - wrong:,} as trying everything out",
        f"all {EQUAL:,}",
        f"{(EQUAL - wrong) / EQUAL:.0%}",
        "within" if not wrong else "NOT within",
    )


def _differs(seed: int) -> bool:
    flat = small(Random(seed), f"seed {seed}")
    result = json.loads(solve_line(_line(flat))[0])
    known = brute(flat)
    if isinstance(known, str):
        return result["error"] is None or "cycle" not in result["error"]
    same = all(result[key] == known[key] for key in ("worst", "worst_external", "best"))
    same &= (result["impossible"] is not None) == known["impossible"]
    return not same or bool(faults(flat, result))


def _beside_twin() -> Row:
    flats = [small(Random(seed), "small") for seed in range(1_000)]
    ours = _took(solve_line, map(_line, flats))
    theirs = _took(brute, flats)
    return Row(
        "a random small definition",
        f"mean {_mean(ours):.2f} ms",
        f"trying everything out {_mean(theirs):.2f} ms",
        f"{_mean(ours) / _mean(theirs):.2f} of it",
    )


def _sized(name: str, generator: Callable[[Random, str], Flat], limit: float | None) -> list[Row]:
    lines = [_line(generator(Random(seed), name)) for seed in range(EACH)]
    took = sorted(_took(solve_line, lines))
    p99 = nearest_rank(took, 99)
    told = f"p50 {median(took):.1f} ms, p99 {p99:.1f} ms"
    against = "no limit" if limit is None else f"limit {limit:.0f} ms"
    share = "" if limit is None else f"p50 {median(took) / limit:.0%}, p99 {p99 / limit:.0%} of it"
    kept = "no limit set" if limit is None else verdict(p99, limit)
    ours, theirs = _beside_z3(lines[:BESIDE])
    return [
        Row(name, told, against, share, kept),
        Row(
            f"— {BESIDE} of them",
            f"p50 {median(ours):.1f} ms",
            f"the same with z3 {median(theirs):.1f} ms",
            f"{median(ours) / median(theirs):.3f} of it",
        ),
    ]


def _beside_z3(lines: list[bytes]) -> tuple[list[float], list[float]]:
    ours = _took(solve_line, lines)
    figures = [_figures(line) for line in lines]
    usual = proposing.Oracle
    proposing.Oracle = Z3
    try:
        theirs = _took(solve_line, lines)
        assert [_figures(line) for line in lines[:3]] == figures[:3]
    finally:
        proposing.Oracle = usual
    return ours, theirs


def _own() -> list[Row]:
    """What the demonstration county is made of, beside z3 and, where that ends, trying it out."""
    rows = []
    for name, offers in zip(("items", "bundles"), county.offers(), strict=True):
        flats = [county.flat_of(each) for each in offers]
        lines = [_line(each) for each in flats]
        took = sorted(_took(solve_line, lines))
        told = f"p50 {median(took):.1f} ms, p99 {nearest_rank(took, 99):.1f} ms"
        expanding = sorted(_took(county.flat_of, offers))
        wrote = f"expanding p50 {median(expanding):.1f} ms"
        ours, theirs = _beside_z3(lines)
        what = f"the {len(flats)} {name} of the demonstration county"
        rows.append(Row(what, told, wrote, f"{median(took) / median(expanding):.2f} of it"))
        rows.append(
            Row(
                "— with z3",
                f"p50 {median(ours):.1f} ms",
                f"{median(theirs):.1f} ms",
                f"{median(ours) / median(theirs):.3f} of it",
            )
        )
        few = [each for each in flats if _plans(each) <= FEW]
        ours, tried = _took(solve_line, map(_line, few)), _took(brute, few)
        rows.append(
            Row(
                f"— the {len(few)} small enough to try out",
                f"mean {_mean(ours):.2f} ms",
                f"trying everything out {_mean(tried):.2f} ms",
                f"{_mean(ours) / _mean(tried):.2f} of it",
            )
        )
    return rows


def _plans(flat: Flat) -> int:
    """At most so many sets of answers and ways together."""
    answers = prod(len(options) for options in flat["questions"].values())
    return answers * prod(max(1, len(act["modes"])) for act in flat["acts"].values())


def _many(count: int, limit: float) -> Row:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "definitions.jsonl"
        with path.open("wb") as file:
            for seed in range(count):
                file.write(_line(large.ordinary(Random(seed), f"s{seed}")) + b"\n")
        started, before = time.perf_counter(), _helped()
        with path.open("rb") as file:
            command = [sys.executable, "manage.py", "journeys", "solve"]
            done = subprocess.run(command, stdin=file, capture_output=True, check=True)
        took, busy = time.perf_counter() - started, _helped() - before
    assert done.stdout.count(b"\n") == count
    return Row(
        f"{count:,} ordinary items with the command, both processors",
        f"{took:.1f} s, {busy:.1f} s of processor",
        f"limit {limit:.0f} s",
        f"{took / limit:.0%} of it",
        verdict(took, limit),
    )


def _helped() -> float:
    """Seconds of processor of processes that ended."""
    return sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])


class Z3:
    """z3 with the few calls of the SAT solver."""

    def __init__(self) -> None:
        import z3

        self._z3 = z3
        self._solver = z3.SolverFor("QF_FD")
        self._names: list[Any] = []

    def add_clause(self, clause: list[int]) -> None:
        self._solver.add(self._z3.Or([self._literal(each) for each in clause]))

    def solve(self, assumptions: list[int]) -> bool:
        found = self._solver.check([self._literal(each) for each in assumptions])
        return bool(found == self._z3.sat)

    def get_model(self) -> list[int]:
        model = self._solver.model()
        return [
            number if self._z3.is_true(model[name]) else -number
            for number, name in enumerate(self._names, 1)
        ]

    def delete(self) -> None:
        self._names.clear()

    def _literal(self, number: int) -> Any:
        while len(self._names) < abs(number):
            self._names.append(self._z3.Bool(f"v{len(self._names) + 1}"))
        name = self._names[abs(number) - 1]
        return name if number > 0 else self._z3.Not(name)


def _line(flat: Flat) -> bytes:
    return json.dumps(flat).encode()


def _figures(line: bytes) -> tuple[object, ...]:
    result = json.loads(solve_line(line)[0])
    return tuple(result[key] for key in ("worst", "worst_external", "best"))


def _took(act: Callable[[Any], object], given: Iterable[Any]) -> list[float]:
    """Milliseconds of processor for each: the machine may be busy. What stands in memory from
    before, z3 among it, is kept out of what is collected meanwhile.
    """
    gc.collect()
    gc.freeze()
    found = []
    for each in given:
        started = time.process_time()
        act(each)
        found.append((time.process_time() - started) * 1000)
    gc.unfreeze()
    return found


def _mean(figures: list[float]) -> float:
    return sum(figures) / len(figures)
