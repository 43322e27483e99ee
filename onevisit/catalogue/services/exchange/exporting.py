"""Writing the catalogue as national tables: item by item, in the order of codes, as it streams."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from uuid import UUID

from django.db.models import QuerySet

from onevisit.accounts.rules import Actor, Permission, region_stem, require
from onevisit.catalogue.models import CatalogueEntry, Item, ItemVersion, VersionState
from onevisit.catalogue.rules.exchange.codecs import moment
from onevisit.catalogue.rules.exchange.model import Operation, Part, Subject, Table, guid_of
from onevisit.catalogue.rules.exchange.profiles import Profile
from onevisit.catalogue.rules.exchange.tables import TABLES
from onevisit.catalogue.rules.exchange.writers import FileForm, Folder
from onevisit.catalogue.rules.exchange.writing import rows, synced
from onevisit.catalogue.rules.parsing import parse_item
from onevisit.directory import queries as directory
from onevisit.directory.rules import RegionLevel
from onevisit.kernel.clock import SHANGHAI

AT_ONCE = 500
DATA_SOURCE = "1"


@dataclass(frozen=True, slots=True)
class Selection:
    """Which items: of a department (code), of a region and what lies in it (leading digits), of
    kinds. `since` asks for what changed from then on only, told as I, U and D.
    """

    department: str = ""
    region: str = ""
    types: tuple[str, ...] = ()
    since: datetime | None = None


@dataclass(slots=True)
class Exported:
    """How many rows went into each table, and items in all."""

    tables: dict[str, int] = field(default_factory=dict)
    items: int = 0


@dataclass(frozen=True, slots=True)
class _Past:
    """What one item has to be told of: as it is now, and as it was for the reader."""

    item: Item
    now: ItemVersion | None
    before: ItemVersion | None


class _Places:
    """Names of departments and places, looked up once."""

    def __init__(self) -> None:
        self.departments = {each.id: each for each in directory.departments()}
        self.regions = {each.code: each for each in directory.regions()}

    def subject(self, item: Item, version: ItemVersion) -> Subject:
        """The item as the tables see it."""
        office = self.departments[item.department_id]
        region = self.regions[item.region_id]
        town = village = ("", "")
        if region.level is RegionLevel.TOWN:
            town = (region.code, region.name)
        elif region.level is RegionLevel.VILLAGE:
            village = (region.code, region.name)
            above = self.regions.get(region.parent or "")
            if above is not None and above.level is RegionLevel.TOWN:
                town = (above.code, above.name)
        return Subject(
            definition=parse_item(version.document),
            number=version.number,
            entry=item.entry_id or "",
            office_code=office.uscc or office.code,
            office_name=office.name,
            guid=item.guid,
            town=town,
            village=village,
        )


def export_catalogue(
    *,
    folder: Path,
    form: FileForm,
    profile: Profile,
    at: datetime,
    batch: str = "",
    selection: Selection | None = None,
    upper: bool = False,
    actor: Actor,
    tell: Callable[[int], None],
) -> Exported:
    """Write the tables into `folder`; `tell` hears of every few items.

    The same catalogue gives the same bytes for the same `at` and `batch`. Raises Refused
    `accounts.not_permitted`, OSError.
    """
    require(actor, Permission.CATALOGUE_PUBLISH)
    wanted = selection or Selection()
    local = at.astimezone(SHANGHAI)
    stamp = (
        moment(local),
        batch or local.strftime("%Y%m%d%H%M%S"),
        profile.data_source or DATA_SOURCE,
    )
    found = Exported()
    with Folder(folder, form, upper=upper) as out:
        entries: set[str] = set()
        places = _Places()
        for group in _items(wanted):
            for past in group:
                _tell_item(out, places, past, profile, stamp)
                if past.item.entry_id:
                    entries.add(past.item.entry_id)
            found.items += len(group)
            tell(len(group))
        _tell_entries(out, entries, profile, stamp)
        found.tables = {name: out.counts[name] for name in TABLES if name in out.counts}
    return found


def count_items(wanted: Selection) -> int:
    """How many items there are to look at, at most."""
    found = _chosen(wanted)
    return found.count() if wanted.since else found.filter(current__isnull=False).count()


def _chosen(wanted: Selection) -> QuerySet[Item]:
    rows_ = Item.objects.order_by("code")
    if wanted.department:
        rows_ = rows_.filter(department__code=wanted.department)
    if wanted.region:
        rows_ = rows_.filter(region__code__startswith=region_stem(wanted.region))
    return rows_


def _items(wanted: Selection) -> Iterator[list[_Past]]:
    """The items that have something to tell, some at a time."""
    last = ""
    rows_ = _chosen(wanted)
    while listed := list(rows_.filter(code__gt=last)[:AT_ONCE]):
        last = listed[-1].code
        group = [each for each in _pasts(listed, wanted) if _fits(each, wanted)]
        if group:
            yield group


def _fits(past: _Past, wanted: Selection) -> bool:
    shown = past.now or past.before
    if shown is None:
        return False
    kind = shown.document.get("task_type", "20")
    return not wanted.types or kind in wanted.types


def _pasts(items: list[Item], wanted: Selection) -> Iterator[_Past]:
    ids = [each.current_id for each in items if each.current_id]
    current = {each.id: each for each in ItemVersion.objects.filter(id__in=ids)}
    before: dict[UUID, ItemVersion] = {}
    if wanted.since is not None:
        before = _before(items, wanted.since)
    for item in items:
        now = current.get(item.current_id) if item.current_id else None
        old = before.get(item.id)
        if wanted.since is None:
            if now is not None:
                yield _Past(item, now, None)
        elif now != old:
            yield _Past(item, now, old)


def _before(items: list[Item], since: datetime) -> dict[UUID, ItemVersion]:
    """The version of each that was in force just before."""
    found = (
        ItemVersion.objects.filter(item__in=items, published_at__lt=since)
        .filter(state__in=(VersionState.PUBLISHED, VersionState.RETIRED))
        .order_by("item_id", "-number")
        .distinct("item_id")
    )
    return {each.item_id: each for each in found}


def _tell_item(
    out: Folder, places: _Places, past: _Past, profile: Profile, stamp: tuple[str, str, str]
) -> None:
    if past.before is None and past.now is not None:
        for table, cells in rows(places.subject(past.item, past.now), profile):
            out.write(table, synced(cells, Operation.INSERT, stamp))
        return
    old = _by_guid(places, past.item, past.before, profile)
    new = _by_guid(places, past.item, past.now, profile)
    for key, cells in new.items():
        if old.get(key) != cells:
            operation = Operation.UPDATE if key in old else Operation.INSERT
            out.write(TABLES[key[0]], synced(cells, operation, stamp))
    for key, cells in old.items():
        if key not in new and (new or TABLES[key[0]].part is Part.BASIC):
            out.write(TABLES[key[0]], synced(cells, Operation.DELETE, stamp))


def _by_guid(
    places: _Places, item: Item, version: ItemVersion | None, profile: Profile
) -> dict[tuple[str, str], list[str]]:
    if version is None:
        return {}
    found = rows(places.subject(item, version), profile)
    return {(table.name, cells[0]): cells for table, cells in found}


def _tell_entries(
    out: Folder, codes: set[str], profile: Profile, stamp: tuple[str, str, str]
) -> None:
    """Some at a time: a statement takes no more than 65,535 parameters."""
    table = TABLES["up_task_directory"]
    left = iter(sorted(codes))
    while some := list(islice(left, AT_ONCE)):
        for entry in CatalogueEntry.objects.filter(code__in=some).exclude(name="").order_by("code"):
            cells = [entry.guid or guid_of("entry", entry.code), *_entry(table, entry, profile)]
            out.write(table, synced(cells, Operation.INSERT, stamp))


def _entry(table: Table, entry: CatalogueEntry, profile: Profile) -> list[str]:
    return [column.codec.write(getattr(entry, column.place), profile) for column in table.columns]
