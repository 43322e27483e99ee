"""What was revoked before anybody collected it, for the window where they come for it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from onevisit.accounts.rules import Actor, Permission
from onevisit.cases.access import visible_with
from onevisit.cases.models import Case
from onevisit.cases.rules.lifecycle import CaseState
from onevisit.kernel import clock

MOST = 20


@dataclass(frozen=True, slots=True)
class RevokedLine:
    """A result that is not handed out any more, since which day, and by whom."""

    case_id: UUID
    applicant_id: UUID
    name: str
    result: str
    department: str
    department_phone: str
    on: date


def revoked_results(
    *, actor: Actor, person_id: UUID | None = None, number: str = ""
) -> tuple[RevokedLine, ...]:
    """Of one person, or of the number of an application or a case, newest first; one query.

    Without CASES_HAND_OUT nothing is found.
    """
    rows = visible_with(actor, Permission.CASES_HAND_OUT).filter(state=CaseState.REVOKED)
    if person_id is not None:
        rows = rows.filter(application__applicant_id=person_id)
    else:  # each by an index of its own: one condition with `OR` would read all cases
        numbered = rows.filter(application__number=number).values("id")
        rows = Case.objects.filter(id__in=numbered.union(rows.filter(number=number).values("id")))
    found = rows.select_related("application", "department", "result").order_by("-ended_at", "id")
    return tuple(
        RevokedLine(
            case_id=case.id,
            applicant_id=case.application.applicant_id,
            name=case.name,
            result=case.result.number,
            department=case.department.name,
            department_phone=case.department.phone,
            on=clock.local_date(case.ended_at),
        )
        for case in found[:MOST]
        if case.ended_at is not None
    )
