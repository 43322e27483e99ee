"""Calling: the next in line, each person by one clerk only."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from onevisit.accounts.rules import Actor, Permission
from onevisit.hall import errors
from onevisit.hall.models import Ticket
from onevisit.hall.queries import TicketLine, current_ticket
from onevisit.hall.rules import TicketAct, TicketState, ticket_number
from onevisit.hall.services.holding import change, lock_current, lock_ticket, point_of
from onevisit.kernel import clock


def call_next(*, actor: Actor, having: UUID | None) -> TicketLine | None:
    """End with whom the clerk has (`having`, as their page shows it) and call the next in line;
    None when nobody waits for this window. Who was called and is not served yet is called again
    instead: they may be on their way, and a key pressed twice must not lose them.

    Who was passed on to this window comes first. Two clerks at one instant get two persons. Pressed
    twice, it calls once: when the clerk no longer has `having`, it gives whom they have. Raises
    Refused `accounts.not_permitted`, `hall.no_point`.
    """
    point = point_of(actor, Permission.CASES_INTAKE)
    try:
        with transaction.atomic():
            current = lock_current(actor)
            if current is not None and current.id == having:
                current = _ended(current, actor)
            if current is None:
                _call_first(point, actor)
    except IntegrityError:  # the same clerk in another tab was quicker
        pass
    return current_ticket(actor=actor)


def _ended(current: Ticket, actor: Actor) -> Ticket | None:
    if current.state == TicketState.CALLED:
        change(current, TicketAct.CALL_AGAIN, actor)
        return current
    change(current, TicketAct.FINISH, actor)
    return None


def _call_first(point: UUID, actor: Actor) -> None:
    """Those whom another clerk is calling at this instant are passed over, not waited for."""
    rows = Ticket.objects.select_for_update(skip_locked=True).filter(
        service_point_id=point,
        day=clock.today(),
        state=TicketState.WAITING,
        for_window__in={"", actor.window},
    )
    first = rows.order_by(F("for_window").desc(), "stands_at", "number").first()
    if first is not None:
        change(first, TicketAct.CALL, actor)


def call(*, ticket_id: UUID, actor: Actor) -> None:
    """Call one who waits, out of turn. Raises NotFound `hall.no_such_ticket`; Conflict
    `hall.somebody_here` while the clerk has another, `hall.not_possible_now`; Refused as
    `call_next`.
    """
    point_of(actor, Permission.CASES_INTAKE)
    try:
        with transaction.atomic():
            current = lock_current(actor)
            if current is not None:
                raise errors.somebody_here(ticket_number(current.number))
            change(lock_ticket(ticket_id, actor), TicketAct.CALL, actor)
    except IntegrityError:  # the same clerk in another tab was quicker
        raise errors.not_possible_now() from None


def finish_current(*, actor: Actor) -> None:
    """办完: the clerk is done with whom they have, and calls nobody. Raises as `call_next`."""
    point_of(actor, Permission.CASES_INTAKE)
    with transaction.atomic():
        current = lock_current(actor)
        if current is not None:
            change(current, TicketAct.FINISH, actor)
