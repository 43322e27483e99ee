"""Writes of the ledger of visits."""

from onevisit.cases.rules.events import ContactHappened
from onevisit.hall.models import ACTIVE, Contact, Ticket
from onevisit.kernel.clock import local_date


def record_contact(event: ContactHappened) -> None:
    """Enter a contact in the ledger, in the transaction that caused it; the same one twice counts
    once. It belongs to the ticket of whoever stands at that clerk's window.
    """
    ticket = Ticket.objects.filter(
        clerk_id=event.recorded_by, state__in=ACTIVE, day=local_date(event.at)
    ).first()
    Contact.objects.bulk_create(
        [
            Contact(
                application_id=event.application_id,
                person_id=event.person_id,
                service_point_id=event.service_point_id,
                window=event.window,
                at=event.at,
                kind=event.kind,
                recorded_by=event.recorded_by,
                reason=event.reason,
                ticket=ticket if event.recorded_by else None,
            )
        ],
        ignore_conflicts=True,
    )
