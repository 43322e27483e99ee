"""Definitions as published: the very documents, for who wants to reason on them elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from onevisit.catalogue.errors import no_such_offer
from onevisit.catalogue.models import Bundle, BundleVersion, Item, ItemVersion
from onevisit.catalogue.queries.listings import Listing, listing_of
from onevisit.catalogue.queries.offers import pinned_offer
from onevisit.catalogue.rules.events import OfferKind


@dataclass(frozen=True, slots=True)
class Published:
    """A published version. `digest` is that of the canonical document and identifies it; `parts`
    says under which code the item stands that answers each part of a bundle now.
    """

    kind: OfferKind
    code: str
    number: int
    digest: str
    published_at: datetime
    document: Mapping[str, Any]
    parts: Mapping[str, str]


def published(code: str) -> Published:
    """What is published under `code` now. Raises NotFound `catalogue.no_such_offer`."""
    version: ItemVersion | BundleVersion | None = ItemVersion.objects.filter(
        item__code=code, state="published"
    ).first()
    parts: dict[str, str] = {}
    kind = OfferKind.ITEM
    if version is None:
        kind = OfferKind.BUNDLE
        version = BundleVersion.objects.filter(bundle__code=code, state="published").first()
        parts = {} if version is None else _parts(code)
    if version is None or version.published_at is None:
        raise no_such_offer(code)
    return Published(
        kind=kind,
        code=code,
        number=version.number,
        digest=version.digest,
        published_at=version.published_at,
        document=version.document,
        parts=parts,
    )


def _parts(code: str) -> dict[str, str]:
    return {key: pin.code for key, pin in pinned_offer(code).pins.items()}


def listed(*, kind: OfferKind, after: str = "", limit: int = 20) -> tuple[Listing, ...]:
    """Published items or bundles by code; `after` is the last code of the page before."""
    model: type[Item] | type[Bundle] = Item if kind is OfferKind.ITEM else Bundle
    rows = model._default_manager.filter(current__isnull=False, code__gt=after)
    return tuple(listing_of(row) for row in rows.order_by("code")[:limit])
