"""What the house does by itself: lost notices, refunds to be sent, orders whose day is near
or over.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from onevisit.accounts.rules import SYSTEM
from onevisit.kernel import clock, events
from onevisit.payments.adapters.provider import Outcome, Provider, ProviderAway, Told, provider
from onevisit.payments.models import Order, OrderEvent, Payment, Refund
from onevisit.payments.rules.events import OrderExpired, OrderNear
from onevisit.payments.rules.orders import (
    OrderMark,
    OrderState,
    PaymentState,
    PayWay,
    RefundState,
)
from onevisit.payments.rules.terms import terms_on
from onevisit.payments.services.holding import for_whom, hold
from onevisit.payments.services.paying import apply

AT_ONCE = 100
ASK_AFTER = timedelta(minutes=1)
"""A notice that has not come by then is asked for."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Swept:
    """How many tries were asked about, refunds sent, orders reckoned anew, and payers reminded."""

    asked: int
    sent: int
    expired: int
    reminded: int


def sweep() -> Swept:
    """Everything that is due. Each step is its own transaction; the provider is asked outside of
    any, so a kill in between is made up for by the next run.
    """
    joined = provider()
    asked = sent = 0
    if joined is not None:
        try:
            asked, sent = _ask_all(joined), _send_all(joined)
        except ProviderAway:
            _log.warning("the provider of payments does not answer")
    return Swept(asked, sent, _expire_all(), _remind_all())


def _ask_all(joined: Provider) -> int:
    now = clock.now()
    waiting = Payment.objects.filter(way=PayWay.ONLINE).filter(
        Q(state=PaymentState.OPEN, asked_at__lte=now - ASK_AFTER)
        | Q(state=PaymentState.CLOSED, asked_at=None)
    )
    rows = list(waiting.order_by("asked_at")[:AT_ONCE])
    for row in rows:
        over = row.state == PaymentState.CLOSED or (
            row.expires_at is not None and row.expires_at <= now
        )
        told = joined.close(row.number) if over else joined.payment(row.number)
        if told.outcome is Outcome.UNKNOWN and over:
            told = Told(row.number, Outcome.CLOSED)
        apply(told)
        Payment.objects.filter(id=row.id).update(asked_at=now)
    return len(rows)


def _send_all(joined: Provider) -> int:
    going = Refund.objects.filter(
        state__in=[RefundState.APPROVED, RefundState.SENT], payment__way=PayWay.ONLINE
    ).select_related("payment")
    rows = list(going.order_by("asked_at")[:AT_ONCE])
    for row in rows:
        apply(joined.give_back(row.payment.number, row.number, row.amount))
    return len(rows)


def _expire_all() -> int:
    late = Order.objects.filter(state=OrderState.DUE, expires_at__lte=clock.now())
    ids = list(late.order_by("expires_at").values_list("id", flat=True)[:AT_ONCE])
    return sum(_expire(order_id) for order_id in ids)


def _expire(order_id: UUID) -> bool:
    with transaction.atomic():
        held = hold(order_id, SYSTEM)
        if held.state is not OrderState.DUE or held.order.expires_at > held.at:
            return False
        cases = held.cases()
        held.give_up_tries()
        held.mark(OrderMark.EXPIRE, OrderState.EXPIRED)
        events.publish(OrderExpired(held.order.application_id, held.order.id, cases))
        return True


def _remind_all() -> int:
    now = clock.now()
    near = now + timedelta(days=terms_on(settings.PAYMENT_TERMS, clock.local_date(now)).remind)
    told = OrderEvent.objects.filter(order=OuterRef("pk"), mark=OrderMark.REMIND)
    waiting = Order.objects.filter(~Exists(told), state=OrderState.DUE, expires_at__lte=near)
    ids = list(waiting.order_by("expires_at").values_list("id", flat=True)[:AT_ONCE])
    return sum(_remind(order_id) for order_id in ids)


def _remind(order_id: UUID) -> bool:
    """Once for each order."""
    with transaction.atomic():
        held = hold(order_id, SYSTEM)
        order = held.order
        told = order.events.filter(mark=OrderMark.REMIND).exists()
        if held.state is not OrderState.DUE or told or order.expires_at <= held.at:
            return False
        held.mark(OrderMark.REMIND)
        events.publish(OrderNear(order.id, *for_whom(order), clock.local_date(order.expires_at)))
        return True
