"""The witness of the worst case for people: the situation, the trips, and what would spare each."""

from dataclasses import dataclass

from onevisit.journeys.rules.expanding import Expansion
from onevisit.journeys.rules.expanding.answers import NOT_PUT
from onevisit.journeys.rules.flat import Flat, Solved
from onevisit.kernel.conditions.nodes import to_test


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
        trips.append(ToldTrip(trip.place, external, errands, _waits(flat, before, trip.acts)))
        before |= set(trip.acts)
    return Told(told_answers(expansion, dict(answers)), tuple(trips))


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
