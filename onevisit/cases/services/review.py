"""审查: claiming a case, the opinion of each step, verdicts on papers, and special procedures."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.cases import errors
from onevisit.cases.access import scope_of
from onevisit.cases.models import Case
from onevisit.cases.queries.deputies import claimed_for
from onevisit.cases.rules.deputies import signed
from onevisit.cases.rules.lifecycle import SETTLED, Action, CaseState, Procedure, transition
from onevisit.cases.rules.tasks import ASSESSING
from onevisit.cases.services.deferral import settle_deferral
from onevisit.cases.services.holding import Held, hold
from onevisit.cases.services.joint_guards import require_no_appointment
from onevisit.cases.services.writing import write_opinion, write_reason
from onevisit.kernel import clock, rows

VERDICTS = ("ok", "doubt", "")
"""What a department may say of a material; empty takes it back."""


_VERDICT = (
    "UPDATE cases_casematerial SET verdict = %s, verdict_by = %s, verdict_by_name = %s,"
    " verdict_at = %s WHERE case_id = %s AND material = %s"
)


def claim(*, case_id: UUID, actor: Actor, last_seq: int | None = None) -> None:
    """Take a case in hand, so that colleagues leave it. Claiming one's own case changes nothing.

    Raises Conflict `cases.claimed_by_other` naming who, `cases.moved_on`, `cases.already_decided`.
    """
    with transaction.atomic():
        held, case = hold(case_id, actor)
        require(actor, Permission.CASES_REVIEW, scope_of(case))
        require_undecided(case)
        require_unmoved(case, last_seq)
        require_hands_free(held, case)
        if case.claimed_by_id != actor.user_id:
            set_claim(held, case, actor.user_id)
            held.note("claim", case)
            held.write()


def release(*, case_id: UUID, actor: Actor) -> None:
    """Put a claimed case back. Raises Conflict `cases.not_claimed_by_you`."""
    with transaction.atomic():
        held, case = hold(case_id, actor)
        require(actor, Permission.CASES_REVIEW, scope_of(case))
        if case.claimed_by_id is None:
            return
        if case.claimed_by_id != actor.user_id:
            raise errors.not_claimed_by_you()
        set_claim(held, case, None)
        held.note("release", case)
        held.write()


def set_claim(held: Held, case: Case, user_id: UUID | None) -> None:
    """Put the case into the hands of that officer, or of nobody."""
    case.claimed_by_id = user_id
    case.claimed_at = held.at if user_id else None
    rows.update(case, ("claimed_by", "claimed_at"))


def require_undecided(case: Case) -> None:
    """Raise Conflict for a case in which nothing is left to decide.

    `cases.already_decided` names who decided and when; a case that ended otherwise is
    `cases.not_possible_now`.
    """
    state = CaseState(case.state)
    if state not in SETTLED:
        return
    decision = case.events.filter(action__in=[Action.APPROVE, Action.REFUSE]).first()
    if decision is None:
        raise errors.not_possible("decide", str(state))
    on = clock.local_date(decision.effective_at)
    raise errors.already_decided(str(state), decision.actor_name, on)


def require_unmoved(case: Case, last_seq: int | None) -> None:
    """Raise Conflict `cases.moved_on` when something happened since `last_seq` was shown."""
    if last_seq is None or last_seq == case.last_seq:
        return
    last = case.events.order_by("-seq").first()
    raise errors.moved_on(last.actor_name if last else "")


def require_hands_free(held: Held, case: Case) -> None:
    """Raise Conflict `cases.claimed_by_other` when a colleague holds the case, unless the actor
    stands in for them: then what follows is signed for them.
    """
    if case.claimed_by_id in (None, held.actor.user_id) or case.claimed_by is None:
        return
    if not stand_in(held, case):
        raise errors.claimed_by_other(case.claimed_by.display_name)


def stand_in(held: Held, case: Case) -> str:
    """From here on a deputy signs everything for the absent colleague who holds the case, whose
    name this is; "" and no other signature for anybody else.
    """
    absent = claimed_for(case, held.actor)
    if absent:
        held.acting_for = case.claimed_by_id
        held.actor = replace(held.actor, name=signed(held.actor.name, absent))
    return absent


def require_no_proposal(held: Held, case: Case) -> None:
    """Raise Conflict `cases.proposal_waits` while a proposed decision waits; no query for items
    that one officer decides.
    """
    if held.item(case).cosign:
        waiting = case.proposals.filter(state="open").first()
        if waiting is not None:
            raise errors.proposal_waits(waiting.proposed_by_name)


def give_opinion(*, case_id: UUID, step: str, text: str, actor: Actor) -> None:
    """Write the opinion of a review or site-visit step and complete it; what comes next opens.

    Raises Conflict `cases.step_not_open`, `cases.claimed_by_other`, `cases.already_decided`,
    `cases.visit_planned` where the finding of an appointment does it; Invalid
    `cases.reason_needed`.
    """
    if not text.strip():
        raise errors.reason_needed()
    with transaction.atomic():
        held, case = hold(case_id, actor)
        require(actor, Permission.CASES_REVIEW, scope_of(case))
        require_undecided(case)
        require_hands_free(held, case)
        waiting = [t for t in held.open_tasks(case) if t.step == step and t.kind in ASSESSING]
        if case.state != CaseState.IN_REVIEW or not waiting:
            raise errors.step_not_open(step)
        require_no_appointment(held, case, waiting[0].kind)
        write_opinion(held, case, text, kind="review", step=step)
        held.complete(waiting[0])
        held.open_due(case)
        held.note("opinion", case, step=step)
        held.write()


def set_verdict(*, case_id: UUID, material: str, verdict: str, actor: Actor) -> None:
    """What this department says of a material: "ok", "doubt", or "" to take it back; not while a
    proposed decision waits (`cases.proposal_waits`).

    For what offices fetch and no data service answers, "ok" is the confirmation by hand. Raises
    Invalid `cases.no_such_material`, `cases.unknown_verdict`, Conflict `cases.already_decided`.
    """
    if verdict not in VERDICTS:
        raise errors.unknown_verdict()
    with transaction.atomic():
        held, case = hold(case_id, actor)
        require(actor, Permission.CASES_REVIEW, scope_of(case))
        require_undecided(case)
        require_hands_free(held, case)
        require_no_proposal(held, case)
        by, name, at = (actor.user_id, held.actor.name, held.at) if verdict else (None, "", None)
        if not rows.execute(_VERDICT, [verdict, by, name, at, case.id, material]):
            raise errors.no_such_material(material)
        held.note("verdict", case, material=material, verdict=verdict)
        settle_deferral(held, case)
        held.write()


def suspend(
    *,
    case_id: UUID,
    reason: str,
    until: date,
    actor: Actor,
    procedure: Procedure = Procedure.OTHER,
) -> None:
    """特别程序: hearing, inspection, testing, appraisal, expert review; the clocks stand still.

    `procedure` says which, `until` is the expected end, told in writing. Raises Invalid
    `cases.until_in_past`, `cases.reason_needed`, Conflict `cases.not_possible_now`.
    """
    with transaction.atomic():
        held, case = hold(case_id, actor)
        require(actor, Permission.CASES_REVIEW, scope_of(case))
        require_undecided(case)
        require_hands_free(held, case)
        if until <= held.today:
            raise errors.until_in_past()
        held.move(case, Action.SUSPEND, limit_on=until, facts={"procedure": str(procedure)})
        write_reason(held, case, reason)
        held.write()


def resume(*, case_id: UUID, actor: Actor) -> None:
    """The special procedure is over; the clocks run on. Raises Conflict
    `cases.not_possible_now`.
    """
    with transaction.atomic():
        held, case = hold(case_id, actor)
        require(actor, Permission.CASES_REVIEW, scope_of(case))
        transition(CaseState(case.state), Action.RESUME)
        require_hands_free(held, case)
        held.move(case, Action.RESUME)
        held.write()
