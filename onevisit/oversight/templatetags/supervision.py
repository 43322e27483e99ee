"""督办 on the pages of a case: all of it for its officers, one line for the applicant."""

from typing import Any

from django import template

from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Permission
from onevisit.cases.queries import StatusView
from onevisit.oversight import queries
from onevisit.oversight.web.wordings import CARD_STATES, CARDS, ORDER_TAGS, ORDERS

register = template.Library()


@register.inclusion_tag("oversight/partials/case_orders.html", takes_context=True)
def case_orders(context: template.Context, case: Any) -> dict[str, Any]:
    """The cards and orders about a case, for a page its officers read; two queries."""
    actor = actor_of(context["request"])
    rows = queries.orders_about(case_id=case.id)
    shown = queries.cards_about(case_id=case.id)
    return {
        "cards": [(each, CARDS[each.kind], CARD_STATES[each.state]) for each in shown],
        "may_see_cards": actor.may(Permission.OVERSIGHT_READ) or actor.may(Permission.CASES_REVIEW),
        "orders": [(each, ORDERS[each.state], ORDER_TAGS[each.state]) for each in rows],
        "may_open": actor.may(Permission.ORDERS_ISSUE) or actor.may(Permission.ORDERS_ANSWER),
        "may_issue": actor.may(Permission.ORDERS_ISSUE),
        "case": case,
    }


@register.inclusion_tag("oversight/partials/supervised.html")
def supervised(view: StatusView) -> dict[str, Any]:
    """Since when an application is supervised; nothing when it is not. One query while it runs."""
    if view.ended_at is not None:
        return {"since": None}
    return {"since": queries.supervised_since(case_ids=[case.id for case in view.cases])}
