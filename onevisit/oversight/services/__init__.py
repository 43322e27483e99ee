"""What can happen in oversight: orders of the supervisor, yellow and red cards."""

from onevisit.oversight.services.cards import (
    card_paper,
    card_rule,
    contest_card,
    rule_on_card,
    show_cards,
)
from onevisit.oversight.services.exceeding import count_exceeding
from onevisit.oversight.services.keeping import kept_compared, kept_figures, renew_figures
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
    "card_paper",
    "card_rule",
    "contest_card",
    "count_exceeding",
    "issue_order",
    "kept_compared",
    "kept_figures",
    "order_letter",
    "order_rule",
    "renew_figures",
    "rule_on_card",
    "show_cards",
    "sweep_orders",
]
