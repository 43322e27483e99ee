"""Billing: what a case charges becomes lines of an order; the application is held already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings

from onevisit.accounts.rules import SYSTEM, Actor
from onevisit.kernel import clock
from onevisit.payments.models import Order, OrderLine
from onevisit.payments.rules.charges import Charge
from onevisit.payments.rules.orders import OPEN, OrderMark, OrderState, moved, state_of
from onevisit.payments.rules.terms import terms_on
from onevisit.payments.services.demanding import tell_payer
from onevisit.payments.services.holding import Held, next_number, write


@dataclass(frozen=True, slots=True)
class Bill:
    """Whose case of which application it is, and who is paid."""

    application_id: UUID
    application_number: str
    offer_code: str
    offer_name: str
    person_id: UUID
    organisation_id: UUID | None
    region: str
    payee_id: UUID
    case_id: UUID
    case_name: str


def bill(bill: Bill, charges: Sequence[Charge], *, actor: Actor) -> OrderState | None:
    """Charge a case; where its order stands, None when there is nothing to charge.

    The application is locked by the caller. The lines join the open order of the same application
    and payee, or begin one; a case is charged for the same thing once. The payer is told when all
    is charged: `tell_payer`.
    """
    if not charges:
        return None
    order = (
        Order.objects.select_for_update()
        .filter(application_id=bill.application_id, payee_id=bill.payee_id, state__in=list(OPEN))
        .first()
    )
    if order is None:
        return _begin(bill, charges, actor)
    _write_lines(order, bill, charges)
    Held(order, actor, clock.now()).reckon(OrderMark.ADD)
    return OrderState(order.state)


def _begin(bill: Bill, charges: Sequence[Charge], actor: Actor) -> OrderState:
    now = clock.now()
    amounts = [charge.amount for charge in charges]
    state = moved(None, OrderMark.BILL, state_of(amounts))
    order = Order(
        number=next_number("JF"),
        state=state,
        application_id=bill.application_id,
        application_number=bill.application_number,
        offer_code=bill.offer_code,
        offer_name=bill.offer_name,
        payee_id=bill.payee_id,
        region_id=bill.region,
        person_id=bill.person_id,
        organisation_id=bill.organisation_id,
        total=sum(each or 0 for each in amounts),
        last_seq=1,
        created_at=now,
        expires_at=now + timedelta(days=terms_on(settings.PAYMENT_TERMS, clock.today()).days),
        settled_at=now if state is OrderState.EXEMPT else None,
    )
    order.save(force_insert=True)
    _write_lines(order, bill, charges)
    write(order, OrderMark.BILL, now, actor, amount=order.total)
    return state


def _write_lines(order: Order, bill: Bill, charges: Sequence[Charge]) -> None:
    first = order.lines.count()
    OrderLine.objects.bulk_create(
        OrderLine(
            order=order,
            case_id=bill.case_id,
            case_name=bill.case_name,
            index=first + at,
            key=charge.key,
            kind=charge.kind,
            name=charge.name,
            full=charge.full,
            amount=charge.amount,
            how=charge.how,
            basis=charge.basis,
            owed_by=charge.owed_by,
            exempt=charge.exempt,
            exempt_basis=charge.exempt_basis,
        )
        for at, charge in enumerate(charges)
    )


def drop(case_id: UUID) -> None:
    """A case ended otherwise before it was paid for: nothing is owed for it any more. The
    application is locked by the caller; what was paid already stays, and may be given back.
    """
    lines = OrderLine.objects.filter(case_id=case_id, live=True, order__state__in=list(OPEN))
    for order_id in set(lines.values_list("order_id", flat=True)):
        order = Order.objects.select_for_update().get(id=order_id)
        order.lines.filter(case_id=case_id).update(live=False)
        held = Held(order, SYSTEM, clock.now())
        if held.lines():
            held.reckon(OrderMark.DROP)
            tell_payer(order.application_id, actor=SYSTEM)
        else:
            held.give_up_tries()
            held.mark(OrderMark.DROP, OrderState.CANCELLED)
