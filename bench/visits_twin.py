"""The exact definition of visits tried out by hand: every answer, every mode, every epoch.

Slow and plain on purpose, written from docs/visits.md alone and sharing no code with the solver: it
is what the solver is held against, here and in tests/journeys.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

Flat = Mapping[str, Any]
Answers = Mapping[str, str]
Edge = tuple[str, str, bool]
"""Before, after, whether it separates."""

ROUND = "round"
"""What `brute` gives where acts go round."""


def holds(condition: Any, answers: Answers) -> bool:
    """A condition under full answers."""
    if isinstance(condition, bool):
        return condition
    [(operator, given)] = condition.items()
    match operator:
        case "and":
            return all(holds(each, answers) for each in given)
        case "or":
            return any(holds(each, answers) for each in given)
        case "!":
            return not holds(given[0] if isinstance(given, list) else given, answers)
        case "var":
            return bool(answers[given])
    left, right = (_value(each, answers) for each in given)
    if operator == "in":
        return bool(left in right)
    same: bool = left == right
    return same is (operator == "==")


def _value(operand: Any, answers: Answers) -> Any:
    return answers[operand["var"]] if isinstance(operand, dict) else operand


def situations(flat: Flat) -> Iterator[Answers]:
    """Every consistent answer set."""
    names = list(flat["questions"])
    for values in product(*flat["questions"].values()):
        answers = dict(zip(names, values, strict=True))
        if holds(flat.get("consistent", True), answers):
            yield answers


def active(flat: Flat, answers: Answers) -> list[str]:
    """The acts to be done."""
    return [name for name, act in flat["acts"].items() if holds(act.get("when", True), answers)]


def edges(flat: Flat, answers: Answers) -> frozenset[Edge]:
    """The edges that count: both ends active and its condition holds."""
    acts = active(flat, answers)
    return frozenset(
        (edge["before"], edge["after"], bool(edge.get("wait", 0)))
        for edge in flat["order"]
        if edge["before"] in acts
        and edge["after"] in acts
        and holds(edge.get("when", True), answers)
    )


def ways(flat: Flat, name: str, answers: Answers) -> tuple[str | None, ...]:
    """Where the act can be done; None is remotely."""
    return tuple(
        {
            None if mode.get("remote") else mode["place"]: None
            for mode in flat["acts"][name]["modes"]
            if holds(mode.get("when", True), answers)
            and set(mode.get("needs", ())) <= set(flat.get("enablers", ()))
        }
    )


def goes_round(acts: Sequence[str], found: frozenset[Edge]) -> bool:
    """Whether nothing can come first among some of the acts."""
    left = set(acts)
    while free := {act for act in left if not any(v == act and u in left for u, v, _ in found)}:
        left -= free
    return bool(left)


def apart(found: frozenset[Edge], places: Mapping[str, str | None]) -> dict[tuple[str, str], bool]:
    """In-person acts that follow one another directly or through remote acts only, and whether
    some such way waits.
    """
    pairs: dict[tuple[str, str], bool] = {}

    def follow(start: str, at: str, waited: bool) -> None:
        for u, v, waits in found:
            if u != at:
                continue
            if places[v] is None:
                follow(start, v, waited or waits)
            else:
                pairs[start, v] = pairs.get((start, v), False) or waited or waits

    for act, place in places.items():
        if place is not None:
            follow(act, act, False)
    return pairs


def fewest(
    acts: Sequence[str], found: frozenset[Edge], places: Mapping[str, str | None], outside: set[str]
) -> tuple[int, int]:
    """Fewest trips, then fewest that count, with the modes chosen: all epochs are tried."""
    pairs = apart(found, places)
    there = [act for act in acts if places[act] is not None]
    best = (len(there) + 1, 0)

    def assign(index: int, epochs: dict[str, int]) -> None:
        nonlocal best
        trips = {(places[act], epoch) for act, epoch in epochs.items()}
        if len(trips) > best[0] or not _fits(epochs, pairs, places):
            return
        if index == len(there):
            best = min(best, (len(trips), sum(place not in outside for place, _ in trips)))
            return
        for epoch in range(len(there)):
            assign(index + 1, epochs | {there[index]: epoch})

    assign(0, {})
    return best


def _fits(
    epochs: Mapping[str, int],
    pairs: Mapping[tuple[str, str], bool],
    places: Mapping[str, str | None],
) -> bool:
    for (u, v), waits in pairs.items():
        if u in epochs and v in epochs:
            gap = 1 if waits or places[u] != places[v] else 0
            if epochs[v] < epochs[u] + gap:
                return False
    return True


def brute(flat: Flat) -> dict[str, Any] | str:
    """`worst`, `worst_external`, `best` and whether something is impossible; or `ROUND`."""
    outside = set(flat.get("external_places", ()))
    known: dict[object, tuple[int, int] | None] = {}
    figures: list[tuple[int, int]] = []
    impossible = False
    for answers in situations(flat):
        acts = active(flat, answers)
        found = edges(flat, answers)
        if goes_round(acts, found):
            return ROUND
        open_to = {act: ways(flat, act, answers) for act in acts}
        key = (tuple(open_to.items()), found)
        if key not in known:
            plans = [
                fewest(acts, found, dict(zip(acts, chosen, strict=True)), outside)
                for chosen in product(*open_to.values())
            ]
            known[key] = min(plans) if plans else None
        figure = known[key]
        if figure is None:
            impossible = True
        else:
            figures.append((figure[1], figure[0] - figure[1]))
    worst = max(figures, default=(None, None))
    return {
        "worst": worst[0],
        "worst_external": worst[1],
        "best": min((visits for visits, _ in figures), default=None),
        "impossible": impossible,
    }


def faults(flat: Flat, result: Mapping[str, Any]) -> list[str]:
    """What is wrong with the witness and the impossible situation of a result; nothing if right."""
    wrong = []
    if result["impossible"] is not None:
        answers = result["impossible"]
        if answers not in list(situations(flat)):
            wrong.append("the impossible answers are not consistent ones")
        elif all(ways(flat, act, answers) for act in active(flat, answers)):
            wrong.append("the impossible answers are possible")
    if result["worst"] is None:
        return wrong
    answers, trips = result["answers"], result["trips"]
    if any(answers.get(name) not in options for name, options in flat["questions"].items()):
        return [*wrong, "not one answer to each question"]
    if not holds(flat.get("consistent", True), answers):
        wrong.append("the answers of the witness are not consistent")
    outside = set(flat.get("external_places", ()))
    visits = sum(trip["place"] not in outside for trip in trips)
    if (visits, len(trips) - visits) != (result["worst"], result["worst_external"]):
        wrong.append("the trips are not as many as was said")
    return wrong + _order_faults(flat, answers, trips)


def _order_faults(flat: Flat, answers: Answers, trips: Sequence[Mapping[str, Any]]) -> list[str]:
    wrong = []
    acts = active(flat, answers)
    told = [act for trip in trips for act in trip["acts"]]
    if len(told) != len(set(told)) or not set(told) <= set(acts):
        return ["an act stands twice, or is not active"]
    at = {act: index for index, trip in enumerate(trips) for act in trip["acts"]}
    places = {act: trips[at[act]]["place"] if act in at else None for act in acts}
    wrong += [
        f"{act} can't be done at {place}"
        for act, place in places.items()
        if place not in ways(flat, act, answers)
    ]
    wrong += [
        f"{v} is not after {u}"
        for (u, v), waits in apart(edges(flat, answers), places).items()
        if at[v] < at[u] + (1 if waits or places[u] != places[v] else 0)
    ]
    return wrong + ["a trip for nothing" for trip in trips if not trip["acts"]]
