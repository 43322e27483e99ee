"""A county to plan for, from a seed: items as flat definitions that name services not open yet.

Each item is an ordinary one (12 questions, 15 acts) of which some acts could be done from home if a
service, now and then two together, were open. Few services are named by many items, most by few;
a few items have most of the applications.
"""

from dataclasses import dataclass
from random import Random
from typing import Any

from bench.visits_large import ordinary
from onevisit.journeys.rules.planning import Candidate

Flat = dict[str, Any]
_FIRST_YEAR = (1_000_000, 2_000_000, 3_000_000, 3_600_000, 5_000_000, 8_000_000, 12_000_000)
_MOST_APPLICATIONS = 20_000


@dataclass(frozen=True, slots=True)
class County:
    """Definitions with applications a year, and what could be opened."""

    items: tuple[tuple[Flat, int], ...]
    candidates: tuple[Candidate, ...]


def county(seed: int, *, items: int = 1_300, enablers: int = 200) -> County:
    """The county of that seed."""
    random = Random(seed)
    services = [f"service {n:03d}" for n in range(enablers)]
    weights = [1 / (n + 1) ** 0.7 for n in range(enablers)]
    made = []
    for number in range(items):
        own = random.choices(services, weights, k=random.choice((1, 2, 3, 3, 4, 5)))
        volume = min(_MOST_APPLICATIONS, int(10 * random.paretovariate(0.8)))
        made.append((_item(random, f"item {number}", own), volume))
    costs = tuple(Candidate(each, random.choice(_FIRST_YEAR)) for each in services)
    return County(tuple(made), costs)


def _item(random: Random, name: str, services: list[str]) -> Flat:
    flat = ordinary(random, name)
    for act, said in flat["acts"].items():
        paper = act.startswith("p")
        if random.random() < (0.5 if paper else 0.8):
            needs = random.sample(services, min(len(services), random.choice((1, 1, 2))))
            said["modes"].append({"remote": True, "needs": sorted(set(needs))})
    return flat
