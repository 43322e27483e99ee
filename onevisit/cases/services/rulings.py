"""复议、诉讼的结果: recorded by the office that decided; where it was so ordered the case is
decided again as a successor in the same application, with all that was handed in and proven.
"""

from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.cases import errors
from onevisit.cases.access import scope_of
from onevisit.cases.models import Result
from onevisit.cases.rules.events import CaseGrew
from onevisit.cases.rules.lifecycle import Action, CaseState
from onevisit.cases.rules.rulings import ACTIONS, Ruling, RulingDraft
from onevisit.cases.services.holding import hold
from onevisit.cases.services.successors import begin_successor, successor
from onevisit.cases.services.writing import write_reason
from onevisit.kernel import events


def record_ruling(
    *, case_id: UUID, ruling: RulingDraft, words: str, actor: Actor, last_seq: int | None = None
) -> UUID | None:
    """Record what was ruled on the end of a case, and what the office does about it, which the
    applicant reads. Returns the id of the case that is decided again, if it is.

    A decision that fell takes its result with it. Raises NotFound `cases.no_such_case`; Refused
    `accounts.not_permitted`; Conflict `cases.not_possible_now`, `cases.moved_on`; Invalid
    `cases.reason_needed`, `cases.text_too_long` and what `RulingDraft.checked` raises.
    """
    with transaction.atomic():
        held, case = hold(case_id, actor)
        require(actor, Permission.CASES_DECIDE, scope_of(case))
        if last_seq is not None and last_seq != case.last_seq:
            raise errors.moved_on(case.events.order_by("-seq")[0].actor_name)
        checked = ruling.checked(held.today)
        again = successor(held, case, checked.days) if checked.ruling is Ruling.AGAIN else None
        facts = checked.facts | ({"successor": again.number} if again else {})
        held.move(case, ACTIONS[checked.ruling], facts=facts)
        write_reason(held, case, words)
        if case.state == CaseState.OVERTURNED:
            Result.objects.filter(case=case, revoked_at=None).update(revoked_at=held.at)
        if again is not None:
            begin_successor(held, case, again, Action.REDO, checked.facts)
        held.write()
        events.publish(CaseGrew(case.id, held.at))
        return again.id if again else None
