"""Reads of the catalogue."""

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
    "PinnedItem",
    "PinnedOffer",
    "bundle_definition",
    "item_definitions",
    "offer_of",
    "pinned_offer",
    "resolve_parts",
]
