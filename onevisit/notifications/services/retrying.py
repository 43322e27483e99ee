"""What failed for good is sent anew by hand, once somebody has looked at it."""

from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import Actor
from onevisit.audit import services as audit
from onevisit.kernel import clock
from onevisit.notifications.access import delivery_in_reach
from onevisit.notifications.models import Delivery
from onevisit.notifications.rules.sending import (
    DeliveryState,
    Reason,
    begins_anew,
    require_failed,
)


def retry(*, delivery_id: UUID, actor: Actor) -> None:
    """Try it again from the start; what may have arrived goes under the key it had.

    Raises NotFound `notifications.no_such_delivery`, Conflict `notifications.not_failed`.
    """
    with transaction.atomic():
        seen = delivery_in_reach(actor, delivery_id)
        row = Delivery.objects.select_for_update().get(id=seen.id)
        require_failed(DeliveryState(row.state))
        row.again += begins_anew(Reason(row.reason))
        row.state, row.reason, row.ended_at, row.sent_at = DeliveryState.WAITING, "", None, None
        row.due_at, row.tries, row.asked = clock.now(), 0, 0
        row.save()
        audit.record(
            action="notifications.retry",
            target_type="notifications.delivery",
            target_id=row.id,
            actor=actor,
            facts={"channel": row.channel},
        )
