"""Counted visits held against declared ones: who keeps an item is told among the findings."""

from django.core.cache import cache

from onevisit.catalogue import queries as catalogue
from onevisit.catalogue import services as catalogue_services
from onevisit.oversight.queries.exceeding import KEPT, counted_lately, kept_counts


def count_exceeding() -> int:
    """Count what ended lately, and let the publish rules look again at what was counted otherwise
    than the last time; how many findings changed.
    """
    before, now = kept_counts(), counted_lately()
    cache.set(KEPT, now, timeout=None)
    moved = {code for code in before.keys() | now.keys() if before.get(code) != now.get(code)}
    versions = [each.version_id for each in catalogue.all_in_force() if each.code in moved]
    return catalogue_services.lint_some([each for each in versions if each is not None])
