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
    RATED_LISTS,
    CaseLine,
    ClosedLine,
    Filter,
    Listing,
    RatedLine,
    listing,
)
from onevisit.oversight.queries.orders import (
    OrderLine,
    OrderView,
    order_view,
    orders,
    orders_about,
    orders_by_department,
    supervised_since,
)

__all__ = [
    "CLOSED_LISTS",
    "DECIDED_LISTS",
    "RATED_LISTS",
    "CaseLine",
    "ClosedLine",
    "Exceptional",
    "Figures",
    "Filter",
    "Holder",
    "Line",
    "Listing",
    "OrderLine",
    "OrderView",
    "RatedLine",
    "Today",
    "Trouble",
    "exceptions",
    "figure_rows",
    "figures_of",
    "listing",
    "order_view",
    "orders",
    "orders_about",
    "orders_by_department",
    "supervised_since",
    "today",
]
