"""Orders as pages and other rooms see them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from onevisit.accounts import queries as accounts
from onevisit.accounts.rules import Actor, Held, Permission
from onevisit.kernel import rows
from onevisit.kernel.masks import mask_name
from onevisit.kernel.money import Fen
from onevisit.payments.access import own, own_order, scope_of, staff_order, visible_to
from onevisit.payments.adapters.provider import provider
from onevisit.payments.models import Order, OrderLine, Payment, Refund
from onevisit.payments.queries.demands import DemandLine, demands_of
from onevisit.payments.queries.payers import given_to, paid_by, paying_for
from onevisit.payments.rules.orders import (
    OrderMark,
    OrderState,
    PaymentState,
    PayWay,
    RefundState,
)

MOST = 50
"""Lines of a page of a list."""


@dataclass(frozen=True, slots=True)
class LineView:
    """One line; `amount` None: not found out yet."""

    id: UUID
    case_id: UUID
    case_name: str
    kind: str
    key: str
    name: str
    full: Fen
    amount: Fen | None
    how: Mapping[str, Any]
    basis: str
    owed_by: str
    exempt: str
    exempt_basis: str


@dataclass(frozen=True, slots=True)
class PaymentView:
    """One try that is open or brought money; `by`: who brought it in the payer's place, in words
    (masked); `named`: somebody whom the clerk only wrote down.
    """

    number: str
    state: PaymentState
    way: PayWay
    amount: Fen
    given_back: Fen
    reference: str
    paid_at: datetime | None
    clerk: str
    receipt: str
    by: str = ""
    named: bool = False


@dataclass(frozen=True, slots=True)
class RefundView:
    """One refund; `to`: into whose hand cash went back, in words (masked)."""

    id: UUID
    number: str
    state: RefundState
    way: PayWay
    amount: Fen
    reason: str
    automatic: bool
    asked_at: datetime
    asked_by: UUID | None
    asked_by_name: str
    answered_by_name: str
    done_at: datetime | None
    to: str = ""


@dataclass(frozen=True, slots=True)
class EventView:
    """One thing that happened."""

    mark: OrderMark
    at: datetime
    amount: Fen | None
    words: str
    by: str


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order with everything about it; `payers`: who may pay it, or take cash back, at a window
    under a mandate, for who takes and gives money there; `demands`, the newest first, where one
    order is looked at.
    """

    id: UUID
    number: str
    state: OrderState
    application_id: UUID
    application_number: str
    offer_name: str
    payee: str
    payer: str
    total: Fen
    refunded: Fen
    created_at: datetime
    expires_at: datetime
    settled_at: datetime | None
    lines: tuple[LineView, ...]
    payments: tuple[PaymentView, ...] = ()
    refunds: tuple[RefundView, ...] = ()
    events: tuple[EventView, ...] = ()
    online: bool = False
    may: frozenset[Permission] = field(default_factory=frozenset)
    payers: tuple[tuple[UUID, str], ...] = ()
    demands: tuple[DemandLine, ...] = ()

    @property
    def paid(self) -> PaymentView | None:
        """The payment that counts."""
        return next((p for p in self.payments if p.state is PaymentState.SUCCEEDED), None)

    @property
    def trying(self) -> bool:
        """Whether somebody has begun to pay online."""
        return any(p.state is PaymentState.OPEN for p in self.payments)


def orders_of(application_id: UUID) -> tuple[OrderView, ...]:
    """What is or was to be paid for an application, dead orders left out; the caller has asked who
    may see the application. Three queries, one where nothing is charged.
    """
    found = Order.objects.filter(application_id=application_id).exclude(
        state__in=[OrderState.CANCELLED, OrderState.EXPIRED]
    )
    return _views(_whole(found).order_by("created_at", "id"))


def payable_cases(application_id: UUID) -> frozenset[UUID]:
    """The cases of an application that wait for nothing but their payer; one query."""
    waiting = OrderLine.objects.filter(
        order__application_id=application_id, order__state=OrderState.DUE, live=True
    )
    return frozenset(waiting.values_list("case_id", flat=True))


def due_to(*, actor: Actor, held: Held | None = None) -> tuple[tuple[UUID, str], ...]:
    """The orders that the actor's side can pay now, oldest first, with what they are for."""
    found = own(actor, held).filter(state=OrderState.DUE).order_by("created_at", "id")
    return tuple(found.values_list("id", "offer_name")[:MOST])


def own_orders(*, actor: Actor) -> tuple[OrderView, ...]:
    """What the actor's side has to pay and has paid, the newest first."""
    found = own(actor).exclude(state__in=[OrderState.CANCELLED, OrderState.EXPIRED])
    return _views(_whole(found).order_by("-created_at", "-id")[:MOST])


def own_view(*, order_id: UUID, actor: Actor) -> OrderView:
    """One of the actor's side. Raises NotFound `payments.no_such_order`."""
    (found,) = _views(_whole(Order.objects.filter(id=own_order(actor, order_id).id)))
    return replace(found, demands=demands_of(found.application_id, order_id=order_id))


def staff_view(*, order_id: UUID, actor: Actor) -> OrderView:
    """One in the actor's reach, with its events and what may be done. Raises NotFound
    `payments.no_such_order`.
    """
    row = _whole(Order.objects.filter(id=staff_order(actor, order_id).id)).get()
    scope = scope_of(row)
    may = frozenset(each for each in Permission if actor.may(each, scope))
    back = any(
        each.state == RefundState.APPROVED for of in row.payments.all() for each in of.refunds.all()
    )
    takes = (row.state == OrderState.DUE or back) and Permission.PAYMENTS_COLLECT in may
    hands = paying_for(row) if takes else ()
    (found,) = _views([row])
    return replace(
        found,
        events=tuple(
            EventView(OrderMark(e.mark), e.at, e.amount, e.words, e.actor_name)
            for e in row.events.order_by("seq")
        ),
        may=may,
        payers=tuple((each.id, accounts.said_for(each)) for each in hands),
        demands=demands_of(found.application_id, order_id=order_id),
    )


@dataclass(frozen=True, slots=True)
class Page:
    """Orders of a list, and where the next page begins; "" on the last."""

    orders: tuple[OrderView, ...]
    next: str


def staff_orders(*, actor: Actor, state: str = "", number: str = "", before: str = "") -> Page:
    """Orders in the actor's reach, the newest first: in one `state`, or of an order or application
    `number`.
    """
    found = visible_to(actor)
    if number:
        found = found.filter(number=number) | found.filter(application_number=number)
    elif state in set(OrderState):
        found = found.filter(state=state)
    if before:
        found = found.filter(number__lt=before)
    listed = list(_whole(found).order_by("-number")[: MOST + 1])
    after = listed[MOST - 1].number if len(listed) > MOST else ""
    return Page(_views(listed[:MOST]), after)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A refund that waits for a second person, or for the window."""

    refund: RefundView
    order_id: UUID
    order_number: str
    offer_name: str


def waiting_refunds(*, actor: Actor) -> tuple[Waiting, ...]:
    """Refunds in the actor's reach that somebody must answer, the oldest first."""
    reach = visible_to(actor, Permission.PAYMENTS_REFUND)
    found = Refund.objects.filter(state=RefundState.ASKED, payment__order__in=reach)
    listed = found.select_related("payment__order").order_by("asked_at", "id")[:MOST]
    return tuple(
        Waiting(
            _refund(row),
            row.payment.order_id,
            row.payment.order.number,
            row.payment.order.offer_name,
        )
        for row in listed
    )


def _whole(found: QuerySet[Order]) -> QuerySet[Order]:
    lines = OrderLine.objects.filter(live=True).order_by("index")
    tries = (
        Payment.objects.exclude(state=PaymentState.CLOSED)
        .order_by("opened_at", "id")
        .prefetch_related(Prefetch("refunds", queryset=Refund.objects.order_by("asked_at", "id")))
    )
    return found.select_related("payee", "person", "organisation").prefetch_related(
        Prefetch("lines", queryset=lines), Prefetch("payments", queryset=tries)
    )


def _views(found: Iterable[Order]) -> tuple[OrderView, ...]:
    """Rows of `_whole`; one query more where somebody paid for another under an authority."""
    listed = list(found)
    by = paid_by(payment for row in listed for payment in row.payments.all())
    return tuple(_view(row, by) for row in listed)


def _view(row: Order, by: Mapping[UUID, str]) -> OrderView:
    payments = list(row.payments.all())
    payer = row.organisation.name if row.organisation else ""
    return OrderView(
        id=row.id,
        number=row.number,
        state=OrderState(row.state),
        application_id=row.application_id,
        application_number=row.application_number,
        offer_name=row.offer_name,
        payee=row.payee.name,
        payer=payer or mask_name(rows.related(row, "person").name),
        total=row.total,
        refunded=row.refunded,
        created_at=row.created_at,
        expires_at=row.expires_at,
        settled_at=row.settled_at,
        lines=tuple(_line(each) for each in row.lines.all()),
        payments=tuple(_payment(each, by.get(each.id, "")) for each in payments),
        refunds=tuple(_refund(each, of) for of in payments for each in of.refunds.all()),
        online=provider() is not None,
    )


def _line(row: OrderLine) -> LineView:
    return LineView(
        id=row.id,
        case_id=row.case_id,
        case_name=row.case_name,
        kind=row.kind,
        key=row.key,
        name=row.name,
        full=row.full,
        amount=row.amount,
        how=row.how,
        basis=row.basis,
        owed_by=row.owed_by,
        exempt=row.exempt,
        exempt_basis=row.exempt_basis,
    )


def _payment(row: Payment, by: str) -> PaymentView:
    return PaymentView(
        number=row.number,
        state=PaymentState(row.state),
        way=PayWay(row.way),
        amount=row.amount,
        given_back=row.given_back,
        reference=row.reference,
        paid_at=row.paid_at,
        clerk=row.clerk_name,
        receipt=row.receipt_number,
        by=by,
        named=row.hand_sealed is not None,
    )


def _refund(row: Refund, payment: Payment | None = None) -> RefundView:
    return RefundView(
        id=row.id,
        number=row.number,
        state=RefundState(row.state),
        way=PayWay((payment or row.payment).way),
        amount=row.amount,
        reason=row.reason,
        automatic=row.automatic,
        asked_at=row.asked_at,
        asked_by=row.asked_by,
        asked_by_name=row.asked_by_name,
        answered_by_name=row.answered_by_name,
        done_at=row.done_at,
        to=given_to(row),
    )


__all__ = [
    "LineView",
    "OrderView",
    "Page",
    "Waiting",
    "due_to",
    "orders_of",
    "own_orders",
    "own_view",
    "payable_cases",
    "staff_orders",
    "staff_view",
    "waiting_refunds",
]
