"""缴费通知书 as lists show them, and what one says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from onevisit.accounts.rules import Actor
from onevisit.kernel import clock
from onevisit.kernel.money import Fen
from onevisit.payments.access import own, visible_to
from onevisit.payments.errors import no_such_order
from onevisit.payments.models import OrderEvent
from onevisit.payments.rules.demands import DemandState, demand_number, demand_state
from onevisit.payments.rules.orders import OrderMark, OrderState


@dataclass(frozen=True, slots=True)
class DemandLine:
    """One that went out; `seq` is its event in the order, `cases` are what it was for."""

    order_id: UUID
    seq: int
    number: str
    payee: str
    at: datetime
    total: Fen
    state: DemandState
    cases: frozenset[UUID]

    @property
    def ended(self) -> bool:
        """Whether nobody should pay by it any more, though it asked for money."""
        return self.state in (DemandState.REPLACED, DemandState.OVER)


@dataclass(frozen=True, slots=True)
class DemandTold:
    """What one says, as it was kept; `by` is the number of the one in its place, "" for none."""

    line: DemandLine
    order_number: str
    payee_id: UUID
    day: date
    until: str
    online: bool
    replaces: str
    by: str
    lines: list[dict[str, Any]]


def demands_of(
    application_id: UUID, *, case_id: UUID | None = None, order_id: UUID | None = None
) -> tuple[DemandLine, ...]:
    """All that ever went out for an application, a case or an order of it, the newest first; the
    caller has asked who may see it. One query.
    """
    rows = OrderEvent.objects.filter(order__application_id=application_id, mark=OrderMark.DEMAND)
    rows = rows.filter(order_id=order_id) if order_id else rows
    found = _listed(rows.select_related("order__payee").order_by("-at", "-seq"))
    return tuple(each for each in found if case_id is None or case_id in each.cases)


def _listed(rows: Iterable[OrderEvent]) -> list[DemandLine]:
    """Rows of whole orders, the newest first."""
    found, seen = [], set[UUID]()
    for row in rows:
        found.append(_line(row, newest=row.order_id not in seen))
        seen.add(row.order_id)
    return found


def _line(row: OrderEvent, *, newest: bool) -> DemandLine:
    order = row.order
    return DemandLine(
        order_id=order.id,
        seq=row.seq,
        number=demand_number(order.number, row.told["n"]),
        payee=order.payee.name,
        at=row.at,
        total=row.told["total"],
        state=demand_state(OrderState(order.state), newest=newest),
        cases=frozenset(UUID(each["case"]) for each in row.told["lines"]),
    )


def demand_told(*, order_id: UUID, seq: int) -> DemandTold:
    """What one says; the caller asks who may see it. Raises NotFound `payments.no_such_order`."""
    rows = OrderEvent.objects.filter(order_id=order_id, mark=OrderMark.DEMAND, seq__gte=seq)
    found = list(rows.select_related("order__payee").order_by("seq")[:2])
    if not found or found[0].seq != seq:
        raise no_such_order()
    row, later = found[0], found[1:]
    return DemandTold(
        line=_line(row, newest=not later),
        order_number=row.order.number,
        payee_id=row.order.payee_id,
        day=clock.local_date(row.at),
        until=row.told["until"],
        online=row.told["online"],
        replaces=row.told["replaces"],
        by=demand_number(row.order.number, later[0].told["n"]) if later else "",
        lines=row.told["lines"],
    )


def sees_order(*, order_id: UUID, actor: Actor) -> bool:
    """Whether it is of the actor's side, or in the reach of a grant about money."""
    return (own(actor) | visible_to(actor)).filter(id=order_id).exists()
