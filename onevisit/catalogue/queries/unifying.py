"""八统一 item by item: who carries an entry, by which standard, and where it departs."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.catalogue.errors import no_such_entry, no_such_standard
from onevisit.catalogue.models import (
    Adoption,
    CatalogueEntry,
    Item,
    ItemVersion,
    Rewriting,
    Standard,
    VersionState,
)
from onevisit.catalogue.queries.offers import item_definitions
from onevisit.catalogue.rules.competence import chain
from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.rules.parsing import definition_digest, parse_item
from onevisit.catalogue.rules.unifying import (
    Deviation,
    Proposal,
    deviations,
    propose,
)

PAGE = 50


@dataclass(frozen=True, slots=True)
class CurrentStandard:
    """The newest version of a standard, not withdrawn: whose, since when and why."""

    id: UUID
    entry: str
    variant: str
    region: str
    number: int
    definition: ItemDefinition
    latitudes: tuple[str, ...]
    reason: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class CarryingItem:
    """One item that carries the entry, and where it departs from its standard; from the proposal
    where it has none. `against` is which of them it was held against.
    """

    item_id: UUID
    code: str
    name: str
    department_id: UUID
    region: str
    digest: str
    has_draft: bool
    standard_id: UUID | None
    definition: ItemDefinition
    against: ItemDefinition | None
    deviations: tuple[Deviation, ...]

    @property
    def forbidden(self) -> tuple[Deviation, ...]:
        """What it may not keep."""
        return tuple(each for each in self.deviations if not each.allowed)


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry: its standards by region (the newest of each), the proposal where an item has
    none, the items, and what was written before; `steps` took a standard up over many items.
    """

    entry: str
    variant: str
    name: str
    standards: tuple[CurrentStandard, ...]
    proposal: Proposal | None
    items: tuple[CarryingItem, ...]
    history: tuple[Standard, ...]
    adoptions: tuple[Adoption, ...]
    steps: tuple[Rewriting, ...]


def current_standards(
    entries: Collection[str],
) -> dict[tuple[str, str], tuple[CurrentStandard, ...]]:
    """(entry, variant) → its standards, one for each region that has one. One query."""
    rows = (
        Standard.objects.filter(entry_id__in=entries)
        .order_by("entry_id", "variant", "region_id", "-number")
        .distinct("entry_id", "variant", "region_id")
    )
    found: dict[tuple[str, str], tuple[CurrentStandard, ...]] = {}
    for row in rows:
        if not row.withdrawn:
            key = (row.entry_id, row.variant)
            found[key] = (*found.get(key, ()), _current(row))
    return found


def standard_for(
    item: Item, standards: Mapping[tuple[str, str], Sequence[CurrentStandard]]
) -> CurrentStandard | None:
    """The standard that holds for the item: that of the nearest region it lies in."""
    offered = {each.region: each for each in standards.get((item.entry_id or "", item.variant), ())}
    return next((offered[region] for region in chain(item.region_id) if region in offered), None)


def _current(row: Standard) -> CurrentStandard:
    return CurrentStandard(
        id=row.id,
        entry=row.entry_id,
        variant=row.variant,
        region=row.region_id,
        number=row.number,
        definition=parse_item(row.document),
        latitudes=tuple(row.latitudes),
        reason=row.reason,
        at=row.published_at,
        by=row.published_by_name,
    )


def entry_view(entry: str, variant: str, actor: Actor) -> EntryView:
    """One entry with all who carry it.

    Eight queries. Raises NotFound `catalogue.no_such_entry`, Refused `accounts.not_permitted`.
    """
    require(actor, Permission.CATALOGUE_EDIT)
    row = CatalogueEntry.objects.filter(code=entry).first()
    standards = current_standards([entry]).get((entry, variant), ())
    carrying = carrying_items([entry], variant)
    if row is None or not (carrying or standards):
        raise no_such_entry(entry)
    definitions = definitions_of(carrying)
    held = {each.id: standard_for(each, {(entry, variant): standards}) for each in carrying}
    without = [definitions[each.id] for each in carrying if held[each.id] is None]
    proposal = propose(without) if len(without) > 1 or (without and not standards) else None
    in_work = drafted(carrying)
    items = [
        carried(each, definitions[each.id], held[each.id], proposal, each.id in in_work)
        for each in carrying
    ]
    past = Standard.objects.filter(entry_id=entry, variant=variant).order_by("-published_at")
    taken = Adoption.objects.filter(standard__entry_id=entry, standard__variant=variant)
    return EntryView(
        entry=entry,
        variant=variant,
        name=row.name,
        standards=standards,
        proposal=proposal,
        items=tuple(items),
        history=tuple(past),
        adoptions=tuple(taken.order_by("-at")[:PAGE]),
        steps=tuple(
            Rewriting.objects.filter(standard__entry_id=entry, standard__variant=variant)
            .defer("content", "looked")
            .order_by("-at")[:PAGE]
        ),
    )


def carrying_items(entries: Collection[str], variant: str | None = None) -> list[Item]:
    """The published items that carry these entries, by entry and region. One query."""
    rows = Item.objects.filter(entry_id__in=entries, current__isnull=False)
    if variant is not None:
        rows = rows.filter(variant=variant)
    return list(rows.order_by("entry_id", "variant", "region_id", "code"))


def definitions_of(items: Iterable[Item]) -> dict[UUID, ItemDefinition]:
    """Item id → its published definition. One query."""
    rows = list(items)
    found = item_definitions(each.current_id for each in rows if each.current_id is not None)
    return {each.id: found[each.current_id] for each in rows if each.current_id in found}


def drafted(items: Iterable[Item]) -> set[UUID]:
    """The items with a version that is not yet published, or will be no more."""
    done = (VersionState.PUBLISHED, VersionState.RETIRED)
    rows = ItemVersion.objects.filter(item__in=list(items)).exclude(state__in=done)
    return set(rows.values_list("item_id", flat=True))


def carried(
    row: Item,
    definition: ItemDefinition,
    standard: CurrentStandard | None,
    proposal: Proposal | None,
    has_draft: bool,
) -> CarryingItem:
    """The item against its standard; where it has none, against what most do."""
    against = standard.definition if standard else proposal.definition if proposal else None
    allowed = standard.latitudes if standard else ()
    found = deviations(against, definition, allowed) if against else ()
    return CarryingItem(
        item_id=row.id,
        code=row.code,
        name=row.name,
        department_id=row.department_id,
        region=row.region_id,
        digest=definition_digest(definition),
        has_draft=has_draft,
        standard_id=standard.id if standard else None,
        definition=definition,
        against=against,
        deviations=found,
    )


def standard_by_id(standard_id: UUID) -> Standard:
    """One version as it was published. Raises NotFound `catalogue.no_such_standard`."""
    row = Standard.objects.filter(id=standard_id).first()
    if row is None:
        raise no_such_standard()
    return row
