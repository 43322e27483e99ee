"""Random definitions of the flat form, from a seed: small ones for the twin, large ones to time.

The small ones hold everything the exact definition speaks of: several places, waits, alternating
orders, remote acts between, external places, conditions on acts, modes and edges, enablers,
`consistent`, impossible situations and cycles.
"""

from itertools import pairwise
from random import Random
from typing import Any

Flat = dict[str, Any]
PLACES = ("centre", "police", "hospital", "lab")
ENABLERS = ("courier", "remote_id", "data")
WAITS: tuple[int | bool, ...] = (0, 0, 0, False, True, 3)


def small(random: Random, name: str = "small") -> Flat:
    """At most three questions and five acts: what the twin does at once."""
    questions = {
        f"q{index}": [f"o{each}" for each in range(random.choice((1, 2, 2, 3)))]
        for index in range(random.choice((0, 1, 2, 2, 3)))
    }
    places = PLACES[: random.choice((1, 2, 2, 3, 4))]
    count = random.choice((1, 2, 3, 3, 4, 4, 5))
    flat: Flat = {
        "id": name,
        "questions": questions,
        "acts": {f"a{index}": _act(random, questions, places) for index in range(count)},
        "order": [],
    }
    if random.random() < 0.5:
        flat["enablers"] = random.sample(ENABLERS, random.randrange(3))
    if random.random() < 0.5:
        flat["external_places"] = random.sample(PLACES, random.randrange(3))
    if random.random() < 0.3:
        flat["consistent"] = condition(random, questions)
    if random.random() < 0.4:
        _alternate(random, flat, places)
    _order(random, flat, questions)
    return flat


def condition(random: Random, questions: dict[str, list[str]], depth: int = 2) -> Any:
    """Some condition over the questions."""
    if not questions or random.random() < 0.05:
        return random.random() < 0.7
    kind = random.choice(("==", "==", "!=", "in", "and", "or", "!") if depth else ("==", "!="))
    if kind in ("and", "or"):
        parts = [condition(random, questions, depth - 1) for _ in range(random.choice((1, 2, 2)))]
        return {kind: parts}
    if kind == "!":
        inner = condition(random, questions, depth - 1)
        return {"!": [inner]} if random.random() < 0.5 else {"!": inner}
    name = random.choice(sorted(questions))
    options = questions[name]
    if kind == "in":
        chosen = random.sample(options, random.randint(1, len(options)))
        return {"in": [{"var": name}, chosen]}
    if random.random() < 0.1:
        return {kind: [{"var": name}, {"var": random.choice(sorted(questions))}]}
    sides = [{"var": name}, random.choice(options)]
    return {kind: sides if random.random() < 0.8 else sides[::-1]}


def _act(random: Random, questions: dict[str, list[str]], places: tuple[str, ...]) -> Flat:
    count = random.choice((1, 1, 1, 2, 2, 3)) if random.random() > 0.02 else 0
    act: Flat = {"modes": [_mode(random, questions, places) for _ in range(count)]}
    if random.random() < 0.7:
        act["modes"].append({"place": random.choice(places)})
    if random.random() < 0.4:
        act["when"] = condition(random, questions)
    return act


def _mode(random: Random, questions: dict[str, list[str]], places: tuple[str, ...]) -> Flat:
    remote = random.random() < 0.3
    mode: Flat = {"remote": True} if remote else {"place": random.choice(places)}
    if random.random() < 0.2:
        mode["needs"] = random.sample(ENABLERS, random.choice((1, 1, 2)))
    if random.random() < 0.25:
        mode["when"] = condition(random, questions)
    return mode


def _alternate(random: Random, flat: Flat, places: tuple[str, ...]) -> None:
    """A chain that goes to and fro between places, now and then through a remote act."""
    chain = list(flat["acts"])
    for index, name in enumerate(chain):
        if random.random() < 0.75:
            remote = random.random() < 0.25
            place = places[index % min(2, len(places))]
            flat["acts"][name]["modes"] = [{"remote": True} if remote else {"place": place}]
    for before, after in pairwise(chain):
        flat["order"].append({"before": before, "after": after, "wait": random.choice(WAITS)})


def _order(random: Random, flat: Flat, questions: dict[str, list[str]]) -> None:
    names = list(flat["acts"])
    for _ in range(random.choice((0, 1, 2, 3, 4, 6))):
        first, second = random.randrange(len(names)), random.randrange(len(names))
        if first > second and random.random() < 0.93:
            first, second = second, first
        if first == second and random.random() < 0.9:
            continue
        edge: Flat = {"before": names[first], "after": names[second]}
        if random.random() < 0.7:
            edge["wait"] = random.choice(WAITS)
        if random.random() < 0.25:
            edge["when"] = condition(random, questions)
        flat["order"].append(edge)
