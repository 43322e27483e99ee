"""Which edition of a definition one reads: its number and the day it was published."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from onevisit.catalogue.errors import no_such_version
from onevisit.catalogue.models import BundleVersion, ItemVersion
from onevisit.catalogue.queries.memory import Memory
from onevisit.catalogue.queries.offers import PinnedOffer
from onevisit.catalogue.rules.composition import SINGLE


@dataclass(frozen=True, slots=True)
class Edition:
    """The edition of a published thing. `made_of` are the numbers of the item versions behind a
    bundle, by part; empty for an item.
    """

    number: int
    published_at: datetime
    made_of: tuple[tuple[str, int], ...] = ()


_editions: Memory[tuple[UUID, ...], Edition] = Memory(5_000)


def edition_of(pinned: PinnedOffer) -> Edition:
    """The edition of an offer; a bundle is as new as the newest of what it is made of.

    No query when warm; one for an item, two for a bundle. Raises NotFound
    `catalogue.no_such_version`.
    """
    versions = {key: pin.version_id for key, pin in pinned.pins.items()}
    head = pinned.bundle_version_id or versions[SINGLE]
    known = (head, *versions.values())
    return _editions.get(known) or _editions.put(known, _read(pinned, versions))


def _read(pinned: PinnedOffer, versions: dict[str, UUID]) -> Edition:
    rows = ItemVersion.objects.filter(id__in=versions.values())
    items = {key: (number, at) for key, number, at in rows.values_list("id", *_COLUMNS)}
    if any(each not in items for each in versions.values()):
        raise no_such_version()
    newest = max(at for _number, at in items.values())
    if pinned.bundle_version_id is None:
        return Edition(items[versions[SINGLE]][0], newest)
    bundle = BundleVersion.objects.filter(id=pinned.bundle_version_id).values_list(*_COLUMNS)
    found = bundle.first()
    if found is None:
        raise no_such_version()
    made_of = tuple((key, items[version][0]) for key, version in versions.items())
    return Edition(found[0], max(newest, found[1]), made_of)


_COLUMNS = ("number", "published_at")
