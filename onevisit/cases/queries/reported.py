"""Cases as other systems are told of them, some at a time; the caller answers for whom it is."""

from collections.abc import Collection, Iterable, Sequence
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q

from onevisit.accounts import queries as accounts
from onevisit.cases.models import (
    Application,
    Case,
    CaseEvent,
    CaseMaterial,
    Channel,
    Evidence,
    Opinion,
    Result,
    Task,
)
from onevisit.cases.queries.kept import events_of
from onevisit.cases.queries.pieces import form_groups
from onevisit.cases.queries.pinning import pinned
from onevisit.cases.queries.registers import legal_representative
from onevisit.cases.rules.lifecycle import Action, CaseState
from onevisit.cases.rules.reported import (
    Beside,
    ReportedCase,
    ReportedMaterial,
    ReportedMove,
    ReportedParty,
    ReportedResult,
    ToldMove,
)
from onevisit.cases.rules.tasks import ASSESSING
from onevisit.catalogue.rules.definition import ItemDefinition


def reported_cases(case_ids: Collection[UUID]) -> tuple[ReportedCase, ...]:
    """These cases by number, in clear. Six queries, and up to three for each applicant."""
    found = list(
        Case.objects.filter(id__in=case_ids)
        .select_related("application", "department", "item_version")
        .order_by("number")
    )
    ids = [case.id for case in found]
    moves, materials = _moves(ids), _materials(found)
    results = {row.case_id: row for row in Result.objects.filter(case_id__in=ids)}
    parties: dict[UUID, ReportedParty] = {}
    for case in found:
        if case.application_id not in parties:
            parties[case.application_id] = _party(case.application)
    return tuple(
        _case(
            case,
            parties[case.application_id],
            moves.get(case.id, []),
            materials.get(case.id, []),
            results.get(case.id),
        )
        for case in found
    )


def _case(
    case: Case,
    party: ReportedParty,
    moves: Iterable[ReportedMove],
    materials: Iterable[ReportedMaterial],
    result: Result | None,
) -> ReportedCase:
    item, department = pinned(case.application).offer.part(case.part).item, case.department
    return ReportedCase(
        id=case.id,
        application_id=case.application_id,
        number=case.number,
        name=case.name,
        offer_name=case.application.offer_name,
        department_id=department.id,
        department_code=department.uscc or department.code,
        department=department.name,
        region=case.region_id,
        item_code=item.code,
        catalogue_code=item.catalogue_code,
        item_name=item.name,
        item_version=case.item_version.number,
        task_type=str(item.task_type),
        kind=str(item.kind),
        online=case.application.channel == Channel.ONLINE,
        party=party,
        state=CaseState(case.state),
        submitted_at=case.submitted_at,
        accepted_at=case.accepted_at,
        promised_due=case.promised_due,
        ended_at=case.ended_at,
        moves=tuple(moves),
        materials=tuple(materials),
        result=_result(item, result),
    )


def _result(item: ItemDefinition, row: Result | None) -> ReportedResult | None:
    if row is None:
        return None
    kind = next((each.kind for each in item.results if each.name == row.name), "")
    return ReportedResult(row.number, row.name, kind, row.made_at, row.revoked_at)


def _party(application: Application) -> ReportedParty:
    person = accounts.own_person(application.applicant_id)
    organisation = (
        accounts.organisation_by_id(application.organisation_id)
        if application.organisation_id
        else None
    )
    return ReportedParty(
        person_id=person.id,
        name=person.name,
        id_kind=str(person.id_kind),
        id_number=person.id_number,
        phone=person.phone,
        organisation=organisation.name if organisation else "",
        uscc=organisation.uscc if organisation else "",
        address=organisation.address if organisation else "",
        representative=legal_representative(organisation.id) if organisation else "",
    )


def _moves(case_ids: list[UUID]) -> dict[UUID, list[ReportedMove]]:
    words: dict[tuple[UUID, int | None], list[str]] = {}
    for row in Opinion.objects.filter(case_id__in=case_ids).order_by("at", "id"):
        words.setdefault((row.case_id, row.event_seq), []).append(row.text)
    found: dict[UUID, list[ReportedMove]] = {}
    for event in events_of(case_ids):
        said = "\n".join(words.get((event.case_id, event.seq), ()))
        found.setdefault(event.case_id, []).append(_move(event, said))
    return found


def _move(event: CaseEvent, words: str) -> ReportedMove:
    return ReportedMove(
        seq=event.seq,
        action=Action(event.action),
        before=CaseState(event.before) if event.before else None,
        after=CaseState(event.after),
        at=event.effective_at,
        limit_on=event.limit_on,
        by=event.actor_name,
        words=words,
        procedure=str(event.facts.get("procedure", "")),
    )


def _materials(cases: list[Case]) -> dict[UUID, list[ReportedMaterial]]:
    supplied: dict[tuple[UUID, str], list[str]] = {}
    applications = {case.application_id for case in cases}
    rows = Evidence.objects.filter(application_id__in=applications).order_by("index", "id")
    for application_id, material, kind in rows.values_list("application_id", "material", "kind"):
        supplied.setdefault((application_id, material), []).append(kind)
    of = {case.id: case.application_id for case in cases}
    found: dict[UUID, list[ReportedMaterial]] = {}
    for row in CaseMaterial.objects.filter(case_id__in=of).order_by("material"):
        kinds = supplied.get((of[row.case_id], row.material), [])
        line = ReportedMaterial(
            row.material, row.name, row.how, tuple(dict.fromkeys(kinds)), len(kinds)
        )
        found.setdefault(row.case_id, []).append(line)
    return found


def departments_of(case_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """The department of each of these cases; one query."""
    return dict(Case.objects.filter(id__in=case_ids).values_list("id", "department_id"))


def told_move(case_id: UUID, seq: int) -> ToldMove:
    """One event of a case, without anything personal; one query."""
    return told_moves([(case_id, seq)])[case_id, seq]


def told_moves(moves: Iterable[tuple[UUID, int]]) -> dict[tuple[UUID, int], ToldMove]:
    """These events, by case and number, without anything personal; one query, none for none."""
    wanted: dict[UUID, list[int]] = {}
    for case_id, seq in moves:
        wanted.setdefault(case_id, []).append(seq)
    these = [Q(case_id=case_id, seq__in=seqs) for case_id, seqs in wanted.items()]
    found = CaseEvent.objects.filter(reduce(or_, these)) if these else CaseEvent.objects.none()
    related = ("case__application", "case__department", "case__item_version__item")
    return {(row.case_id, row.seq): _told_move(row) for row in found.select_related(*related)}


def told_beside(news: Sequence[Beside]) -> list[ToldMove]:
    """What departments hear that only take part in these cases, in the order given: they moved to
    no other state; one query, none for none.
    """
    related = ("application", "department", "item_version__item")
    found = Case.objects.select_related(*related).in_bulk({each.case_id for each in news})
    return [
        _told(
            found[each.case_id],
            seq=each.seq,
            action=each.action,
            before="",
            after="",
            at=each.at,
            limit_on=each.limit_on,
            review=each.review,
        )
        for each in news
    ]


def _told_move(event: CaseEvent) -> ToldMove:
    return _told(
        event.case,
        seq=event.seq,
        action=event.action,
        before=event.before or "",
        after=event.after,
        at=event.effective_at,
        limit_on=event.limit_on,
    )


def _told(case: Case, **said: Any) -> ToldMove:
    return ToldMove(
        number=case.number,
        application_number=case.application.number or "",
        item_code=case.item_version.item.code,
        department=case.department.code,
        region=case.region_id,
        **said,
    )


def open_cases_of(department_id: UUID) -> tuple[UUID, ...]:
    """The cases of a department that have not ended; one query."""
    found = Case.objects.filter(department_id=department_id, ended_at=None)
    return tuple(found.order_by("id").values_list("id", flat=True))


def case_in_department(number: str, department_id: UUID) -> UUID | None:
    """The case of that number, if the department has it; one query."""
    found = Case.objects.filter(number=number, department_id=department_id)
    return found.values_list("id", flat=True).first()


def open_steps_of(case_ids: Collection[UUID]) -> dict[UUID, dict[str, str]]:
    """The steps of review that wait, by case: key → name; one query."""
    found: dict[UUID, dict[str, str]] = {}
    waiting = Task.objects.filter(case_id__in=case_ids, state="open", kind__in=sorted(ASSESSING))
    for case_id, step, name in waiting.order_by("opened_at", "id").values_list(
        "case_id", "step", "name"
    ):
        found.setdefault(case_id, {})[step] = name
    return found


def forms_of(case_ids: Collection[UUID]) -> dict[UUID, dict[str, str]]:
    """What each case reads of the form, in clear: label → value as people read it; one query."""
    found: dict[UUID, dict[str, str]] = {}
    for case in Case.objects.filter(id__in=case_ids).select_related("application"):
        offer = pinned(case.application).offer
        groups = form_groups(case.application, offer, masked=False, part=case.part)
        lines = [line for group in groups for line in group.fields if line.shown]
        found[case.id] = {line.field.label: line.shown for line in lines}
    return found
