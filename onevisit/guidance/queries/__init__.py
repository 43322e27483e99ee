"""Reads of guidance: search, and what it may learn."""

from onevisit.guidance.queries.finding import (
    HOTLINE,
    Hit,
    SearchResult,
    Suggestions,
    find,
    published_state,
    search,
    suggestions,
    warm_up,
)
from onevisit.guidance.queries.learning import InVain, Judged, Proposal, Sayings, sayings

__all__ = [
    "HOTLINE",
    "Hit",
    "InVain",
    "Judged",
    "Proposal",
    "Sayings",
    "SearchResult",
    "Suggestions",
    "find",
    "published_state",
    "sayings",
    "search",
    "suggestions",
    "warm_up",
]
