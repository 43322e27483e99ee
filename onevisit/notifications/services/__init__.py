"""Writes of the notifications room."""

from onevisit.notifications.services.addresses import forget_address, give_address, prove_address
from onevisit.notifications.services.planning import plan
from onevisit.notifications.services.preferring import choose
from onevisit.notifications.services.reading import read_all, read_message
from onevisit.notifications.services.receipts import take_receipt
from onevisit.notifications.services.retrying import retry
from onevisit.notifications.services.sending import Sent, claim, send_due, sweep
from onevisit.notifications.services.staff import StaffNote, tell_staff
from onevisit.notifications.services.wording import set_words

__all__ = [
    "Sent",
    "StaffNote",
    "choose",
    "claim",
    "forget_address",
    "give_address",
    "plan",
    "prove_address",
    "read_all",
    "read_message",
    "retry",
    "send_due",
    "set_words",
    "sweep",
    "take_receipt",
    "tell_staff",
]
