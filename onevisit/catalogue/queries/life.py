"""What is published for an event of a life."""

from collections.abc import Collection

from django.db import connection

from onevisit.catalogue.models import Bundle, Item
from onevisit.catalogue.queries.listings import Listing, listing_of

_COUNTS = """
SELECT event, count(*) FROM (
    SELECT jsonb_array_elements_text(life_events) AS event
    FROM catalogue_item WHERE current_id IS NOT NULL
    UNION ALL
    SELECT jsonb_array_elements_text(life_events)
    FROM catalogue_bundle WHERE current_id IS NOT NULL
) named WHERE event = ANY(%s) GROUP BY event
"""


def bundles_of_event(name: str) -> tuple[Listing, ...]:
    """The published bundles that name this life event, by code. One query."""
    rows = Bundle.objects.filter(current__isnull=False, life_events__contains=[name])
    return tuple(listing_of(row) for row in rows.order_by("code"))


def items_of_event(name: str, *, limit: int = 60) -> tuple[Listing, ...]:
    """The published items that name it: first those one can apply for here. One query."""
    rows = Item.objects.filter(current__isnull=False, life_events__contains=[name])
    return tuple(listing_of(row) for row in rows.order_by("-applicable", "code")[:limit])


def event_counts(names: Collection[str]) -> dict[str, int]:
    """How many published things name each of these events; those nobody names are absent. One
    query.
    """
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, [list(names)])
        return dict(cursor.fetchall())
