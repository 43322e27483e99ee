"""What can happen in oversight: orders of the supervisor."""

from onevisit.oversight.services.letters import order_letter
from onevisit.oversight.services.orders import (
    OrderDraft,
    act_on_order,
    issue_order,
    order_rule,
    sweep_orders,
)

__all__ = [
    "OrderDraft",
    "act_on_order",
    "issue_order",
    "order_letter",
    "order_rule",
    "sweep_orders",
]
