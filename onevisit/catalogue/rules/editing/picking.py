"""A condition as an officer picks it: question, comparison, value, in rows and groups.

The rows of one group are joined the other way round than the groups are: all groups must hold and
of each one row is enough, or one group is enough and all its rows must hold. What does not fit (a
group in a group, two questions compared) is no `Picked`: it is kept as it is and shown as a
sentence.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from onevisit.catalogue.rules.definition import Question
from onevisit.catalogue.rules.vocabulary import VarKind
from onevisit.kernel.conditions import ALWAYS, Condition
from onevisit.kernel.conditions.nodes import (
    And,
    Compare,
    Const,
    Equal,
    In,
    Leaf,
    Lit,
    Node,
    Not,
    Or,
    Scalar,
    Var,
    kind_of,
)
from onevisit.kernel.conditions.syntax import of_node


class Op(StrEnum):
    """How an answer is compared."""

    IS = "is"
    IS_NOT = "is_not"
    ONE_OF = "one_of"
    NONE_OF = "none_of"
    HAS = "has"  # of several choices
    HAS_NOT = "has_not"
    MORE = ">"
    AT_LEAST = ">="
    LESS = "<"
    AT_MOST = "<="
    BETWEEN = "between"  # the ends belong to it
    ANSWERED = "answered"
    UNANSWERED = "unanswered"


_ORDERED = (Op.MORE, Op.AT_LEAST, Op.LESS, Op.AT_MOST, Op.BETWEEN)
_EITHER = (Op.ANSWERED, Op.UNANSWERED)
OPS: Mapping[VarKind, tuple[Op, ...]] = {
    VarKind.CHOICE: (Op.IS, Op.IS_NOT, Op.ONE_OF, Op.NONE_OF, *_EITHER),
    VarKind.MULTI: (Op.HAS, Op.HAS_NOT, *_EITHER),
    VarKind.NUMBER: (*_ORDERED, Op.IS, Op.IS_NOT, *_EITHER),
    VarKind.DATE: (*_ORDERED, Op.IS, Op.IS_NOT, *_EITHER),
    VarKind.TEXT: (),
}
"""The comparisons each kind of question offers; free text decides nothing."""

VALUES: Mapping[Op, int | None] = {
    **dict.fromkeys(Op, 1),
    Op.ONE_OF: None,
    Op.NONE_OF: None,
    Op.BETWEEN: 2,
    Op.ANSWERED: 0,
    Op.UNANSWERED: 0,
}
"""How many values a comparison takes; None is one or more."""


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison of the answer to a question."""

    question: str
    op: Op
    values: tuple[Scalar, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether it has as many values as its comparison takes."""
        wanted = VALUES[self.op]
        return bool(self.values) if wanted is None else len(self.values) == wanted


@dataclass(frozen=True, slots=True)
class Picked:
    """Rows in groups. With `every` all groups must hold and one row of each is enough; without it
    one group is enough and all its rows must hold. No groups at all: it always holds.
    """

    groups: tuple[tuple[Row, ...], ...] = ()
    every: bool = True

    def with_row(self, row: Row, group: int | None = None) -> "Picked":
        """One more row, in that group or in one of its own."""
        if group is None or not 0 <= group < len(self.groups):
            return replace(self, groups=(*self.groups, (row,)))
        groups = list(self.groups)
        groups[group] = (*groups[group], row)
        return replace(self, groups=tuple(groups))

    def without_row(self, group: int, at: int) -> "Picked":
        """Without one row; a group without rows goes too."""
        groups = [
            tuple(row for n, row in enumerate(rows) if (which, n) != (group, at))
            for which, rows in enumerate(self.groups)
        ]
        return replace(self, groups=tuple(rows for rows in groups if rows))


def first_row(question: Question) -> Row:
    """A row to begin with for that question: its first comparison and, of options, the first.

    Raises KeyError for free text.
    """
    ops = OPS[question.kind]
    if not ops:
        raise KeyError(question.key)
    if question.kind in (VarKind.CHOICE, VarKind.MULTI) and question.options:
        return Row(question.key, ops[0], (question.options[0].value,))
    if question.kind is VarKind.NUMBER:
        return Row(question.key, ops[0], (question.minimum or 0,))
    return Row(question.key, Op.ANSWERED)


def picked(condition: Condition, questions: Sequence[Question]) -> Picked | None:
    """The condition in rows; None if it can't be shown so without changing it."""
    kinds = {question.key: question.kind for question in questions}
    found = _groups(condition.node, kinds)
    return found if found is not None and condition_of(found) == condition else None


def condition_of(rows: Picked) -> Condition:
    """What was picked as a condition. Rows must be whole."""
    if not rows.groups:
        return ALWAYS
    inner, outer = (Or, And) if rows.every else (And, Or)
    parts = [_joined(inner, [_leaf(row) for row in group]) for group in rows.groups]
    return of_node(_joined(outer, parts))


def _joined(kind: type[And] | type[Or], parts: list[Node]) -> Node:
    return parts[0] if len(parts) == 1 else kind(tuple(parts))


def _groups(node: Node, kinds: Mapping[str, VarKind]) -> Picked | None:
    every: bool = True
    inner: type[And] | type[Or] = Or
    match node:
        case Lit(True):
            return Picked()
        case And(parts):
            every, inner = True, Or
        case Or(parts):
            every, inner = False, And
        case _:
            every, inner, parts = True, Or, (node,)
    groups = []
    for part in parts:
        members = part.parts if isinstance(part, inner) else (part,)
        rows = [_row(member, kinds) for member in members]
        known = tuple(row for row in rows if row is not None)
        if len(known) < len(rows):
            return None
        groups.append(known)
    return Picked(tuple(groups), every)


def _row(node: Node, kinds: Mapping[str, VarKind]) -> Row | None:
    """The row of one comparison, if its question offers it."""
    row = _negated(node.part) if isinstance(node, Not) else _plain(node)
    if row is None or row.question not in kinds:
        return None
    kind = kinds[row.question]
    fitting = all((kind_of(value) == "number") is (kind is VarKind.NUMBER) for value in row.values)
    plain = all(kind_of(value) in ("number", "text") for value in row.values)
    return row if row.op in OPS[kind] and fitting and plain else None


def _negated(node: Node) -> Row | None:
    match node:
        case In(Var(name), tuple() as items):
            return Row(name, Op.NONE_OF, items)
        case In(Const(value), Var(name)):
            return Row(name, Op.HAS_NOT, (value,))
    return None


def _plain(node: Node) -> Row | None:
    match node:
        case Equal(Var(name), Const(None), negated):
            return Row(name, Op.ANSWERED if negated else Op.UNANSWERED)
        case Equal(Var(name), Const(value), negated):
            return Row(name, Op.IS_NOT if negated else Op.IS, (value,))
        case In(Var(name), tuple() as items):
            return Row(name, Op.ONE_OF, items)
        case In(Const(value), Var(name)):
            return Row(name, Op.HAS, (value,))
        case Compare(operator, (Var(name), Const(value))):
            return Row(name, Op(operator), (value,))
        case Compare("<=", (Const(low), Var(name), Const(high))):
            return Row(name, Op.BETWEEN, (low, high))
    return None


def _leaf(row: Row) -> Node:
    return _LEAVES[row.op](Var(row.question), row.values)


def _order(operator: str) -> Callable[[Var, tuple[Scalar, ...]], Leaf]:
    return lambda var, values: Compare(operator, (var, Const(values[0])))


_LEAVES: Mapping[Op, Callable[[Var, tuple[Scalar, ...]], Node]] = {
    Op.IS: lambda var, values: Equal(var, Const(values[0]), negated=False),
    Op.IS_NOT: lambda var, values: Equal(var, Const(values[0]), negated=True),
    Op.ONE_OF: In,
    Op.NONE_OF: lambda var, values: Not(In(var, values)),
    Op.HAS: lambda var, values: In(Const(values[0]), var),
    Op.HAS_NOT: lambda var, values: Not(In(Const(values[0]), var)),
    Op.MORE: _order(">"),
    Op.AT_LEAST: _order(">="),
    Op.LESS: _order("<"),
    Op.AT_MOST: _order("<="),
    Op.BETWEEN: lambda var, values: Compare("<=", (Const(values[0]), var, Const(values[1]))),
    Op.ANSWERED: lambda var, values: Equal(var, Const(None), negated=True),
    Op.UNANSWERED: lambda var, values: Equal(var, Const(None), negated=False),
}
