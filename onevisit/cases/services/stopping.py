"""终止、作废: an officer ends a case that cannot or should not go on, and says why."""

from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.cases import errors
from onevisit.cases.access import scope_of
from onevisit.cases.rules.stopping import ACTIONS, Stop
from onevisit.cases.services.holding import hold
from onevisit.cases.services.notices import answer_without_gaps
from onevisit.cases.services.review import require_hands_free
from onevisit.cases.services.writing import write_reason


def stop_case(
    *, case_id: UUID, why: Stop, reason: str, actor: Actor, last_seq: int | None = None
) -> None:
    """End a case before it is decided; the other parts go on, and nothing is owed for it any more.

    Raises NotFound `cases.no_such_case`; Refused `accounts.not_permitted`; Conflict
    `cases.not_possible_now`, `cases.claimed_by_other`, `cases.moved_on`; Invalid
    `cases.reason_needed`, `cases.text_too_long`.
    """
    with transaction.atomic():
        held, case = hold(case_id, actor)
        require(actor, Permission.CASES_DECIDE, scope_of(case))
        require_hands_free(held, case)
        if last_seq is not None and last_seq != case.last_seq:
            raise errors.moved_on(case.events.order_by("-seq")[0].actor_name)
        held.move(case, ACTIONS[why], facts={"kind": str(why)})
        write_reason(held, case, reason)
        answer_without_gaps(held, case)
        held.write()
