"""From the condition to its text."""

from collections.abc import Mapping
from typing import Final

from onevisit.catalogue.rules.editing.spelling.names import Names
from onevisit.kernel.conditions import Condition
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
)

ORDERS: Final[Mapping[str, str]] = {"<": "小于", "<=": "不超过", ">": "大于", ">=": "不小于"}
PLAIN: Final[Mapping[bool | None, str]] = {None: "空", True: "真", False: "假"}


def spelled(condition: Condition, names: Names) -> str:
    """The condition in one line; `read` gives the very same condition for it."""
    return _said(condition.node, names, inside=False)


def _said(node: Node, names: Names, *, inside: bool) -> str:
    match node:
        case Lit(value):
            return "总是" if value else "从不"
        case And(parts) | Or(parts):
            every = isinstance(node, And)
            said = [_said(each, names, inside=True) for each in parts]
            if len(said) == 1:
                return f"{'同时满足' if every else '满足其一'}（{said[0]}）"
            joined = (" 并且 " if every else " 或者 ").join(said)
            return f"（{joined}）" if inside else joined
        case Not(In() as leaf):
            return _member(leaf, names, negated=True)
        case Not(part):
            return f"并非（{_said(part, names, inside=False)}）"
    return _leaf(node, names)


def _leaf(node: Leaf, names: Names) -> str:
    match node:
        case Truthy(var):
            return f"{_operand(var, names)} 为真"
        case Equal(Var() as var, Const(None), negated):
            return f"{_operand(var, names)} {'有回答' if negated else '没有回答'}"
        case Equal(left, right, negated):
            said = _operand(left, names, right), _operand(right, names, left)
            return f"{said[0]} {'不是' if negated else '是'} {said[1]}"
        case In():
            return _member(node, names, negated=False)
        case Compare("<=", (low, middle, high)):
            between, least, most = (_operand(each, names) for each in (middle, low, high))
            return f"{between} 在 {least} 到 {most} 之间"
        case Compare(operator, operands):
            return f" {ORDERS[operator]} ".join(_operand(each, names) for each in operands)


def _member(node: In, names: Names, *, negated: bool) -> str:
    if isinstance(node.items, Var):
        word = "不包括" if negated else "包括"
        needle = _operand(node.needle, names, node.items)
        return f"{_operand(node.items, names)} {word} {needle}"
    members = "、".join(_operand(Const(each), names, node.needle) for each in node.items)
    return f"{_operand(node.needle, names)} {'都不是' if negated else '是其中之一'} {members}"


def _operand(operand: Operand, names: Names, beside: Operand | None = None) -> str:
    if isinstance(operand, Var):
        return _quoted(names.name_of(operand.name), "【", "】")
    key = beside.name if isinstance(beside, Var) else None
    return _value(operand.value, names, key)


def _value(value: Scalar, names: Names, key: str | None) -> str:
    if value is None or isinstance(value, bool):
        return PLAIN[value]
    if not isinstance(value, str):
        return repr(value)
    label = names.label_of(value, key)
    bare = label == value and day_ordinal(value) is not None
    return value if bare else _quoted(label, "“", "”")


def _quoted(text: str, begin: str, end: str) -> str:
    return f"{begin}{text.replace(end, end * 2)}{end}"
