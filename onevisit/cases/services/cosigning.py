"""双人签批: one officer proposes a decision, a second one signs it or sends it back."""

from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.cases import errors
from onevisit.cases.access import scope_of
from onevisit.cases.models import Case, Opinion, Proposal
from onevisit.cases.rules.lifecycle import Action
from onevisit.cases.services.decision import (
    action_of,
    require_decidable,
    require_grounds,
    take_decision,
)
from onevisit.cases.services.holding import Held, hold
from onevisit.cases.services.review import (
    require_no_proposal,
    require_undecided,
    require_unmoved,
)
from onevisit.cases.services.writing import write_opinion


def propose(
    *, case_id: UUID, outcome: str, reason: str, actor: Actor, last_seq: int | None = None
) -> None:
    """First signature under a decision of an item that takes two.

    Raises as `decide`, and Refused `cases.one_signer_enough`, Conflict `cases.proposal_waits`.
    """
    action = action_of(outcome)
    if action is Action.REFUSE and not reason.strip():
        raise errors.reason_needed()
    with transaction.atomic():
        held, case = hold(case_id, actor)
        require(actor, Permission.CASES_DECIDE, scope_of(case))
        if not held.item(case).cosign:
            raise errors.one_signer_enough()
        require_decidable(held, case, action, last_seq)
        require_no_proposal(held, case)
        Proposal.objects.create(
            case=case,
            state="open",
            outcome=outcome,
            proposed_at=held.at,
            proposed_by=actor.user_id,
            proposed_by_name=held.actor.name,
            reason=_written(held, case, reason, "proposal"),
        )
        held.note("propose", case, outcome=outcome)
        held.write()


def confirm(*, case_id: UUID, actor: Actor, last_seq: int | None = None) -> None:
    """Second signature: the decision is made, in the name of both, with the proposer's reason.

    Raises Refused `cases.same_person`, `accounts.not_permitted`; Conflict `cases.moved_on`,
    `cases.proposal_answered`, `cases.already_decided`, and what keeps a decision from being made.
    """
    with transaction.atomic():
        held, case = hold(case_id, actor)
        proposal = _open(held, case)
        require_unmoved(case, last_seq)
        action = action_of(proposal.outcome)
        require_grounds(held, case, action)
        _answer(held, proposal, "confirmed")
        take_decision(held, case, action, proposal.reason.text if proposal.reason else "")
        held.note("confirm", case, outcome=proposal.outcome)
        held.write()


def send_back(*, case_id: UUID, reason: str, actor: Actor) -> None:
    """The second signer does not agree and says why; the first may propose again.

    Raises Invalid `cases.reason_needed`, `cases.text_too_long`, and as `confirm`.
    """
    if not reason.strip():
        raise errors.reason_needed()
    with transaction.atomic():
        held, case = hold(case_id, actor)
        proposal = _open(held, case)
        _answer(held, proposal, "sent_back", _written(held, case, reason, "sent_back"))
        held.note("send_back", case)
        held.write()


def take_back(*, case_id: UUID, actor: Actor) -> None:
    """Who proposed thinks better of it before anybody answered.

    Raises Conflict `cases.proposal_answered`, `cases.proposal_waits` for the proposal of another.
    """
    with transaction.atomic():
        held, case = hold(case_id, actor)
        require(actor, Permission.CASES_DECIDE, scope_of(case))
        require_undecided(case)
        proposal = _newest(case)
        if proposal.proposed_by != actor.user_id:
            raise errors.proposal_waits(proposal.proposed_by_name)
        _answer(held, proposal, "taken_back")
        held.note("take_back", case)
        held.write()


def _open(held: Held, case: Case) -> Proposal:
    """The proposal that waits for this very actor."""
    require(held.actor, Permission.CASES_COSIGN, scope_of(case))
    require_undecided(case)
    proposal = _newest(case)
    if proposal.proposed_by == held.actor.user_id:
        raise errors.same_person()
    return proposal


def _newest(case: Case) -> Proposal:
    newest = case.proposals.order_by("-proposed_at", "-id").first()
    if newest is None or newest.state != "open":
        raise errors.proposal_answered(newest.answered_by_name if newest else "")
    return newest


def _answer(held: Held, row: Proposal, state: str, words: Opinion | None = None) -> None:
    row.state, row.answer, row.answered_at = state, words, held.at
    row.answered_by, row.answered_by_name = held.actor.user_id, held.actor.name
    row.save(update_fields=["state", "answer", "answered_at", "answered_by", "answered_by_name"])


def _written(held: Held, case: Case, text: str, kind: str) -> Opinion | None:
    return write_opinion(held, case, text, kind=kind) if text.strip() else None
