"""The least trips, the worst and the best, held against trying everything out."""

import json
from collections import Counter
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.visits_random import small
from bench.visits_twin import ROUND, brute, faults
from onevisit.journeys.rules import solve_line

Flat = dict[str, Any]

CENTRE = {"modes": [{"place": "centre"}]}
POLICE = {"modes": [{"place": "police"}]}
REMOTE = {"modes": [{"remote": True}]}
EXAMPLE: Flat = {
    "id": "x1",
    "questions": {"q1": ["a", "b"], "q2": ["yes", "no"]},
    "consistent": {"!": [{"and": [{"==": [{"var": "q1"}, "a"]}, {"==": [{"var": "q2"}, "no"]}]}]},
    "enablers": ["remote_id"],
    "external_places": ["hospital"],
    "acts": {
        "apply": {
            "modes": [
                {"place": "centre"},
                {"remote": True, "needs": ["remote_id"], "when": {"==": [{"var": "q2"}, "yes"]}},
            ]
        },
        "record": {"when": {"==": [{"var": "q1"}, "b"]}, "modes": [{"place": "police"}]},
        "collect": {"modes": [{"place": "centre"}, {"remote": True, "needs": ["courier"]}]},
    },
    "order": [
        {"before": "record", "after": "apply"},
        {"before": "apply", "after": "collect", "wait": 5},
    ],
}


def solved(flat: Flat) -> dict[str, Any]:
    text, wrong = solve_line(json.dumps(flat).encode())
    result: dict[str, Any] = json.loads(text)
    assert wrong == (result["error"] is not None)
    return result


def differences(flat: Flat, known: Flat | str | None = None) -> list[str]:
    """What solver and twin do not agree on, and what is wrong with the witness."""
    result = solved(flat)
    known = known or brute(flat)
    if isinstance(known, str):
        return [] if "cycle" in (result["error"] or "") else [f"a cycle was missed: {result}"]
    found = {key: result[key] for key in ("worst", "worst_external", "best")}
    found["impossible"] = result["impossible"] is not None
    wrong = [] if found == known and result["error"] is None else [f"{result} is not {known}"]
    return wrong + faults(flat, result)


def test_two_thousand_random_definitions_come_to_what_trying_everything_comes_to() -> None:
    seen: Counter[str] = Counter()
    for seed in range(2_000):
        flat = small(Random(seed), f"seed {seed}")
        known = brute(flat)
        assert differences(flat, known) == [], flat
        seen.update([known] if isinstance(known, str) else [key for key in known if known[key]])
    assert min(seen[key] for key in (ROUND, "worst", "worst_external", "best", "impossible")) > 99


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False))
def test_any_definition_comes_to_what_trying_everything_comes_to(random: Random) -> None:
    assert differences(small(random)) == []


def test_the_published_example_takes_three_trips() -> None:
    result = solved(EXAMPLE)
    assert (result["worst"], result["worst_external"], result["best"]) == (3, 0, 1)
    assert result["answers"] == {"q1": "b", "q2": "no"}
    assert [trip["place"] for trip in result["trips"]] == ["police", "centre", "centre"]


def chain(*acts: Flat, waits: tuple[Any, ...]) -> Flat:
    names = [f"a{index}" for index in range(len(acts))]
    order = [
        {"before": before, "after": after, "wait": wait}
        for before, after, wait in zip(names, names[1:], waits, strict=False)
    ]
    return {"id": "c", "questions": {}, "acts": dict(zip(names, acts, strict=True)), "order": order}


@pytest.mark.parametrize(
    ("flat", "visits"),
    [
        (chain(CENTRE, CENTRE, waits=(0,)), 1),
        (chain(CENTRE, CENTRE, waits=(False,)), 1),
        (chain(CENTRE, CENTRE, waits=(True,)), 2),
        (chain(CENTRE, CENTRE, waits=(1,)), 2),
        (chain(CENTRE, REMOTE, CENTRE, waits=(0, 0)), 1),
        (chain(CENTRE, REMOTE, CENTRE, waits=(0, 3)), 2),
        (chain(CENTRE, REMOTE, CENTRE, waits=(3, 0)), 2),
        (chain(REMOTE, CENTRE, waits=(3,)), 1),
        (chain(CENTRE, POLICE, CENTRE, waits=(0, 0)), 3),
        (chain(CENTRE, CENTRE | {"when": False}, CENTRE, waits=(3, 3)), 1),
        (chain(REMOTE, REMOTE, waits=(3,)), 0),
    ],
)
def test_what_separates_two_acts_and_what_does_not(flat: Flat, visits: int) -> None:
    assert differences(flat) == []
    assert solved(flat)["worst"] == visits


@pytest.mark.parametrize("first", ["x", "y"])
def test_more_trips_of_which_none_counts_hide_nothing_worse(first: str) -> None:
    """Three trips to external places would also do where one visit is the least of all."""
    one, other = first, "y" if first == "x" else "x"

    def act(answer: str, *places: str) -> Flat:
        modes = [{"place": place} for place in places]
        return {"when": {"==": [{"var": "q"}, answer]}, "modes": modes}

    flat = {
        "id": "hidden",
        "questions": {"q": ["x", "y"]},
        "external_places": ["hospital", "lab"],
        "acts": {
            "h1": act(one, "hospital"),
            "l": act(one, "lab"),
            "h2": act(one, "hospital"),
            "u": act(other, "hospital", "centre"),
            "v": act(other, "lab", "centre"),
        },
        "order": [{"before": "h1", "after": "l"}, {"before": "l", "after": "h2"}],
    }
    assert differences(flat) == []
    assert (solved(flat)["worst"], solved(flat)["worst_external"]) == (1, 0)


def test_a_cycle_is_named_even_where_nobody_could_go_on_anyway() -> None:
    flat: Flat = {
        "id": "ring",
        "questions": {"q": ["x", "y"]},
        "acts": {"a": CENTRE, "b": CENTRE, "c": {"modes": []}},
        "order": [
            {"before": "a", "after": "b"},
            {"before": "b", "after": "a", "when": {"==": [{"var": "q"}, "y"]}},
        ],
    }
    said = solved(flat)["error"]
    assert ("a → b → a" in said or "b → a → b" in said) and "q = y" in said
    assert solved(flat | {"consistent": {"==": [{"var": "q"}, "x"]}})["error"] is None
