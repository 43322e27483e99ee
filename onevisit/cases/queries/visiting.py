"""要去的踏勘: what an officer takes along to the premises, and no more than that."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from onevisit.accounts.rules import Actor
from onevisit.cases.access import get_case_for
from onevisit.cases.models import JointFinding
from onevisit.cases.queries.desk_visits import DeskVisit, visits_on_desk
from onevisit.cases.queries.joint import CaseVisit, case_visit
from onevisit.kernel import clock


@dataclass(frozen=True, slots=True)
class ToMake:
    """A site visit whose day has come and that waits for a finding. `written`: how many findings
    the case has, which sending one gives back.
    """

    line: DeskVisit
    written: int


def visits_to_make(*, actor: Actor) -> tuple[ToMake, ...]:
    """What the actor's departments are to look at today, or should have before; the oldest first,
    of 30 appointments at most. Ten queries, one when there is none.
    """
    today = clock.today()
    lines = [
        line
        for line in visits_on_desk(actor=actor).rows
        if line.act.slot.on <= today and line.seat is not None and line.seat.pending
    ]
    if not lines:
        return ()
    ids = [line.case_id for line in lines]
    counted = JointFinding.objects.filter(case_id__in=ids).values_list("case_id")
    written = dict(counted.annotate(n=Count("id")))
    return tuple(ToMake(line, written.get(line.case_id, 0)) for line in lines)


def visit_of(*, case_id: UUID, actor: Actor) -> CaseVisit | None:
    """The site visit of one case as its officers see it; None for one that nobody looks at.

    Raises NotFound as `get_case_for`.
    """
    return case_visit(get_case_for(actor, case_id), actor)
