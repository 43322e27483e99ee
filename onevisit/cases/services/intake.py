"""受理: a department, or the window it delegated this to, takes a case on or refuses to."""

from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.cases import errors
from onevisit.cases.access import scope_of
from onevisit.cases.models import Case, Channel
from onevisit.cases.rules.events import ContactKind
from onevisit.cases.rules.lifecycle import Action
from onevisit.cases.services.contacts import publish_contact
from onevisit.cases.services.holding import Held, hold
from onevisit.cases.services.writing import write_reason
from onevisit.kernel import clock


def accept(*, case_id: UUID, actor: Actor) -> None:
    """受理. Review begins at once unless an earlier part of the bundle is still to be settled.

    Raises NotFound `cases.no_such_case`, Refused `accounts.not_permitted` or `cases.not_delegated`,
    Conflict `cases.not_possible_now`.
    """
    with transaction.atomic():
        held, case = hold(case_id, actor)
        by_window = require_acceptor(held, case)
        held.move(case, Action.ACCEPT, facts=_delegation(held, case) if by_window else None)
        held.write()


def not_accept(*, case_id: UUID, reason: str, actor: Actor) -> None:
    """不予受理, with reasons in writing. Raises as `accept`, and Invalid `cases.reason_needed`."""
    with transaction.atomic():
        held, case = hold(case_id, actor)
        by_window = require_acceptor(held, case)
        held.move(case, Action.NOT_ACCEPT, facts=_delegation(held, case) if by_window else None)
        write_reason(held, case, reason)
        held.write()
        if by_window and _still_standing_here(held):
            publish_contact(held.application, actor, ContactKind.SENT_HOME)


def require_acceptor(held: Held, case: Case) -> bool:
    """Whether the actor accepts as the window; raises Refused when they may not accept at all."""
    require(held.actor, Permission.CASES_ACCEPT, scope_of(case))
    of_department = case.department_id in held.actor.departments(Permission.CASES_ACCEPT)
    if of_department or held.actor.is_system:
        return False
    if not held.item(case).delegation.accept:
        raise errors.not_delegated()
    return True


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
