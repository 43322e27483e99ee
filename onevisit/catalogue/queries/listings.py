"""Lists of what is published: for pages, for search, for the front page's figures."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, QuerySet

from onevisit.catalogue.models import Alias, Bundle, BundleVersion, Item
from onevisit.catalogue.rules.events import OfferKind


@dataclass(frozen=True, slots=True)
class Listing:
    """One published item or bundle as lists show it.

    `department_id` is the deciding or the leading department; `served` codes of `Served`; `promise`
    in days of `promise_unit`; `applicable`: one can apply here, else it is only described.
    """

    kind: OfferKind
    id: UUID
    code: str
    name: str
    short_name: str
    department_id: UUID
    region: str
    served: tuple[str, ...]
    life_events: tuple[str, ...]
    applicable: bool
    online_depth: str
    declared_visits: int | None
    promise: int | None
    promise_unit: str


@dataclass(frozen=True, slots=True)
class Findable:
    """A listing and the words people may look for it by; `related` say less than the name."""

    listing: Listing
    aliases: tuple[str, ...] = ()
    related: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is."""

    items: int
    applicable: int
    bundles: int
    by_department: dict[UUID, int] = field(default_factory=dict)


def bundles() -> tuple[Listing, ...]:
    """Every published bundle, by code."""
    return tuple(_of_bundle(row) for row in _bundles().order_by("code"))


def applicable_items(*, limit: int = 100) -> tuple[Listing, ...]:
    """Items one can apply for here, by code."""
    rows = _items().filter(applicable=True).order_by("code")[:limit]
    return tuple(_of_item(row) for row in rows)


def items_of_department(
    department_id: UUID, *, after: str = "", limit: int = 50
) -> tuple[Listing, ...]:
    """A department's items by code; `after` is the last code of the page before."""
    rows = _items().filter(department_id=department_id, code__gt=after).order_by("code")[:limit]
    return tuple(_of_item(row) for row in rows)


def life_events() -> dict[str, int]:
    """The life events and themes that published things name, with how many, most first."""
    found: dict[str, int] = {}
    rows = [*_items().values_list("life_events", flat=True)]
    rows += _bundles().values_list("life_events", flat=True)
    for each in (event for listed in rows for event in listed):
        found[each] = found.get(each, 0) + 1
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def counts() -> Counts:
    """How many items and bundles are published, and items by department."""
    rows = _items().values_list("department_id").annotate(n=Count("id")).order_by()
    by_department = dict(rows)
    return Counts(
        items=sum(by_department.values()),
        applicable=_items().filter(applicable=True).count(),
        bundles=_bundles().count(),
        by_department=by_department,
    )


def findable(
    *, item_ids: Collection[UUID] | None = None, bundle_ids: Collection[UUID] | None = None
) -> tuple[Findable, ...]:
    """What can be found of these items and bundles, by code; all of a kind when its ids are None.

    At most five queries, however many there are.
    """
    items, packs = _items().select_related("entry"), _bundles()
    if item_ids is not None:
        items = items.filter(id__in=item_ids)
    if bundle_ids is not None:
        packs = packs.filter(id__in=bundle_ids)
    rows, pack_rows = list(items.order_by("code")), list(packs.order_by("code"))
    names = _aliases([row.id for row in rows], [row.id for row in pack_rows])
    parts = _part_names([row.current_id for row in pack_rows if row.current_id])
    found = [Findable(_of_item(row), names.get(row.id, ()), _entry_name(row)) for row in rows]
    found += [
        Findable(
            _of_bundle(row),
            names.get(row.id, ()),
            parts.get(row.current_id, ()) if row.current_id else (),
        )
        for row in pack_rows
    ]
    return tuple(found)


def findable_by_code(codes: Collection[str]) -> dict[str, Findable]:
    """What can be found of these codes; one that is not published is absent."""
    found = findable(
        item_ids=_items().filter(code__in=codes).values_list("id", flat=True),
        bundle_ids=_bundles().filter(code__in=codes).values_list("id", flat=True),
    )
    return {each.listing.code: each for each in found}


def conditions(*, item_ids: Collection[UUID] | None = None, longest: int = 100) -> dict[UUID, str]:
    """How the text on who may apply begins, for these published items or for all; those without
    one are absent. It often says in plain words what a title does not.
    """
    rows = _items().exclude(current__document__texts__conditions="")
    if item_ids is not None:
        rows = rows.filter(id__in=item_ids)
    found = rows.values_list("id", "current__document__texts__conditions")
    return {item_id: text[:longest] for item_id, text in found if text}


def _items() -> QuerySet[Item]:
    return Item.objects.filter(current__isnull=False)


def _bundles() -> QuerySet[Bundle]:
    return Bundle.objects.filter(current__isnull=False)


def _entry_name(row: Item) -> tuple[str, ...]:
    named = row.entry is not None and row.entry.name not in ("", row.name)
    return (row.entry.name,) if named and row.entry is not None else ()


def _aliases(item_ids: Iterable[UUID], bundle_ids: Iterable[UUID]) -> dict[UUID, tuple[str, ...]]:
    found: dict[UUID, tuple[str, ...]] = {}
    rows = [*Alias.objects.filter(item_id__in=item_ids).values_list("item_id", "phrase")]
    rows += Alias.objects.filter(bundle_id__in=bundle_ids).values_list("bundle_id", "phrase")
    for owner, phrase in rows:
        if owner is not None:
            found[owner] = (*found.get(owner, ()), phrase)
    return found


def _part_names(version_ids: Collection[UUID]) -> dict[UUID, tuple[str, ...]]:
    rows = BundleVersion.objects.filter(id__in=version_ids).values_list("id", "document__parts")
    return {version_id: tuple(part["name"] for part in parts) for version_id, parts in rows}


def listing_of(row: Item | Bundle) -> Listing:
    """One published thing as lists show it."""
    return _of_item(row) if isinstance(row, Item) else _of_bundle(row)


def _of_item(row: Item) -> Listing:
    return _listing(OfferKind.ITEM, row, row.department_id)


def _of_bundle(row: Bundle) -> Listing:
    return _listing(OfferKind.BUNDLE, row, row.lead_id)


def _listing(kind: OfferKind, row: Item | Bundle, department_id: UUID) -> Listing:
    return Listing(
        kind=kind,
        id=row.id,
        code=row.code,
        name=row.name,
        short_name=row.short_name,
        department_id=department_id,
        region=row.region_id,
        served=tuple(row.served),
        life_events=tuple(row.life_events),
        applicable=row.applicable,
        online_depth=row.online_depth,
        declared_visits=row.declared_visits,
        promise=row.promise,
        promise_unit=row.promise_unit,
    )
