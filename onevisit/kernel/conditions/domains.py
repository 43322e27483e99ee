"""The finitely many answers that a set of conditions can tell apart."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations, pairwise
from math import ceil, floor
from typing import TypeAlias, TypeGuard, cast

from onevisit.kernel.conditions.nodes import (
    Const,
    Leaf,
    Truthy,
    Value,
    Var,
    day_ordinal,
    kind_of,
    leaves_of,
    operands_of,
    order_key,
)
from onevisit.kernel.conditions.syntax import LARGEST_NUMBER, Condition
from onevisit.kernel.conditions.types import Bool, Choice, Date, MultiChoice, Number, Types, VarType
from onevisit.kernel.errors import Invalid

MOST_MULTI_OPTIONS = 12
_FIRST_DAY, _LAST_DAY = date.min.toordinal(), date.max.toordinal()
_SOME_DAY = date(2000, 1, 1).toordinal()

Group: TypeAlias = frozenset[str]


def representatives(
    types: Types,
    conditions: Sequence[Condition],
    *,
    given: Mapping[str, Value] | None = None,
) -> dict[str, tuple[Value, ...]]:
    """For each variable a finite set of answers standing for all its answers.

    For any answers at all there are representative ones under which every condition comes out
    the same. Null isn't among them. Variables compared with each other share their values;
    ``given`` are answers already known, which count as mentioned where a condition compares
    with them. A range without numbers in it, or a choice without options, gives no answers.

    Raises Invalid ``conditions.too_many_options`` if conditions mention more than twelve
    options of one multiple choice.
    """
    seen = _Mentions(types, conditions, given or {})
    return {name: _answers(name, kind, seen) for name, kind in types.items()}


class _Mentions:
    """Which values each variable is held against, and which variables against each other."""

    def __init__(
        self, types: Types, conditions: Sequence[Condition], given: Mapping[str, Value]
    ) -> None:
        self._types = types
        self._values: dict[str, list[Value]] = {}
        self._groups: dict[str, Group] = {}
        for cond in conditions:
            for leaf in leaves_of(cond.node):
                self._note(leaf, given)

    def values(self, name: str) -> list[Value]:
        """Every value held against the variable or one of its group."""
        return [value for each in sorted(self.group(name)) for value in self._values.get(each, ())]

    def group(self, name: str) -> Group:
        """The variables it is compared with, directly or through others, and itself."""
        return self._groups.get(name, frozenset({name}))

    def kin(self, name: str) -> list[VarType]:
        """The types of its group: their bounds count as mentioned, since values are shared."""
        return [self._types[each] for each in sorted(self.group(name)) if each in self._types]

    def _note(self, leaf: Leaf, given: Mapping[str, Value]) -> None:
        operands = operands_of(leaf)
        names = [each.name for each in operands if isinstance(each, Var)]
        values: list[Value] = [each.value for each in operands if isinstance(each, Const)]
        values += _flattened(given[name] for name in names if name in given)
        if isinstance(leaf, Truthy):
            values += [0, ""]
        for name in names:
            self._values.setdefault(name, []).extend(values)
        if len(names) > 1:
            self._join(names)

    def _join(self, names: list[str]) -> None:
        joined = frozenset().union(*(self.group(name) for name in names))
        for name in joined:
            self._groups[name] = joined


def _flattened(values: Iterable[Value]) -> Iterator[Value]:
    for value in values:
        if value is None or isinstance(value, (bool, int, float, str)):
            yield value
        else:
            yield from value


def _answers(name: str, kind: VarType, seen: _Mentions) -> tuple[Value, ...]:
    match kind:
        case Bool():
            return (True, False)
        case Choice(options):
            return tuple(_told_apart(name, options, seen, others=1))
        case MultiChoice(options):
            return _subsets(name, options, seen)
        case Number():
            return _numbers(name, kind, seen)
        case Date():
            return _days(name, kind, seen)


def _told_apart(name: str, options: tuple[str, ...], seen: _Mentions, *, others: int) -> list[str]:
    """The options that are mentioned, and ``others`` that stand for the rest.

    Once compared with another variable, every option can matter.
    """
    if len(seen.group(name)) > 1:
        return list(options)
    mentioned = {value for value in seen.values(name) if isinstance(value, str)}
    rest = [option for option in options if option not in mentioned]
    return [option for option in options if option in mentioned] + rest[:others]


def _subsets(name: str, options: tuple[str, ...], seen: _Mentions) -> tuple[Value, ...]:
    apart = _told_apart(name, options, seen, others=0)
    if len(apart) > MOST_MULTI_OPTIONS:
        raise Invalid("conditions.too_many_options", place="", variable=name)
    rest = [option for option in options if option not in apart]
    subsets: list[Value] = [
        chosen for size in range(len(apart) + 1) for chosen in combinations(apart, size)
    ]
    return (*subsets, (rest[0],)) if rest else tuple(subsets)


def _numbers(name: str, kind: Number, seen: _Mentions) -> tuple[Value, ...]:
    kin = [each for each in seen.kin(name) if isinstance(each, Number)] or [kind]
    marks = set(filter(_is_plain_number, seen.values(name)))
    marks |= {bound for each in kin for bound in (each.minimum, each.maximum) if bound is not None}
    count = len(seen.group(name))
    points: set[float] = set()
    if any(each.integer for each in kin):
        points |= _whole(marks or {0}, count)
    if not all(each.integer for each in kin):
        points |= _between(points | (marks or {0}), count)
    return tuple(each for each in sorted(points) if _fits(each, kind))


def _days(name: str, kind: Date, seen: _Mentions) -> tuple[Value, ...]:
    kin = [each for each in seen.kin(name) if isinstance(each, Date)] or [kind]
    bounds = [bound for each in kin for bound in (each.minimum, each.maximum)]
    keys = map(order_key, filter(_is_text, (*seen.values(name), *bounds)))
    marks = {key[1] for key in keys if key is not None} or {_SOME_DAY}
    low = _FIRST_DAY if kind.minimum is None else day_ordinal(kind.minimum) or _FIRST_DAY
    high = _LAST_DAY if kind.maximum is None else day_ordinal(kind.maximum) or _LAST_DAY
    ordinals = sorted(_whole(marks, len(seen.group(name))))
    return tuple(date.fromordinal(each).isoformat() for each in ordinals if low <= each <= high)


def _whole(marks: Iterable[float], count: int) -> set[int]:
    """Whole numbers at and around the marks: ``count`` in every gap and beyond both ends.

    ``count`` variables can't show more orders among themselves inside one gap.
    """
    anchors = sorted({whole for mark in marks for whole in (floor(mark), ceil(mark))})
    points = set(anchors)
    for low, high in pairwise(anchors):
        points.update(range(low + 1, min(high, low + 1 + count)))
    points.update(range(anchors[0] - count, anchors[0]))
    points.update(range(anchors[-1] + 1, anchors[-1] + 1 + count))
    return points


def _between(marks: Iterable[float], count: int) -> set[float]:
    """The marks, ``count`` numbers in every gap between them and beyond both ends."""
    anchors = sorted(marks)
    points = set(anchors)
    for low, high in pairwise(anchors):
        inner = (low + (high - low) * step / (count + 1) for step in range(1, count + 1))
        points.update(each for each in inner if low < each < high)
    for step in range(1, count + 1):
        points |= {anchors[0] - step, anchors[-1] + step}
    return points


def _fits(value: float, kind: Number) -> bool:
    above = kind.minimum is None or value >= kind.minimum
    below = kind.maximum is None or value <= kind.maximum
    return above and below and (not kind.integer or value == int(value))


def _is_plain_number(value: Value) -> TypeGuard[float]:
    return kind_of(value) == "number" and abs(cast(float, value)) <= LARGEST_NUMBER


def _is_text(value: Value) -> TypeGuard[str]:
    return isinstance(value, str)
