"""From a code or from pins to the parsed, composed offer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from onevisit.catalogue.errors import no_such_offer, no_such_version
from onevisit.catalogue.models import BundleVersion, Item, ItemVersion
from onevisit.catalogue.queries.memory import Memory
from onevisit.catalogue.rules.competence import Candidate, chain, choose
from onevisit.catalogue.rules.composition import SINGLE, Offer, compose_bundle, compose_item
from onevisit.catalogue.rules.definition import BundleDefinition, ItemDefinition
from onevisit.catalogue.rules.parsing import parse_bundle, parse_item
from onevisit.catalogue.rules.versions import STANDING

_items: Memory[str, ItemDefinition] = Memory(5_000)
_bundles: Memory[str, BundleDefinition] = Memory(500)


@dataclass(frozen=True, slots=True)
class PinnedItem:
    """The item version that answers one part.

    `code` is the item's own (33 characters when it is one of several kinds), `item_code` the 31
    characters or the source's form. `region` is where the power is exercised (12 digits).
    """

    version_id: UUID
    item_id: UUID
    code: str
    item_code: str
    department_id: UUID
    region: str


@dataclass(frozen=True, slots=True)
class PinnedOffer:
    """An offer and the versions it was made from; `pins` says which item answers which part."""

    offer: Offer
    item_version_id: UUID | None
    bundle_version_id: UUID | None
    pins: Mapping[str, PinnedItem]


Key = tuple[UUID | None, UUID | None, tuple[tuple[str, str], ...]]
_offers: Memory[Key, PinnedOffer] = Memory(5_000)
_CURRENT = """
SELECT 'item', current_id FROM catalogue_item WHERE code = %s AND current_id IS NOT NULL
UNION ALL
SELECT 'bundle', current_id FROM catalogue_bundle WHERE code = %s AND current_id IS NOT NULL
"""


def pinned_offer(code: str) -> PinnedOffer:
    """What is published under `code` now. Raises NotFound `catalogue.no_such_offer`.

    Two queries for a bundle and one for an item, once their documents are in memory.
    """
    found = _current(code)
    if found is None:
        raise no_such_offer(code)
    kind, version_id = found
    if kind == "item":
        return offer_of(
            item_version_id=version_id, bundle_version_id=None, pins={SINGLE: str(version_id)}
        )
    bundle, region = bundle_definition(version_id)
    chosen = resolve_parts(bundle, region)
    missing = [part.key for part in bundle.parts if part.key not in chosen]
    if missing:  # an item was withdrawn since: the bundle cannot be offered
        raise no_such_offer(code)
    pins = {key: str(each.version_id) for key, each in chosen.items()}
    return offer_of(item_version_id=None, bundle_version_id=version_id, pins=pins)


def offer_of(
    *,
    item_version_id: UUID | None,
    bundle_version_id: UUID | None,
    pins: Mapping[str, str],
) -> PinnedOffer:
    """The offer as it was pinned once; `pins` is part key → item version id.

    No query when warm, two when cold. Raises NotFound `catalogue.no_such_version`.
    """
    key: Key = (item_version_id, bundle_version_id, tuple(sorted(pins.items())))
    return _offers.get(key) or _offers.put(key, _compose(key))


def bundle_being_written(bundle: BundleDefinition, version_id: UUID, region: str) -> PinnedOffer:
    """A draft as if it were published, with the items that answer its parts now; never kept in
    memory. Two queries. Raises as `compose_bundle`.
    """
    chosen = resolve_parts(bundle, region)
    rows = {row.id: row for row in _version_rows(each.version_id for each in chosen.values())}
    found = {key: rows[each.version_id] for key, each in chosen.items()}
    offer = compose_bundle(bundle, {key: _item_of(row) for key, row in found.items()})
    pins = {key: _pinned(row) for key, row in found.items()}
    return PinnedOffer(offer, None, version_id, pins)


def resolve_parts(bundle: BundleDefinition, region: str) -> dict[str, Candidate]:
    """The item that answers each part for a bundle of that region; parts nobody answers are absent.

    Nearest first: the bundle's own region, then those above it. One query.
    """
    rows = Item.objects.filter(
        entry_id__in={part.catalogue_code for part in bundle.parts},
        region_id__in=chain(region),
        applicable=True,
        current__isnull=False,
    ).values_list("entry_id", "variant", "region_id", "code", "current_id")
    return choose(bundle, region, [Candidate(*row) for row in rows])


def item_definitions(version_ids: Iterable[UUID]) -> dict[UUID, ItemDefinition]:
    """The parsed documents of these item versions; unknown ids are absent. One query."""
    return {row.id: _item_of(row) for row in _version_rows(version_ids)}


def part_items(bundle: BundleDefinition, region: str) -> dict[str, ItemDefinition]:
    """Part key → the published item that answers it for the region now. Two queries."""
    chosen = resolve_parts(bundle, region)
    definitions = item_definitions(each.version_id for each in chosen.values())
    return {key: definitions[each.version_id] for key, each in chosen.items()}


def issuing_item(catalogue_code: str, region: str) -> ItemDefinition | None:
    """The published item that issues what a catalogue code (12) stands for, nearest to the region;
    None if nobody there or above does. Two queries.
    """
    levels = chain(region)
    rows = Item.objects.filter(
        entry_id=catalogue_code, region_id__in=levels, current__isnull=False
    ).values_list("region_id", "variant", "code", "current_id")
    nearest = min(rows, key=lambda row: (levels.index(row[0]), *row[1:3]), default=None)
    if nearest is None or nearest[3] is None:
        return None
    return item_definitions([nearest[3]]).get(nearest[3])


def bundle_definition(version_id: UUID) -> tuple[BundleDefinition, str]:
    """The parsed bundle of that version, and its region. Raises NotFound
    `catalogue.no_such_version`.
    """
    held = _bundle_versions.get(version_id)
    if held is None:
        row = BundleVersion.objects.select_related("bundle").filter(id=version_id).first()
        if row is None:
            raise no_such_version()
        definition = _bundles.get(row.digest) or _bundles.put(
            row.digest, parse_bundle(row.document)
        )
        held = (definition, row.bundle.region_id)
        if row.state in STANDING:
            _bundle_versions.put(version_id, held)
    return held


_bundle_versions: Memory[UUID, tuple[BundleDefinition, str]] = Memory(500)


def _current(code: str) -> tuple[str, UUID] | None:
    with connection.cursor() as cursor:
        cursor.execute(_CURRENT, [code, code])
        row = cursor.fetchone()
    return None if row is None else (row[0], row[1])


def _compose(key: Key) -> PinnedOffer:
    item_version_id, bundle_version_id, wanted = key
    rows = {str(row.id): row for row in _version_rows(UUID(each) for _, each in wanted)}
    if not wanted or any(each not in rows for _, each in wanted):
        raise no_such_version()
    pins = {part: _pinned(rows[each]) for part, each in wanted}
    definitions = {part: _item_of(rows[each]) for part, each in wanted}
    if bundle_version_id is None:
        offer = compose_item(definitions[wanted[0][0]])
    else:
        offer = compose_bundle(bundle_definition(bundle_version_id)[0], definitions)
    return PinnedOffer(offer, item_version_id, bundle_version_id, pins)


def _version_rows(ids: Iterable[UUID]) -> QuerySet[ItemVersion]:
    return ItemVersion.objects.select_related("item").filter(id__in=set(ids))


def _item_of(row: ItemVersion) -> ItemDefinition:
    return _items.get(row.digest) or _items.put(row.digest, parse_item(row.document))


def _pinned(row: ItemVersion) -> PinnedItem:
    return PinnedItem(
        version_id=row.id,
        item_id=row.item_id,
        code=row.item.code,
        item_code=row.item.item_code,
        department_id=row.item.department_id,
        region=row.item.region_id,
    )
