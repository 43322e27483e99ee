"""A condition over answers as a JSON Schema of those answers.

The instance is an object of answers by question key; a missing key and null are both no answer.
What JSON Schema 2020-12 can't say is left out: two numbers or two days compared with each other.
Days compared with a fixed day can be said, as patterns, since ISO dates sort as text.
"""

from collections.abc import Mapping
from itertools import pairwise

from onevisit.kernel.conditions import Choice, Condition, MultiChoice, VarType
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
    Truthy,
    Var,
    contains,
    in_order,
    same,
)
from onevisit.kernel.types import Json, JsonObject

DAY = "^(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}$"

Types = Mapping[str, VarType]


def answers_schema(condition: Condition, types: Types) -> JsonObject | None:
    """Holds for answers under which `condition` is true; None if it can't be said.

    `types` say which options a choice has: two choices compared are spelled out.
    """
    return _schema(condition.node, types)


def _schema(node: Node, types: Types) -> JsonObject | None:
    match node:
        case Lit(value):
            return _plain(value)
        case And(parts):
            return _all([_schema(part, types) for part in parts], "allOf")
        case Or(parts):
            return _all([_schema(part, types) for part in parts], "anyOf")
        case Not(part):
            return _negated(_schema(part, types))
    return _leaf(node, types)


def _leaf(node: Leaf, types: Types) -> JsonObject | None:
    match node:
        case Truthy(var):
            return _with(var.name, {"not": {"enum": [None, False, 0, "", []]}})
        case Equal(left, right, negated):
            found = _equal(left, right, types)
            return _negated(found) if negated else found
        case In(needle, items):
            return _in(needle, items, types)
        case Compare(operator, operands):
            return _all([_pair(operator, *pair) for pair in pairwise(operands)], "allOf")


def _all(schemas: list[JsonObject | None], keyword: str) -> JsonObject | None:
    """All of them joined, or None if one of them can't be said."""
    said = [each for each in schemas if each is not None]
    return {keyword: list[Json](said)} if len(said) == len(schemas) else None


def _plain(value: bool) -> JsonObject:
    return {} if value else {"not": {}}


def _negated(schema: JsonObject | None) -> JsonObject | None:
    return None if schema is None else {"not": schema}


def _with(name: str, schema: JsonObject) -> JsonObject:
    """An answer that is there and fits."""
    return {"required": [name], "properties": {name: schema}}


def _without(name: str) -> JsonObject:
    """No answer."""
    return {"properties": {name: {"const": None}}}


def _any(schemas: list[JsonObject]) -> JsonObject:
    return {"anyOf": list[Json](schemas)} if schemas else _plain(False)


def _equal(left: Operand, right: Operand, types: Types) -> JsonObject | None:
    match left, right:
        case Const(a), Const(b):
            return _plain(same(a, b))
        case (Var(name), Const(None)) | (Const(None), Var(name)):
            return _without(name)
        case (Var(name), Const(value)) | (Const(value), Var(name)):
            return _with(name, {"const": value})
        case Var(one), Var(other):
            return _equal_answers(one, other, types)
    return None


def _equal_answers(one: str, other: str, types: Types) -> JsonObject | None:
    a, b = types.get(one), types.get(other)
    if not isinstance(a, Choice) or not isinstance(b, Choice):
        return None
    shared = [value for value in a.options if value in b.options]
    both: list[JsonObject] = [
        {"allOf": [_with(one, {"const": v}), _with(other, {"const": v})]} for v in shared
    ]
    return _any([*both, {"allOf": [_without(one), _without(other)]}])


def _in(needle: Operand, items: object, types: Types) -> JsonObject | None:
    match needle, items:
        case Const(value), Var(name):
            return _with(name, {"type": "array", "contains": {"const": value}})
        case Const(value), tuple():
            return _plain(contains(items, value))
        case Var(name), tuple():
            members = [each for each in items if each is not None]
            found = [_with(name, {"enum": list[Json](members)})] if members else []
            return _any([*found, _without(name)] if None in items else found)
        case Var(one), Var(many):
            return _in_answers(one, many, types)
    return None


def _in_answers(one: str, many: str, types: Types) -> JsonObject | None:
    a, b = types.get(one), types.get(many)
    if not isinstance(a, Choice) or not isinstance(b, MultiChoice):
        return None
    return _any(
        [
            {
                "allOf": [
                    _with(one, {"const": value}),
                    _with(many, {"type": "array", "contains": {"const": value}}),
                ]
            }
            for value in a.options
            if value in b.options
        ]
    )


_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_BOUNDS = {"<": "exclusiveMaximum", "<=": "maximum", ">": "exclusiveMinimum", ">=": "minimum"}


def _pair(operator: str, left: Operand, right: Operand) -> JsonObject | None:
    match left, right:
        case Const(a), Const(b):
            return _plain(in_order(operator, a, b))
        case Const(), Var():
            return _pair(_MIRRORED[operator], right, left)
        case Var(name), Const(str() as day):
            return _with(
                name, {"type": "string", "format": "date", "pattern": _days(operator, day)}
            )
        case Var(name), Const(bound):
            return _with(name, {"type": "number", _BOUNDS[operator]: bound})
    return None


def _days(operator: str, day: str) -> str:
    """The days before or after `day` as a pattern: the first character that differs decides."""
    ways = [day] if operator in ("<=", ">=") else []
    for index, character in enumerate(day):
        if character == "-":
            continue
        low, high = ("0", chr(ord(character) - 1))
        if operator in (">", ">="):
            low, high = chr(ord(character) + 1), "9"
        if low <= high:
            rest = "".join("-" if each == "-" else "[0-9]" for each in day[index + 1 :])
            ways.append(f"{day[:index]}[{low}-{high}]{rest}")
    return f"^(?!0000)({'|'.join(ways)})$" if ways else "^(?!)$"
