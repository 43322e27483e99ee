"""Who is away, who stands in, and whom a case could be handed to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from onevisit.accounts import queries as accounts
from onevisit.accounts.rules import Actor, Permission, Scope
from onevisit.cases.access import scope_of
from onevisit.cases.models import Case, Deputy
from onevisit.cases.rules.deputies import Away, stands_in
from onevisit.cases.rules.lifecycle import SETTLED, CaseState
from onevisit.kernel import clock, rows

Claims = tuple[UUID, UUID]
"""What somebody has claimed in a department: (user, department)."""


@dataclass(frozen=True, slots=True)
class AwayLine:
    """Somebody is away or will be. `now`: the deputy acts today; `may_end` for this actor."""

    id: UUID
    absent: str
    deputy: str
    first_on: date
    last_on: date
    reason: Away
    named_by: str
    now: bool
    may_end: bool


@dataclass(frozen=True, slots=True)
class AwayView:
    """Absences of one department. `absentees` are those for whom the actor may name a deputy."""

    department_id: UUID
    lines: tuple[AwayLine, ...]
    absentees: tuple[tuple[UUID, str], ...]
    colleagues: tuple[tuple[UUID, str], ...]


def away(*, actor: Actor) -> tuple[AwayView, ...]:
    """The absences of the actor's departments, now and to come, by department."""
    return tuple(
        _of_department(department_id, actor)
        for department_id in sorted(actor.departments(Permission.CASES_REVIEW))
    )


def _of_department(department_id: UUID, actor: Actor) -> AwayView:
    assigns = actor.may(Permission.CASES_ASSIGN, Scope(department_id))
    everybody = colleagues(department_id)
    rows = (
        Deputy.objects.filter(
            department_id=department_id, ended_at__isnull=True, last_on__gte=clock.today()
        )
        .select_related("absent", "deputy")
        .order_by("first_on", "id")
    )
    return AwayView(
        department_id=department_id,
        lines=tuple(_line(row, actor, assigns=assigns) for row in rows),
        absentees=tuple(each for each in everybody if assigns or each[0] == actor.user_id),
        colleagues=everybody,
    )


def _line(row: Deputy, actor: Actor, *, assigns: bool) -> AwayLine:
    return AwayLine(
        id=row.id,
        absent=row.absent.display_name,
        deputy=row.deputy.display_name,
        first_on=row.first_on,
        last_on=row.last_on,
        reason=Away(row.reason),
        named_by=row.named_by_name,
        now=stands_in(row.first_on, row.last_on, clock.today()),
        may_end=assigns or row.absent_id == actor.user_id,
    )


def colleagues(department_id: UUID) -> tuple[tuple[UUID, str], ...]:
    """Who may review in a department, by name."""
    return accounts.staff_holding(Permission.CASES_REVIEW, department_id)


_ABSENT = (
    "SELECT d.absent_id, d.department_id, u.display_name FROM cases_deputy d"
    " JOIN accounts_user u ON u.id = d.absent_id"
    " WHERE d.deputy_id = %s AND d.ended_at IS NULL AND d.first_on <= %s AND d.last_on >= %s"
)


def absent_for(actor: Actor) -> dict[Claims, str]:
    """For whom the actor stands in today, with their names. One query."""
    today = clock.today()
    return {
        (absent, department): name
        for absent, department, name in rows.values(_ABSENT, [actor.user_id, today, today])
    }


def claimed_for(case: Case, actor: Actor) -> str:
    """The name of the absent colleague whose claim the actor may work off, "" for none. No query
    for a case that is free or the actor's own.
    """
    if case.claimed_by_id is None or case.claimed_by_id == actor.user_id:
        return ""
    return absent_for(actor).get((case.claimed_by_id, case.department_id), "")


def is_free(case: Case, actor: Actor) -> bool:
    """Whether nobody else's claim keeps the actor from working on the case."""
    return case.claimed_by_id in (None, actor.user_id) or bool(claimed_for(case, actor))


def claimed_by(actor: Actor, absent: Iterable[Claims]) -> Q:
    """What the actor has claimed, and what those have for whom the actor stands in."""
    found = Q(claimed_by_id=actor.user_id)
    for user_id, department_id in absent:
        found |= Q(claimed_by_id=user_id, department_id=department_id)
    return found


def may_pass_on(case: Case, actor: Actor, standing_in: str) -> bool:
    """Whether the actor may hand this case to a colleague."""
    if CaseState(case.state) in SETTLED or not actor.may(Permission.CASES_REVIEW, scope_of(case)):
        return False
    own = case.claimed_by_id is not None and case.claimed_by_id == actor.user_id
    return own or bool(standing_in) or actor.may(Permission.CASES_ASSIGN, scope_of(case))
