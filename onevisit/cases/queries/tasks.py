"""The open tasks of departments."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from onevisit.accounts.rules import Actor, Permission
from onevisit.cases.access import visible_with
from onevisit.cases.models import Task
from onevisit.cases.queries.paging import ListPage, uuid_or_first


@dataclass(frozen=True, slots=True)
class TaskLine:
    """An open task 待办 of a case that has not ended."""

    id: UUID
    case_id: UUID
    case_number: str
    case_name: str
    step: str
    kind: str
    name: str
    opened_at: datetime
    due_on: date | None
    claimed_by: str


def open_tasks(*, actor: Actor, after: str | None = None, limit: int = 50) -> ListPage[TaskLine]:
    """The open tasks of the departments in which the actor reviews, oldest first; one query."""
    cases = visible_with(actor, Permission.CASES_REVIEW).filter(ended_at__isnull=True)
    rows = Task.objects.filter(state="open", case__in=cases).select_related("case__claimed_by")
    if after:
        rows = rows.filter(id__gt=uuid_or_first(after))
    found = list(rows.order_by("id")[: limit + 1])
    lines = tuple(_line(row) for row in found[:limit])
    return ListPage(lines, str(lines[-1].id) if len(found) > limit else None)


def _line(row: Task) -> TaskLine:
    case = row.case
    return TaskLine(
        id=row.id,
        case_id=case.id,
        case_number=case.number,
        case_name=case.name,
        step=row.step,
        kind=row.kind,
        name=row.name,
        opened_at=row.opened_at,
        due_on=row.due_on,
        claimed_by=case.claimed_by.display_name if case.claimed_by else "",
    )
