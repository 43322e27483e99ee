"""Conditions as clauses for a SAT solver: literals are whole numbers, `TRUE` and `FALSE` fold away.

Only what is mentioned becomes a variable: a question that no condition names has none, and the
options of a question that no condition tells apart share one.
"""

from collections.abc import Callable, Iterable, Mapping

from onevisit.kernel.conditions.nodes import (
    And,
    Const,
    Equal,
    In,
    Lit,
    Node,
    Not,
    Or,
    Truthy,
    Var,
    leaves_of,
    operands_of,
    same,
)

TRUE = 1
FALSE = -1


class Formula:
    """Clauses in the making. `clauses` are those not yet given to a solver."""

    def __init__(self) -> None:
        self.top = TRUE
        self.clauses: list[list[int]] = [[TRUE]]
        self._known: dict[tuple[int, ...], int] = {}

    def new(self) -> int:
        """A variable nothing is said of."""
        self.top += 1
        return self.top

    def add(self, *literals: int) -> None:
        """One of the literals holds."""
        if TRUE not in literals:
            self.clauses.append([each for each in literals if each != FALSE] or [FALSE])

    def all_of(self, literals: Iterable[int]) -> int:
        """A literal that holds exactly when all of them do."""
        return -self.any_of([-each for each in literals])

    def both(self, one: int, other: int) -> int:
        """`all_of` two: by far the most are asked for."""
        if one == TRUE:
            return other
        if other == TRUE:
            return one
        if FALSE in (one, other):
            return FALSE
        return -self.any_of((-one, -other))

    def any_of(self, literals: Iterable[int]) -> int:
        """A literal that holds exactly when one of them does."""
        parts = sorted({each for each in literals if each != FALSE})
        if TRUE in parts or any(-each in parts for each in parts):
            return TRUE
        if len(parts) < 2:
            return parts[0] if parts else FALSE
        key = tuple(parts)
        if key not in self._known:
            name = self._known[key] = self.new()
            self.clauses.append([-name, *parts])
            self.clauses.extend([name, -each] for each in parts)
        return self._known[key]


class Situations:
    """The answers to all questions, as literals of a formula."""

    def __init__(
        self, formula: Formula, questions: Mapping[str, tuple[str, ...]], nodes: Iterable[Node]
    ) -> None:
        self._formula = formula
        self._read: dict[Node, int] = {}
        self._given = {name: options[0] for name, options in questions.items()}
        self._offered: dict[str, list[tuple[str, int]]] = {}
        self._literals: dict[str, dict[str, int]] = {}
        for name, groups in _told_apart(questions, nodes).items():
            literals = self._one_of(len(groups))
            paired = list(zip(groups, literals, strict=True))
            self._offered[name] = [(group[0], literal) for group, literal in paired]
            self._literals[name] = {each: literal for group, literal in paired for each in group}

    def literal(self, node: Node) -> int:
        """The literal of a condition."""
        if isinstance(node, Lit):
            return TRUE if node.value else FALSE
        if node not in self._read:
            self._read[node] = self._literal(node)
        return self._read[node]

    def answers(self, holds: Callable[[int], bool]) -> dict[str, str]:
        """The answers a model gives, to every question."""
        found = dict(self._given)
        for name, offered in self._offered.items():
            found[name] = next(option for option, literal in offered if holds(literal))
        return found

    def _one_of(self, count: int) -> list[int]:
        """Literals of which exactly one holds."""
        formula = self._formula
        if count == 1:
            return [TRUE]
        if count == 2:
            first = formula.new()
            return [first, -first]
        literals = [formula.new() for _ in range(count)]
        formula.add(*literals)
        for index, one in enumerate(literals):
            for other in literals[:index]:
                formula.add(-one, -other)
        return literals

    def _literal(self, node: Node) -> int:
        match node:
            case And(parts):
                return self._formula.all_of([self.literal(each) for each in parts])
            case Or(parts):
                return self._formula.any_of([self.literal(each) for each in parts])
            case Not(part):
                return -self.literal(part)
            case Equal(left, right, negated):
                found = self._equal(left, right)
                return -found if negated else found
            case In(needle, tuple() as items):
                return self._formula.any_of([self._equal(needle, Const(each)) for each in items])
            case Truthy(Var(name)):
                options = self._literals[name]
                return self._formula.any_of([options[each] for each in options if each])
        raise TypeError(node)

    def _equal(self, left: Var | Const, right: Var | Const) -> int:
        match left, right:
            case Const(), Const():
                return TRUE if same(left.value, right.value) else FALSE
            case Var(name), Const(value):
                return self._literals[name][str(value)]
            case Const(), Var():
                return self._equal(right, left)
            case Var(one), Var(other):
                ours, theirs = self._literals[one], self._literals[other]
                both = [
                    self._formula.all_of((ours[each], theirs[each]))
                    for each in ours
                    if each in theirs
                ]
                return self._formula.any_of(both)
        raise TypeError(left, right)


def _told_apart(
    questions: Mapping[str, tuple[str, ...]], nodes: Iterable[Node]
) -> dict[str, list[tuple[str, ...]]]:
    """Of each question named, its options in groups that no condition tells apart."""
    named: dict[str, set[object]] = {}
    whole: set[str] = set()
    for node in nodes:
        for leaf in leaves_of(node):
            operands = operands_of(leaf)
            asked = [each.name for each in operands if isinstance(each, Var)]
            values = {each.value for each in operands if isinstance(each, Const)}
            for name in asked:
                named.setdefault(name, set()).update(values)
            if len(asked) > 1 or isinstance(leaf, Truthy):
                whole.update(asked)
    return {
        name: _groups(questions[name], None if name in whole else values)
        for name, values in named.items()
    }


def _groups(options: tuple[str, ...], values: set[object] | None) -> list[tuple[str, ...]]:
    if values is None:
        return [(each,) for each in options]
    rest = tuple(each for each in options if each not in values)
    singles: list[tuple[str, ...]] = [(each,) for each in options if each in values]
    return [*singles, rest] if rest else singles
