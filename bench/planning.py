"""The planner: which five services next, in a county of 1,300 items and 200 enablers.

Two questions apart. What lowers each item's figure (`curve_of`, which solves it again and again),
and which set is best (`choose`), beside other solvers that take the very same program: CP-SAT where
it is installed, RC2 of python-sat, and trying every set out where there are few.
"""

import importlib.util
import json
import multiprocessing
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from itertools import combinations
from typing import Any

from bench.planning_random import County, Flat, county
from bench.table import Report, Row, verdict
from onevisit.journeys.rules import read
from onevisit.journeys.rules.planning import (
    Candidate,
    Curve,
    Limits,
    Load,
    Sets,
    choose,
    curve_of,
    greedy,
    outcome,
    sparing,
)
from onevisit.journeys.rules.planning.model import blockers, spared
from onevisit.journeys.rules.switching import Switched

SECONDS = 10.0
FIVE = Limits(most=5)
QUESTIONS = (
    ("five services", FIVE),
    ("twenty services", Limits(most=20)),
    ("300,000 yuan", Limits(budget=30_000_000)),
    ("3,000,000 yuan", Limits(budget=300_000_000)),
)
_MINE, _THEIRS = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
PATIENCE = 20.0
"""Seconds a solver that is no part of the product gets."""

Solver = Callable[[Mapping[Sets, int], tuple[Candidate, ...], Limits], frozenset[str]]


def report() -> Report:
    """All of it; some five minutes, most of them the patience with other solvers."""
    town = county(1)
    began, before = time.perf_counter(), _processor()
    loads = _loads(town)
    reckoned = time.perf_counter() - began
    chosen = choose(sparing(loads), town.candidates, FIVE)
    told = outcome(loads, town.candidates, chosen)
    took, busy = time.perf_counter() - began, _processor() - before
    whole = Row(
        "which five of 200 services, 1,300 items, both processors",
        f"{took:.1f} s, {reckoned:.1f} s of it the items' curves; {busy:.1f} s of processor",
        f"limit {SECONDS:.0f} s",
        f"{took / SECONDS:.0%} of it",
        verdict(took, SECONDS),
    )
    rows = [whole, *_asked(loads, town)]
    rows += _small()
    load = " ".join(f"{each:.1f}" for each in os.getloadavg())
    spares = f"the five spare {told.now - told.then:,} of {told.now:,} visits"
    return Report(tuple(rows), (spares, f"load at the end of the planner: {load}"))


def _processor() -> float:
    """Seconds of processor so far, of this process and those that ended."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (_MINE, _THEIRS))


def _loads(town: County) -> tuple[Load, ...]:
    with multiprocessing.get_context("fork").Pool() as pool:
        curves = pool.map(_curve, [flat for flat, _ in town.items], chunksize=20)
    return tuple(
        Load(flat["id"], volume, curve)
        for (flat, volume), curve in zip(town.items, curves, strict=True)
        if curve is not None
    )


def _curve(told: Flat) -> Curve | None:
    flat = read(told)
    named = {need for act in flat.acts.values() for mode in act.modes for need in mode.needs}
    closed = frozenset(each for each in named if each.startswith("service"))
    with closing(Switched(flat, closed)) as switched:
        possible = switched.possible(frozenset())
        return curve_of(switched.within, closed) if possible else None


def _asked(loads: tuple[Load, ...], town: County) -> list[Row]:
    sets = sparing(loads)
    rows = []
    for name, limits in QUESTIONS:
        ours, best = _took(choose, sets, town.candidates, limits)
        by_steps = spared(sets, greedy(sets, town.candidates, limits))
        best_spared = spared(sets, best)
        rows.append(
            Row(
                f"{name}, the choice alone",
                f"{ours:.2f} s, {best_spared:,} visits spared",
                f"greedy {by_steps:,}",
                f"greedy {by_steps / best_spared:.1%} of it",
            )
        )
        for other, (theirs, proven) in _others(sets, town, limits):
            said = f"{theirs:.2f} s" if proven else f"not proven in {theirs:.0f} s"
            rows.append(Row(f"— with {other}", said, f"{ours:.2f} s", f"{theirs / ours:.1f} ×"))
    return rows


def _small() -> list[Row]:
    """100 items, 20 enablers: few enough for every set of five, and for RC2."""
    town = county(2, items=100, enablers=20)
    sets = sparing(_loads(town))
    ours, best = _took(choose, sets, town.candidates, FIVE)
    rows = []
    every: list[tuple[str, Solver]] = [("every set tried out", _every), ("RC2 of python-sat", _rc2)]
    for name, solver in every:
        theirs, found = _took(solver, sets, town.candidates, FIVE)
        assert spared(sets, found) == spared(sets, best)
        what = f"five of 20, 100 items: {name}"
        rows.append(Row(what, f"{theirs:.2f} s", f"{ours:.2f} s", f"{theirs / ours:.1f} ×"))
    return rows


def _took(
    solver: Solver, sets: Mapping[Sets, int], candidates: tuple[Candidate, ...], limits: Limits
) -> tuple[float, frozenset[str]]:
    began = time.perf_counter()
    found = solver(sets, candidates, limits)
    return time.perf_counter() - began, found


def _others(
    sets: Mapping[Sets, int], town: County, limits: Limits
) -> list[tuple[str, tuple[float, bool]]]:
    found = [("z3", _z3(sets, town.candidates, limits))]
    if importlib.util.find_spec("ortools"):
        found.append(("CP-SAT", _cp_sat(sets, town.candidates, limits)))
    return found


def _cp_sat(
    sets: Mapping[Sets, int], candidates: tuple[Candidate, ...], limits: Limits
) -> tuple[float, bool]:
    """Seconds, and whether it has proven its answer by then."""
    program = {
        "kinds": [
            [visits, [sorted(each) for each in blockers(known)]] for known, visits in sets.items()
        ],
        "costs": {each.code: each.cost for each in candidates},
        "most": limits.most,
        "budget": limits.budget,
        "patience": PATIENCE,
    }
    command = [sys.executable, "-m", "bench.planning_cp_sat"]
    done = subprocess.run(
        command, input=json.dumps(program), capture_output=True, check=True, text=True
    )
    told = json.loads(done.stdout)
    return told["seconds"], told["proven"]


def _z3(
    sets: Mapping[Sets, int], candidates: tuple[Candidate, ...], limits: Limits
) -> tuple[float, bool]:
    """Seconds, and whether it has proven its answer by then."""
    import z3

    began = time.perf_counter()

    solver: Any = z3.Optimize()
    solver.set("timeout", int(PATIENCE * 1000))
    taken = {each.code: z3.Bool(each.code) for each in candidates}
    for number, (known, visits) in enumerate(sets.items()):
        falls = z3.Bool(f"falls {number}")
        for each in blockers(known):
            solver.add(z3.Or(z3.Not(falls), *(taken[code] for code in sorted(each))))
        solver.add_soft(falls, visits)
    if limits.most is not None:
        solver.add(z3.AtMost(*taken.values(), limits.most))
    if limits.budget is not None:
        costs = [(taken[each.code], each.cost // 100_000) for each in candidates]
        solver.add(z3.PbLe(costs, limits.budget // 100_000))
    proven = bool(solver.check() == z3.sat)
    return time.perf_counter() - began, proven


def _rc2(
    sets: Mapping[Sets, int], candidates: tuple[Candidate, ...], limits: Limits
) -> frozenset[str]:
    """At most so many; money would need an encoding of its own."""
    from pysat.card import CardEnc, EncType
    from pysat.examples.rc2 import RC2Stratified
    from pysat.formula import WCNF, IDPool

    names, program = IDPool(), WCNF()
    taken = {each.code: names.id(each.code) for each in candidates}
    for number, (known, visits) in enumerate(sets.items()):
        falls = names.id(("falls", number))
        for each in blockers(known):
            program.append([-falls, *(taken[code] for code in sorted(each))])
        program.append([falls], weight=visits)
    few = CardEnc.atmost(list(taken.values()), limits.most, vpool=names, encoding=EncType.totalizer)
    program.extend(few.clauses)
    with RC2Stratified(program) as solver:
        model = set(solver.compute())
    return frozenset(code for code, name in taken.items() if name in model)


def _every(
    sets: Mapping[Sets, int], candidates: tuple[Candidate, ...], limits: Limits
) -> frozenset[str]:
    codes = [each.code for each in candidates]
    return max(
        (frozenset(each) for each in combinations(codes, limits.most or 0)),
        key=lambda each: spared(sets, each),
    )
