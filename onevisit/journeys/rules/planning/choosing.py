"""The best set of all, exactly: a mixed-integer program before HiGHS (docs/adr/0053).

One variable for each enabler, one for each kind of item ("its figure falls"), which is held down by
the kind's blockers: of each, one must be open. Equally good plans are told apart in a stated order:
fewest visits, least cost, fewest enablers, then the first by code. What the program answers in
floating point is reckoned again in whole numbers.
"""

from collections.abc import Mapping
from math import gcd
from typing import Any

import highspy

from onevisit.journeys.errors import Unplannable
from onevisit.journeys.rules.planning.model import Candidate, Limits, Sets, blockers, spared

MOST_SECONDS = 120.0
"""For one question to the solver; beyond, there is no plan rather than a guess."""

_AT_ONCE = 20
"""So many enablers are told apart by code in one question: the weights stay whole numbers."""


def choose(
    sets: Mapping[Sets, int], candidates: tuple[Candidate, ...], limits: Limits
) -> frozenset[str]:
    """The enablers to open. Raises Unplannable where those that must be opened break the limits
    already, and where the solver takes too long.
    """
    costs = {each.code: each.cost for each in candidates}
    if not limits.allow(limits.must, costs):
        raise Unplannable("must_exceeds")
    named = frozenset[str]().union(*(each for known in sets for each in known))
    useful = sorted(limits.must | (named & set(costs)))
    if not useful:
        return frozenset()
    reachable = _reachable(sets, frozenset(useful))
    model = _Program(useful, reachable, costs, limits)
    chosen = model.best()
    if not limits.allow(chosen, costs) or not limits.must <= chosen:
        raise Unplannable("not_proven")
    return chosen


def _reachable(sets: Mapping[Sets, int], useful: frozenset[str]) -> dict[Sets, int]:
    """Without sets that nobody may open."""
    found: dict[Sets, int] = {}
    for known, visits in sets.items():
        left = tuple(each for each in known if each <= useful)
        if left:
            found[left] = found.get(left, 0) + visits
    return found


class _Program:
    """The program, and one objective after the other."""

    def __init__(
        self, codes: list[str], sets: dict[Sets, int], costs: Mapping[str, int], limits: Limits
    ) -> None:
        self._codes, self._sets = codes, sets
        self._columns = {code: at for at, code in enumerate(codes)}
        self._kinds = {known: len(codes) + at for at, known in enumerate(sets)}
        unit = gcd(*(costs[code] for code in codes)) or 1
        self._costs = {self._columns[code]: float(costs[code] // unit) for code in codes}
        self._highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        self._set_up(limits)
        if limits.budget is not None:
            self._row(self._costs, most=float(limits.budget // unit))

    def best(self) -> frozenset[str]:
        """The enablers of the best plan."""
        visits = {at: float(self._sets[known]) for known, at in self._kinds.items()}
        chosen = self._most(visits)
        told = spared(self._sets, chosen)
        self._row(visits, least=told - 0.5)
        chosen = self._most({at: -cost for at, cost in self._costs.items()})
        cost = sum(self._costs[self._columns[each]] for each in chosen)
        self._row(self._costs, most=cost + 0.5)
        chosen = self._most(dict.fromkeys(self._columns.values(), -1.0))
        self._row(dict.fromkeys(self._columns.values(), 1.0), most=len(chosen) + 0.5)
        chosen = self._first_by_code(chosen)
        if spared(self._sets, chosen) != told:
            raise Unplannable("not_proven")
        return chosen

    def _first_by_code(self, chosen: frozenset[str]) -> frozenset[str]:
        """Of the plans left the one whose codes come first; nothing to do where there is one."""
        others = self._most({self._columns[each]: -1.0 for each in chosen})
        if others == chosen:
            return chosen
        for begin in range(0, len(self._codes), _AT_ONCE):
            batch = self._codes[begin : begin + _AT_ONCE]
            weights = {
                self._columns[code]: float(2 ** (len(batch) - at)) for at, code in enumerate(batch)
            }
            chosen = self._most(weights)
            for code in batch:
                at = self._columns[code]
                self._highs.changeColBounds(at, float(code in chosen), float(code in chosen))
        return chosen

    def _set_up(self, limits: Limits) -> None:
        for name, value in (
            ("output_flag", False),
            ("threads", 1),
            ("random_seed", 0),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 0.5),
            ("time_limit", MOST_SECONDS),
        ):
            self._highs.setOptionValue(name, value)
        for code in self._codes:
            self._highs.addVar(float(code in limits.must), 1.0)
        for at in self._columns.values():
            self._highs.changeColIntegrality(at, highspy.HighsVarType.kInteger)
        for _ in self._kinds:
            self._highs.addVar(0.0, 1.0)
        for known, kind in self._kinds.items():
            for each in blockers(known):
                ones = {self._columns[code]: 1.0 for code in sorted(each)}
                self._row(ones | {kind: -1.0}, least=0.0)
        if limits.most is not None:
            self._row(dict.fromkeys(self._columns.values(), 1.0), most=float(limits.most))

    def _row(self, terms: Mapping[int, float], *, least: float = -1e30, most: float = 1e30) -> None:
        self._highs.addRow(least, most, len(terms), list(terms), list(terms.values()))

    def _most(self, weights: Mapping[int, float]) -> frozenset[str]:
        """The enablers with which the weighted sum is largest."""
        for at in range(len(self._codes) + len(self._kinds)):
            self._highs.changeColCost(at, -weights.get(at, 0.0))
        self._highs.run()
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise Unplannable("too_hard")
        values = self._highs.getSolution().col_value
        return frozenset(code for code, at in self._columns.items() if values[at] > 0.5)
