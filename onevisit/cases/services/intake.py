"""受理: a department, or the window it delegated this to, takes a case on or refuses to."""

from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import Actor
from onevisit.cases.models import Case, Channel
from onevisit.cases.queries.commitments import pledged
from onevisit.cases.rules.events import ContactKind
from onevisit.cases.rules.lifecycle import Action
from onevisit.cases.rules.refusing import NotAccepted, full_reason
from onevisit.cases.rules.submission import SentHome
from onevisit.cases.services.acceptors import require_acceptor
from onevisit.cases.services.contacts import publish_contact
from onevisit.cases.services.deferral import deferral_limit
from onevisit.cases.services.holding import Held, hold
from onevisit.cases.services.lapsing import deem_accepted, is_silent
from onevisit.cases.services.notices import answer_without_gaps, require_in_time
from onevisit.cases.services.writing import write_reason
from onevisit.kernel import clock


def accept(*, case_id: UUID, actor: Actor) -> None:
    """受理. Review begins at once unless an earlier part of the bundle is still to be settled.

    What may follow and has not come makes it 容缺受理: its own limit runs beside the promise.
    After the intake limit it is deemed to have been accepted on the day of receipt, with a red
    card. Raises NotFound `cases.no_such_case`, Refused `accounts.not_permitted` or
    `cases.not_delegated`, Conflict `cases.not_possible_now`.
    """
    with transaction.atomic():
        held, case = hold(case_id, actor)
        by_window = require_acceptor(held, case)
        if is_silent(held, case):
            deem_accepted(held, case)
        else:
            facts = _delegation(held, case) if by_window else None
            limit = deferral_limit(held, case)
            action = Action.ACCEPT_DEFERRED if limit else _plainly(held, case)
            held.move(case, action, limit_on=limit, facts=facts)
        answer_without_gaps(held, case)
        held.write()


def _plainly(held: Held, case: Case) -> Action:
    """With a commitment in place of a paper, or with all papers. No query for an item that takes
    no commitment.
    """
    able = held.item(case).takes_commitments
    promised = able and pledged(held.application, case.part)
    return Action.ACCEPT_COMMITMENT if promised else Action.ACCEPT


def not_accept(
    *,
    case_id: UUID,
    reason: str,
    actor: Actor,
    kind: NotAccepted = NotAccepted.UNMET,
    refer_to: str = "",
) -> None:
    """不予受理, with reasons in writing; `refer_to` is the right office where this one is not.

    Raises as `accept`, and Invalid `cases.reason_needed`, `cases.refer_needed`, Conflict
    `cases.intake_over`.
    """
    with transaction.atomic():
        held, case = hold(case_id, actor)
        by_window = require_acceptor(held, case)
        require_in_time(held, case)
        facts = _delegation(held, case) if by_window else {}
        held.move(case, Action.NOT_ACCEPT, facts={"kind": str(kind), **facts})
        write_reason(held, case, full_reason(kind, reason, refer_to))
        answer_without_gaps(held, case)
        held.write()
        if by_window and _still_standing_here(held):
            why = SentHome.ELSEWHERE if refer_to else SentHome.CONDITIONS
            publish_contact(held.application, actor, ContactKind.SENT_HOME, reason=str(why))


def _delegation(held: Held, case: Case) -> dict[str, str]:
    return {"delegated_by": held.item(case).delegation.document}


def _still_standing_here(held: Held) -> bool:
    """The applicant handed this in today at the very window that now refuses it."""
    application = held.application
    return (
        application.channel == Channel.WINDOW
        and application.intake_point_id == held.actor.service_point_id
        and application.submitted_at is not None
        and clock.local_date(application.submitted_at) == held.today
    )
