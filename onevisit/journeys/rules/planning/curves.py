"""What lowers an item's figure: every least set of enablers, found by asking as seldom as possible.

Whether a number of visits is enough is asked of a function (an item before the solver, with some
enablers open); more of them open does not make it worse. For each figure that can be reached the
least sets that reach it and the largest that do not are found in turns: whatever keeps clear of one
of the former's blockers is either a new largest set that fails, or holds a least set not found yet.
"""

from collections.abc import Callable

from onevisit.journeys.rules.planning.model import Curve, Drop, Sets, blockers, least

Within = Callable[[frozenset[str], int], bool]
"""Whether so many visits are enough with these open too."""

MOST_SETS = 64
"""So many least sets of one item are told apart; with more it is left out, and said to be."""


def curve_of(within: Within, candidates: frozenset[str]) -> Curve | None:
    """How the figure falls as candidates are opened; None where more than `MOST_SETS` sets lower
    it. Somebody must be able to finish as things stand.
    """
    asked = _Asked(within)
    now = asked.fewest(frozenset())
    drops: list[Drop] = []
    for visits in range(now - 1, asked.fewest(candidates) - 1, -1):
        sets = _least_sets(asked, visits, candidates)
        if sets is None:
            return None
        drops.append(Drop(visits, sets))
    return Curve(now, tuple(drops))


class _Asked:
    """What was asked, and what follows from it: with more open, or more visits, it is enough too;
    with less of either, what was not enough is not.
    """

    def __init__(self, within: Within) -> None:
        self._within = within
        self._known: dict[tuple[frozenset[str], int], bool] = {}

    def fewest(self, opened: frozenset[str]) -> int:
        visits = 0
        while not self(opened, visits):
            visits += 1
        return visits

    def __call__(self, opened: frozenset[str], visits: int) -> bool:
        for (known, most), enough in self._known.items():
            if enough and most <= visits and known <= opened:
                return True
            if not enough and most >= visits and opened <= known:
                return False
        return self._known.setdefault((opened, visits), self._within(opened, visits))


def _least_sets(within: Within, visits: int, of: frozenset[str]) -> Sets | None:
    def enough(opened: frozenset[str]) -> bool:
        return within(opened, visits)

    found: Sets = ()
    failed: set[frozenset[str]] = set()
    while len(found) <= MOST_SETS:
        fresh = [of - each for each in blockers(found) if of - each not in failed]
        seed = next((each for each in fresh if enough(each)), None)
        if seed is None:
            return found
        failed.update(fresh[: fresh.index(seed)])
        found = least([*found, _shrunk(enough, seed)])
    return None


def _shrunk(enough: Callable[[frozenset[str]], bool], seed: frozenset[str]) -> frozenset[str]:
    """Without all that can be left out, one after another."""
    for each in sorted(seed):
        if enough(seed - {each}):
            seed -= {each}
    return seed
