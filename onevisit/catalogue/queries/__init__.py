"""Reads of the catalogue."""

from onevisit.catalogue.queries.documents import Published, listed, published
from onevisit.catalogue.queries.linting import Checked, checked, findings_of, version_findings
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
from onevisit.catalogue.queries.waivers import WaiverLine, live_waivers

__all__ = [
    "Checked",
    "Counts",
    "Findable",
    "Listing",
    "PinnedItem",
    "PinnedOffer",
    "Published",
    "WaiverLine",
    "applicable_items",
    "bundle_definition",
    "bundles",
    "checked",
    "counts",
    "findable",
    "findings_of",
    "item_definitions",
    "items_of_department",
    "life_events",
    "listed",
    "live_waivers",
    "offer_of",
    "pinned_offer",
    "published",
    "resolve_parts",
    "version_findings",
]
