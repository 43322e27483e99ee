"""Reads of guidance: search."""

from onevisit.guidance.queries.finding import (
    Hit,
    SearchResult,
    Suggestions,
    find,
    published_state,
    search,
    suggestions,
    warm_up,
)

__all__ = [
    "Hit",
    "SearchResult",
    "Suggestions",
    "find",
    "published_state",
    "search",
    "suggestions",
    "warm_up",
]
