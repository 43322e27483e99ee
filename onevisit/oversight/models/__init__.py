"""Rows of oversight: cards, orders of the supervisor. All else it reads is other rooms'."""

from onevisit.oversight.models.cards import Card, CardEvent
from onevisit.oversight.models.orders import OrderEvent, SupervisedCase, SupervisionOrder

__all__ = ["Card", "CardEvent", "OrderEvent", "SupervisedCase", "SupervisionOrder"]
