"""Comparisons with the provider's file, and what went through the tills of a month."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.kernel import clock
from onevisit.kernel.money import Fen, plain
from onevisit.payments.access import visible_to
from onevisit.payments.models import Comparison, Difference, Payment, Refund
from onevisit.payments.rules.orders import PaymentState, RefundState
from onevisit.payments.rules.reconciling import Kind

DAYS = 31


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day that was compared."""

    day: date
    at: datetime
    lines: int
    paid: Fen
    refunded: Fen
    open: int


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """One line that is not the same on both sides; `order_id` where the number is one of ours."""

    id: UUID
    day: date
    kind: Kind
    number: str
    ours: Fen | None
    theirs: Fen | None
    settled_at: datetime | None
    settled_by: str
    words: str
    order_id: UUID | None


def compared(*, actor: Actor) -> tuple[tuple[DayLine, ...], tuple[DifferenceLine, ...]]:
    """The last days, and their differences, the open ones first. Raises Refused
    `accounts.not_permitted`.
    """
    require(actor, Permission.PAYMENTS_RECONCILE)
    days = list(Comparison.objects.order_by("-day")[:DAYS])
    rows = Difference.objects.filter(comparison__in=days).select_related("comparison")
    found = list(rows.order_by("-settled_at", "-comparison__day", "number"))
    orders = _orders_of({each.number for each in found})
    lines = [
        DifferenceLine(
            id=each.id,
            day=each.comparison.day,
            kind=Kind(each.kind),
            number=each.number,
            ours=each.ours,
            theirs=each.theirs,
            settled_at=each.settled_at,
            settled_by=each.settled_by_name,
            words=each.words,
            order_id=orders.get(each.number),
        )
        for each in found
    ]
    waiting = [each.day for each in lines if each.settled_at is None]
    return (
        tuple(
            DayLine(d.day, d.at, d.lines, d.paid, d.refunded, waiting.count(d.day)) for d in days
        ),
        tuple(sorted(lines, key=lambda each: each.settled_at is not None)),
    )


def _orders_of(numbers: set[str]) -> dict[str, UUID]:
    held = Payment.objects.filter(number__in=numbers).order_by("number")
    back = Refund.objects.filter(number__in=numbers).order_by("number")
    return {
        **dict(held.values_list("number", "order_id")),
        **dict(back.values_list("number", "payment__order_id")),
    }


STATEMENT = (
    "日期",
    "种类",
    "号码",
    "缴费单",
    "办件号",
    "事项",
    "收款单位",
    "方式",
    "金额（元）",
    "票据号",
)
"""The columns of the statement, for the finance office; in Chinese in whatever language."""


def statement(*, first: date, last: date, actor: Actor) -> Iterator[tuple[str, ...]]:
    """Every movement of money from `first` to `last` in the actor's reach, in the order of time:
    payments, and refunds with a minus. Raises Refused `accounts.not_permitted`.
    """
    require(actor, Permission.PAYMENTS_RECONCILE)
    span = (
        datetime.combine(first, time.min, clock.SHANGHAI),
        datetime.combine(last, time.max, clock.SHANGHAI),
    )
    reach = visible_to(actor, Permission.PAYMENTS_RECONCILE)
    paid = Payment.objects.filter(
        state__in=[PaymentState.SUCCEEDED, PaymentState.SURPLUS],
        paid_at__range=span,
        order__in=reach,
    ).select_related("order__payee")
    back = Refund.objects.filter(
        state=RefundState.DONE, done_at__range=span, payment__order__in=reach
    ).select_related("payment__order__payee")
    moved = [(row.paid_at, row.number, row, row.amount) for row in paid.order_by("number")]
    moved += [
        (row.done_at, row.number, row.payment, -row.amount) for row in back.order_by("number")
    ]
    for at, number, row, amount in sorted(moved, key=lambda each: (each[0] or span[0], each[1])):
        yield (
            f"{at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}" if at else "",
            "收款" if amount > 0 else "退款",
            number,
            row.order.number,
            row.order.application_number,
            row.order.offer_name,
            row.order.payee.name,
            _WAYS[row.way],
            plain(amount),
            row.receipt_number if amount > 0 else "",
        )


_WAYS = {"online": "网上", "cash": "现金", "card": "刷卡"}
