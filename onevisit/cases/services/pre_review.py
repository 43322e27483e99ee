"""预审: a first look at what was handed in online, before it is accepted (docs/adr/0018)."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.cases import errors
from onevisit.cases.access import scope_of
from onevisit.cases.models import Case, Channel
from onevisit.cases.rules.gaps import GapDraft, checked
from onevisit.cases.rules.lifecycle import Action, CaseState, transition
from onevisit.cases.rules.pre_review import PreReview, pre_review_after
from onevisit.cases.services.holding import Held, hold
from onevisit.cases.services.notices import gap_places, record_gaps, require_in_time
from onevisit.cases.services.review import require_hands_free, require_unmoved
from onevisit.kernel import rows


def pre_pass(*, case_id: UUID, actor: Actor, last_seq: int | None = None) -> None:
    """预审通过: the papers look right, nothing is to be changed. The intake limit runs on; nothing
    that lies there now can be asked for in a notice any more.

    Raises NotFound `cases.no_such_case`; Refused `accounts.not_permitted`, `cases.not_delegated`;
    Conflict `cases.pre_review_online_only`, `cases.pre_reviewed`, `cases.notice_begun`,
    `cases.intake_over`, `cases.claimed_by_other`, `cases.moved_on`, `cases.not_possible_now`.
    """
    with transaction.atomic():
        held, case = _looked_at(case_id, actor, Action.PRE_PASS, last_seq)
        held.move(case, Action.PRE_PASS)
        held.write()


def pre_return(
    *, case_id: UUID, gaps: Iterable[GapDraft], actor: Actor, last_seq: int | None = None
) -> None:
    """预审退回: what to change, in one answer. The applicant may change it without a new
    application, or leave it; the intake limit runs on and no notice is used up.

    Raises as `pre_pass`, and Invalid `cases.gaps_needed` and the like.
    """
    with transaction.atomic():
        held, case = _looked_at(case_id, actor, Action.PRE_RETURN, last_seq)
        drafts = checked(gaps, gap_places(held, case), None)
        record_gaps(held, case, None, drafts)
        held.move(case, Action.PRE_RETURN, facts={"gaps": len(drafts)})
        held.application.pre_returned = True
        rows.update(held.application, ("pre_returned",))
        held.write()


def _looked_at(
    case_id: UUID, actor: Actor, action: Action, last_seq: int | None
) -> tuple[Held, Case]:
    """The case, locked, for the officer of its department who may take the first look."""
    held, case = hold(case_id, actor)
    require(actor, Permission.CASES_ACCEPT, scope_of(case))
    if case.department_id not in actor.departments(Permission.CASES_ACCEPT):
        raise errors.not_delegated()
    after = transition(CaseState(case.state), action).after
    if held.application.channel != Channel.ONLINE:
        raise errors.pre_review_online_only()
    if held.application.gathering or held.application.notified:
        raise errors.notice_begun()
    pre_review_after(PreReview(case.pre_review), action, after)
    require_in_time(held, case)
    require_unmoved(case, last_seq)
    require_hands_free(held, case)
    return held, case
