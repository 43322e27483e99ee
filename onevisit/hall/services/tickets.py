"""Tickets by hand: who comes is entered, and what happens to them while they wait."""

import re
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection, transaction

from onevisit.accounts.rules import Actor
from onevisit.hall import errors
from onevisit.hall.models import ACTIVE, Ticket
from onevisit.hall.rules import Priority, TicketAct, stands_at, ticket_number
from onevisit.hall.services.day import close_days
from onevisit.hall.services.holding import change, lock_ticket, note, point_of
from onevisit.kernel import clock

_LONGEST_NAME = 40
_TELLING = re.compile(r"\d[\d\s-]{9,}")
"""An ID number or a phone is no way to call somebody."""

_OWN = frozenset(
    {
        TicketAct.CALL_AGAIN,
        TicketAct.PUT_BACK,
        TicketAct.PASS_ON,
        TicketAct.MISS,
        TicketAct.FINISH,
    }
)
"""What only the clerk does who has the person at the window."""

_NEXT_NUMBER = """
INSERT INTO hall_ticketseries (service_point_id, day, last) VALUES (%s, %s, 1)
ON CONFLICT (service_point_id, day) DO UPDATE SET last = hall_ticketseries.last + 1
RETURNING last
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody came for: an offer's code and name, both "" where it was not said."""

    code: str = ""
    name: str = ""


NOT_SAID = Wanted()


def take_ticket(
    *,
    actor: Actor,
    called_as: str = "",
    wants: Wanted = NOT_SAID,
    priority: str = "",
    prepared: bool = False,
) -> str:
    """Enter somebody who came; the number they are called by.

    `called_as` is how to call them ("红衣女士"), no number that names a person; it is taken away
    when the day is over. Raises Refused `accounts.not_permitted`, `hall.no_point`, Invalid
    `hall.bad_name`, `hall.unknown_priority`.
    """
    point = point_of(actor)
    name = " ".join(called_as.split())
    if len(name) > _LONGEST_NAME or _TELLING.search(name):
        raise errors.bad_name(_LONGEST_NAME)
    if priority and priority not in set(Priority):
        raise errors.unknown_priority()
    now = clock.now()
    ticket = Ticket(
        service_point_id=point,
        day=clock.today(),
        called_as=name,
        wants_code=wants.code,
        wants_name=wants.name,
        priority=priority,
        prepared=prepared,
        came_at=now,
        stands_at=stands_at(now, priority),
    )
    with transaction.atomic():
        enter(ticket)
        note(ticket, "take_ticket", actor)
    return ticket_number(ticket.number)


def enter(ticket: Ticket) -> None:
    """Give a new ticket the next number of its service point and day, and keep it; the first of a
    day closes the days before.
    """
    ticket.number = _next_number(ticket.service_point_id, ticket.day)
    if ticket.number == 1:
        close_days(before=ticket.day)
    ticket.save(force_insert=True)


def _next_number(point: UUID, day: date) -> int:
    """The row of the series stays locked until the transaction ends: no number twice, none left
    out.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_NUMBER, [point, day])
        row = cursor.fetchone()
    assert row is not None
    return int(row[0])


def act_on(*, ticket_id: UUID, act: TicketAct, actor: Actor) -> None:
    """Call again, put back, miss, finish (by the clerk who has them), leave, come back. Put back,
    who was done by mistake stands again where they stood.

    Raises NotFound `hall.no_such_ticket`; Conflict `hall.with_other_window`,
    `hall.not_possible_now`; Refused as `take_ticket`.
    """
    with transaction.atomic():
        ticket = lock_ticket(ticket_id, actor)
        if act in _OWN:
            require_own(ticket, actor)
        elif act not in (TicketAct.LEAVE, TicketAct.COME_BACK):
            raise errors.not_possible_now()
        change(ticket, act, actor)


def pass_on(
    *, ticket_id: UUID, actor: Actor, window: str = "", wants: Wanted | None = None
) -> None:
    """Send the person to another window ("" any of this service point), or for another thing.

    What was begun for them stays with the ticket: who calls it goes on where it was left. Raises as
    `act_on`, and Invalid `hall.unknown_window` for the clerk's own.
    """
    if window and window == actor.window:
        raise errors.unknown_window()
    with transaction.atomic():
        ticket = lock_ticket(ticket_id, actor)
        require_own(ticket, actor)
        ticket.for_window = window
        if wants is not None:
            ticket.wants_code, ticket.wants_name = wants.code, wants.name
        change(ticket, TicketAct.PASS_ON, actor)


def require_own(ticket: Ticket, actor: Actor) -> None:
    """Raises Conflict `hall.with_other_window` where another clerk has the person."""
    if ticket.state in ACTIVE and ticket.clerk_id != actor.user_id:
        raise errors.with_other_window(ticket_number(ticket.number), ticket.window)
