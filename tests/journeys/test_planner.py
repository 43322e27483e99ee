"""The plan is the best there is, and says truly what comes of it."""

from contextlib import closing
from dataclasses import replace
from itertools import chain, combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.visits_random import ENABLERS, small
from onevisit.journeys.errors import Malformed, Unplannable
from onevisit.journeys.rules import Flat, read, solve
from onevisit.journeys.rules.planning import (
    Candidate,
    Curve,
    Drop,
    Limits,
    Load,
    choose,
    curve_of,
    greedy,
    outcome,
    sparing,
    visits_left,
)
from onevisit.journeys.rules.planning.model import least
from onevisit.journeys.rules.switching import Switched

CODES = ("a", "b", "c", "d", "e", "f")


def subsets(codes):
    return map(frozenset, chain(*(combinations(codes, n) for n in range(len(codes) + 1))))


def drawn_curve(random: Random) -> Curve:
    """A figure that falls as more is open."""
    now = random.randint(1, 3)
    drops, sets = [], ()
    for visits in range(now - 1, random.randint(0, now) - 1, -1):
        more = [
            frozenset(random.sample(CODES, random.randint(1, 3)))
            | (random.choice(sets) if sets else frozenset())
            for _ in range(random.randint(1, 2))
        ]
        sets = least(more)
        drops.append(Drop(visits, sets))
    return Curve(now, tuple(drops))


def drawn(seed: int) -> tuple[tuple[Load, ...], tuple[Candidate, ...], Limits]:
    random = Random(seed)
    loads = tuple(
        Load(f"item {n}", random.choice((0, 1, 2, 2, 5, 9)), drawn_curve(random))
        for n in range(random.randint(1, 6))
    )
    costs = tuple(Candidate(code, random.choice((0, 100, 100, 250, 300))) for code in CODES)
    must = frozenset(random.sample(CODES, random.choice((0, 0, 0, 1))))
    most = random.choice((None, 1, 2, 3, 4))
    budget = random.choice((None, 300, 450, 600))
    return loads, costs, Limits(most, budget, must)


@given(st.integers(min_value=0, max_value=10**9))
@settings(max_examples=60, deadline=None)
def test_no_set_within_the_limits_is_better_and_ties_go_as_stated(seed: int) -> None:
    loads, candidates, limits = drawn(seed)
    given_up = CODES[seed % 9 : seed % 9 + 1]  # nobody may open it, whatever it would spare
    candidates = tuple(e for e in candidates if e.code not in given_up or e.code in limits.must)
    costs = {each.code: each.cost for each in candidates}
    useful = [  # a plan opens nothing that no item asks for
        code
        for code in costs
        if code in limits.must
        or any(code in each for load in loads for drop in load.curve.drops for each in drop.sets)
    ]
    allowed = [
        each for each in subsets(useful) if limits.must <= each and limits.allow(each, costs)
    ]
    best = min(
        allowed,
        key=lambda each: (
            visits_left(loads, each),
            sum(costs[code] for code in each),
            len(each),
            [code not in each for code in useful],
        ),
    )
    sets = sparing(loads)
    chosen = choose(sets, candidates, limits)
    assert chosen == best
    assert choose(dict(reversed(sets.items())), candidates[::-1], limits) == best
    by_steps = greedy(sets, candidates, limits)
    assert limits.allow(by_steps, costs)
    assert visits_left(loads, by_steps) >= visits_left(loads, best)


@given(st.integers(min_value=0, max_value=10**9))
@settings(max_examples=60, deadline=None)
def test_a_curve_is_the_figure_wherever_one_looks(seed: int) -> None:
    curve = drawn_curve(Random(seed))
    asked: list[tuple[frozenset[str], int]] = []

    def within(opened: frozenset[str], visits: int) -> bool:
        asked.append((opened, visits))
        return curve.at(opened) <= visits

    found = curve_of(within, frozenset(CODES))
    assert found is not None
    assert {each: found.at(each) for each in subsets(CODES)} == {
        each: curve.at(each) for each in subsets(CODES)
    }
    assert len(asked) == len(set(asked)), "nothing is asked twice"


@given(st.integers(min_value=0, max_value=10**9))
@settings(max_examples=60, deadline=None)
def test_the_steps_add_up_and_what_is_next_spares_what_it_says(seed: int) -> None:
    loads, candidates, limits = drawn(seed)
    opened = choose(sparing(loads), candidates, limits)
    told = outcome(loads, candidates, opened)
    assert {step.code for step in told.steps} == opened
    assert told.now - sum(step.spared for step in told.steps) == told.then
    assert told.then == visits_left(loads, opened) == sum(i.visits_then for i in told.items)
    for step in told.steps:
        assert visits_left(loads, opened - {step.code}) == told.then + step.lost
    for more in told.more:
        assert visits_left(loads, opened.union(more.codes)) == told.then - more.spared
    for line, load in ((i, n) for i in told.items for n in loads if n.code == i.code):
        assert line.then == load.curve.at(opened)
        if line.lacks_to is not None:
            assert load.curve.at(opened.union(line.lacks)) <= line.lacks_to < line.then
        else:
            assert line.then == load.curve.at(frozenset(CODES))


def test_where_only_both_help_greedy_finds_nothing_and_the_plan_does() -> None:
    pair = Load("a", 100, Curve(1, (Drop(0, (frozenset("xy"),)),)))
    single = Load("b", 10, Curve(1, (Drop(0, (frozenset("z"),)),)))
    candidates = tuple(Candidate(code, 1_000) for code in "xyz")
    sets = sparing([pair, single])
    assert choose(sets, candidates, Limits(most=2)) == frozenset("xy")
    assert greedy(sets, candidates, Limits(most=2)) == frozenset("z")


def test_what_must_be_opened_and_breaks_the_limits_is_refused() -> None:
    with pytest.raises(Unplannable) as refusal:
        choose({}, (Candidate("x", 5), Candidate("y", 5)), Limits(most=1, must=frozenset("xy")))
    assert refusal.value.why == "must_exceeds"


def possible(flat: Flat) -> bool:
    try:
        return solve(flat).worst is not None
    except Malformed:
        return False


def test_a_definition_with_switches_says_what_solving_it_anew_says() -> None:
    raced = 0
    for seed in range(200):
        flat = read(small(Random(seed), f"seed {seed}"))
        closed = sorted(set(ENABLERS) - flat.enablers)
        if not possible(flat):
            continue
        with closing(Switched(flat, frozenset(closed))) as switched:
            for opened in subsets(closed):
                anew = solve(replace(flat, enablers=flat.enablers | opened)).worst
                assert anew is not None
                told = [visits for visits in range(6) if switched.within(opened, visits)]
                assert told == list(range(anew, 6)), (seed, opened)
                raced += len(opened) > 0
    assert raced > 400
