"""Writes of the hall: the ledger of visits, and the queue."""

from onevisit.hall.services.calling import call, call_next, finish_current
from onevisit.hall.services.day import close_days
from onevisit.hall.services.errands import move_errand, take_errand
from onevisit.hall.services.ledger import record_contact
from onevisit.hall.services.serving import at_work_on, serve
from onevisit.hall.services.tickets import act_on, pass_on, take_ticket

__all__ = [
    "act_on",
    "at_work_on",
    "call",
    "call_next",
    "close_days",
    "finish_current",
    "move_errand",
    "pass_on",
    "record_contact",
    "serve",
    "take_errand",
    "take_ticket",
]
