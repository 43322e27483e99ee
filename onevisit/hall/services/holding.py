"""A ticket locked for whoever may act on it, moved by the rules and put on record."""

from uuid import UUID

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.audit import services as audit
from onevisit.hall import errors
from onevisit.hall.models import ACTIVE, Ticket
from onevisit.hall.rules import TicketAct, TicketState, moved, ticket_number
from onevisit.kernel import clock


def point_of(actor: Actor, permission: Permission = Permission.HALL_QUEUE) -> UUID:
    """The service point where the actor sits.

    Raises Refused `accounts.not_permitted`, `hall.no_point`.
    """
    require(actor, permission)
    if actor.service_point_id is None:
        raise errors.no_point()
    return actor.service_point_id


def lock_ticket(ticket_id: UUID, actor: Actor) -> Ticket:
    """A ticket of today at the actor's service point, locked.

    Raises NotFound `hall.no_such_ticket` and as `point_of`.
    """
    rows = Ticket.objects.select_for_update().filter(
        id=ticket_id, service_point_id=point_of(actor), day=clock.today()
    )
    ticket = next(iter(rows), None)
    if ticket is None:
        raise errors.no_such_ticket()
    return ticket


def lock_current(actor: Actor) -> Ticket | None:
    """Whom the clerk has at the window, locked; what was left from another day is done with."""
    rows = Ticket.objects.select_for_update().filter(clerk_id=actor.user_id, state__in=ACTIVE)
    ticket = next(iter(rows), None)
    if ticket is not None and ticket.day != clock.today():
        close(ticket)
        return None
    return ticket


def close(ticket: Ticket) -> None:
    """The day is over: who was never served is gone, when others were done nobody knows."""
    ticket.ended_at = None if ticket.state == TicketState.SERVING else clock.now()
    served = ticket.state == TicketState.SERVING
    ticket.state = TicketState.DONE if served else TicketState.GONE
    ticket.called_as, ticket.person = "", None
    ticket.save()


def change(ticket: Ticket, act: TicketAct, actor: Actor) -> None:
    """Move a locked ticket, keep it, and say so on record. Raises Conflict
    `hall.not_possible_now`.
    """
    ticket.state = moved(TicketState(ticket.state), act)
    _stamp(ticket, act, actor)
    ticket.save()
    note(ticket, str(act), actor)


def _stamp(ticket: Ticket, act: TicketAct, actor: Actor) -> None:
    """Who has the ticket since when, as the new state wants it."""
    now = clock.now()
    if act is TicketAct.CALL:
        ticket.clerk_id, ticket.window = actor.user_id, actor.window
        ticket.called_at, ticket.calls = now, 1
    elif act is TicketAct.CALL_AGAIN:
        ticket.calls += 1
    elif act is TicketAct.BEGIN:
        ticket.began_at = now
    elif ticket.state == TicketState.WAITING:
        if act is TicketAct.COME_BACK:
            ticket.stands_at = now
        ticket.clerk_id, ticket.window, ticket.calls = None, "", 0
        ticket.called_at = ticket.began_at = ticket.ended_at = None
    else:
        ticket.ended_at = now


def note(ticket: Ticket, verb: str, actor: Actor) -> None:
    """One entry of the trail; who it was does not stand in it."""
    audit.record(
        action=f"hall.{verb}",
        target_type="hall.ticket",
        target_id=ticket.id,
        actor=actor,
        facts={"number": ticket_number(ticket.number), "window": actor.window},
    )
