"""A case with everything that is known of it, for whoever keeps it for good."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from onevisit.cases.models import Application, Case, Evidence, JointPhoto, Obligation, Result
from onevisit.cases.queries.commitments import obligations_of, pledged
from onevisit.cases.queries.kept import events_of, materials_of
from onevisit.cases.queries.letters import letter_lines
from onevisit.cases.queries.pinning import pinned
from onevisit.cases.queries.promised_letters import obligation_lines
from onevisit.cases.queries.signing import evidence_of
from onevisit.cases.queries.whole_parts import (
    case_part,
    clocks_part,
    events_part,
    evidence_part,
    form_part,
    obligations_part,
    result_part,
    reviewing_part,
    signatures_part,
)
from onevisit.cases.rules.letters import LetterLine
from onevisit.cases.rules.lifecycle import CaseState
from onevisit.kernel.queries import load_calendar
from onevisit.kernel.types import Json


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that stands for a material, or a photograph of a site visit; `name` tells it from the
    others of the case and names nobody.
    """

    name: str
    title: str
    object_id: UUID


@dataclass(frozen=True, slots=True)
class WholeCase:
    """A case that has ended. `sections` are by the name of their file, without personal data left
    out; `letters` oldest first; `about` are the ids under which the trail speaks of it.
    """

    id: UUID
    number: str
    name: str
    application_id: UUID
    application_number: str
    applicant_id: UUID
    department_id: UUID
    department_code: str
    department: str
    region_code: str
    item_code: str
    task_type: str
    holder: str
    organisation_uscc: str
    state: CaseState
    submitted_at: datetime
    ended_at: datetime
    result_number: str
    has_result: bool
    letters: tuple[LetterLine, ...]
    pledged: bool
    papers: tuple[Paper, ...]
    sections: Mapping[str, Json]
    about: tuple[str, ...]


def whole_case(case_id: UUID) -> WholeCase | None:
    """Everything of one case; None while it has not ended. The caller has locked its application
    and answers for whom it is read.
    """
    found = Case.objects.select_related(
        "application__applicant", "application__organisation", "department", "region"
    ).filter(id=case_id, ended_at__isnull=False)
    case = found.first()
    if case is None or case.ended_at is None:
        return None
    application, organisation = case.application, case.application.organisation
    evidence, owed = _evidence(application, case), obligations_of([case])
    result = Result.objects.filter(case=case).first()
    item = pinned(application).offer.part(case.part).item
    return WholeCase(
        id=case.id,
        number=case.number,
        name=case.name,
        application_id=application.id,
        application_number=application.number or "",
        applicant_id=application.applicant_id,
        department_id=case.department_id,
        department_code=case.department.code,
        department=case.department.name,
        region_code=case.region_id,
        item_code=item.code,
        task_type=str(item.task_type),
        holder=organisation.name if organisation else application.applicant.name,
        organisation_uscc=organisation.uscc if organisation else "",
        state=CaseState(case.state),
        submitted_at=case.submitted_at,
        ended_at=case.ended_at,
        result_number=result.number if result else "",
        has_result=result is not None,
        letters=_letters(case, owed),
        pledged=bool(pledged(application, case.part)),
        papers=(*_papers(evidence, case), *_photos(case)),
        sections=_sections(case, evidence, owed),
        about=tuple(
            str(each)
            for each in (
                *(case.id, application.id),
                *(row.id for row in evidence),
                *(row.id for row in owed),
            )
        ),
    )


def _evidence(application: Application, case: Case) -> list[Evidence]:
    """What stands for what this case requires: another department's papers are its own."""
    required = {row.material for row in materials_of(case.id)}
    return [row for row in evidence_of(application) if row.material in required]


def _letters(case: Case, owed: list[Obligation]) -> tuple[LetterLine, ...]:
    later = obligation_lines(owed, [case])
    return tuple(reversed((*later, *letter_lines(events_of([case.id]), [case]))))


def _papers(evidence: list[Evidence], case: Case) -> list[Paper]:
    titles = {row.material: row.name for row in materials_of(case.id)}
    return [
        Paper(
            f"{row.material}-{row.party_role}{row.party_index}-{row.index:02d}",
            titles[row.material],
            row.stored_object_id,
        )
        for row in evidence
        if row.stored_object_id is not None
    ]


def _photos(case: Case) -> list[Paper]:
    found = JointPhoto.objects.filter(finding__case=case).select_related("finding")
    return [
        Paper(f"visit-{row.finding.seq}-{row.index:02d}", "现场照片", row.stored_object_id)
        for row in found.order_by("finding__seq", "index")
    ]


def _sections(case: Case, evidence: list[Evidence], owed: list[Obligation]) -> dict[str, Json]:
    events = events_of([case.id])
    return {
        "case": case_part(case),
        "form": form_part(case),
        "events": events_part(events),
        "clocks": clocks_part(case, events, load_calendar()),
        "review": reviewing_part(case),
        "signatures": signatures_part(case),
        "result": result_part(case),
        "commitments": obligations_part(owed),
        "materials": evidence_part(evidence),
    }
