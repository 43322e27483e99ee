"""JsonLogic as its documentation describes it, for the operators a condition may use.

Written from https://jsonlogic.com/operations.html (the operators), https://jsonlogic.com/truthy.html
(what counts as true) and the JavaScript rules of == and < that the former page names. It is the
second opinion the table and our own reading are held against; the product never runs it.
"""

import math
from collections.abc import Callable
from itertools import pairwise
from typing import Any

Data = dict[str, Any]


def classic(rule: Any, data: Data) -> Any:
    """What the rule comes to; what is no operation is itself."""
    if not isinstance(rule, dict):
        return [classic(each, data) for each in rule] if isinstance(rule, list) else rule
    ((operator, given),) = rule.items()
    operands = given if isinstance(given, list) else [given]
    if operator in ("and", "or"):
        return _junction(operator, operands, data)
    values = [classic(each, data) for each in operands]
    return _OPERATORS[operator](values, data)


def truthy(value: Any) -> bool:
    """False, null, zero, empty text and the empty list are false; anything else is true."""
    return bool(value)


def _junction(operator: str, operands: list[Any], data: Data) -> Any:
    """The first operand that decides, else the last: its value, not true or false."""
    found: Any = None
    for each in operands:
        found = classic(each, data)
        if truthy(found) == (operator == "or"):
            return found
    return found


def _var(values: list[Any], data: Data) -> Any:
    """A way with dots into the data; else the second operand, else null. Empty: all the data."""
    found: Any = data
    if values and values[0] not in ("", None):
        for step in str(values[0]).split("."):
            if not isinstance(found, dict) or step not in found:
                return values[1] if len(values) > 1 else None
            found = found[step]
    return found


def _loosely(left: Any, right: Any) -> bool:
    """The == of JavaScript between null, booleans, numbers, text and lists."""
    if left is None or right is None:
        return left is right
    if isinstance(left, list) and isinstance(right, list):
        return left is right
    left, right = _primitive(left), _primitive(right)
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    return _number(left) == _number(right)


def _primitive(value: Any) -> Any:
    """A list is its members with commas between."""
    if isinstance(value, list):
        return ",".join("" if each is None else str(each) for each in value)
    return value


def _number(value: Any) -> float:
    """The number JavaScript takes a value for; NaN where it takes it for none."""
    value = _primitive(value)
    if isinstance(value, str):
        try:
            return float(value) if value.strip() else 0.0
        except ValueError:
            return math.nan
    return 0.0 if value is None else float(value)


def _less(left: Any, right: Any, *, or_same: bool) -> bool:
    """Text beside text by its characters, all else by numbers."""
    if not (isinstance(left, str) and isinstance(right, str)):
        left, right = _number(left), _number(right)
    return bool(left < right or (or_same and left == right))


def _ordered(values: list[Any], *, or_same: bool) -> bool:
    pairs = pairwise(values)
    return all(_less(a, b, or_same=or_same) for a, b in pairs)


def _in(values: list[Any]) -> bool:
    """A member of a list, strictly; or a piece of a text."""
    needle, held = values
    if isinstance(held, str):
        return str(needle) in held
    if not isinstance(held, list):
        return False
    return any(_strictly(needle, each) for each in held)


def _strictly(left: Any, right: Any) -> bool:
    number = (int, float)
    if type(left) in number and type(right) in number:
        return bool(left == right)
    return type(left) is type(right) and not isinstance(left, list) and bool(left == right)


_OPERATORS: dict[str, Callable[[list[Any], Data], Any]] = {
    "var": _var,
    "!": lambda values, data: not truthy(values[0]),
    "==": lambda values, data: _loosely(values[0], values[1]),
    "!=": lambda values, data: not _loosely(values[0], values[1]),
    "<": lambda values, data: _ordered(values, or_same=False),
    "<=": lambda values, data: _ordered(values, or_same=True),
    ">": lambda values, data: _less(values[1], values[0], or_same=False),
    ">=": lambda values, data: _less(values[1], values[0], or_same=True),
    "in": lambda values, data: _in(values),
}
