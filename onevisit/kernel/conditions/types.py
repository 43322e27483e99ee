"""What kinds of answer there are, and whether a condition makes sense of them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

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
    Operand,
    Or,
    Scalar,
    Truthy,
    Var,
    day_ordinal,
    kind_of,
    order_key,
)
from onevisit.kernel.conditions.syntax import Condition
from onevisit.kernel.errors import Problem


@dataclass(frozen=True, slots=True)
class Choice:
    """One of these options."""

    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MultiChoice:
    """Any number of these options, none among them."""

    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Number:
    """A number between these bounds, which belong to the range; None is no bound."""

    minimum: float | None = None
    maximum: float | None = None
    integer: bool = False


@dataclass(frozen=True, slots=True)
class Date:
    """A day as ISO text between these days, which belong to the range; None is no bound."""

    minimum: str | None = None
    maximum: str | None = None


@dataclass(frozen=True, slots=True)
class Bool:
    """Yes or no."""


VarType: TypeAlias = Choice | MultiChoice | Number | Date | Bool
Types: TypeAlias = Mapping[str, VarType]


def check_types(cond: Condition, types: Types, place: str = "") -> list[Problem]:
    """Everything about ``cond`` that makes no sense for variables of these types.

    Codes: ``conditions.unknown_variable``, ``…unknown_option``, ``…type_mismatch``,
    ``…bad_date``, ``…out_of_range``. An empty list means that nothing is wrong.
    """
    return list(_check(cond.node, types, place))


def _check(node: Node, types: Types, place: str) -> Iterator[Problem]:
    match node:
        case Lit():
            return
        case And(parts) | Or(parts):
            name = "and" if isinstance(node, And) else "or"
            for index, part in enumerate(parts):
                yield from _check(part, types, f"{place}/{name}/{index}")
        case Not(part):
            yield from _check(part, types, f"{place}/!/0")
        case _:
            yield from _check_leaf(node, types, place)


def _check_leaf(node: Leaf, types: Types, place: str) -> Iterator[Problem]:
    unknown = list(_unknown_variables(node, types, place))
    if unknown:
        yield from unknown
        return
    match node:
        case Truthy(var):
            if not isinstance(types[var.name], Bool):
                yield _problem(f"{place}/var", "conditions.type_mismatch", variable=var.name)
        case Equal(left, right, negated):
            inner = f"{place}/{'!=' if negated else '=='}"
            yield from _check_equal(left, right, types, inner)
        case In(needle, items):
            yield from _check_in(needle, items, types, f"{place}/in")
        case Compare(operator, operands):
            yield from _check_compare(operands, types, f"{place}/{operator}")


def _unknown_variables(node: Leaf, types: Types, place: str) -> Iterator[Problem]:
    for inner, operand in _placed_operands(node, place):
        if isinstance(operand, Var) and operand.name not in types:
            yield _problem(inner, "conditions.unknown_variable", variable=operand.name)


def _placed_operands(node: Leaf, place: str) -> Iterator[tuple[str, Operand]]:
    match node:
        case Truthy(var):
            yield f"{place}/var", var
        case Equal(left, right, negated):
            operator = "!=" if negated else "=="
            yield f"{place}/{operator}/0", left
            yield f"{place}/{operator}/1", right
        case In(needle, items):
            yield f"{place}/in/0", needle
            if isinstance(items, Var):
                yield f"{place}/in/1", items
        case Compare(operator, operands):
            for index, each in enumerate(operands):
                yield f"{place}/{operator}/{index}", each


def _check_equal(left: Operand, right: Operand, types: Types, place: str) -> Iterator[Problem]:
    if isinstance(left, Var) and isinstance(right, Var):
        a, b = types[left.name], types[right.name]
        if type(a) is not type(b) or isinstance(a, MultiChoice):
            yield _problem(place, "conditions.type_mismatch", variable=left.name)
    elif isinstance(left, Var) and isinstance(right, Const):
        yield from _check_constant(right.value, left.name, types[left.name], f"{place}/1")
    elif isinstance(right, Var) and isinstance(left, Const):
        yield from _check_constant(left.value, right.name, types[right.name], f"{place}/0")


def _check_in(
    needle: Operand, items: tuple[Scalar, ...] | Var, types: Types, place: str
) -> Iterator[Problem]:
    if isinstance(items, Var):
        yield from _check_in_variable(needle, items, types, place)
    elif isinstance(needle, Var):
        for index, each in enumerate(items):
            inner = f"{place}/1/{index}"
            yield from _check_constant(each, needle.name, types[needle.name], inner)


def _check_in_variable(needle: Operand, items: Var, types: Types, place: str) -> Iterator[Problem]:
    holder = types[items.name]
    if not isinstance(holder, MultiChoice):
        yield _problem(f"{place}/1", "conditions.type_mismatch", variable=items.name)
    elif isinstance(needle, Const):
        one = Choice(holder.options)
        if needle.value is None:
            yield _problem(f"{place}/0", "conditions.type_mismatch", variable=items.name)
        yield from _check_constant(needle.value, items.name, one, f"{place}/0")
    elif not isinstance(types[needle.name], Choice):
        yield _problem(f"{place}/0", "conditions.type_mismatch", variable=needle.name)


def _check_compare(operands: tuple[Operand, ...], types: Types, place: str) -> Iterator[Problem]:
    """All operands must be numbers, or all days; the first of them says which."""
    kinds = [_order_kind(each, types) for each in operands]
    wanted = next((kind for kind in kinds if kind is not None), None)
    for index, (operand, kind) in enumerate(zip(operands, kinds, strict=True)):
        if kind is None or kind != wanted:
            name = operand.name if isinstance(operand, Var) else ""
            yield _problem(f"{place}/{index}", "conditions.type_mismatch", variable=name)


def _order_kind(operand: Operand, types: Types) -> str | None:
    if isinstance(operand, Const):
        key = order_key(operand.value)
        return None if key is None else key[0]
    variable = types[operand.name]
    if isinstance(variable, Number):
        return "number"
    return "day" if isinstance(variable, Date) else None


def _check_constant(value: Scalar, name: str, kind: VarType, place: str) -> Iterator[Problem]:
    """Whether a variable of this type can ever equal the literal. Null always can."""
    if value is None:
        return
    code = _FAULT[type(kind)](value, kind)
    if code is not None:
        yield _problem(place, code, variable=name)


def _choice_fault(value: Scalar, kind: VarType) -> str | None:
    assert isinstance(kind, Choice)
    if not isinstance(value, str):
        return "conditions.type_mismatch"
    return None if value in kind.options else "conditions.unknown_option"


def _number_fault(value: Scalar, kind: VarType) -> str | None:
    assert isinstance(kind, Number)
    if kind_of(value) != "number" or value is None or isinstance(value, str):
        return "conditions.type_mismatch"
    low = kind.minimum is not None and value < kind.minimum
    high = kind.maximum is not None and value > kind.maximum
    broken = kind.integer and value != int(value)
    return "conditions.out_of_range" if low or high or broken else None


def _date_fault(value: Scalar, kind: VarType) -> str | None:
    assert isinstance(kind, Date)
    if not isinstance(value, str):
        return "conditions.type_mismatch"
    if day_ordinal(value) is None:
        return "conditions.bad_date"
    low = kind.minimum is not None and value < kind.minimum
    high = kind.maximum is not None and value > kind.maximum
    return "conditions.out_of_range" if low or high else None


def _bool_fault(value: Scalar, kind: VarType) -> str | None:
    return None if isinstance(value, bool) else "conditions.type_mismatch"


def _multi_fault(value: Scalar, kind: VarType) -> str | None:
    return "conditions.type_mismatch"


_FAULT: dict[type, Callable[[Scalar, VarType], str | None]] = {
    Choice: _choice_fault,
    MultiChoice: _multi_fault,
    Number: _number_fault,
    Date: _date_fault,
    Bool: _bool_fault,
}


def _problem(place: str, code: str, **facts: object) -> Problem:
    return Problem(place, code, {**facts, "place": place})
