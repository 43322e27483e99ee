"""Writes of the reporting room."""

from onevisit.reporting.services.collecting import collect
from onevisit.reporting.services.opening import open_batch
from onevisit.reporting.services.planning import plan
from onevisit.reporting.services.resending import resend
from onevisit.reporting.services.sending import Reported, ask_due, note_answers, report, send_due

__all__ = [
    "Reported",
    "ask_due",
    "collect",
    "note_answers",
    "open_batch",
    "plan",
    "report",
    "resend",
    "send_due",
]
