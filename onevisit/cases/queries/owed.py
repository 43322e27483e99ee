"""What applicants owe: the list of a department, and the reminders they were sent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q

from onevisit.accounts.rules import Actor, Permission
from onevisit.cases.access import visible_with
from onevisit.cases.models import CaseMaterial, Evidence, Gap, Reminder
from onevisit.cases.queries.paging import ListPage, day_and_id
from onevisit.cases.queries.pieces import applicant_shown
from onevisit.cases.rules.chasing import ReminderKind
from onevisit.cases.rules.lifecycle import CaseState
from onevisit.guidance.rules.checklist import How
from onevisit.kernel import clock
from onevisit.kernel.calendar import WorkingCalendar
from onevisit.kernel.queries import load_calendar


@dataclass(frozen=True, slots=True)
class OwedLine:
    """A case that waits for its applicant. `left` in working days; `late`: the limit is over;
    `reminded_at` None while nobody reminded them.
    """

    id: UUID
    number: str
    name: str
    application_number: str
    applicant: str
    kind: ReminderKind
    what: tuple[str, ...]
    due: date
    left: int
    late: bool
    reminded_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReminderLine:
    """A reminder that was sent."""

    case_id: UUID
    kind: ReminderKind
    due: date
    at: datetime


def owed(*, actor: Actor, after: str | None = None, limit: int = 50) -> ListPage[OwedLine]:
    """What the applicants of the actor's departments must still supply or correct, the nearest
    limit first. Four queries.
    """
    rows = visible_with(actor, Permission.CASES_REVIEW).filter(
        lapses_on__isnull=False, ended_at__isnull=True
    )
    rows = rows.exclude(state=CaseState.SUBMITTED)
    if after:
        day, last = day_and_id(after)
        rows = rows.filter(Q(lapses_on__gt=day) | Q(lapses_on=day, id__gt=last))
    found = list(
        rows.order_by("lapses_on", "id")
        .values("id", "number", "name", "state", "lapses_on", "application__number")
        .annotate(
            applicant=F("application__applicant__name"),
            organisation=F("application__organisation__name"),
        )[: limit + 1]
    )
    shown = found[:limit]
    what = _what([row["id"] for row in shown])
    reminded = {each.case_id: each for each in reminders(row["id"] for row in shown)}
    calendar = load_calendar()
    lines = tuple(
        _line(row, what.get(row["id"], ()), reminded.get(row["id"]), calendar) for row in shown
    )
    end = shown[-1] if len(found) > limit else None
    return ListPage(lines, f"{end['lapses_on']:%Y-%m-%d}_{end['id']}" if end else None)


def _line(
    row: Mapping[str, Any],
    what: tuple[str, ...],
    reminder: ReminderLine | None,
    calendar: WorkingCalendar,
) -> OwedLine:
    due, today = row["lapses_on"], clock.today()
    sent = reminder is not None and reminder.due == due
    return OwedLine(
        id=row["id"],
        number=row["number"],
        name=row["name"],
        application_number=row["application__number"],
        applicant=applicant_shown(row["organisation"], row["applicant"]),
        kind=kind_of(CaseState(row["state"])),
        what=what,
        due=due,
        left=calendar.working_days_between(today, due),
        late=due < today,
        reminded_at=reminder.at if reminder is not None and sent else None,
    )


def kind_of(state: CaseState) -> ReminderKind:
    """Whose limit it is that runs for the applicant in this state."""
    return (
        ReminderKind.CORRECTION
        if state is CaseState.CORRECTION_REQUESTED
        else ReminderKind.DEFERRAL
    )


def _what(case_ids: list[UUID]) -> Mapping[UUID, tuple[str, ...]]:
    """Names of what is outstanding, by case: two queries."""
    came = Evidence.objects.filter(
        application_id=OuterRef("case__application_id"), material=OuterRef("material")
    )
    papers = CaseMaterial.objects.filter(~Exists(came), case__in=case_ids, how=How.MAY_FOLLOW)
    gaps = Gap.objects.filter(
        case__in=case_ids,
        case__state=CaseState.CORRECTION_REQUESTED,
        notice__state="sent",
        mended_at__isnull=True,
    )
    papers = papers.exclude(case__state=CaseState.CORRECTION_REQUESTED).exclude(verdict="ok")
    found: dict[UUID, dict[str, None]] = {}
    for rows in (gaps.order_by("kind", "recorded_at", "id"), papers.order_by("id")):
        for case_id, name in rows.values_list("case_id", "name"):
            found.setdefault(case_id, {})[name] = None
    return {case_id: tuple(names) for case_id, names in found.items()}


def reminders(case_ids: Iterable[UUID]) -> tuple[ReminderLine, ...]:
    """The reminders sent in these cases, oldest first; no query without a case."""
    wanted = list(case_ids)
    if not wanted:
        return ()
    rows = Reminder.objects.filter(case__in=wanted).order_by("at", "id")
    return tuple(
        ReminderLine(row.case_id, ReminderKind(row.kind), row.due_on, row.at) for row in rows
    )
