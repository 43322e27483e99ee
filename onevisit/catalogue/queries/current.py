"""Which versions stand in force: what rooms above keep beside each of them is found by these."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from onevisit.catalogue.models import Bundle, Item
from onevisit.catalogue.rules.events import OfferKind


@dataclass(frozen=True, slots=True)
class InForce:
    """An item or a bundle with its version in force, None where it was ended. `entry` is what an
    item stands under in the directory of catalogue entries (12), "" for a bundle.
    """

    kind: OfferKind
    code: str
    version_id: UUID | None
    entry: str


def in_force(item_ids: Collection[UUID], bundle_ids: Collection[UUID]) -> tuple[InForce, ...]:
    """How these stand now. Two queries at most."""
    items = Item.objects.filter(id__in=item_ids) if item_ids else Item.objects.none()
    bundles = Bundle.objects.filter(id__in=bundle_ids) if bundle_ids else Bundle.objects.none()
    return _lines(items, bundles)


def all_in_force() -> tuple[InForce, ...]:
    """Everything that is published: items by code, then bundles. Two queries."""
    return _lines(
        Item.objects.filter(current__isnull=False), Bundle.objects.filter(current__isnull=False)
    )


def _lines(items: QuerySet[Item], bundles: QuerySet[Bundle]) -> tuple[InForce, ...]:
    of_items = items.order_by("code").values_list("code", "current_id", "entry_id")
    of_bundles = bundles.order_by("code").values_list("code", "current_id")
    return (
        *(InForce(OfferKind.ITEM, code, version, entry or "") for code, version, entry in of_items),
        *(InForce(OfferKind.BUNDLE, code, version, "") for code, version in of_bundles),
    )
