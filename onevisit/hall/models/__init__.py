"""Rows of the hall: the ledger of visits, and tickets of who waits."""

from onevisit.hall.models.contacts import Contact
from onevisit.hall.models.errands import Errand, ErrandStep
from onevisit.hall.models.tickets import ACTIVE, Ticket, TicketSeries

__all__ = ["ACTIVE", "Contact", "Errand", "ErrandStep", "Ticket", "TicketSeries"]
