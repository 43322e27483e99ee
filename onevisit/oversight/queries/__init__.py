"""Reads of oversight."""

from onevisit.oversight.queries.exceptions import (
    Exceptional,
    Holder,
    Today,
    Trouble,
    exceptions,
    today,
)
from onevisit.oversight.queries.figures import Figures, Line, figure_rows, figures_of
from onevisit.oversight.queries.lists import (
    CLOSED_LISTS,
    DECIDED_LISTS,
    CaseLine,
    ClosedLine,
    Filter,
    Listing,
    listing,
)

__all__ = [
    "CLOSED_LISTS",
    "DECIDED_LISTS",
    "CaseLine",
    "ClosedLine",
    "Exceptional",
    "Figures",
    "Filter",
    "Holder",
    "Line",
    "Listing",
    "Today",
    "Trouble",
    "exceptions",
    "figure_rows",
    "figures_of",
    "listing",
    "today",
]
