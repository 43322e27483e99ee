"""Named refusals of journeys."""

from collections.abc import Sequence

from onevisit.kernel.errors import Conflict, Invalid, NotFound, Problem


class Malformed(Exception):
    """A flat definition that can't be solved: `place` is a JSON pointer into it, `said` what is
    wrong there, `advice` what to do. `id` is the definition's own name where that much is known.
    """

    def __init__(self, place: str, said: str, advice: str) -> None:
        super().__init__(place, said, advice)
        self.place = place
        self.said = said
        self.advice = advice
        self.id: str | int | None = None

    def __str__(self) -> str:
        return f"{self.place or '/'}: {self.said}; {self.advice}"


class Unplannable(Exception):
    """No plan: `why` is "must_exceeds" (what must be opened breaks the limits already), "too_hard"
    (the solver took too long) or "not_proven" (its answer does not hold in whole numbers).
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def wish_refused(problems: Sequence[Problem]) -> Invalid:
    """What was asked of the planner cannot be read; each place is the name of a field."""
    return Invalid("journeys.wish_refused", count=len(problems), problems=tuple(problems))


def no_such_plan() -> NotFound:
    """No such plan, or not for whoever asks."""
    return NotFound("journeys.no_such_plan")


def plan_ended() -> Conflict:
    """The plan is done, or was ended already."""
    return Conflict("journeys.plan_ended")


def plan_not_done() -> Conflict:
    """The plan has no result, not yet or not at all."""
    return Conflict("journeys.plan_not_done")


def too_many_plans(most: int) -> Conflict:
    """One person has that many plans that have not ended."""
    return Conflict("journeys.too_many_plans", most=most)
