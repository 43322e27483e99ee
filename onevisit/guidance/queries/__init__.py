"""Reads of guidance: search, and what it may learn."""

from onevisit.guidance.queries.finding import (
    DIRECTIONS,
    HOTLINE,
    MEANINGS,
    Hit,
    SearchResult,
    Suggestions,
    find,
    published_state,
    search,
    suggestions,
    taught_words,
    warm_up,
)
from onevisit.guidance.queries.learning import InVain, Judged, Proposal, Sayings, sayings

__all__ = [
    "DIRECTIONS",
    "HOTLINE",
    "MEANINGS",
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
    "taught_words",
    "warm_up",
]
