"""请假交接: naming a deputy while away, and handing over a single case."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from onevisit.accounts.errors import not_permitted
from onevisit.accounts.rules import Actor, Permission, Scope, require
from onevisit.audit import services as audit
from onevisit.cases import errors
from onevisit.cases.access import scope_of
from onevisit.cases.models import Deputy
from onevisit.cases.queries.deputies import colleagues, may_pass_on
from onevisit.cases.rules.deputies import Away, require_period
from onevisit.cases.services.holding import hold
from onevisit.cases.services.review import require_undecided, set_claim, stand_in
from onevisit.cases.services.writing import write_opinion
from onevisit.kernel import clock


@dataclass(frozen=True, slots=True)
class AwayDraft:
    """Who is away from when until when, both days counted, and who stands in."""

    absent_id: UUID
    deputy_id: UUID
    department_id: UUID
    first_on: date
    last_on: date
    reason: Away


def name_deputy(draft: AwayDraft, *, actor: Actor) -> UUID:
    """Name who stands in; by the officer or by who may assign cases in the department.

    The deputy works off with their own rights what the other has claimed. Raises Refused
    `accounts.not_permitted`; Invalid `cases.away_over`, `cases.away_order`,
    `cases.not_a_colleague`; Conflict `cases.away_already`.
    """
    require(actor, Permission.CASES_REVIEW, Scope(draft.department_id))
    if draft.absent_id != actor.user_id:
        require(actor, Permission.CASES_ASSIGN, Scope(draft.department_id))
    today, now = clock.today(), clock.now()
    require_period(draft.first_on, draft.last_on, today)
    known = dict(colleagues(draft.department_id))
    if draft.absent_id == draft.deputy_id or not {draft.absent_id, draft.deputy_id} <= set(known):
        raise errors.not_a_colleague()
    open_ones = Deputy.objects.filter(
        absent_id=draft.absent_id, department_id=draft.department_id, ended_at__isnull=True
    )
    try:
        with transaction.atomic():
            open_ones.filter(last_on__lt=today).update(ended_at=now)
            row = Deputy.objects.create(
                absent_id=draft.absent_id,
                deputy_id=draft.deputy_id,
                department_id=draft.department_id,
                first_on=draft.first_on,
                last_on=draft.last_on,
                reason=draft.reason.value,
                named_at=now,
                named_by=actor.user_id,
                named_by_name=actor.name,
            )
            _record("cases.name_deputy", row, actor, deputy=known[draft.deputy_id])
    except IntegrityError as error:
        raise errors.away_already(known[draft.absent_id]) from error
    return row.id


def end_deputy(*, deputy_id: UUID, actor: Actor) -> None:
    """Back before the time, or not away after all. Ending what has ended changes nothing.

    Raises NotFound `cases.no_such_deputy`, also for other departments; Refused
    `accounts.not_permitted`.
    """
    with transaction.atomic():
        row = Deputy.objects.select_for_update().filter(id=deputy_id).first()
        scope = Scope(row.department_id) if row else None
        if row is None or not actor.may(Permission.CASES_REVIEW, scope):
            raise errors.no_such_deputy()
        if row.absent_id != actor.user_id:
            require(actor, Permission.CASES_ASSIGN, scope)
        if row.ended_at is None:
            row.ended_at = clock.now()
            row.save(update_fields=["ended_at"])
            _record("cases.end_deputy", row, actor)


def _record(action: str, row: Deputy, actor: Actor, **facts: object) -> None:
    audit.record(
        action=action,
        target_type="accounts.user",
        target_id=row.absent_id,
        actor=actor,
        facts={"first": row.first_on.isoformat(), "last": row.last_on.isoformat(), **facts},
        department_id=row.department_id,
    )


def pass_on(*, case_id: UUID, to: UUID, reason: str, actor: Actor) -> None:
    """Hand one case to a colleague: by who holds it, stands in for who does, or may assign.

    Raises Invalid `cases.reason_needed`, `cases.not_a_colleague`; Refused
    `accounts.not_permitted`; Conflict `cases.already_decided`, `cases.not_possible_now`.
    """
    if not reason.strip():
        raise errors.reason_needed()
    with transaction.atomic():
        held, case = hold(case_id, actor)
        require(actor, Permission.CASES_REVIEW, scope_of(case))
        require_undecided(case)
        standing_in = stand_in(held, case)
        if not may_pass_on(case, actor, standing_in):
            raise not_permitted("cases.pass_on")
        known = dict(colleagues(case.department_id))
        if to not in known or to == case.claimed_by_id:
            raise errors.not_a_colleague()
        set_claim(held, case, to)
        write_opinion(held, case, f"交给{known[to]}：{reason.strip()}", kind="pass_on")
        held.note("pass_on", case, to=known[to])
        held.write()
