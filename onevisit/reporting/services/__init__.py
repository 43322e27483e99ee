"""Writes of the reporting room."""

from onevisit.reporting.services.calling import tell
from onevisit.reporting.services.codes import (
    LONGEST_WHY,
    confirm_codes,
    record_codes,
    return_codes,
)
from onevisit.reporting.services.collecting import collect
from onevisit.reporting.services.forgetting import forget
from onevisit.reporting.services.giving import give
from onevisit.reporting.services.offices import join_office
from onevisit.reporting.services.opening import open_batch
from onevisit.reporting.services.planning import plan
from onevisit.reporting.services.resending import resend
from onevisit.reporting.services.sending import Reported, ask_due, note_answers, report, send_due
from onevisit.reporting.services.subscribing import (
    call_again,
    end,
    let_go,
    pause,
    replay,
    resume,
    subscribe,
)
from onevisit.reporting.services.taking import exchange_files, take

__all__ = [
    "LONGEST_WHY",
    "Reported",
    "ask_due",
    "call_again",
    "collect",
    "confirm_codes",
    "end",
    "exchange_files",
    "forget",
    "give",
    "join_office",
    "let_go",
    "note_answers",
    "open_batch",
    "pause",
    "plan",
    "record_codes",
    "replay",
    "report",
    "resend",
    "resume",
    "return_codes",
    "send_due",
    "subscribe",
    "take",
    "tell",
]
