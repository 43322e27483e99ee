"""The end of a day: what says who somebody was is taken away."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from onevisit.accounts.rules import SYSTEM
from onevisit.audit import services as audit
from onevisit.hall.models import Ticket
from onevisit.hall.rules import TicketState
from onevisit.kernel import clock


def close_days(*, before: date | None = None) -> int:
    """Close all tickets of days before `before` (today): names and persons are taken away, who was
    never served is gone; how many tickets were touched. Doing it again does nothing.

    What a ticket was for and how long it took stays: that is what waits are measured by.
    """
    day = before or clock.today()
    now = clock.now()
    old = Ticket.objects.filter(day__lt=day)
    with transaction.atomic():
        rows = old.filter(state=TicketState.SERVING)
        rows.update(state=TicketState.DONE)
        never = old.filter(state__in=[TicketState.WAITING, TicketState.CALLED])
        never.update(state=TicketState.GONE, ended_at=now)
        named = old.filter(~Q(called_as="") | Q(person__isnull=False))
        cleared = named.update(called_as="", person=None)
        if cleared:
            audit.record(
                action="hall.close_days",
                target_type="hall.ticket",
                target_id=str(day),
                actor=SYSTEM,
                facts={"before": str(day), "cleared": cleared},
            )
    return cleared
