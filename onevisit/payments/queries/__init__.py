"""Orders, comparisons and statements, as pages and other rooms see them."""

from onevisit.payments.queries.comparing import (
    STATEMENT,
    DayLine,
    DifferenceLine,
    compared,
    statement,
)
from onevisit.payments.queries.orders import (
    LineView,
    OrderView,
    Page,
    PaymentView,
    RefundView,
    Waiting,
    due_to,
    orders_of,
    own_orders,
    own_view,
    payable_cases,
    staff_orders,
    staff_view,
    waiting_refunds,
)

__all__ = [
    "STATEMENT",
    "DayLine",
    "DifferenceLine",
    "LineView",
    "OrderView",
    "Page",
    "PaymentView",
    "RefundView",
    "Waiting",
    "compared",
    "due_to",
    "orders_of",
    "own_orders",
    "own_view",
    "payable_cases",
    "staff_orders",
    "staff_view",
    "statement",
    "waiting_refunds",
]
