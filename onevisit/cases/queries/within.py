"""Applications and cases as the room that keeps them together reads them; it answers for whom."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from onevisit.cases.models import Application, Case, CaseMaterial, Evidence, EvidenceKind, Result
from onevisit.cases.queries.kept import events_of
from onevisit.cases.queries.pinning import pinned
from onevisit.cases.rules.lifecycle import Action, ApplicationState, CaseState
from onevisit.guidance.rules.checklist import How


@dataclass(frozen=True, slots=True)
class KeptMove:
    """One event; `procedure`: the kind of a special procedure, "" for what is none."""

    action: Action
    after: CaseState
    at: datetime
    procedure: str


@dataclass(frozen=True, slots=True)
class KeptCase:
    """One case of an application; `item`: 基本编码 of its item."""

    id: UUID
    application_id: UUID
    offer: str
    part: str
    name: str
    item: str
    department_id: UUID
    department: str
    number: str
    state: CaseState
    decided_at: datetime | None
    moves: tuple[KeptMove, ...]


@dataclass(frozen=True, slots=True)
class KeptApplication:
    """An application, newest first; `number` is "" for a draft."""

    id: UUID
    number: str
    state: ApplicationState
    offer: str
    offer_name: str
    answers: dict[str, Any]
    submitted_at: datetime | None


@dataclass(frozen=True, slots=True)
class KeptPaper:
    """A material that is in hand: in which application it was given or confirmed first, and in how
    many more it was used since without being asked for again.
    """

    material: str
    name: str
    how: str
    number: str
    at: datetime
    reused: int


@dataclass(frozen=True, slots=True)
class KeptResult:
    """A result that was granted in one of the applications and holds."""

    case_id: UUID
    application_number: str
    number: str
    name: str
    at: datetime
    delivered: bool


def kept_applications(ids: Collection[UUID]) -> tuple[KeptApplication, ...]:
    """One query; drafts that were given up are left out."""
    found = Application.objects.filter(id__in=ids).exclude(state=ApplicationState.DISCARDED)
    return tuple(
        KeptApplication(
            row.id,
            row.number or "",
            ApplicationState(row.state),
            row.offer_code,
            row.offer_name,
            row.answers,
            row.submitted_at,
        )
        for row in found.order_by("-created_at")
    )


def kept_cases(application_ids: Collection[UUID]) -> tuple[KeptCase, ...]:
    """Two queries, however many there are; what the items are is in memory."""
    found = Case.objects.filter(application_id__in=application_ids).select_related(
        "application", "department"
    )
    rows = list(found.order_by("submitted_at", "id"))
    moves: dict[UUID, list[KeptMove]] = {}
    for event in events_of(row.id for row in rows):
        moves.setdefault(event.case_id, []).append(
            KeptMove(
                Action(event.action),
                CaseState(event.after),
                event.effective_at,
                str(event.facts.get("procedure", "")),
            )
        )
    return tuple(_case(row, moves.get(row.id, ())) for row in rows)


def _case(row: Case, moves: Sequence[KeptMove]) -> KeptCase:
    part = pinned(row.application).offer.part(row.part)
    return KeptCase(
        id=row.id,
        application_id=row.application_id,
        offer=row.application.offer_code,
        part=row.part,
        name=row.name,
        item=part.item.catalogue_code,
        department_id=row.department_id,
        department=row.department.name,
        number=row.number,
        state=CaseState(row.state),
        decided_at=row.decided_at,
        moves=tuple(moves),
    )


def kept_results(application_ids: Collection[UUID]) -> tuple[KeptResult, ...]:
    """What was granted and holds, oldest first; one query."""
    found = Result.objects.filter(case__application_id__in=application_ids, revoked_at=None)
    return tuple(
        KeptResult(
            row.case_id,
            row.case.application.number or "",
            row.number,
            row.name,
            row.made_at,
            row.case.state == CaseState.DELIVERED,
        )
        for row in found.select_related("case__application").order_by("made_at", "id")
    )


def kept_papers(application_ids: Collection[UUID]) -> tuple[KeptPaper, ...]:
    """What the applicant gave, and what a department confirmed, each once; three queries."""
    given = Evidence.objects.filter(
        application_id__in=application_ids, application__number__isnull=False
    ).select_related("application")
    names: dict[str, str] = {}
    first: dict[str, KeptPaper] = {}
    reused: dict[str, set[UUID]] = {}
    for row in given.exclude(kind__in=_MADE).order_by("supplied_at", "id"):
        if row.drawn_from:
            reused.setdefault(row.material, set()).add(row.application_id)
        number = row.drawn_from or row.application.number or ""
        known = KeptPaper(row.material, row.material, row.kind, number, row.supplied_at, 0)
        first.setdefault(row.material, known)
    proven = CaseMaterial.objects.filter(case__application_id__in=application_ids)
    for material, name, how, verdict, number, at in proven.order_by("id").values_list(
        "material", "name", "how", "verdict", "case__number", "verdict_at"
    ):
        names.setdefault(material, name)
        if how == How.FETCHED and verdict == "ok" and at is not None:
            known = KeptPaper(material, name, EvidenceKind.FETCHED, number, at, 0)
            first.setdefault(material, known)
    return tuple(
        KeptPaper(p.material, names.get(p.material, p.material), p.how, p.number, p.at, len(again))
        for p in sorted(first.values(), key=lambda each: each.at)
        for again in [reused.get(p.material, set())]
    )


_MADE = (EvidenceKind.GENERATED, EvidenceKind.PROMISE)
