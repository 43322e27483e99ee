"""The plan that looks best step by step: what the exact one is held against.

It opens again and again the one enabler that spares most (per money where money is short). An item
whose figure falls only when several are open gives it no hint, which is why it is not the plan.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from onevisit.journeys.rules.planning.model import Candidate, Limits, Sets
from onevisit.kernel.money import Fen


def greedy(
    sets: Mapping[Sets, int], candidates: tuple[Candidate, ...], limits: Limits
) -> frozenset[str]:
    """What is opened; ends where no single one that fits spares anything."""
    costs = {each.code: each.cost for each in candidates}
    gains = Gains(sets)
    opened = limits.must
    while True:
        left = sorted(
            code for code in costs if code not in opened and limits.allow(opened | {code}, costs)
        )
        gained = {code: gains.more(opened, {code}) for code in left}
        best = max(left, key=lambda code: _worth(gained[code], costs[code], limits), default=None)
        if best is None or not gained[best]:
            return opened
        opened |= {best}


class Gains:
    """What more enablers spare, looked up where they play a part only."""

    def __init__(self, sets: Mapping[Sets, int]) -> None:
        self._visits = dict(sets)
        self._parts: dict[str, list[Sets]] = {}
        for each in sets:
            for code in sorted(frozenset[str]().union(*each)):
                self._parts.setdefault(code, []).append(each)

    def more(self, opened: frozenset[str], codes: Iterable[str]) -> int:
        """The visits a year that are spared by these, with `opened` open already."""
        then = opened.union(codes)
        touched = {sets for code in codes for sets in self._parts.get(code, ())}
        return sum(
            self._visits[sets]
            for sets in touched
            if any(each <= then for each in sets) and not any(each <= opened for each in sets)
        )

    def ways(self, opened: frozenset[str]) -> frozenset[frozenset[str]]:
        """What is missing of each set that would spare something more."""
        return frozenset(
            each - opened
            for sets in self._visits
            if not any(each <= opened for each in sets)
            for each in sets
        )


def _worth(gain: int, cost: Fen, limits: Limits) -> tuple[bool, Fraction]:
    """What sorts: more visits; where money is short, more visits for it, what is free first."""
    if limits.budget is None:
        return True, Fraction(gain)
    return (gain > 0 and not cost), Fraction(gain, cost or 1)
