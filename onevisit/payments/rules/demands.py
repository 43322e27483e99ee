"""缴费通知书: under which number one goes out, and whether it still holds."""

from enum import StrEnum

from onevisit.payments.rules.orders import DEAD, OrderState


class DemandState(StrEnum):
    """Where one stands. It never changes itself: what it asks for does."""

    HOLDS = "holds"
    SETTLED = "settled"
    FREE = "free"  # nothing is to be paid any more
    REPLACED = "replaced"  # another went out after it
    OVER = "over"  # nothing is owed for it any more, or another amount that is still sought


def demand_number(order: str, n: int) -> str:
    """`JF20261118000123-缴-01`: the order, then which of its demands."""
    return f"{order}-缴-{n:02d}"


def demand_state(order: OrderState, *, newest: bool) -> DemandState:
    """From where its order stands, and whether it is the newest of that order."""
    if not newest:
        return DemandState.REPLACED
    if order in DEAD or order is OrderState.ASSESSING:
        return DemandState.OVER
    if order is OrderState.EXEMPT:
        return DemandState.FREE
    return DemandState.HOLDS if order is OrderState.DUE else DemandState.SETTLED
