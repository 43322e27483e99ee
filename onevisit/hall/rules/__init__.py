"""Rules of the hall: how contacts merge into visits, and how people wait. Pure."""

from onevisit.hall.rules.queue import (
    Priority,
    TicketAct,
    TicketState,
    expected_minutes,
    moved,
    stands_at,
    ticket_number,
)
from onevisit.hall.rules.visits import MergeRule, Seen, Visit, visits, within_on

__all__ = [
    "MergeRule",
    "Priority",
    "Seen",
    "TicketAct",
    "TicketState",
    "Visit",
    "expected_minutes",
    "moved",
    "stands_at",
    "ticket_number",
    "visits",
    "within_on",
]
