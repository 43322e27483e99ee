"""Random conditions, answers and types, and a naive reading of conditions to compare with."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from onevisit.kernel.conditions import Bool, Choice, Date, MultiChoice, Number, Value, VarType

WORDS = ("a", "b", "c", "1", "")
DAYS = ("2025-12-31", "2026-02-28", "2026-03-01", "2026-11-21")
NUMBERS = (-1, 0, 1, 2, 2.5, 3)

scalars = st.sampled_from((*WORDS, *DAYS, *NUMBERS, True, False, None))
orderables = st.sampled_from((*DAYS, *NUMBERS))
names = st.sampled_from(("p", "q", "r", "s"))
variables = st.builds(lambda name: {"var": name}, names)
anything = scalars | st.lists(st.sampled_from(WORDS), max_size=3)

wild_leaves = st.one_of(
    st.booleans(),
    variables,
    st.builds(
        lambda op, pair: {op: list(pair)},
        st.sampled_from(("==", "!=")),
        st.tuples(scalars | variables, scalars | variables),
    ),
    st.builds(
        lambda op, pair: {op: list(pair)},
        st.sampled_from(("<", "<=", ">", ">=")),
        st.tuples(orderables | variables, orderables | variables),
    ),
    st.builds(
        lambda op, three: {op: list(three)},
        st.sampled_from(("<", "<=")),
        st.tuples(orderables | variables, variables, orderables | variables),
    ),
    st.builds(
        lambda needle, items: {"in": [needle, items]},
        scalars | variables,
        st.lists(scalars, min_size=1, max_size=3) | variables,
    ),
)


def junctions(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """``and``, ``or`` and ``!`` over inner conditions."""
    return st.one_of(
        st.builds(
            lambda op, parts: {op: parts},
            st.sampled_from(("and", "or")),
            st.lists(inner, min_size=1, max_size=3),
        ),
        st.builds(lambda part: {"!": [part]}, inner),
    )


wild_conditions = st.recursive(wild_leaves, junctions, max_leaves=8)
wild_answers = st.dictionaries(names, anything, max_size=4)

TYPES: dict[str, VarType] = {
    "hot": Bool(),
    "kind": Choice(("a", "b", "c", "d")),
    "other": Choice(("c", "d", "e")),
    "many": MultiChoice(("a", "b", "c")),
    "seats": Number(0, 4, integer=True),
    "area": Number(0, 3),
    "size": Number(1, 4),
    "since": Date("2026-02-27", "2026-03-02"),
    "until": Date("2026-03-01", "2026-03-03"),
}
"""Each has so few answers, or so few that can be told apart, that all can be tried."""

EVERY_ANSWER: dict[str, tuple[Value, ...]] = {
    "hot": (True, False),
    "kind": ("a", "b", "c", "d"),
    "other": ("c", "d", "e"),
    "many": ((), ("a",), ("b",), ("c",), ("a", "b"), ("a", "c"), ("b", "c"), ("a", "b", "c")),
    "seats": (0, 1, 2, 3, 4),
    "area": tuple(step / 4 for step in range(13)),
    "size": tuple(1 + step / 4 for step in range(13)),
    "since": ("2026-02-27", "2026-02-28", "2026-03-01", "2026-03-02"),
    "until": ("2026-03-01", "2026-03-02", "2026-03-03"),
}
"""Numbers are tried in quarters: thresholds are whole or half, and two can stand in each gap."""

_CONSTANTS: dict[str, tuple[Value, ...]] = {
    "kind": ("a", "b", "c", "d", None),
    "other": ("c", "d", "e"),
    "seats": (0, 1, 3, 4, None),
    "area": (0, 1, 1.5, 2, 3),
    "size": (1, 1.5, 2, 3),
    "since": ("2026-02-28", "2026-03-01", None),
    "until": ("2026-03-01", "2026-03-02"),
    "hot": (True, False, None),
}
_PAIRS = (("kind", "other"), ("area", "size"), ("seats", "area"), ("since", "until"))


def _var(name: str) -> dict[str, str]:
    return {"var": name}


@st.composite
def typed_leaves(draw: st.DrawFn) -> Any:
    """A comparison that ``check_types`` finds nothing wrong with."""
    shape = draw(st.sampled_from(("==", "in", "order", "between", "pair", "many", "bare")))
    if shape == "bare":
        return _var("hot")
    if shape == "many":
        needle = draw(st.sampled_from(("a", "b", "c")))
        return {"in": [needle, _var("many")]}
    if shape in ("order", "between"):
        name = draw(st.sampled_from(("seats", "area", "size", "since", "until")))
        consts = st.sampled_from([each for each in _CONSTANTS[name] if each is not None])
        if shape == "between":
            low, high = draw(consts), draw(consts)
            return {draw(st.sampled_from(("<", "<="))): [low, _var(name), high]}
        operator = draw(st.sampled_from(("<", "<=", ">", ">=")))
        return {operator: draw(st.permutations([_var(name), draw(consts)]))}
    if shape == "pair":
        first, second = draw(st.sampled_from(_PAIRS))
        ops = ("==", "!=") if first == "kind" else ("==", "!=", "<", "<=", ">", ">=")
        return {draw(st.sampled_from(ops)): [_var(first), _var(second)]}
    name = draw(st.sampled_from(sorted(_CONSTANTS)))
    consts = st.sampled_from(_CONSTANTS[name])
    if shape == "in":
        return {"in": [_var(name), draw(st.lists(consts, min_size=1, max_size=3))]}
    return {draw(st.sampled_from(("==", "!="))): [_var(name), draw(consts)]}


typed_conditions = st.recursive(typed_leaves(), junctions, max_leaves=5)


def naive(expr: Any, answers: Mapping[str, Any]) -> bool:
    """The plainest possible reading of the rules, straight over the JSON."""
    if isinstance(expr, bool):
        return expr
    ((operator, given),) = expr.items()
    if operator == "var":
        return bool(answers.get(given))
    if operator in ("and", "or"):
        held = [naive(each, answers) for each in given]
        return all(held) if operator == "and" else any(held)
    if operator == "!":
        return not naive(given[0], answers)
    values = [_value(each, answers) for each in given]
    if operator == "in":
        members = values[1] if isinstance(values[1], (list, tuple)) else []
        return any(_equal(values[0], each) for each in members)
    if operator in ("==", "!="):
        return _equal(*values) == (operator == "==")
    pairs = pairwise(values)
    return all(_ordered(operator, left, right) for left, right in pairs)


def _value(expr: Any, answers: Mapping[str, Any]) -> Any:
    return answers.get(expr["var"]) if isinstance(expr, dict) else expr


def _equal(left: Any, right: Any) -> bool:
    if isinstance(left, Sequence) and not isinstance(left, str):
        return False
    number = (int, float)
    if type(left) in number and type(right) in number:
        return bool(left == right)
    return type(left) is type(right) and bool(left == right)


def _ordered(operator: str, left: Any, right: Any) -> bool:
    if isinstance(left, str) and isinstance(right, str):
        try:
            left, right = date.fromisoformat(left), date.fromisoformat(right)
        except ValueError:
            return False
    elif type(left) not in (int, float) or type(right) not in (int, float):
        return False
    found: bool = {
        "<": left < right,
        "<=": left <= right,
        ">": left > right,
        ">=": left >= right,
    }[operator]
    return found
