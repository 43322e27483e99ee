"""Conditions over answers: a restricted JsonLogic, checked, compiled and reasoned about.

Conditions::

    true | false | {"var": "a"} | {"and": [c, ...]} | {"or": [c, ...]} | {"!": c}
    {"==": [v, v]} | {"!=": [v, v]}
    {"<": [v, v]} | {"<": [v, v, v]} | {"<=": ...} | {">": [v, v]} | {">=": [v, v]}
    {"in": [v, [literal, ...]]} | {"in": [v, {"var": "a"}]}

where ``v`` is ``{"var": "a"}`` or a literal: text, number, true, false, null.

What they mean, strictly:

* A variable without an answer is null. Names are flat: a dot in one is just a character.
* ``==`` compares kind and value: ``1`` equals ``1.0`` but neither ``"1"`` nor ``true``; a list
  equals nothing. ``!=`` is its opposite.
* ``in`` compares like ``==`` with each member; a right side that is no list has no members.
* ``< <= > >=`` hold between two numbers or two days (``"2026-11-21"``); between anything else,
  null among it, they are false, both ways. The middle form says ``a < b`` and ``b < c``.
* ``{"var": "a"}`` alone asks whether the answer is truthy as JsonLogic has it: not null, false,
  zero, empty text or empty list. ``check_types`` accepts it for yes-no variables only.
"""

from onevisit.kernel.conditions.solve import partial, representatives, satisfiable
from onevisit.kernel.conditions.syntax import ALWAYS, NEVER, Condition, Value, compile
from onevisit.kernel.conditions.types import (
    Bool,
    Choice,
    Date,
    MultiChoice,
    Number,
    VarType,
    check_types,
)

__all__ = [
    "ALWAYS",
    "NEVER",
    "Bool",
    "Choice",
    "Condition",
    "Date",
    "MultiChoice",
    "Number",
    "Value",
    "VarType",
    "check_types",
    "compile",
    "partial",
    "representatives",
    "satisfiable",
]
