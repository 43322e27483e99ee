"""Orders, comparisons and statements, as pages and other rooms see them."""

from onevisit.payments.queries.comparing import (
    STATEMENT,
    DayLine,
    DifferenceLine,
    compared,
    statement,
)
from onevisit.payments.queries.demands import (
    DemandLine,
    DemandTold,
    demand_told,
    demands_of,
    sees_order,
)
from onevisit.payments.queries.derived import derivation, side_of
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
    "DemandLine",
    "DemandTold",
    "DifferenceLine",
    "LineView",
    "OrderView",
    "Page",
    "PaymentView",
    "RefundView",
    "Waiting",
    "compared",
    "demand_told",
    "demands_of",
    "derivation",
    "due_to",
    "orders_of",
    "own_orders",
    "own_view",
    "payable_cases",
    "sees_order",
    "side_of",
    "staff_orders",
    "staff_view",
    "statement",
    "waiting_refunds",
]
