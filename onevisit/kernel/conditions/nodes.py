"""The tree a condition is read into, its canonical JSON, and its compilation to closures."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias

from onevisit.kernel.types import Json

Scalar: TypeAlias = bool | int | float | str | None
Value: TypeAlias = Scalar | Sequence[str]
Answers: TypeAlias = Mapping[str, Value]
Test: TypeAlias = Callable[[Answers], bool]

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Var:
    name: str


@dataclass(frozen=True, slots=True)
class Const:
    value: Scalar


Operand: TypeAlias = Var | Const


@dataclass(frozen=True, slots=True)
class Lit:
    value: bool


@dataclass(frozen=True, slots=True)
class Truthy:
    var: Var


@dataclass(frozen=True, slots=True)
class Equal:
    left: Operand
    right: Operand
    negated: bool


@dataclass(frozen=True, slots=True)
class In:
    needle: Operand
    items: tuple[Scalar, ...] | Var


@dataclass(frozen=True, slots=True)
class Compare:
    """``operator`` is one of ``< <= > >=``; ``operands`` are two, or three for the first two."""

    operator: str
    operands: tuple[Operand, ...]


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: "Node"


Leaf: TypeAlias = Truthy | Equal | In | Compare
Node: TypeAlias = Leaf | Lit | And | Or | Not


def to_json(node: Node) -> Json:
    """The tree as JsonLogic in its one form."""
    match node:
        case Lit(value):
            return value
        case And(parts) | Or(parts):
            return {"and" if isinstance(node, And) else "or": [to_json(each) for each in parts]}
        case Not(part):
            return {"!": [to_json(part)]}
    return _leaf_json(node)


def _leaf_json(node: Leaf) -> Json:
    match node:
        case Truthy(var):
            return _operand_json(var)
        case Equal(left, right, negated):
            return {"!=" if negated else "==": [_operand_json(left), _operand_json(right)]}
        case In(needle, items):
            members = _operand_json(items) if isinstance(items, Var) else list[Json](items)
            return {"in": [_operand_json(needle), members]}
        case Compare(operator, operands):
            return {operator: [_operand_json(each) for each in operands]}


def _operand_json(operand: Operand) -> Json:
    return {"var": operand.name} if isinstance(operand, Var) else operand.value


def variables_of(node: Node) -> frozenset[str]:
    """Every variable the tree names."""
    match node:
        case Lit():
            return frozenset()
        case And(parts) | Or(parts):
            return frozenset().union(*map(variables_of, parts))
        case Not(part):
            return variables_of(part)
    return frozenset(each.name for each in operands_of(node) if isinstance(each, Var))


def operands_of(node: Leaf) -> tuple[Operand, ...]:
    """The operands of a comparison; members of a literal list too."""
    match node:
        case Truthy(var):
            return (var,)
        case Equal(left, right, _):
            return (left, right)
        case In(needle, items):
            return (needle, items) if isinstance(items, Var) else (needle, *map(Const, items))
        case Compare(_, operands):
            return operands


def leaves_of(node: Node) -> tuple[Leaf, ...]:
    """The comparisons a tree is built from."""
    match node:
        case And(parts) | Or(parts):
            return tuple(leaf for part in parts for leaf in leaves_of(part))
        case Not(part):
            return leaves_of(part)
        case Lit():
            return ()
    return (node,)


def same(left: Value, right: Value) -> bool:
    """Strict equality: the same kind and the same value; lists equal nothing."""
    kind = kind_of(left)
    return kind != "list" and kind == kind_of(right) and left == right


def kind_of(value: Value) -> str:
    """``null``, ``bool``, ``number``, ``text`` or ``list``."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, (int, float)):
        return "number"
    return "text" if isinstance(value, str) else "list"


def contains(items: Value | Sequence[Scalar], needle: Value) -> bool:
    """Whether a list has a member strictly equal to ``needle``; what is no list has none."""
    if items is None or isinstance(items, (bool, int, float, str)):
        return False
    return any(same(each, needle) for each in items)


def in_order(operator: str, left: Value, right: Value) -> bool:
    """Whether the order holds between two numbers or two days; False for anything else."""
    a, b = order_key(left), order_key(right)
    if a is None or b is None or a[0] != b[0]:
        return False
    return _ORDER[operator](a[1], b[1])


def order_key(value: Value) -> tuple[str, float] | None:
    """Kind and place in its order of a number or a day; None of anything else."""
    if isinstance(value, str):
        ordinal = day_ordinal(value)
        return None if ordinal is None else ("day", ordinal)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return None if value != value else ("number", value)  # noqa: PLR0124 - NaN alone
    return None


@lru_cache(maxsize=4096)
def day_ordinal(text: str) -> int | None:
    """The day an ISO date names, counted from year 1; None if the text is no such date."""
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        return None


_ORDER: dict[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def to_test(node: Node) -> Test:
    """The tree as one closure."""
    match node:
        case Lit(value):
            return lambda answers: value
        case And(parts):
            return _and_test([to_test(each) for each in parts])
        case Or(parts):
            return _or_test([to_test(each) for each in parts])
        case Not(part):
            test = to_test(part)
            return lambda answers: not test(answers)
    return leaf_test(node)


def leaf_test(node: Leaf) -> Test:
    """One comparison as a closure."""
    match node:
        case Truthy(Var(name)):
            return lambda answers: bool(answers.get(name))
        case Equal():
            return _equal_test(node)
        case In():
            return _in_test(node)
        case Compare():
            return _compare_test(node)


def read(operand: Operand, answers: Answers) -> Value:
    """The value of an operand under these answers."""
    return operand.value if isinstance(operand, Const) else answers.get(operand.name)


def _equal_test(node: Equal) -> Test:
    left, right, negated = node.left, node.right, node.negated
    if isinstance(left, Const):
        left, right = right, left
    if isinstance(left, Const) or isinstance(right, Var):
        return lambda answers: same(read(left, answers), read(right, answers)) is not negated
    return _constant_test(left.name, right.value, negated)


def _constant_test(name: str, value: Scalar, negated: bool) -> Test:
    """A variable against a literal, by far the most frequent test."""
    if isinstance(value, str):
        if negated:
            return lambda answers: answers.get(name) != value
        return lambda answers: answers.get(name) == value
    if value is None or isinstance(value, bool):
        return lambda answers: (answers.get(name) is value) is not negated
    return lambda answers: same(answers.get(name), value) is not negated


def _in_test(node: In) -> Test:
    needle, items = node.needle, node.items
    if isinstance(items, Var):
        return lambda answers: contains(answers.get(items.name), read(needle, answers))
    if isinstance(needle, Var) and all(isinstance(each, str) for each in items):
        name, members = needle.name, frozenset(items)

        def is_member(answers: Answers) -> bool:
            value = answers.get(name)
            return isinstance(value, str) and value in members

        return is_member
    return lambda answers: any(same(each, read(needle, answers)) for each in items)


def _compare_test(node: Compare) -> Test:
    operator, operands = node.operator, node.operands
    pairs = tuple(pairwise(operands))
    if len(pairs) == 1:
        left, right = pairs[0]
        return lambda answers: in_order(operator, read(left, answers), read(right, answers))
    return lambda answers: all(
        in_order(operator, read(left, answers), read(right, answers)) for left, right in pairs
    )


def _and_test(tests: list[Test]) -> Test:
    if len(tests) == 1:
        return tests[0]
    if len(tests) == 2:
        first, second = tests
        return lambda answers: first(answers) and second(answers)

    def every(answers: Answers) -> bool:
        for test in tests:  # noqa: SIM110 - a loop is twice as fast as all() over a generator
            if not test(answers):
                return False
        return True

    return every


def _or_test(tests: list[Test]) -> Test:
    if len(tests) == 1:
        return tests[0]
    if len(tests) == 2:
        first, second = tests
        return lambda answers: first(answers) or second(answers)

    def some(answers: Answers) -> bool:
        for test in tests:  # noqa: SIM110 - a loop is twice as fast as any() over a generator
            if test(answers):
                return True
        return False

    return some
