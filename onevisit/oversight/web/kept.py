"""Figures are worked out at most every so often: a busy county has many who look."""

import hashlib
from datetime import datetime

from django.core.cache import cache

from onevisit.kernel import clock
from onevisit.oversight.access import Reach
from onevisit.oversight.queries import (
    Figures,
    compared_with,
    counted_rows,
    figure_rows,
    figures_of,
)
from onevisit.oversight.rules import Days, Period
from onevisit.oversight.rules.comparing import Compared

KEPT_SECONDS = 300
COUNTED_SECONDS = 3600
"""The ledger of months is read for who compares; what is published is read each time."""
_FORM = 5
"""Counts up when the rows change their form."""


def kept_figures(reach: Reach, of: Period) -> tuple[Figures, datetime]:
    """The figures, and when they were worked out."""
    named = f"{reach.key}|{of.now.since}|{of.now.until}|{of.before.since}|{of.before.until}"
    key = f"oversight.{_FORM}.{hashlib.sha256(named.encode()).hexdigest()}"
    kept = cache.get(key)
    if kept is None:
        kept = (clock.now().isoformat(), *figure_rows(reach, of))
        cache.set(key, kept, KEPT_SECONDS)
    at, closed, decided, rated, cards = kept
    return figures_of((closed, decided, rated, cards)), datetime.fromisoformat(at)


def kept_compared(reach: Reach, days: Days) -> tuple[tuple[Compared, ...], datetime]:
    """Declared, computed and counted visits, and when those that are counted were."""
    named = f"{reach.key}|{days.since}|{days.until}"
    key = f"oversight.counted.{_FORM}.{hashlib.sha256(named.encode()).hexdigest()}"
    kept = cache.get(key)
    if kept is None:
        kept = (clock.now().isoformat(), counted_rows(reach, days))
        cache.set(key, kept, COUNTED_SECONDS)
    at, counts = kept
    return compared_with(counts, reach), datetime.fromisoformat(at)
