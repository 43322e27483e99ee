"""联合审图: which department hears of what, published in the act itself."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from onevisit.cases.models import Application, Case, DrawingReview, DrawingSeat
from onevisit.cases.queries.pinning import about
from onevisit.cases.rules.drawings import DrawingsMove
from onevisit.cases.rules.events import DrawingsMoved
from onevisit.kernel import clock, events


def tell_departments(
    row: DrawingReview,
    move: DrawingsMove,
    departments: Iterable[UUID],
    *,
    case: Case | None = None,
    application: Application | None = None,
) -> None:
    """Wake who tells officers; nobody is told of nothing. `case` and `application` where the
    caller holds them.
    """
    to = tuple(sorted(set(departments)))
    case = case or row.case
    if to:
        events.publish(
            DrawingsMoved(
                about=about(application or case.application),
                case_id=case.id,
                review_id=row.id,
                name=case.name,
                region_id=case.region_id,
                departments=to,
                move=str(move),
                nth=len(row.versions) + len(row.told.get("letters", ())),
                due_on=row.due_on,
                at=clock.now(),
            )
        )


def tell_who_is_missing(row: DrawingReview, said: DrawingSeat) -> None:
    """One department has said all it has to say: the last that has not is told so; where none is
    left, the one that leads.
    """
    lead = row.case.department_id
    missing = [each.department_id for each in row.seats.filter(ready_at=None)]
    if len(missing) == 1:
        tell_departments(row, DrawingsMove.LAST, missing)
    elif not missing and said.department_id != lead:
        tell_departments(row, DrawingsMove.READY, [lead])


def tell_end(
    row: DrawingReview,
    move: DrawingsMove,
    seats: Sequence[DrawingSeat],
    case: Case,
    application: Application,
) -> None:
    """Every department hears how it ended; the one that ended it knows."""
    to = [each.department_id for each in seats]
    if move is not DrawingsMove.LAPSED:
        to.remove(case.department_id)
    tell_departments(row, move, to, case=case, application=application)
