"""Serving: the ticket learns who stands there and what is being done for them."""

from uuid import UUID

from django.db import IntegrityError, transaction

from onevisit.accounts.rules import Actor
from onevisit.hall.models import Contact, Ticket
from onevisit.hall.rules import TicketAct, TicketState
from onevisit.hall.services.holding import change, lock_current, note
from onevisit.hall.services.tickets import enter
from onevisit.kernel import clock


def serve(*, person_id: UUID, actor: Actor) -> None:
    """The clerk knows who stands at the window: their ticket begins, and says so.

    Who came without a number gets one now, so that every sitting is measured. When the person at
    hand is another than the one something was done for, that sitting is over. Somebody without a
    service point has no window: nothing is kept.
    """
    if actor.service_point_id is None or actor.user_id is None:
        return
    try:
        with transaction.atomic():
            _serve(person_id, actor)
    except IntegrityError:  # another tab of the same clerk was quicker: that one counts
        return


def _serve(person_id: UUID, actor: Actor) -> None:
    ticket = lock_current(actor)
    if ticket is not None and ticket.person_id not in (None, person_id) and _was_used(ticket):
        change(ticket, TicketAct.FINISH, actor)
        ticket = None
    if ticket is None:
        if actor.service_point_id is not None:
            _enter_at_window(person_id, actor.service_point_id, actor)
        return
    if ticket.person_id != person_id:
        ticket.person_id = person_id
        ticket.save(update_fields=["person"])
    if ticket.state == TicketState.CALLED:
        change(ticket, TicketAct.BEGIN, actor)


def _was_used(ticket: Ticket) -> bool:
    """Something was begun or handed in: it was not the wrong card that was read."""
    return ticket.application_id is not None or Contact.objects.filter(ticket=ticket).exists()


def _enter_at_window(person_id: UUID, point: UUID, actor: Actor) -> None:
    now = clock.now()
    ticket = Ticket(
        service_point_id=point,
        day=clock.today(),
        state=TicketState.SERVING,
        person_id=person_id,
        clerk_id=actor.user_id,
        window=actor.window,
        calls=0,
        came_at=now,
        stands_at=now,
        called_at=now,
        began_at=now,
    )
    enter(ticket)
    note(ticket, "serve_directly", actor)


def at_work_on(
    *, application_id: UUID, person_id: UUID, wants: tuple[str, str], actor: Actor
) -> None:
    """The clerk works on this application of this person: their ticket is bound to it, and passed
    on, it opens there. `wants` are code and name of the offer.
    """
    if actor.service_point_id is None or actor.user_id is None:
        return
    serve(person_id=person_id, actor=actor)
    code, name = wants
    Ticket.objects.filter(
        clerk_id=actor.user_id, state=TicketState.SERVING, person_id=person_id
    ).update(application_id=application_id, wants_code=code, wants_name=name)
