"""现场检查要点: what of an item an officer ticks on the spot, point for point, and what follows.

Each is in order, not in order, or does not apply; whoever says one of the last two says why. What
is not in order cannot be passed over: the finding follows from its points.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from onevisit.cases.rules.joint import Verdict, visit_step
from onevisit.cases.rules.tasks import staff_steps
from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.rules.vocabulary import StepKind
from onevisit.kernel.conditions import Value
from onevisit.kernel.errors import Invalid

LONGEST_NOTE = 200
"""Characters with one point."""


class Mark(StrEnum):
    """What is said of a point."""

    OK = "ok"
    BAD = "bad"
    NONE = "none"  # does not apply here


_MARKS = frozenset(each.value for each in Mark)


@dataclass(frozen=True, slots=True)
class Ticked:
    """A point, what was found, and why where that is to be said."""

    point: str
    mark: Mark
    note: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """What came for one point, as it was sent."""

    mark: str
    note: str = ""


def points_of(
    item: ItemDefinition, answers: Mapping[str, Value], done: Collection[str] = ()
) -> tuple[str, ...]:
    """The points of the site visit that is to be made, or, when all are `done`, of the last."""
    step = visit_step(item, answers, done)
    if step is None:
        visits = [s for s in staff_steps(item, answers) if s.kind is StepKind.SITE_VISIT]
        step = visits[-1] if visits else None
    return step.points if step else ()


def check_points(
    points: Sequence[str], given: Sequence[Given], verdict: Verdict
) -> tuple[Ticked, ...]:
    """What was ticked, in the order of the list.

    Raises Invalid `cases.point_open` for a point nothing was said of, `cases.point_note_needed` for
    one that is not in order or does not apply without a word why, `cases.text_too_long`, and
    `cases.point_against_verdict` for a pass over a point that is not in order.
    """
    ticked = tuple(
        _ticked(nth, point, given[nth] if nth < len(given) else Given(""))
        for nth, point in enumerate(points)
    )
    bad = next((nth for nth, each in enumerate(ticked) if each.mark is Mark.BAD), None)
    if bad is not None and verdict is Verdict.PASSED:
        raise Invalid("cases.point_against_verdict", field="verdict", n=bad + 1)
    return ticked


def _ticked(nth: int, point: str, given: Given) -> Ticked:
    note = given.note.strip()
    if given.mark not in _MARKS:
        raise Invalid("cases.point_open", field=f"mark-{nth}", n=nth + 1)
    if len(note) > LONGEST_NOTE:
        raise Invalid("cases.text_too_long", field=f"mark_note-{nth}", limit=LONGEST_NOTE)
    mark = Mark(given.mark)
    if mark is not Mark.OK and not note:
        raise Invalid("cases.point_note_needed", field=f"mark_note-{nth}", n=nth + 1)
    return Ticked(point, mark, "" if mark is Mark.OK else note)


def faults(ticked: Sequence[Ticked]) -> tuple[Ticked, ...]:
    """What is not in order."""
    return tuple(each for each in ticked if each.mark is Mark.BAD)


def kept(ticked: Sequence[Ticked]) -> dict[str, Any]:
    """As it is kept; empty without points."""
    return {"ticked": [asdict(each) for each in ticked]} if ticked else {}


def read(held: Mapping[str, Any]) -> tuple[Ticked, ...]:
    """The same, read back."""
    told = held.get("ticked", ())
    return tuple(Ticked(each["point"], Mark(each["mark"]), each["note"]) for each in told)
