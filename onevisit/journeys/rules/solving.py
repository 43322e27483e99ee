"""Worst and best over all consistent answers, exactly.

A SAT solver proposes answers, `routes` solves that one situation, and its row of trips is learned:
wherever it would do, nothing worse can be (`learning.Failing`). When no proposal is left, the worst
is proven. The rule has one snag: all trips are minimised before those that count, so where external
places are in play a row of trips says nothing about situations with fewer trips of which more
count. There, and for the best, the solver also chooses a row of trips itself (`learning.Plan`), and
what is learned excludes rows that are not the least.
"""

from dataclasses import dataclass

from onevisit.journeys.errors import Malformed
from onevisit.journeys.rules.acts import Literals
from onevisit.journeys.rules.flat import Flat, Solved, Trip
from onevisit.journeys.rules.formula import Formula
from onevisit.journeys.rules.learning import Failing, Plan
from onevisit.journeys.rules.proposing import Proposer
from onevisit.journeys.rules.routes import least


def solve(flat: Flat) -> Solved:
    """What the definition comes to; raises Malformed if acts go round in a consistent situation."""
    hunt = _Hunt(flat)
    try:
        return hunt.solved()
    except Malformed as wrong:
        wrong.id = flat.id
        raise
    finally:
        hunt.close()


@dataclass(frozen=True, slots=True)
class _Case:
    """One situation, solved."""

    answers: dict[str, str]
    trips: tuple[Trip, ...]
    visits: int

    @property
    def total(self) -> int:
        return len(self.trips)

    @property
    def badness(self) -> tuple[int, int]:
        """What the worst is the largest of."""
        return self.visits, self.total - self.visits

    @property
    def length(self) -> tuple[int, int]:
        """What a plan is the least of."""
        return self.total, self.visits


class _Hunt:
    """One definition before one solver."""

    def __init__(self, flat: Flat) -> None:
        self._flat = flat
        self._formula = Formula()
        self._literals = Literals(flat, self._formula)
        self._formula.add(self._literals.consistent)
        self._failing = Failing(self._literals)
        self._hunting = self._formula.new()
        self._cases: list[_Case] = []
        self._plan: Plan | None = None
        self._least = self._formula.new()
        self._proposer = Proposer(self._formula)
        self._found, self._holds = self._proposer.found, self._proposer.holds

    def close(self) -> None:
        """Let the solver go."""
        self._proposer.close()

    def solved(self) -> Solved:
        """In order: is there a situation, a cycle, an impossible one; the worst, the best."""
        if not self._found():
            return Solved()
        self._refuse_cycles()
        impossible = None
        if self._found(self._literals.impossible):
            impossible = self._literals.situations.answers(self._holds)
        if not self._found(-self._literals.impossible):
            return Solved(impossible=impossible)
        worst = self._worst()
        return Solved(
            worst=worst.visits,
            worst_external=worst.total - worst.visits,
            best=self._best(),
            impossible=impossible,
            answers=worst.answers,
            trips=worst.trips,
        )

    def _worst(self) -> _Case:
        longest = max(self._all_rows(), key=lambda each: each.length)
        worst = max(self._cases, key=lambda each: each.badness)
        if longest.total > worst.visits + 1:
            self._search_plans(longest.total)
            worst = max(self._cases, key=lambda each: each.badness)
        return worst

    def _all_rows(self) -> list[_Case]:
        """Situations until each has a row among theirs that does everything."""
        while self._found(-self._literals.impossible, self._hunting):
            case = self._solve_case()
            self._formula.add(-self._hunting, *self._undone(case))
        return self._cases

    def _search_plans(self, slots: int) -> None:
        """Situations that are worse than any so far, with rows of trips that are their least."""
        plan = self._planned(slots)
        while True:
            visits, outside = max(each.badness for each in self._cases)
            same = self._formula.all_of((plan.visits(visits), plan.outside(outside + 1)))
            worse = self._formula.any_of((plan.visits(visits + 1), same))
            if not self._found(-self._literals.impossible, plan.on, self._least, worse):
                return
            self._least_only(plan, self._solve_case())

    def _best(self) -> int:
        best = min(each.visits for each in self._cases)
        if best == 0:
            return 0
        external = self._flat.external_places & set(self._literals.places)
        longest = max(each.total for each in self._cases)
        plan = self._planned(longest if external else best - 1)
        while best and self._found(
            -self._literals.impossible, plan.on, self._least, -plan.visits(best)
        ):
            case = self._solve_case()
            self._least_only(plan, case)
            best = min(best, case.visits)
        return best

    def _planned(self, slots: int) -> Plan:
        """Rows of so many trips for the solver to choose, under what is learned so far: what was
        asked of the worst tells of the best too.
        """
        if self._plan is None or self._plan.slots < slots:
            self._plan = Plan(self._literals, slots, self._flat.external_places)
            self._least = self._formula.new()
            for case in self._cases:
                self._least_only(self._plan, case)
        return self._plan

    def _least_only(self, plan: Plan, case: _Case) -> None:
        """Where this row does everything, only rows as short or shorter are looked for."""
        fewer = -plan.used(case.total)
        equal = self._formula.all_of((-plan.used(case.total + 1), -plan.visits(case.visits + 1)))
        self._formula.add(-self._least, *self._undone(case), fewer, equal)

    def _undone(self, case: _Case) -> list[int]:
        return self._failing.undone(tuple(trip.place for trip in case.trips))

    def _solve_case(self) -> _Case:
        external = self._flat.external_places
        scene = self._literals.scene(self._holds)
        trips = least(scene, external, self._literals.names)
        visits = sum(trip.place not in external for trip in trips)
        answers = self._literals.situations.answers(self._holds)
        self._cases.append(_Case(answers, trips, visits))
        return self._cases[-1]

    def _refuse_cycles(self) -> None:
        for knot in self._literals.knots():
            acts = self._literals.acts
            around = {index: self._formula.new() for index in knot}
            for index, literal in around.items():
                self._formula.add(-literal, acts[index].active)
                ways = [
                    self._formula.all_of((around[edge.act], edge.when))
                    for edge in acts[index].before
                    if edge.act in around
                ]
                self._formula.add(-literal, *ways)
            if self._found(self._formula.any_of(around.values())):
                self._refuse_cycle(around)

    def _refuse_cycle(self, around: dict[int, int]) -> None:
        acts = self._literals.acts
        path = [next(index for index, literal in around.items() if self._holds(literal))]
        while path.count(path[-1]) < 2:
            path.append(
                next(
                    edge.act
                    for edge in acts[path[-1]].before
                    if edge.act in around
                    and self._holds(around[edge.act])
                    and self._holds(edge.when)
                )
            )
        ring = path[path.index(path[-1]) :][::-1]
        answers = self._literals.situations.answers(self._holds)
        told = ", ".join(f"{name} = {value}" for name, value in answers.items())
        where = f" (for example when {told})" if told else ""
        names = " → ".join(acts[index].name for index in ring)
        raise Malformed(
            "/order", f"acts go round in a cycle: {names}{where}", "take one of these edges out"
        )
