"""Reading one's own messages."""

from uuid import UUID

from onevisit.accounts.rules import Actor
from onevisit.kernel import clock
from onevisit.notifications.access import own, own_message
from onevisit.notifications.models import Message


def read_message(*, message_id: UUID, actor: Actor) -> Message:
    """It was read; read again it changes nothing. Raises NotFound
    `notifications.no_such_message`.
    """
    row = own_message(actor, message_id)
    own(actor).filter(id=row.id, read_at__isnull=True).update(read_at=clock.now())
    return row


def read_all(*, actor: Actor) -> int:
    """Everything told so far was read; returns how many were not before."""
    return own(actor).filter(read_at__isnull=True).update(read_at=clock.now())
