"""征求意见 as both sides see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from onevisit.accounts.rules import Actor, Permission
from onevisit.cases.access import (
    advising,
    get_case_for,
    get_consultation_for,
    reach_of_grants,
    scope_of,
)
from onevisit.cases.models import Case, CaseMaterial, Consultation, Evidence
from onevisit.cases.rules.consulting import Asked, Stance
from onevisit.cases.rules.joint import UNDER_REVIEW
from onevisit.kernel import clock

MOST = 100


@dataclass(frozen=True, slots=True)
class ConsultationLine:
    """One request. `may`: answer, withdraw. `papers` are files the asked department may open, only
    where one request is read."""

    id: UUID
    case_id: UUID
    case_name: str
    application_number: str
    asking: str
    asked: str
    state: Asked
    question: str
    asked_by: str
    asked_at: datetime
    due_on: date
    stance: Stance | None
    answer: str
    answered_by: str
    answered_at: datetime | None
    papers: tuple[tuple[UUID, str], ...]
    may: frozenset[str]

    @property
    def late(self) -> bool:
        """Whether its day is over and nobody answered."""
        return self.state is Asked.OPEN and self.due_on < clock.today()


@dataclass(frozen=True, slots=True)
class Consulting:
    """The requests of one case, newest first; `materials` what may be given along; `may_ask`."""

    lines: tuple[ConsultationLine, ...]
    materials: tuple[tuple[str, str], ...]
    department_id: UUID
    may_ask: bool


def consulting_of(*, case_id: UUID, actor: Actor) -> Consulting:
    """What was asked of others about a case. Raises NotFound `cases.no_such_case`. Four queries."""
    case = get_case_for(actor, case_id)
    found = Consultation.objects.filter(case=case).select_related("department")
    lines = [_line(row, case, actor) for row in found.order_by("-asked_at", "-id")[:MOST]]
    given = Evidence.objects.filter(
        application_id=case.application_id, stored_object__isnull=False
    ).values("material")
    materials = CaseMaterial.objects.filter(case=case, material__in=given).order_by("id")
    return Consulting(
        tuple(lines),
        tuple(materials.values_list("material", "name")),
        case.department_id,
        case.state in UNDER_REVIEW and actor.may(Permission.CASES_REVIEW, scope_of(case)),
    )


def consultation_view(*, consultation_id: UUID, actor: Actor) -> ConsultationLine:
    """One request with the papers it was given. Raises NotFound `cases.no_such_consultation`."""
    row = get_consultation_for(actor, consultation_id)
    papers = Evidence.objects.filter(
        application_id=row.case.application_id,
        material__in=row.materials,
        stored_object__isnull=False,
    ).order_by("material", "index")
    names = dict(CaseMaterial.objects.filter(case=row.case).values_list("material", "name"))
    shown = [(each.id, names.get(each.material, each.material)) for each in papers]
    return _line(row, row.case, actor, shown)


def opinions_asked(*, actor: Actor, answered: bool = False) -> tuple[ConsultationLine, ...]:
    """What the actor's departments are asked, the nearest day first; or what they answered, the
    newest first. Two queries at most.
    """
    state = Asked.ANSWERED if answered else Asked.OPEN
    found = Consultation.objects.filter(
        reach_of_grants(actor, Permission.CASES_REVIEW), state=state, case__destroyed_at=None
    )
    if not answered:
        found = found.filter(case__ended_at=None, case__decided_at=None)
    rows = found.select_related("case__application", "case__department", "department")
    ordered = rows.order_by("-answered_at", "id") if answered else rows.order_by("due_on", "id")
    return tuple(_line(row, row.case, actor) for row in ordered[:MOST])


def _line(
    row: Consultation, case: Case, actor: Actor, papers: Iterable[tuple[UUID, str]] = ()
) -> ConsultationLine:
    row.case = case
    scopes = {"answer": advising(row), "withdraw": scope_of(case)}
    open_ = row.state == Asked.OPEN and case.decided_at is None and case.ended_at is None
    return ConsultationLine(
        id=row.id,
        case_id=row.case_id,
        case_name=case.name,
        application_number=case.application.number or "",
        asking=case.department.name,
        asked=row.department.name,
        state=Asked(row.state),
        question=row.question,
        asked_by=row.asked_by_name,
        asked_at=row.asked_at,
        due_on=row.due_on,
        stance=Stance(row.stance) if row.stance else None,
        answer=row.answer,
        answered_by=row.answered_by_name,
        answered_at=row.answered_at,
        papers=tuple(papers),
        may=frozenset(
            what
            for what, scope in scopes.items()
            if open_ and actor.may(Permission.CASES_REVIEW, scope)
        ),
    )
