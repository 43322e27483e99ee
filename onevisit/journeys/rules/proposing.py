"""A formula before a SAT solver: whether something holds somewhere, and where."""

from typing import Any

from pysat.solvers import MinisatGH

from onevisit.journeys.rules.formula import FALSE, TRUE, Formula

Oracle: Any = MinisatGH
"""What proposes answers; `bench` puts others in its place."""


class Proposer:
    """Asks one solver again and again; what the formula has learned meanwhile is told it first."""

    def __init__(self, formula: Formula) -> None:
        self._formula = formula
        self._sat: Any = None
        self._true: list[int] = []

    def close(self) -> None:
        """Let the solver go."""
        if self._sat is not None:
            self._sat.delete()
            self._sat = None

    def holds(self, literal: int) -> bool:
        """Whether a literal holds in the model found last."""
        return self._true[abs(literal) - 1] == literal

    def found(self, *wanted: int) -> bool:
        """Whether there is a model with all the literals; it is then the one `holds` tells of."""
        if FALSE in wanted:
            return False
        if self._sat is None:
            self._sat = Oracle()
        for clause in self._formula.clauses:
            self._sat.add_clause(clause)
        self._formula.clauses.clear()
        if not self._sat.solve([each for each in wanted if each != TRUE]):
            return False
        told = self._sat.get_model()
        self._true = told + [-each for each in range(len(told) + 1, self._formula.top + 1)]
        return True
