"""Reasoning over conditions: which questions still matter, and whether all can hold at once.

Exact because a condition tells apart only finitely many answers of each variable: the options
and numbers it mentions, and what lies between them (``representatives``).
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import pairwise, product
from typing import TypeAlias

from onevisit.kernel.conditions.domains import representatives
from onevisit.kernel.conditions.nodes import (
    And,
    Compare,
    Equal,
    In,
    Lit,
    Node,
    Not,
    Operand,
    Or,
    Truthy,
    Value,
    Var,
    contains,
    in_order,
    read,
    same,
)
from onevisit.kernel.conditions.syntax import Condition
from onevisit.kernel.conditions.types import Types
from onevisit.kernel.errors import Invalid

__all__ = ["partial", "representatives", "satisfiable"]

Open: TypeAlias = bool | frozenset[str]
MOST_COMBINATIONS = 4_096
MOST_STEPS = 100_000


def partial(
    cond: Condition,
    known: Mapping[str, Value],
    unknown: Set[str],
    types: Types | None = None,
) -> bool | frozenset[str]:
    """What the answers so far say: true, false, or the open variables that can still matter.

    ``unknown`` names the variables still to be answered (possibly never, which is null); any
    other variable without an answer in ``known`` is null already. True and False hold whatever
    the open answers will be, and a variable not in the returned set cannot change the outcome.

    Without ``types`` the set may be larger than need be (``x == a and x == b`` is not seen to
    be impossible). With them it is exact as long as the open variables have at most 4,096
    combinations of representative answers.
    """
    outcome = _evaluate(cond.node, known, unknown)
    if isinstance(outcome, bool) or types is None or not outcome <= types.keys():
        return outcome
    return _sharpen(cond, known, outcome, types)


def satisfiable(
    conds: Sequence[Condition],
    types: Types,
    *,
    nullable: bool | Set[str] = False,
) -> dict[str, Value] | None:
    """Answers under which every condition holds, or None if there are none. Exact.

    The answers cover every variable the conditions name. ``nullable`` says which variables may
    stay without an answer (null): none, all, or the named ones. Raises Invalid
    ``conditions.unknown_variable`` for a variable without a type, ``conditions.too_hard`` after
    100,000 steps: no honest definition comes near, and a hostile one must not hold a worker.
    """
    named = frozenset().union(*(cond.variables for cond in conds))
    for name in sorted(named - types.keys()):
        raise Invalid("conditions.unknown_variable", place="", variable=name)
    domains = representatives(types, conds)
    for name in named:
        if nullable is True or (nullable is not False and name in nullable):
            domains[name] = (*domains[name], None)
    if any(not domains[name] for name in named):
        return None
    found = _Search(domains).run([cond.node for cond in conds], {}, named)
    if found is None:
        return None
    return {name: found[name] if name in found else domains[name][0] for name in sorted(named)}


class _Search:
    """Depth first: drop what holds, give up on what can't, branch on the tightest condition."""

    def __init__(self, domains: Mapping[str, tuple[Value, ...]]) -> None:
        self._domains = domains
        self._steps = 0

    def run(
        self, nodes: list[Node], answers: dict[str, Value], unset: frozenset[str]
    ) -> dict[str, Value] | None:
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise Invalid("conditions.too_hard", place="")
        rest: list[Node] = []
        tightest: frozenset[str] | None = None
        for node in nodes:
            outcome = _evaluate(node, answers, unset)
            if outcome is False:
                return None
            if isinstance(outcome, frozenset):
                rest.append(node)
                if tightest is None or len(outcome) < len(tightest):
                    tightest = outcome
        return answers if tightest is None else self._branch(rest, answers, unset, tightest)

    def _branch(
        self,
        nodes: list[Node],
        answers: dict[str, Value],
        unset: frozenset[str],
        tightest: frozenset[str],
    ) -> dict[str, Value] | None:
        name = min(tightest, key=lambda each: (len(self._domains[each]), each))
        for value in self._domains[name]:
            found = self.run(nodes, {**answers, name: value}, unset - {name})
            if found is not None:
                return found
        return None


def _evaluate(node: Node, known: Mapping[str, Value], unknown: Set[str]) -> Open:
    """Three-valued: the outcome, or the unknown variables on which it hangs."""
    match node:
        case Lit(value):
            return value
        case Not(part):
            outcome = _evaluate(part, known, unknown)
            return not outcome if isinstance(outcome, bool) else outcome
        case And(parts):
            return _junction(parts, known, unknown, decisive=False)
        case Or(parts):
            return _junction(parts, known, unknown, decisive=True)
        case Compare(operator, operands):
            return _compare(operator, operands, known, unknown)
    hanging = _hanging(_leaf_operands(node), unknown)
    return hanging or _leaf(node, known)


def _junction(
    parts: tuple[Node, ...], known: Mapping[str, Value], unknown: Set[str], *, decisive: bool
) -> Open:
    hanging: set[str] = set()
    for part in parts:
        outcome = _evaluate(part, known, unknown)
        if outcome is decisive:
            return decisive
        if isinstance(outcome, frozenset):
            hanging |= outcome
    return frozenset(hanging) if hanging else not decisive


def _compare(
    operator: str,
    operands: tuple[Operand, ...],
    known: Mapping[str, Value],
    unknown: Set[str],
) -> Open:
    """Each neighbouring pair must be in order, so one known pair that isn't decides."""
    hanging: set[str] = set()
    for pair in pairwise(operands):
        open_here = _hanging(pair, unknown)
        hanging |= open_here
        if not open_here and not in_order(operator, read(pair[0], known), read(pair[1], known)):
            return False
    return frozenset(hanging) if hanging else True


def _hanging(operands: tuple[Operand, ...], unknown: Set[str]) -> frozenset[str]:
    return frozenset(
        each.name for each in operands if isinstance(each, Var) and each.name in unknown
    )


def _leaf_operands(node: Truthy | Equal | In) -> tuple[Operand, ...]:
    match node:
        case Truthy(var):
            return (var,)
        case Equal(left, right, _):
            return (left, right)
        case In(needle, items):
            return (needle, items) if isinstance(items, Var) else (needle,)


def _leaf(node: Truthy | Equal | In, known: Mapping[str, Value]) -> bool:
    match node:
        case Truthy(var):
            return bool(read(var, known))
        case Equal(left, right, negated):
            return same(read(left, known), read(right, known)) is not negated
        case In(needle, items):
            members = read(items, known) if isinstance(items, Var) else items
            return contains(members, read(needle, known))


def _sharpen(
    cond: Condition, known: Mapping[str, Value], hanging: frozenset[str], types: Types
) -> Open:
    """Try every combination of representative answers, null among them, if they are few."""
    names = sorted(hanging)
    domains = representatives({name: types[name] for name in names}, [cond], given=known)
    choices = [(*domains[name], None) for name in names]
    size = 1
    for each in choices:
        size *= len(each)
    if size > MOST_COMBINATIONS:
        return hanging
    fixed = {name: value for name, value in known.items() if name not in hanging}
    outcomes = [
        cond.test({**fixed, **dict(zip(names, values, strict=True))})
        for values in product(*choices)
    ]
    if all(outcomes) or not any(outcomes):
        return outcomes[0]
    strides = list(_strides([len(each) for each in choices]))
    return frozenset(
        name
        for name, stride, options in zip(names, strides, choices, strict=True)
        if _matters(outcomes, stride, len(options))
    )


def _strides(lengths: list[int]) -> Iterator[int]:
    """How far apart in ``product`` order two combinations stand that differ by one step."""
    for index in range(len(lengths)):
        stride = 1
        for length in lengths[index + 1 :]:
            stride *= length
        yield stride


def _matters(outcomes: list[bool], stride: int, options: int) -> bool:
    """Whether two combinations that differ in this variable alone differ in outcome."""
    return any(
        outcomes[index] != outcomes[index + stride]
        for index in range(len(outcomes))
        if index // stride % options < options - 1
    )
