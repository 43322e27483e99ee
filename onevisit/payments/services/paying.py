"""Paying online: a try is opened at the provider's, and what the provider says of it is applied
once, however often and in whatever order it is said.
"""

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from onevisit.accounts import services as people
from onevisit.accounts.rules import SYSTEM, Actor, Deed, require_deed
from onevisit.kernel import clock
from onevisit.kernel.checking import new_code
from onevisit.payments import errors
from onevisit.payments.access import own_order
from onevisit.payments.adapters.provider import (
    Checkout,
    Outcome,
    Provider,
    ProviderAway,
    Told,
    provider,
)
from onevisit.payments.models import Notice, Order, Payment, Refund
from onevisit.payments.rules.orders import (
    OrderMark,
    OrderState,
    PaymentState,
    PayWay,
    RefundState,
)
from onevisit.payments.rules.terms import terms_on
from onevisit.payments.services.holding import Held, hold, hold_payment, next_number
from onevisit.payments.services.refunding import apply_refund

REASON_SURPLUS = "重复支付或者已不用缴，原路退回"


class Answer(StrEnum):
    """What became of something the provider said."""

    APPLIED = "applied"
    AGAIN = "again"  # known already
    NOTHING = "nothing"  # it changes nothing
    AMOUNT = "amount"  # another amount than was asked for: looked at by staff
    UNKNOWN = "unknown"  # no such number here (yet)


def open_payment(*, order_id: UUID, actor: Actor, back: str, notify: str) -> str:
    """The address at the provider's where the payer pays; `back` is where they come back to, and
    `notify` where the provider tells us. The same while the same try is open: two tabs and a double
    click lead to one payment.

    Raises NotFound `payments.no_such_order`, Conflict `payments.not_due`, `payments.no_provider`,
    `payments.provider_away` (nothing was charged; try again); Refused `accounts.outside_deeds`,
    `accounts.authority_over` for who acts for another.
    """
    joined = _joined()
    own_order(actor, order_id)
    require_deed(actor, Deed.PAY)
    with transaction.atomic():
        people.hold_authority(actor)
        held = hold(order_id, actor)
        if held.state is not OrderState.DUE:
            raise errors.not_due(held.order.state)
        payment = _open_try(held)
    if payment.expires_at is None:
        raise errors.not_due(held.order.state)
    checkout = Checkout(
        number=payment.number,
        amount=payment.amount,
        subject=held.order.offer_name,
        back=back,
        notify=notify,
        until=payment.expires_at,
    )
    try:
        return joined.open(checkout)
    except ProviderAway:
        raise errors.provider_away() from None


def _joined() -> Provider:
    found = provider()
    if found is None:
        raise errors.no_provider()
    return found


def _open_try(held: Held) -> Payment:
    """The try this hand has open, else a new one: a try is one hand's, so that whoever pays is
    named. What the other hand pays meanwhile counts, or goes back.
    """
    order, acting = held.order, held.actor.acting
    under = acting.authority_id if acting else None
    found = order.payments.filter(state=PaymentState.OPEN).first()
    lasts = found is not None and (found.expires_at is None or found.expires_at > held.at)
    if found is not None and lasts and found.authority_id == under:
        return found
    held.give_up_tries()
    minutes = terms_on(settings.PAYMENT_TERMS, clock.local_date(held.at)).minutes
    payment = Payment(
        number=next_number("ZF"),
        order=order,
        state=PaymentState.OPEN,
        way=PayWay.ONLINE,
        amount=order.total,
        opened_at=held.at,
        asked_at=held.at,
        expires_at=held.at + timedelta(minutes=minutes),
        authority_id=under,
    )
    payment.save(force_insert=True)
    if under is not None:
        held.note("open")
    return payment


def take_notice(*, body: bytes, headers: Mapping[str, str]) -> Answer:
    """What the provider tells of itself. Heard once by its nonce; said again under another, it
    changes nothing again.

    Raises Refused `payments.bad_notice` for what is not signed, forged or too old, NotFound
    `payments.no_such_payment` for a number we do not know: the provider is to say it again later.
    """
    found = provider()
    signed = found.heard(body, headers) if found else None
    if signed is None:
        raise errors.bad_notice()
    told = signed.told
    with transaction.atomic():
        answer = apply(told)
        if answer is Answer.UNKNOWN:
            raise errors.no_such_payment()
        notice = Notice(
            nonce=signed.nonce,
            at=clock.now(),
            number=told.number,
            reference=told.reference,
            kind="refund" if told.number.startswith("TK") else "pay",
            state=told.outcome,
            amount=told.amount,
            digest=hashlib.sha256(body).hexdigest(),
            answer=answer,
        )
        try:
            with transaction.atomic():
                notice.save(force_insert=True)
        except IntegrityError:  # the very same message, sent twice
            answer = Answer.AGAIN
    return answer


def apply(told: Told) -> Answer:
    """What was said of a payment or refund, by whatever way it came."""
    with transaction.atomic():
        if Refund.objects.filter(number=told.number).exists():
            return Answer(apply_refund(told))
        if not Payment.objects.filter(number=told.number).exists():
            return Answer.UNKNOWN
        held, payment = hold_payment(told.number, SYSTEM)
        if told.outcome is Outcome.PAID:
            return _paid(held, payment, told)
        if told.outcome in (Outcome.CLOSED, Outcome.FAILED) and payment.state == PaymentState.OPEN:
            payment.state, payment.asked_at = PaymentState.CLOSED, held.at
            payment.save(update_fields=["state", "asked_at"])
            return Answer.APPLIED
        return Answer.NOTHING


def _paid(held: Held, payment: Payment, told: Told) -> Answer:
    if payment.state in (PaymentState.SUCCEEDED, PaymentState.SURPLUS):
        return Answer.AGAIN
    if told.amount != payment.amount:
        return Answer.AMOUNT
    payment.reference, payment.paid_at = told.reference, told.at or held.at
    if held.state is OrderState.DUE and payment.amount == held.order.total:
        succeed(held, payment, OrderMark.PAY)
    else:
        _give_back_surplus(held, payment)
    return Answer.APPLIED


def succeed(held: Held, payment: Payment, mark: OrderMark) -> None:
    """The order is paid by this payment, every other try is given up."""
    payment.state = PaymentState.CLOSED  # steps aside: one try at most is open
    held.order.payments.exclude(id=payment.id).filter(state=PaymentState.OPEN).update(
        state=PaymentState.CLOSED, asked_at=None
    )
    payment.state = PaymentState.SUCCEEDED
    payment.receipt_number, payment.check_code = next_number("PJ"), new_code()
    payment.save()
    under = payment.authority.number if payment.authority else ""
    held.mark(mark, OrderState.PAID, amount=payment.amount, under=under)


def _give_back_surplus(held: Held, payment: Payment) -> None:
    """Money for what is not due any more: all of it goes back, nobody has to ask."""
    payment.state, payment.given_back = PaymentState.SURPLUS, payment.amount
    payment.save()
    Refund.objects.create(
        number=next_number("TK"),
        payment=payment,
        state=RefundState.APPROVED,
        amount=payment.amount,
        reason=REASON_SURPLUS,
        automatic=True,
        asked_at=held.at,
        answered_at=held.at,
    )
    held.mark(OrderMark.SURPLUS, amount=payment.amount)


def ask_provider(*, order_id: UUID, actor: Actor) -> Answer:
    """Ask what became of the try that is open, for who came back before the notice did.

    Raises NotFound `payments.no_such_order`, Conflict `payments.provider_away`,
    `payments.no_provider`.
    """
    order: Order = own_order(actor, order_id)
    payment = order.payments.filter(state=PaymentState.OPEN).first()
    if payment is None:
        return Answer.NOTHING
    try:
        return apply(_joined().payment(payment.number))
    except ProviderAway:
        raise errors.provider_away() from None
