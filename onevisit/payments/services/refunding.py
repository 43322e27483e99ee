"""退费: asked for by one person with a reason, approved by another, sent back as it came."""

from uuid import UUID

from django.db import transaction

from onevisit.accounts import queries as accounts
from onevisit.accounts import services as people
from onevisit.accounts.rules import SYSTEM, Actor, Permission, require
from onevisit.kernel import clock, events
from onevisit.kernel.codes import ResidentId
from onevisit.kernel.masks import mask_id
from onevisit.kernel.money import Fen, yuan
from onevisit.kernel.types import JsonObject
from onevisit.payments import errors
from onevisit.payments.access import scope_of
from onevisit.payments.adapters.provider import Outcome, Told
from onevisit.payments.models import Order, Payment, Refund
from onevisit.payments.queries.payers import paying_for
from onevisit.payments.rules.events import MoneyBack
from onevisit.payments.rules.orders import (
    OrderMark,
    OrderState,
    PaymentState,
    PayWay,
    RefundState,
    refund_moved,
)
from onevisit.payments.rules.payers import LONGEST_RELATION, GivenTo, Receives
from onevisit.payments.services.holding import Held, for_whom, hold, next_number

LONGEST_REASON = 500
_PAYER = GivenTo()


def written_reason(reason: str) -> str:
    """The reason in its one form. Raises Invalid `payments.reason_needed`."""
    tidy = " ".join(reason.split())[:LONGEST_REASON]
    if not tidy:
        raise errors.reason_needed()
    return tidy


def ask_refund(*, order_id: UUID, amount: Fen | None, reason: str, actor: Actor) -> UUID:
    """Ask for so much of what was paid to be given back; another person answers.

    Raises NotFound `payments.no_such_order`, Refused `accounts.not_permitted`, Invalid
    `payments.reason_needed`, `payments.bad_amount`, `payments.more_than_paid`, Conflict
    `payments.not_possible_now`, `payments.refund_waits` while one waits for its answer: a form sent
    twice asks once.
    """
    reason = written_reason(reason)
    with transaction.atomic():
        held = _held_by_staff(order_id, actor)
        payment = held.order.payments.filter(state=PaymentState.SUCCEEDED).first()
        if payment is None:
            raise errors.not_possible_now(held.order.state)
        left = payment.amount - payment.given_back
        if amount is None or amount <= 0:
            raise errors.bad_amount()
        if amount > left:
            raise errors.more_than_paid(yuan(left))
        if payment.refunds.filter(state=RefundState.ASKED).exists():
            raise errors.refund_waits()
        payment.given_back += amount
        payment.save(update_fields=["given_back"])
        refund = Refund.objects.create(
            number=next_number("TK"),
            payment=payment,
            state=RefundState.ASKED,
            amount=amount,
            reason=reason,
            asked_at=held.at,
            asked_by=actor.user_id,
            asked_by_name=actor.name,
        )
        held.mark(OrderMark.REFUND_ASK, amount=amount, words=reason)
        return refund.id


def answer_refund(*, refund_id: UUID, approve: bool, actor: Actor) -> None:
    """A second person approves or declines. Online the money goes back by itself; what was paid at
    a window is handed over there (`pay_out`).

    Raises NotFound `payments.no_such_refund`, Refused `accounts.not_permitted`,
    `payments.second_person_needed`, Conflict `payments.not_possible_now`.
    """
    with transaction.atomic():
        held, refund = _held_refund(refund_id, actor)
        require(actor, Permission.PAYMENTS_REFUND, scope_of(held.order))
        if refund.asked_by == actor.user_id:
            raise errors.second_person_needed()
        after = RefundState.APPROVED if approve else RefundState.DECLINED
        refund.state = refund_moved(RefundState(refund.state), after)
        refund.answered_at, refund.answered_by = held.at, actor.user_id
        refund.answered_by_name = actor.name
        refund.save()
        if not approve:
            _let_go(refund)
        mark = OrderMark.REFUND_APPROVE if approve else OrderMark.REFUND_DECLINE
        held.mark(mark, amount=refund.amount)


def pay_out(*, refund_id: UUID, actor: Actor, to: GivenTo = _PAYER) -> None:
    """The money was put back on the card, or handed over the counter `to` the payer's own side, who
    acts for it under a mandate that covers paying, or who had brought it; nobody else.

    Raises NotFound `payments.no_such_refund`, Refused `accounts.not_permitted`,
    `payments.no_such_hand`, `payments.not_who_brought_it`, Invalid `payments.receiver_unnamed`,
    `codes.resident_id_…`, Conflict `payments.not_possible_now` (also for what was paid online: that
    goes back by itself).
    """
    with transaction.atomic():
        held, refund = _held_refund(refund_id, actor)
        require(actor, Permission.PAYMENTS_COLLECT, scope_of(held.order))
        if refund.payment.way == PayWay.ONLINE or refund.state != RefundState.APPROVED:
            raise errors.not_possible_now(refund.state)
        if refund.payment.way == PayWay.CASH:
            refund.given_to = _receiver(refund, held.order, to)
        _done(held, refund)


def _receiver(refund: Refund, order: Order, to: GivenTo) -> JsonObject:
    """Into whose hand, as it is kept."""
    if to.authority_id is not None:
        line = next((each for each in paying_for(order) if each.id == to.authority_id), None)
        if line is None:
            raise errors.no_such_hand()
        people.hold_stood(line.id)
        refund.authority_id = line.id
        return _kept(str(line.basis), line.holder, line.masked_agent_number, mandate=line.number)
    if to.number or to.relation:
        return _who_brought(refund.payment, to)
    payer = accounts.masked_person(order.person)
    return _kept(Receives.PAYER, payer.name, payer.masked_id_number)


def _who_brought(payment: Payment, to: GivenTo) -> JsonObject:
    relation = " ".join(to.relation.split())
    if payment.hand_sealed is None:
        raise errors.not_who_brought_it()
    if not to.number or not relation or len(relation) > LONGEST_RELATION:
        raise errors.receiver_unnamed()
    number = str(ResidentId.parse(to.number, today=clock.today()))
    return _kept(Receives.BROUGHT, payment.hand, mask_id(number), relation=relation)


def _kept(kind: str, name: str, number: str, **more: str) -> JsonObject:
    return {"kind": str(kind), "name": name, "number": number, **more}


def apply_refund(told: Told) -> str:
    """What the provider says of a refund; said again it changes nothing."""
    with transaction.atomic():
        refund_id = Refund.objects.values_list("id", flat=True).get(number=told.number)
        held, refund = _held_refund(refund_id, SYSTEM)
        state = RefundState(refund.state)
        if state in (RefundState.DONE, RefundState.FAILED):
            return "again"
        if state not in (RefundState.APPROVED, RefundState.SENT):
            return "nothing"
        refund.reference = told.reference or refund.reference
        if told.outcome is Outcome.REFUNDED:
            if told.amount != refund.amount:
                return "amount"
            _done(held, refund)
        elif told.outcome in (Outcome.FAILED, Outcome.CLOSED):
            refund.state = refund_moved(state, RefundState.FAILED)
            refund.save()
            _let_go(refund)
            held.mark(OrderMark.REFUND_FAIL, amount=refund.amount)
        elif told.outcome is Outcome.WAITING and state is RefundState.APPROVED:
            refund.state = refund_moved(state, RefundState.SENT)
            refund.save()
        else:
            return "nothing"
        return "applied"


def _done(held: Held, refund: Refund) -> None:
    refund.state = refund_moved(RefundState(refund.state), RefundState.DONE)
    refund.done_at = clock.now()
    refund.save()
    order, after = held.order, held.state
    if refund.payment.state == PaymentState.SUCCEEDED:
        order.refunded += refund.amount
        if held.state is OrderState.PAID and order.refunded == order.total:
            after = OrderState.REFUNDED
    held.mark(OrderMark.REFUND, after, amount=refund.amount)
    events.publish(MoneyBack(order.id, refund.id, *for_whom(order)))


def _let_go(refund: Refund) -> None:
    """What was held for it may be asked for again."""
    payment = refund.payment
    payment.given_back -= refund.amount
    payment.save(update_fields=["given_back"])


def _held_by_staff(order_id: UUID, actor: Actor) -> Held:
    held = hold(order_id, actor)
    _require_seen(held, actor)
    require(actor, Permission.PAYMENTS_REFUND, scope_of(held.order))
    return held


def _require_seen(held: Held, actor: Actor) -> None:
    from onevisit.payments.access import staff_order

    if not actor.is_system:
        staff_order(actor, held.order.id)


def _held_refund(refund_id: UUID, actor: Actor) -> tuple[Held, Refund]:
    order_id = (
        Refund.objects.filter(id=refund_id).values_list("payment__order_id", flat=True).first()
    )
    if order_id is None:
        raise errors.no_such_refund()
    held = hold(order_id, actor)
    _require_seen(held, actor)
    row = Refund.objects.select_for_update(of=("self", "payment")).select_related("payment")
    return held, row.get(id=refund_id)
