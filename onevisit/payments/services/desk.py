"""What staff do with an order: money taken at a window, an amount found out, a line let off."""

from uuid import UUID

from django.db import IntegrityError, transaction

from onevisit.accounts import services as people
from onevisit.accounts.rules import Actor, Permission, require
from onevisit.kernel.money import Fen, yuan
from onevisit.payments import errors
from onevisit.payments.access import scope_of, staff_order
from onevisit.payments.models import OrderLine, Payment
from onevisit.payments.queries.payers import paying_for
from onevisit.payments.rules.orders import OPEN, OrderMark, OrderState, PayWay
from onevisit.payments.rules.payers import LONGEST_NAME, PaidBy
from onevisit.payments.services.demanding import tell_payer
from onevisit.payments.services.holding import Held, hold, next_number
from onevisit.payments.services.paying import succeed
from onevisit.payments.services.refunding import written_reason

WINDOW_WAYS = (PayWay.CASH, PayWay.CARD)
_PAYER = PaidBy()


def collect(
    *,
    order_id: UUID,
    way: str,
    amount: Fen | None,
    voucher: str,
    actor: Actor,
    by: PaidBy = _PAYER,
) -> UUID:
    """Money taken at a window, all of it; a card goes by the number on its slip; `by` who brought
    it in the payer's place. Somebody who is paying online meanwhile gets that money back.

    Raises NotFound `payments.no_such_order`, Refused `accounts.not_permitted`,
    `payments.window_needed`, `payments.no_such_hand`, Invalid `payments.unknown_way`,
    `payments.amount_differs`, `payments.voucher_needed`, `payments.hand_unnamed`, Conflict
    `payments.not_due`, `payments.voucher_taken`.
    """
    voucher = _slip(way, voucher)
    with transaction.atomic():
        held = _held(order_id, actor, Permission.PAYMENTS_COLLECT)
        order = held.order
        if actor.service_point_id is None:
            raise errors.window_needed()
        if held.state is not OrderState.DUE:
            raise errors.not_due(order.state)
        if amount != order.total:
            raise errors.amount_differs(yuan(order.total))
        payment = Payment(
            number=next_number("ZF"),
            order=order,
            way=way,
            amount=order.total,
            reference=voucher,
            opened_at=held.at,
            paid_at=held.at,
            clerk_id=actor.user_id,
            clerk_name=actor.name,
            service_point_id=actor.service_point_id,
        )
        _by_hand(payment, by)
        try:
            with transaction.atomic():
                succeed(held, payment, OrderMark.COLLECT)
        except IntegrityError:
            other = Payment.objects.filter(way=way, reference=voucher).select_related("order")
            raise errors.voucher_taken(other.get().order.number) from None
        return payment.id


def _slip(way: str, voucher: str) -> str:
    """The number on the slip of a card, "" for cash."""
    if way not in WINDOW_WAYS:
        raise errors.unknown_way()
    if way != PayWay.CARD:
        return ""
    found = "".join(voucher.split()).upper()[:64]
    if not found:
        raise errors.voucher_needed()
    return found


def _by_hand(payment: Payment, by: PaidBy) -> None:
    """Whoever brings the money, by their mandate or by name."""
    if by.authority_id is not None:
        if by.authority_id not in {each.id for each in paying_for(payment.order)}:
            raise errors.no_such_hand()
        people.hold_stood(by.authority_id)
        payment.authority_id = by.authority_id
    elif by.name:
        name = " ".join(by.name.split())
        if not name or len(name) > LONGEST_NAME:
            raise errors.hand_unnamed()
        payment.hand = name


def exempt(*, order_id: UUID, line_id: UUID | None, reason: str, basis: str, actor: Actor) -> None:
    """Let off one line, with a reason in writing and, where there is one, the law.

    Raises NotFound `payments.no_such_order`, Refused `accounts.not_permitted`, Invalid
    `payments.reason_needed`, `payments.unknown_line`, Conflict `payments.not_due`.
    """
    reason = written_reason(reason)
    with transaction.atomic():
        held, line = _held_line(order_id, line_id, actor, Permission.PAYMENTS_EXEMPT)
        if line.amount == 0:
            raise errors.unknown_line()
        was = line.amount
        line.amount, line.exempt = 0, reason
        line.exempt_basis = " ".join(basis.split())[:500]
        line.save(update_fields=["amount", "exempt", "exempt_basis"])
        held.reckon(OrderMark.EXEMPT, words=reason, amount=was)
        tell_payer(held.order.application_id, actor=actor)


def assess(
    *, order_id: UUID, line_id: UUID | None, amount: Fen | None, reason: str, actor: Actor
) -> None:
    """核定: an officer says what a line comes to that no rate says, and why.

    Raises NotFound `payments.no_such_order`, Refused `accounts.not_permitted`, Invalid
    `payments.reason_needed`, `payments.bad_amount`, `payments.unknown_line`, Conflict
    `payments.not_due`.
    """
    reason = written_reason(reason)
    if amount is None:
        raise errors.bad_amount()
    with transaction.atomic():
        held, line = _held_line(order_id, line_id, actor, Permission.PAYMENTS_ASSESS)
        if line.amount is not None:
            raise errors.unknown_line()
        line.full = line.amount = amount
        line.how = {**line.how, "assessed": reason}
        line.save(update_fields=["full", "amount", "how"])
        held.reckon(OrderMark.ASSESS, words=reason, amount=amount)
        tell_payer(held.order.application_id, actor=actor)


def _held_line(
    order_id: UUID, line_id: UUID | None, actor: Actor, permission: Permission
) -> tuple[Held, OrderLine]:
    held = _held(order_id, actor, permission)
    if held.state not in OPEN:
        raise errors.not_due(held.order.state)
    line = held.order.lines.filter(id=line_id, live=True).first() if line_id else None
    if line is None:
        raise errors.unknown_line()
    return held, line


def _held(order_id: UUID, actor: Actor, permission: Permission) -> Held:
    held = hold(order_id, actor)
    if not actor.is_system:
        staff_order(actor, order_id)
    require(actor, permission, scope_of(held.order))
    return held
