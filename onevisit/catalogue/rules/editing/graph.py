"""The step graph as an officer changes it, and as it is laid out: levels from left to right.

Steps go by their key; a change gives new steps and never leaves a name that is not there. A way
round is refused and named.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from onevisit.catalogue.errors import steps_go_round
from onevisit.catalogue.rules.checks.process import cycle
from onevisit.catalogue.rules.definition import After, Step
from onevisit.catalogue.rules.vocabulary import PartyRole

Steps = tuple[Step, ...]


def edges_of(steps: Sequence[Step]) -> dict[str, tuple[str, ...]]:
    """Step → the steps it comes after, those that are there."""
    keys = {step.key for step in steps}
    return {
        step.key: tuple(dict.fromkeys(a.step for a in step.after if a.step in keys))
        for step in steps
    }


def refuse_round(steps: Sequence[Step]) -> None:
    """Raises Invalid `catalogue.steps_go_round` naming the steps of a way round, by name."""
    found = cycle(edges_of(steps))
    if found:
        names = {step.key: step.name for step in steps}
        raise steps_go_round(" → ".join(names[key] or key for key in reversed(found)))


def added(steps: Steps, step: Step, *, after: str = "") -> Steps:
    """One more step, right behind `after`: what came after that now comes after this one. Without
    `after` it stands by itself at the end.
    """
    at = next((n for n, each in enumerate(steps) if each.key == after), None)
    if at is None:
        return (*steps, step)
    moved = tuple(_put_behind(each, after, step.key) for each in steps)
    new = msgspec.structs.replace(step, after=(After(step=after),))
    return (*moved[: at + 1], new, *moved[at + 1 :])


def _put_behind(step: Step, old: str, new: str) -> Step:
    edges = tuple(
        msgspec.structs.replace(edge, step=new) if edge.step == old else edge for edge in step.after
    )
    return msgspec.structs.replace(step, after=edges)


def removed(steps: Steps, key: str) -> Steps:
    """Without a step: what came after it comes after what it came after."""
    gone = next((step for step in steps if step.key == key), None)
    if gone is None:
        return steps
    return tuple(_bridged(step, gone) for step in steps if step.key != key)


def _bridged(step: Step, gone: Step) -> Step:
    if all(edge.step != gone.key for edge in step.after):
        return step
    kept = {edge.step: edge for edge in step.after if edge.step != gone.key}
    for edge in gone.after:
        kept.setdefault(edge.step, edge)
    kept.pop(step.key, None)
    return msgspec.structs.replace(step, after=tuple(kept.values()))


def linked(steps: Steps, key: str, after: str) -> Steps:
    """`key` comes after `after` too. Raises Invalid `catalogue.steps_go_round`."""
    known = {step.key for step in steps}
    if key not in known or after not in known:
        return steps
    wanted = tuple(
        msgspec.structs.replace(step, after=(*step.after, After(step=after)))
        if step.key == key and all(edge.step != after for edge in step.after)
        else step
        for step in steps
    )
    refuse_round(wanted)
    return wanted


def unlinked(steps: Steps, key: str, after: str) -> Steps:
    """`key` no longer comes after `after`."""
    return tuple(
        msgspec.structs.replace(s, after=tuple(edge for edge in s.after if edge.step != after))
        if s.key == key
        else s
        for s in steps
    )


@dataclass(frozen=True, slots=True)
class Placed:
    """A step where it is drawn: column and row from 0; `day` is when it can begin, in days of the
    regime's unit from the start, `critical` says that it lies on the longest path.
    """

    step: Step
    column: int
    row: int
    day: int
    critical: bool
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """All steps in their places. `days` are those of the longest path: the authority's own, since
    while it is the applicant's turn the clock stands.
    """

    steps: tuple[Placed, ...]
    columns: int
    rows: int
    days: int


def days_of(step: Step) -> int:
    """The days the authority takes for a step; none while it is the applicant's turn."""
    return 0 if step.party is PartyRole.APPLICANT else max(step.limit, 0)


def layout(steps: Sequence[Step]) -> Layout:
    """Levels: each step one column behind the last it comes after, parallel ones under each other.

    Any graph has a layout: a way round is cut where it is met.
    """
    edges = edges_of(steps)
    own = {step.key: step for step in steps}
    order = _order(edges)
    column: dict[str, int] = {}
    start: dict[str, int] = {}
    for key in order:
        before = [each for each in edges[key] if each in column]
        column[key] = max((column[each] + 1 for each in before), default=0)
        start[key] = max((start[each] + days_of(own[each]) for each in before), default=0)
    total = max((start[key] + days_of(own[key]) for key in order), default=0)
    critical = _critical(order, edges, own, start, total)
    used: dict[int, int] = {}
    placed = []
    for key in sorted(order, key=lambda each: (column[each], list(own).index(each))):
        row = used.get(column[key], 0)
        used[column[key]] = row + 1
        placed.append(Placed(own[key], column[key], row, start[key], key in critical, edges[key]))
    return Layout(tuple(placed), len(used), max(used.values(), default=0), total)


def _order(edges: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Every step behind those it comes after."""
    order: list[str] = []
    left = dict(edges)
    while left:
        ready = [key for key, after in left.items() if not any(each in left for each in after)]
        for key in ready or [next(iter(left))]:
            order.append(key)
            del left[key]
    return order


def _critical(
    order: Sequence[str],
    edges: Mapping[str, tuple[str, ...]],
    own: Mapping[str, Step],
    start: Mapping[str, int],
    total: int,
) -> frozenset[str]:
    """The steps of the longest paths, if any step takes days at all."""
    latest = dict.fromkeys(order, total)
    for key in reversed(order):
        begin = latest[key] - days_of(own[key])
        for each in edges[key]:
            latest[each] = min(latest[each], begin)
    return frozenset(
        key for key in order if total and start[key] + days_of(own[key]) == latest[key]
    )
