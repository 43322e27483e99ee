"""Reads of the catalogue."""

from onevisit.catalogue.queries.documents import Published, listed, published
from onevisit.catalogue.queries.linting import Checked, checked
from onevisit.catalogue.queries.listings import (
    Counts,
    Findable,
    Listing,
    applicable_items,
    bundles,
    counts,
    findable,
    items_of_department,
    life_events,
)
from onevisit.catalogue.queries.offers import (
    PinnedItem,
    PinnedOffer,
    bundle_definition,
    item_definitions,
    offer_of,
    pinned_offer,
    resolve_parts,
)

__all__ = [
    "Checked",
    "Counts",
    "Findable",
    "Listing",
    "PinnedItem",
    "PinnedOffer",
    "Published",
    "applicable_items",
    "bundle_definition",
    "bundles",
    "checked",
    "counts",
    "findable",
    "item_definitions",
    "items_of_department",
    "life_events",
    "listed",
    "offer_of",
    "pinned_offer",
    "published",
    "resolve_parts",
]
