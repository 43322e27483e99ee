"""What the catalogue tells the rooms above it."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from onevisit.kernel.events import Event


class OfferKind(StrEnum):
    """What stands under a code."""

    ITEM = "item"
    BUNDLE = "bundle"


@dataclass(frozen=True)
class OfferPublished(Event):
    """A version of one item or bundle became the current one; `id` is the item's or bundle's."""

    kind: OfferKind
    id: UUID
    code: str


@dataclass(frozen=True)
class CatalogueChanged(Event):
    """What people can find has changed for these items and bundles: content or everyday names.

    Published for a single publication as well as for a batch of an import.
    """

    item_ids: tuple[UUID, ...] = ()
    bundle_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class EnablerChanged(Event):
    """What the register says of an enabler, by its code, is another than before."""

    code: str
