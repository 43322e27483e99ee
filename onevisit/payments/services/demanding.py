"""缴费通知书: the payer is told what is to be paid, and each time something else is."""

from datetime import datetime
from typing import Any
from uuid import UUID

from onevisit.accounts.rules import Actor
from onevisit.kernel import clock, events
from onevisit.payments.adapters.provider import provider
from onevisit.payments.models import Order, OrderEvent
from onevisit.payments.rules.demands import demand_number
from onevisit.payments.rules.events import OrderDue
from onevisit.payments.rules.orders import OrderMark, OrderState, moved
from onevisit.payments.services.holding import for_whom, write


def tell_payer(application_id: UUID, *, actor: Actor) -> None:
    """A demand for each order of the application whose payer does not know yet what it comes to, in
    place of the one before; the application is locked by the caller. Of what was never asked for
    nobody is told that it is free.
    """
    known = [OrderState.DUE, OrderState.EXEMPT]
    rows = Order.objects.select_for_update().filter(application_id=application_id, state__in=known)
    for order in rows.order_by("created_at", "id"):
        _tell(order, actor, clock.now())


def _tell(order: Order, actor: Actor, at: datetime) -> None:
    lines, before = _lines(order), _newest(order)
    state = OrderState(order.state)
    if before is None and state is OrderState.EXEMPT:
        return
    if before is not None and before.told["lines"] == lines:
        return
    moved(state, OrderMark.DEMAND, state)
    until = clock.local_date(order.expires_at)
    told = {
        "n": before.told["n"] + 1 if before else 1,
        "replaces": _number(before or _expired(order)),
        "lines": lines,
        "total": order.total,
        "until": until.isoformat() if state is OrderState.DUE else "",
        "online": provider() is not None,
    }
    order.last_seq += 1
    order.save(update_fields=["last_seq"])
    write(order, OrderMark.DEMAND, at, actor, amount=order.total, told=told)
    if state is OrderState.DUE:
        events.publish(OrderDue(order.id, *for_whom(order), until, order.last_seq))


def _lines(order: Order) -> list[dict[str, Any]]:
    """What it is made of now, as it is kept."""
    return [
        {
            "case": str(row.case_id),
            "case_name": row.case_name,
            "kind": row.kind,
            "name": row.name,
            "full": row.full,
            "amount": row.amount,
            "how": row.how,
            "basis": row.basis,
            "owed_by": row.owed_by,
            "exempt": row.exempt,
            "exempt_basis": row.exempt_basis,
        }
        for row in order.lines.filter(live=True).order_by("index")
    ]


def _newest(order: Order) -> OrderEvent | None:
    return order.events.filter(mark=OrderMark.DEMAND).order_by("-seq").first()


def _expired(order: Order) -> OrderEvent | None:
    """The last of the order that nobody paid in time and that is reckoned anew as this one."""
    same = Order.objects.filter(application_id=order.application_id, payee_id=order.payee_id)
    late = same.filter(state=OrderState.EXPIRED, created_at__lt=order.created_at)
    found = late.order_by("-created_at").first()
    return _newest(found) if found else None


def _number(event: OrderEvent | None) -> str:
    return demand_number(event.order.number, event.told["n"]) if event else ""
