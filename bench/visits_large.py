"""Definitions as large as real ones get, from a seed: what the limits of design are stated for.

`ordinary` has 12 questions and 15 acts, `whole` 30 and 45, `papers` 30 questions and 40 conditional
papers to be fetched before one can apply, `dense` the same with an order among the papers.
"""

from random import Random
from typing import Any

Flat = dict[str, Any]

PLACES = ("centre", "police", "tax", "bank", "hospital", "township")
EXTERNAL = ["bank", "hospital"]
ENABLERS = ("courier", "remote_id", "e_licence", "online_payment")


def ordinary(random: Random, name: str) -> Flat:
    """12 questions, 15 acts."""
    return _flat(random, name, questions=12, papers=11, places=3, edges=0)


def whole(random: Random, name: str) -> Flat:
    """30 questions, 45 acts."""
    return _flat(random, name, questions=30, papers=41, places=4, edges=12)


def papers(random: Random, name: str) -> Flat:
    """30 questions, 40 papers that each depend on some of them."""
    return _flat(random, name, questions=30, papers=40, places=6, edges=0, always=0.0)


def dense(random: Random, name: str) -> Flat:
    """The same, and papers that are needed for other papers."""
    return _flat(random, name, questions=30, papers=40, places=5, edges=60, always=0.0)


def _flat(
    random: Random,
    name: str,
    *,
    questions: int,
    papers: int,
    places: int,
    edges: int,
    always: float = 0.4,
) -> Flat:
    asked = {
        f"q{n}": [f"o{each}" for each in range(random.choice((2, 2, 3, 4)))]
        for n in range(questions)
    }
    acts: Flat = {}
    order: list[Flat] = []
    for number in range(papers):
        acts[f"p{number}"] = _paper(random, asked, PLACES[:places], always)
        order.append({"before": f"p{number}", "after": "apply"} | _wait(random, 0.2))
    for _ in range(edges):
        first, second = sorted(random.sample(range(papers), 2))
        edge: Flat = {"before": f"p{first}", "after": f"p{second}"} | _wait(random, 0.3)
        if random.random() < 0.3:
            edge["when"] = _one(random, asked)
        order.append(edge)
    acts |= _process(random, asked)
    order += [
        {"before": "apply", "after": "sign", "wait": 3, "when": _one(random, asked)},
        {"before": "sign", "after": "pay"},
        {"before": "apply", "after": "pay"},
        {"before": "pay", "after": "collect", "wait": 5},
        {"before": "apply", "after": "collect", "wait": 5},
    ]
    return {
        "id": name,
        "questions": asked,
        "consistent": {"and": [_apart(random, asked) for _ in range(max(1, questions // 4))]},
        "enablers": random.sample(ENABLERS, 2),
        "external_places": EXTERNAL,
        "acts": acts,
        "order": order,
    }


def _process(random: Random, asked: Flat) -> Flat:
    centre: Flat = {"place": "centre"}
    return {
        "apply": {"modes": [centre, {"remote": True, "needs": ["remote_id"]}]},
        "sign": {"when": _one(random, asked), "modes": [centre, {"place": "township"}]},
        "pay": {"modes": [centre, {"remote": True, "needs": ["online_payment"]}]},
        "collect": {"modes": [centre, {"remote": True, "needs": ["courier"]}]},
    }


def _paper(random: Random, asked: Flat, places: tuple[str, ...], always: float) -> Flat:
    modes: list[Flat] = [
        {"place": place} for place in random.sample(places, random.choice((1, 1, 2)))
    ]
    if random.random() < 0.4:
        modes.append({"remote": True, "needs": [random.choice(ENABLERS)]})
    if random.random() < 0.2:
        modes.append({"remote": True, "when": _one(random, asked)})
    paper: Flat = {"modes": modes}
    if random.random() >= always:
        paper["when"] = {"and": [_one(random, asked) for _ in range(random.choice((1, 2, 2, 3)))]}
    return paper


def _one(random: Random, asked: Flat) -> Flat:
    name = random.choice(list(asked))
    options = asked[name]
    if len(options) > 2 and random.random() < 0.4:
        return {"in": [{"var": name}, random.sample(options, 2)]}
    return {random.choice(("==", "==", "!=")): [{"var": name}, random.choice(options)]}


def _apart(random: Random, asked: Flat) -> Flat:
    return {"!": [{"and": [_one(random, asked), _one(random, asked)]}]}


def _wait(random: Random, share: float) -> Flat:
    return {"wait": random.choice((1, 5, True))} if random.random() < share else {}
