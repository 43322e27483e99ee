"""Reading JsonLogic: what is not a condition is refused by name, at its place."""

import json
from collections.abc import Callable
from typing import NoReturn

from onevisit.kernel.canonical import canonical_json
from onevisit.kernel.conditions.nodes import (
    And,
    Answers,
    Compare,
    Const,
    Equal,
    In,
    Lit,
    Node,
    Not,
    Operand,
    Or,
    Scalar,
    Test,
    Truthy,
    Value,
    Var,
    day_ordinal,
    kind_of,
    to_json,
    to_test,
    variables_of,
)
from onevisit.kernel.errors import Invalid
from onevisit.kernel.types import Json

__all__ = ["ALWAYS", "NEVER", "Condition", "Value", "compile", "parse"]

DEEPEST = 32
MOST_NODES = 2_000
MOST_ITEMS = 1_000
LONGEST_TEXT = 1_000
LONGEST_NAME = 200
LARGEST_NUMBER = 1e15


class Condition:
    """A checked and compiled condition; equal to every other with the same canonical source.

    Call it with answers. ``test`` is the bare closure for hot loops, ``node`` the tree. No
    dataclass: documents that hold conditions would take it apart into its fields.
    """

    __slots__ = ("_hash", "node", "source", "test", "variables")

    source: str
    variables: frozenset[str]
    node: Node
    test: Test

    def __init__(self, source: str, variables: frozenset[str], node: Node, test: Test) -> None:
        self.source = source
        self.variables = variables
        self.node = node
        self.test = test
        self._hash = hash(source)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Condition) and self.source == other.source

    def __hash__(self) -> int:
        return self._hash

    def __repr__(self) -> str:
        return f"Condition({self.source})"

    def __call__(self, answers: Answers) -> bool:
        """Whether it holds; a variable without an answer is null."""
        return self.test(answers)

    def __reduce__(self) -> tuple[Callable[[str], "Condition"], tuple[str]]:
        return _from_source, (self.source,)


def compile(expr: Json, *, place: str = "") -> Condition:
    """Check and compile one condition; ``place`` is where it stands in its document.

    Raises Invalid with the fact ``place`` (a JSON pointer) and one of the codes
    ``conditions.empty``, ``conditions.not_a_condition``, ``conditions.unknown_operator``,
    ``conditions.operand_count``, ``conditions.bad_operand``, ``conditions.bad_variable``,
    ``conditions.bad_list``, ``conditions.bad_date``, ``conditions.too_large``.
    """
    return of_node(parse(expr, place=place))


def parse(expr: Json, *, place: str = "") -> Node:
    """The tree of one condition, checked but not compiled; raises as ``compile`` does."""
    return _Reader().condition(expr, place, 0)


def of_node(node: Node) -> Condition:
    """The condition a tree stands for."""
    source = canonical_json(to_json(node)).decode("utf-8")
    return Condition(source, variables_of(node), node, to_test(node))


def _from_source(source: str) -> Condition:
    return compile(json.loads(source))


class _Reader:
    """One reading of one condition, counting how much it has read."""

    def __init__(self) -> None:
        self._nodes = 0

    def condition(self, expr: Json, place: str, depth: int) -> Node:
        self._nodes += 1
        if depth > DEEPEST or self._nodes > MOST_NODES:
            _refuse("conditions.too_large", place, deepest=DEEPEST, most=MOST_NODES)
        if isinstance(expr, bool):
            return Lit(expr)
        operator, given = _operator(expr, place)
        inner = f"{place}/{_escaped(operator)}"
        if operator in ("and", "or"):
            return self._junction(operator, given, inner, depth)
        if operator == "!":
            return self._negation(given, inner, depth)
        reader = _LEAVES.get(operator)
        if reader is None:
            _refuse("conditions.unknown_operator", place, operator=operator[:40])
        return reader(operator, given, inner)

    def _junction(self, operator: str, given: Json, place: str, depth: int) -> Node:
        if not isinstance(given, list):
            _refuse("conditions.operand_count", place)
        if not given:
            _refuse("conditions.empty", place)
        parts = tuple(
            self.condition(each, f"{place}/{index}", depth + 1) for index, each in enumerate(given)
        )
        return And(parts) if operator == "and" else Or(parts)

    def _negation(self, given: Json, place: str, depth: int) -> Node:
        if isinstance(given, list):
            if len(given) != 1:
                _refuse("conditions.operand_count", place, given=len(given), least=1, most=1)
            return Not(self.condition(given[0], f"{place}/0", depth + 1))
        return Not(self.condition(given, place, depth + 1))


def _operator(expr: Json, place: str) -> tuple[str, Json]:
    if isinstance(expr, (dict, list)) and not expr:
        _refuse("conditions.empty", place)
    if not isinstance(expr, dict):
        _refuse("conditions.not_a_condition", place)
    if len(expr) != 1:
        _refuse("conditions.operand_count", place, operators=len(expr))
    return next(iter(expr.items()))


def _operands(given: Json, place: str, least: int, most: int) -> tuple[Operand, ...]:
    parts = _parts(given, place, least, most)
    return tuple(_operand(each, f"{place}/{index}") for index, each in enumerate(parts))


def _parts(given: Json, place: str, least: int, most: int) -> list[Json]:
    if not isinstance(given, list) or not least <= len(given) <= most:
        count = len(given) if isinstance(given, list) else 1
        _refuse("conditions.operand_count", place, given=count, least=least, most=most)
    return given


def _operand(expr: Json, place: str) -> Operand:
    if isinstance(expr, dict) and set(expr) == {"var"}:
        return _variable(expr["var"], f"{place}/var")
    return Const(_scalar(expr, place, "conditions.bad_operand"))


def _variable(given: Json, place: str) -> Var:
    name = given[0] if isinstance(given, list) and len(given) == 1 else given
    if not isinstance(name, str) or not name.strip() or len(name) > LONGEST_NAME:
        _refuse("conditions.bad_variable", place)
    if not _storable(name):
        _refuse("conditions.bad_variable", place)
    return Var(name)


def _scalar(expr: Json, place: str, code: str) -> Scalar:
    if isinstance(expr, (list, dict)):
        _refuse(code, place)
    if isinstance(expr, str) and len(expr) > LONGEST_TEXT:
        _refuse("conditions.too_large", place, deepest=DEEPEST, most=MOST_NODES)
    storable = _storable(expr) if isinstance(expr, str) else _exact(expr)
    if not storable:
        _refuse("conditions.bad_operand", place)
    return expr


def _exact(value: float | None) -> bool:
    """Past this size a float no longer tells neighbouring whole numbers apart; NaN is none."""
    return value is None or abs(value) <= LARGEST_NUMBER


def _storable(text: str) -> bool:
    """Neither half a surrogate pair, which has no UTF-8, nor NUL, which PostgreSQL refuses."""
    return not any(each == "\0" or "\ud800" <= each <= "\udfff" for each in text)


def _truthy(operator: str, given: Json, place: str) -> Node:
    return Truthy(_variable(given, place))


def _equality(operator: str, given: Json, place: str) -> Node:
    left, right = _operands(given, place, 2, 2)
    return Equal(left, right, negated=operator == "!=")


def _membership(operator: str, given: Json, place: str) -> Node:
    needle, items = _parts(given, place, 2, 2)
    left = _operand(needle, f"{place}/0")
    if isinstance(items, dict):
        right = _operand(items, f"{place}/1")
        if isinstance(right, Var):
            return In(left, right)
    if not isinstance(items, list) or not items:
        _refuse("conditions.bad_list", f"{place}/1")
    if len(items) > MOST_ITEMS:
        _refuse("conditions.too_large", f"{place}/1", deepest=DEEPEST, most=MOST_ITEMS)
    members = tuple(
        _scalar(each, f"{place}/1/{index}", "conditions.bad_list")
        for index, each in enumerate(items)
    )
    return In(left, members)


def _comparison(operator: str, given: Json, place: str) -> Node:
    most = 3 if operator in ("<", "<=") else 2
    operands = _operands(given, place, 2, most)
    for index, each in enumerate(operands):
        if isinstance(each, Const):
            _check_orderable(each.value, f"{place}/{index}")
    return Compare(operator, operands)


def _check_orderable(value: Scalar, place: str) -> None:
    kind = kind_of(value)
    if kind == "text" and day_ordinal(str(value)) is None:
        _refuse("conditions.bad_date", place)
    if kind in ("null", "bool"):
        _refuse("conditions.bad_operand", place)


_LEAVES: dict[str, Callable[[str, Json, str], Node]] = {
    "var": _truthy,
    "==": _equality,
    "!=": _equality,
    "in": _membership,
    "<": _comparison,
    "<=": _comparison,
    ">": _comparison,
    ">=": _comparison,
}


def _escaped(token: str) -> str:
    """A reference token of a JSON pointer (RFC 6901)."""
    return token[:40].replace("~", "~0").replace("/", "~1")


def _refuse(code: str, place: str, **facts: object) -> NoReturn:
    raise Invalid(code, field=None, place=place, **facts)


ALWAYS = compile(True)
NEVER = compile(False)
