"""What was allowed to come later (容缺后补) and has not come yet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef

from onevisit.accounts.rules import Actor, Held
from onevisit.cases.access import own_applications
from onevisit.cases.models import Application, Case, CaseMaterial, Evidence
from onevisit.cases.queries.pinning import pinned
from onevisit.guidance.rules.checklist import How
from onevisit.kernel import clock
from onevisit.kernel.calendar import WorkingCalendar
from onevisit.kernel.queries import load_calendar


@dataclass(frozen=True, slots=True)
class Following:
    """A material the applicant still owes; `due` is the last day, None where none is said.

    `left` are the working days until then, None where nobody has told the applicant a day (before
    acceptance it is estimated); `late`: the day they were told is over.
    """

    material: str
    name: str
    due: date | None
    left: int | None = None
    late: bool = False


def to_follow(
    *, application_ids: Iterable[UUID], actor: Actor, held: Held | None = None
) -> Mapping[UUID, tuple[Following, ...]]:
    """What the actor's side still owes in these applications, soonest first; those that owe nothing
    are absent. Days count from the day after the submission. Two queries, warm.
    """
    wanted = list(application_ids)
    if not wanted:
        return {}
    came = Evidence.objects.filter(
        application_id=OuterRef("case__application_id"), material=OuterRef("material")
    )
    rows = (
        CaseMaterial.objects.filter(
            ~Exists(came),
            case__application_id__in=wanted,
            case__application__in=own_applications(actor, held),
            case__decided_at__isnull=True,
            case__ended_at__isnull=True,
            how=How.MAY_FOLLOW,
        )
        .select_related("case__application")
        .order_by("id")
    )
    calendar, today = load_calendar(), clock.today()
    found: dict[UUID, dict[str, Following]] = {}
    for row in rows:
        application = row.case.application
        owed = found.setdefault(application.id, {})
        told = _limit(row.case)
        due = told or _due(application, row.material, calendar)
        if told is None and due is not None and due < today:
            due = None
        left = calendar.working_days_between(today, told) if told else None
        late = told is not None and told < today
        owed[row.material] = Following(row.material, row.name, due, left, late)
    return {key: tuple(sorted(owed.values(), key=_soonest)) for key, owed in found.items()}


def _limit(case: Case) -> date | None:
    """The day named when the case was accepted; before that it can only be estimated."""
    return case.lapses_on if case.accepted_at else None


def _soonest(each: Following) -> tuple[date, str]:
    return each.due or date.max, each.name


def _due(application: Application, material: str, calendar: WorkingCalendar) -> date | None:
    merged = next((m for m in pinned(application).offer.materials if m.key == material), None)
    days = merged.material.defer_days if merged else None
    if days is None or application.submitted_at is None:
        return None
    return calendar.add_working_days(clock.local_date(application.submitted_at), days).day
