"""Writes of the ledger of visits."""

from onevisit.cases.rules.events import ContactHappened
from onevisit.hall.models import Contact


def record_contact(event: ContactHappened) -> None:
    """Enter a contact in the ledger, in the transaction that caused it; the same one twice counts
    once.
    """
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
            )
        ],
        ignore_conflicts=True,
    )
