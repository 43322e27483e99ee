"""Reads of the hall: the ledger of visits, and who waits."""

from onevisit.hall.queries.errands import (
    errand_of,
    errand_offer,
    errand_offers,
    errands,
    errands_of_person,
)
from onevisit.hall.queries.queue import (
    Board,
    DayFigures,
    TicketLine,
    board,
    current_ticket,
    day_figures,
    ticket_for,
    tickets_today,
)
from onevisit.hall.queries.visits import (
    ContactLine,
    VisitCount,
    merge_rules,
    trips_of,
    visits_of,
    visits_of_many,
)

__all__ = [
    "Board",
    "ContactLine",
    "DayFigures",
    "TicketLine",
    "VisitCount",
    "board",
    "current_ticket",
    "day_figures",
    "errand_of",
    "errand_offer",
    "errand_offers",
    "errands",
    "errands_of_person",
    "merge_rules",
    "ticket_for",
    "tickets_today",
    "trips_of",
    "visits_of",
    "visits_of_many",
]
