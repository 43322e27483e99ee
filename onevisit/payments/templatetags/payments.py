"""``{% load payments %}``: what is to be paid, on pages of higher rooms."""

from uuid import UUID

from django import template

from onevisit.payments.queries import orders_of
from onevisit.payments.web.telling import told

register = template.Library()


@register.inclusion_tag("payments/partials/of_application.html")
def to_pay(application_id: UUID) -> dict[str, object]:
    """The orders of an application that whoever reads the page may see."""
    return {"orders": [told(each) for each in orders_of(application_id)]}
