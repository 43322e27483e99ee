"""The one place where an order moves: the application first, then the order, one event a mark."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from onevisit.accounts.rules import Actor
from onevisit.audit import services as audit
from onevisit.kernel import clock, events
from onevisit.kernel.money import Fen, plain
from onevisit.payments import errors
from onevisit.payments.models import Order, OrderEvent, OrderLine, Payment
from onevisit.payments.rules.events import (
    OrderAssessed,
    OrderSettled,
    OrderWillChange,
)
from onevisit.payments.rules.orders import (
    DEAD,
    OPEN,
    SETTLED,
    OrderMark,
    OrderState,
    PaymentState,
    moved,
    state_of,
)


@dataclass
class Held:
    """A locked order, and who acts on it."""

    order: Order
    actor: Actor
    at: datetime

    @property
    def state(self) -> OrderState:
        """Where it stands."""
        return OrderState(self.order.state)

    def lines(self) -> list[OrderLine]:
        """What it is made of now."""
        return list(self.order.lines.filter(live=True).order_by("index"))

    def cases(self) -> tuple[UUID, ...]:
        """The cases it is for."""
        return tuple(dict.fromkeys(line.case_id for line in self.lines()))

    def reckon(self, mark: OrderMark, *, words: str = "", amount: Fen | None = None) -> None:
        """Total and state from the lines as they stand now. Whoever is paying pays another amount
        from here on: an open try is given up.
        """
        amounts = [line.amount for line in self.lines()]
        after = state_of(amounts)
        self.order.total = sum(each or 0 for each in amounts)
        self.give_up_tries()
        self.mark(mark, after, words=words, amount=amount)

    def mark(
        self,
        mark: OrderMark,
        after: OrderState | None = None,
        *,
        words: str = "",
        amount: Fen | None = None,
        under: str = "",
    ) -> None:
        """Take one row of the table, write it down, and wake the room above when it settles;
        `under` is the number of the authority under which somebody paid.

        Raises Conflict `payments.not_possible_now`.
        """
        order, before = self.order, self.state
        order.state = moved(before, mark, after or before)
        if order.state in SETTLED and order.settled_at is None:
            order.settled_at = self.at
        order.last_seq += 1
        order.save(update_fields=["state", "total", "refunded", "last_seq", "settled_at"])
        if order.state in DEAD:
            order.lines.update(live=False)
        write(order, mark, self.at, self.actor, words=words, amount=amount, under=under)
        if order.state in SETTLED and before in OPEN:
            events.publish(OrderSettled(order.application_id, order.id, self.cases()))
        if order.state == OrderState.DUE and before is OrderState.ASSESSING:
            events.publish(OrderAssessed(order.application_id, order.id))

    def note(self, action: str) -> None:
        """One entry for the trail that is no mark of the order."""
        audit.record(
            action=f"payments.{action}",
            target_type="payments.order",
            target_id=self.order.id,
            actor=self.actor,
            facts={"order": self.order.number},
            department_id=self.order.payee_id,
        )

    def give_up_tries(self) -> None:
        """Nobody pays what was begun: closed here, and at the provider's by the next sweep. Money
        that comes all the same goes back.
        """
        self.order.payments.filter(state=PaymentState.OPEN).update(
            state=PaymentState.CLOSED, asked_at=None
        )


def for_whom(order: Order) -> tuple[UUID, str, str, UUID, UUID | None]:
    """What those who tell the payer must know of an order."""
    return (
        order.application_id,
        order.application_number,
        order.offer_name,
        order.person_id,
        order.organisation_id,
    )


def write(
    order: Order,
    mark: OrderMark,
    at: datetime,
    actor: Actor,
    *,
    words: str = "",
    amount: Fen | None = None,
    under: str = "",
    told: Mapping[str, object] | None = None,
) -> None:
    """The event and the entry on the trail; `order.last_seq` is the event's number, `told` what the
    payer is told with it.
    """
    OrderEvent.objects.create(
        order=order,
        seq=order.last_seq,
        mark=mark,
        after=order.state,
        at=at,
        amount=amount,
        words=words,
        actor_id=actor.user_id,
        actor_name=actor.name if actor.named or actor.is_system else "",
        told=told,
    )
    facts = {"order": order.number, "after": order.state, "total": plain(order.total)}
    if amount is not None:
        facts["money"] = plain(amount)
    if under:
        facts["authority"] = under
    audit.record(
        action=f"payments.{mark}",
        target_type="payments.order",
        target_id=order.id,
        actor=actor,
        facts=facts,
        department_id=order.payee_id,
    )


def hold(order_id: UUID, actor: Actor) -> Held:
    """The order locked, its application before it. Inside a transaction. Raises NotFound
    `payments.no_such_order`.
    """
    found = Order.objects.filter(id=order_id).values_list("application_id", flat=True).first()
    if found is None:
        raise errors.no_such_order()
    events.publish(OrderWillChange(found))
    return Held(Order.objects.select_for_update().get(id=order_id), actor, clock.now())


def hold_payment(number: str, actor: Actor) -> tuple[Held, Payment]:
    """A payment with its order, locked likewise. Raises NotFound `payments.no_such_payment`."""
    order_id = Payment.objects.filter(number=number).values_list("order_id", flat=True).first()
    if order_id is None:
        raise errors.no_such_payment()
    held = hold(order_id, actor)
    return held, Payment.objects.select_for_update().get(number=number)


def next_number(prefix: str) -> str:
    """The next number of an order (JF), payment (ZF), refund (TK) or receipt (PJ)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('payments_number')")
        (number,) = cursor.fetchone() or (0,)
    return f"{prefix}{clock.today():%Y%m%d}{int(number):06d}"
