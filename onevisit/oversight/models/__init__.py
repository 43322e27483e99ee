"""Rows of oversight: orders of the supervisor. All else it reads is other rooms'."""

from onevisit.oversight.models.orders import OrderEvent, SupervisedCase, SupervisionOrder

__all__ = ["OrderEvent", "SupervisedCase", "SupervisionOrder"]
