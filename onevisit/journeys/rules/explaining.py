"""The witness of the worst case for people: the situation, the trips, and what would spare each."""

from dataclasses import dataclass, replace
from itertools import combinations, islice

from onevisit.journeys.rules.expanding import Expansion
from onevisit.journeys.rules.expanding.answers import NOT_PUT, both
from onevisit.journeys.rules.flat import Flat, Mode, Solved
from onevisit.journeys.rules.solving import solve
from onevisit.kernel.conditions.nodes import In, Var, to_test

MOST_TRIES = 40
"""So many sets of errands of one size are tried before larger ones."""


@dataclass(frozen=True, slots=True)
class Errand:
    """One act of a trip. It could be done from home in another situation (`sometimes`), or if
    `needs` were switched on; if neither, there is no way but to come.
    """

    of: str
    what: str
    needs: tuple[str, ...]
    sometimes: bool


@dataclass(frozen=True, slots=True)
class ToldTrip:
    """One trip, in order; an `external` one is not counted as a visit. `waits`: some working days,
    or an unknown time, must pass between the trip before and this one.
    """

    place: str
    external: bool
    errands: tuple[Errand, ...]
    waits: bool
    acts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """A witness. `answers` are pairs of a question and what is answered, as people read them."""

    answers: tuple[tuple[str, str], ...]
    trips: tuple[ToldTrip, ...]


def told(expansion: Expansion, solved: Solved) -> Told:
    """The witness of what was solved; nothing at all if nothing is possible."""
    flat, answers = expansion.flat, solved.answers
    if flat is None or answers is None:
        return Told((), ())
    trips = []
    before: set[str] = set()
    for trip in solved.trips or ():
        errands = tuple(_errand(expansion, flat, name, answers) for name in trip.acts)
        external = trip.place in flat.external_places
        waits = _waits(flat, before, trip.acts)
        trips.append(ToldTrip(trip.place, external, errands, waits, trip.acts))
        before |= set(trip.acts)
    return Told(told_answers(expansion, dict(answers)), tuple(trips))


def spared_by(expansion: Expansion, solved: Solved, trip: ToldTrip) -> tuple[Errand, ...]:
    """The fewest errands of a trip of the witness without which the same situation takes a trip
    less: what else is done on it can go with another. Empty where not even all of them do.
    """
    flat, answers = expansion.flat, solved.answers
    assert flat is not None
    assert answers is not None
    here = (In(Var(name), (answer,)) for name, answer in answers.items() if name in flat.questions)
    there = replace(flat, consistent=both(flat.consistent, *here))
    for number in range(1, len(trip.acts) + 1):
        for chosen in islice(combinations(range(len(trip.acts)), number), MOST_TRIES):
            home = {trip.acts[at] for at in chosen}
            acts = {
                name: replace(act, modes=(*act.modes, Mode(None))) if name in home else act
                for name, act in flat.acts.items()
            }
            then = solve(replace(there, acts=acts)).trips
            if then is not None and len(then) < len(solved.trips or ()):
                return tuple(trip.errands[at] for at in chosen)
    return ()


def told_answers(expansion: Expansion, answers: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Questions and answers in people's words; what is not put is left out."""
    return tuple(
        (words.question, words.answers.get(answers[key], answers[key]))
        for key, words in expansion.answers.items()
        if answers.get(key, NOT_PUT) != NOT_PUT
    )


def _errand(expansion: Expansion, flat: Flat, name: str, answers: object) -> Errand:
    remote = [mode for mode in flat.acts[name].modes if mode.place is None]
    given = dict(answers) if isinstance(answers, dict) else {}
    lacking = [
        tuple(sorted(mode.needs - flat.enablers)) for mode in remote if to_test(mode.when)(given)
    ]
    words = expansion.acts[name]
    needs = min((each for each in lacking if each), key=len, default=())
    return Errand(words.of, words.what, needs, bool(remote) and not lacking)


def _waits(flat: Flat, before: set[str], acts: tuple[str, ...]) -> bool:
    return any(each.wait and each.before in before and each.after in acts for each in flat.order)
