"""What became of a sending, written down by its state: said again it changes nothing."""

from uuid import UUID

from django.db import transaction

from onevisit.kernel import clock
from onevisit.notifications.adapters.gateway import Outcome, Told
from onevisit.notifications.models import Delivery
from onevisit.notifications.rules.sending import (
    OPEN,
    DeliveryState,
    Reason,
    next_question,
    next_try,
    read_key,
)


def taken(delivery_id: UUID, reference: str) -> bool:
    """The gateway took it; its receipt may have been quicker."""
    with transaction.atomic():
        row = _locked(delivery_id)
        if row.state != DeliveryState.WAITING:
            return False
        _mark_sent(row, reference)
        return True


def again(delivery_id: UUID) -> bool:
    """It was not taken, or nobody knows: tried again later, or given up at the end."""
    with transaction.atomic():
        row = _locked(delivery_id)
        if row.state != DeliveryState.WAITING:
            return False
        row.due_at, row.held_until = next_try(row.tries, clock.now()), None
        if row.due_at is None:
            _fail(row, Reason.GIVEN_UP)
        row.save()
        return False


def failed(delivery_id: UUID, reason: Reason) -> bool:
    """It will never be taken."""
    with transaction.atomic():
        row = _locked(delivery_id)
        if row.state == DeliveryState.WAITING:
            _fail(row, reason)
            row.save()
        return False


def noted(told: Told) -> bool:
    """What a receipt, or the answer to a question, says; True when it changed something."""
    key = read_key(told.key)
    if key is None:
        return False
    with transaction.atomic():
        rows = Delivery.objects.select_for_update().filter(id=key[0], again=key[1])
        row = rows.first()
        if row is None or DeliveryState(row.state) not in OPEN:
            return False
        if told.outcome is Outcome.DELIVERED:
            _mark_sent(row, told.reference)
            row.state, row.ended_at, row.due_at = DeliveryState.DELIVERED, clock.now(), None
            row.save()
        elif told.outcome is Outcome.UNDELIVERED:
            _fail(row, Reason.UNDELIVERED)
            row.save()
        else:
            return False
        return True


def known(told: Told) -> bool:
    """Whether anything was sent under its key."""
    key = read_key(told.key)
    return key is not None and Delivery.objects.filter(id=key[0], again__gte=key[1]).exists()


def asked(delivery_id: UUID) -> None:
    """Its receipt was asked for; when it still has not come, it is asked for again later."""
    with transaction.atomic():
        row = _locked(delivery_id)
        if row.state == DeliveryState.SENT:
            row.asked += 1
            row.due_at = next_question(row.asked, clock.now())
            row.save(update_fields=["asked", "due_at"])


def _locked(delivery_id: UUID) -> Delivery:
    return Delivery.objects.select_for_update().get(id=delivery_id)


def _mark_sent(row: Delivery, reference: str) -> None:
    now = clock.now()
    row.state, row.held_until = DeliveryState.SENT, None
    row.sent_at, row.reference = row.sent_at or now, (reference or row.reference)[:80]
    row.due_at = next_question(0, now)
    row.save()


def _fail(row: Delivery, reason: Reason) -> None:
    row.state, row.reason = DeliveryState.FAILED, reason
    row.held_until, row.due_at, row.ended_at = None, None, clock.now()
