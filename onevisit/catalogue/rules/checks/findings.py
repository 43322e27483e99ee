"""What a check of a definition brings to light."""

from collections.abc import Iterable
from dataclasses import dataclass

from onevisit.kernel.errors import Problem


@dataclass(frozen=True, slots=True)
class Findings:
    """`problems` forbid saving; `warnings` are said to the editor and do not."""

    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


def fault(place: str, code: str, **facts: object) -> Problem:
    """One problem; its facts carry the place too, for the wording."""
    return Problem(place, f"catalogue.{code}", {**facts, "place": place})


def findings(problems: Iterable[Problem], warnings: Iterable[Problem] = ()) -> Findings:
    """Both lists, each problem once."""
    return Findings(_once(problems), _once(warnings))


def _once(found: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple({(each.place, each.code): each for each in found}.values())
