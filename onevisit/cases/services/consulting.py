"""征求意见: a department that decides asks one that only advises, and reads what it says."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.audit import services as audit
from onevisit.cases import errors
from onevisit.cases.access import advising, get_consultation_for, scope_of
from onevisit.cases.errors.consulting import asked_already, asks_itself, consultation_over
from onevisit.cases.models import Consultation, Evidence
from onevisit.cases.rules.consulting import Asked, Stance, check_opinion, check_question
from onevisit.cases.rules.joint import UNDER_REVIEW
from onevisit.cases.rules.lifecycle import CaseState
from onevisit.cases.services.holding import hold
from onevisit.cases.services.review import require_undecided, stand_in
from onevisit.directory import queries as directory
from onevisit.kernel import clock, rows
from onevisit.kernel.calendar import DayUnit
from onevisit.vault import services as vault
from onevisit.vault.rules import ObjectContent


def ask_opinion(
    *,
    case_id: UUID,
    department_id: UUID | None,
    question: str,
    days: int | None,
    materials: Collection[str] = (),
    actor: Actor,
) -> UUID:
    """Ask another department, which has so many working days; no clock of the case stops. It reads
    the question and these materials, nothing else.

    Raises NotFound `cases.no_such_case`; Refused; Conflict `cases.not_possible_now`,
    `cases.already_decided`, `cases.consult_asked`; Invalid `cases.consult_other` and as
    `check_question`.
    """
    question = question.strip()
    limit = check_question(question, days)
    with transaction.atomic():
        held, case = hold(case_id, actor)
        require(actor, Permission.CASES_REVIEW, scope_of(case))
        stand_in(held, case)
        require_undecided(case)
        if CaseState(case.state) not in UNDER_REVIEW:
            raise errors.not_possible("consult", case.state)
        if department_id in (None, case.department_id) or not directory.departments(
            [department_id]
        ):
            raise asks_itself()
        wanted = set(case.materials.values_list("material", flat=True))
        row = Consultation(
            case=case,
            department_id=department_id,
            state=Asked.OPEN,
            materials=sorted(wanted.intersection(materials)),
            asked_at=held.at,
            asked_by=actor.user_id,
            asked_by_name=held.actor.name,
            due_on=held.calendar.add_days(held.today, limit, DayUnit.WORKING).day,
        )
        row.question = question
        if not rows.insert_unless_there(row):
            raise asked_already()
        held.note("consult_ask", case, materials=row.materials)
        held.write()
    return row.id


def answer_question(*, consultation_id: UUID, stance: Stance, words: str, actor: Actor) -> None:
    """The advising department answers, once. Raises NotFound `cases.no_such_consultation`, Refused,
    Conflict `cases.consult_over`, Invalid as `check_opinion`.
    """
    words = words.strip()
    check_opinion(stance, words)
    with transaction.atomic():
        row = _locked(consultation_id, actor)
        require(actor, Permission.CASES_REVIEW, advising(row))
        row.state, row.stance = Asked.ANSWERED, stance
        row.answered_at, row.answered_by = clock.now(), actor.user_id
        row.answered_by_name, row.answer = actor.name, words
        row.save()
        _record("cases.consult_answer", row, actor, stance=str(stance))


def withdraw_question(*, consultation_id: UUID, actor: Actor) -> None:
    """Whoever asked needs it no more. Raises as `answer_question`."""
    with transaction.atomic():
        row = _locked(consultation_id, actor)
        require(actor, Permission.CASES_REVIEW, scope_of(row.case))
        row.state = Asked.WITHDRAWN
        row.save(update_fields=["state"])
        _record("cases.consult_withdraw", row, actor)


def consulted_file(*, consultation_id: UUID, evidence_id: UUID, actor: Actor) -> ObjectContent:
    """A paper it was given to read, on record, while the request stands or was answered.

    Raises NotFound `cases.no_such_consultation`, `cases.no_such_evidence`.
    """
    row = get_consultation_for(actor, consultation_id)
    paper = Evidence.objects.filter(
        id=evidence_id,
        application_id=row.case.application_id,
        material__in=row.materials,
        stored_object__isnull=False,
    ).first()
    if paper is None or paper.stored_object_id is None or row.state == Asked.WITHDRAWN:
        raise errors.no_such_evidence()
    return vault.open_object(paper.stored_object_id, actor=actor, purpose="cases.consultation")


def _locked(consultation_id: UUID, actor: Actor) -> Consultation:
    get_consultation_for(actor, consultation_id)
    row = (
        Consultation.objects.select_for_update(of=("self",))
        .select_related("case")
        .get(id=consultation_id)
    )
    if row.state != Asked.OPEN or row.case.decided_at or row.case.ended_at:
        raise consultation_over()
    return row


def _record(action: str, row: Consultation, actor: Actor, **facts: object) -> None:
    audit.record(
        action=action,
        target_type="cases.case",
        target_id=row.case_id,
        actor=actor,
        department_id=row.department_id,
        facts=facts,
    )
