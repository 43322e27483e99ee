"""From the rows of one item to its definition: only what the columns stand for is changed.

Questions, conditions, steps, forms and whatever else the tables cannot say stays as it was. Rows of
materials, fees and questions replace those of the same identity; the rest of them stays.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from onevisit.catalogue.rules.definition import Faq, Fee, ItemDefinition, Material, Source
from onevisit.catalogue.rules.exchange import composite, reading
from onevisit.catalogue.rules.exchange.codecs import Number, named_nothing
from onevisit.catalogue.rules.exchange.model import Operation, Part, Row, Table, guid_of
from onevisit.catalogue.rules.exchange.profiles import Profile
from onevisit.catalogue.rules.exchange.reading import Reader, applied
from onevisit.catalogue.rules.exchange.writing import Child, child_guid
from onevisit.catalogue.rules.importing.drafts import Remark
from onevisit.catalogue.rules.importing.materials import material_key, normal_name
from onevisit.catalogue.rules.vocabulary import Need, Origin, SourceKind

DEFER_DAYS = 5
"""Working days in which a material may follow where the tables say only that it may."""


@dataclass(frozen=True, slots=True)
class Told:
    """One row of a table of the item, as it came: `number` is its line in `file`."""

    table: Table
    row: Row
    file: str
    number: int

    @property
    def operation(self) -> Operation:
        """What is to be done with it; a full file may leave that out."""
        return Operation.told(self.row.get("cd_operation", "")) or Operation.INSERT


@dataclass(slots=True)
class Merged:
    """The definition as it would be, and what looked odd, by row."""

    definition: ItemDefinition
    remarks: dict[tuple[str, int], list[Remark]] = field(default_factory=dict)
    refused: dict[tuple[str, int], tuple[str, str]] = field(default_factory=dict)


def merged(
    base: ItemDefinition, rows: Iterable[Told], profile: Profile, *, whole: bool = False
) -> Merged:
    """The item with these rows in it. `whole`: what a table that is given does not name is gone.

    A row that says nothing usable is in `refused` with field and reason.
    """
    found = Merged(base)
    parts: dict[Part, list[Told]] = {part: [] for part in Part}
    for told in rows:
        parts[told.table.part].append(told)
    for told in parts[Part.BASIC]:
        _basic(found, told, profile)
    for part in (Part.MATERIAL, Part.FEE, Part.QUESTION):
        if parts[part]:
            _children(found, part, parts[part], profile, whole=whole)
    for told in parts[Part.EXTEND]:
        _extend(found, told, profile)
    for told in parts[Part.BASIC]:
        _after(found, told, profile, reading.charge)
    return found


def _reader(found: Merged, told: Told, profile: Profile) -> Reader:
    remarks = found.remarks.setdefault((told.file, told.number), [])
    return Reader(told.row, profile, remarks)


def _basic(found: Merged, told: Told, profile: Profile) -> None:
    reader = _reader(found, told, profile)
    item = applied(found.definition, reader.changes(told.table))
    unread = {each.field for each in reader.remarks}
    if item.task_type not in told.table.types and "task_type" not in unread:
        kind = told.row.get("task_type", "").strip()[:40]
        reader.odd("task_type", "catalogue.warn_type_elsewhere", found=kind)
    item = applied(item, reading.limits(reader, item))
    found.definition = applied(item, reading.flow(reader, item))


def _extend(found: Merged, told: Told, profile: Profile) -> None:
    if told.operation is Operation.DELETE:
        found.refused[told.file, told.number] = ("cd_operation", "catalogue.row_extend_stays")
        return
    reader = _reader(found, told, profile)
    item = applied(found.definition, reader.changes(told.table))
    for read in (reading.results, reading.paying, reading.online, reading.themes):
        item = applied(item, read(reader, item))
    guid = told.row.get("row_guid", "").strip()
    if guid:
        plain = guid_of(item.code, Part.EXTEND.value)
        item = applied(item, {"national.extend_guid": "" if guid == plain else guid[:64]})
    if not item.life_events and not found.definition.themes:
        item = applied(item, {"life_events": tuple(t for t in item.themes if t != "其他")})
    found.definition = item


def _after(
    found: Merged,
    told: Told,
    profile: Profile,
    read: Callable[[Reader, ItemDefinition], dict[str, Any]],
) -> None:
    reader = _reader(found, told, profile)
    found.definition = applied(found.definition, read(reader, found.definition))


# -- materials, fees, questions ------------------------------------------------------------------


@dataclass(slots=True)
class _Placed:
    """A child with its identity and its place in the order."""

    guid: str
    order: float
    child: Child
    plain: str


def _children(
    found: Merged, part: Part, rows: Sequence[Told], profile: Profile, *, whole: bool
) -> None:
    code = found.definition.code
    held = [
        _Placed(child_guid(code, part, index, child), index + 1, child, _plain(child))
        for index, child in enumerate(_held(found.definition, part))
    ]
    named: set[str] = set()
    for told in rows:
        _put(held, found, part, told, profile, named)
    if whole:
        held = [each for each in held if each.guid in named]
    held.sort(key=lambda each: each.order)
    kept = _identified(code, part, held)
    place = {Part.MATERIAL: "materials", Part.FEE: "fees", Part.QUESTION: "texts.faq"}[part]
    found.definition = applied(found.definition, {place: kept})


def _held(item: ItemDefinition, part: Part) -> tuple[Child, ...]:
    found: dict[Part, tuple[Child, ...]] = {
        Part.MATERIAL: item.materials,
        Part.FEE: item.fees,
        Part.QUESTION: item.texts.faq,
    }
    return found[part]


def _put(
    held: list[_Placed],
    found: Merged,
    part: Part,
    told: Told,
    profile: Profile,
    named: set[str],
) -> None:
    """One row into the list: new, replacing, or taking away."""
    guid = told.row.get("row_guid", "").strip()[:64]
    column = _NAMES[part]
    name = told.row.get(column, "")
    at = _same(held, guid, name, named)
    if told.operation is Operation.DELETE:
        if at is not None:
            held.remove(at)
        return
    if not name.strip() and (at is None or column in told.row):
        found.refused[told.file, told.number] = (column, "catalogue.row_missing_field")
        return
    if at is None and part is not Part.QUESTION and named_nothing(name):
        found.refused[told.file, told.number] = (column, "catalogue.row_names_nothing")
        return
    if guid and guid in named:
        found.refused[told.file, told.number] = ("row_guid", "catalogue.row_same_guid")
        return
    reader = _reader(found, told, profile)
    base = at.child if at else _new(part, name, [each.child for each in held])
    child = _read(reader, base, told.table)
    order = reader.number("order_num", None, _ORDER)
    if at is None:
        at = _Placed(guid, _last(held), child, _plain(child))
        held.append(at)
    at.child = child
    at.guid = guid or at.guid
    at.order = at.order if order is None else order
    named.add(at.guid)


_ORDER = Number(0, 99_999_999)


_NAMES = {Part.MATERIAL: "material_name", Part.FEE: "fee_name", Part.QUESTION: "question"}


def _same(held: list[_Placed], guid: str, name: str, named: set[str]) -> _Placed | None:
    """The one with this identity; else one of the same name whose identity nobody gave."""
    for each in held:
        if guid and each.guid == guid:
            return each
    plain = normal_name(name)
    for each in held:
        if each.plain == plain and not each.child.guid and each.guid not in named:
            return each
    return None


def _plain(child: Child) -> str:
    return normal_name(child.question if isinstance(child, Faq) else child.name)


def _last(held: list[_Placed]) -> float:
    return max((each.order for each in held), default=0) + 1


def _new(part: Part, name: str, held: list[Child]) -> Child:
    if part is Part.FEE:
        return Fee(name=name)
    if part is Part.QUESTION:
        return Faq(question=name, answer="")
    taken = {each.key for each in held if isinstance(each, Material)}
    key = plain = material_key(name)
    count = 1
    while key in taken:
        count += 1
        key = f"{plain}-{count}"
    return Material(key=key, name=name, source=Source(kind=SourceKind.UNKNOWN))


def _read(reader: Reader, base: Child, table: Table) -> Child:
    changes = reader.changes(table)
    if isinstance(base, Material):
        changes |= _source(reader, base)
        need = changes.get("need", base.need)
        if need is Need.MAY_FOLLOW and base.defer_days is None:
            changes["defer_days"] = DEFER_DAYS
            reader.odd("is_need", "catalogue.warn_defer_days_assumed", days=DEFER_DAYS)
    return applied(base, changes)


def _source(reader: Reader, base: Material) -> Mapping[str, Any]:
    """Where it comes from, unless what is known says the same in more detail."""
    cell = reader.row.get("source_type")
    if cell is None:
        return {}
    written = cell.strip()
    wanted = reader.profile.into("source_type", written) if written else ""
    if wanted is None:
        reader.odd("source_type", "catalogue.warn_unknown_code", found=written[:40])
        return {}
    if wanted == (composite.origin_of(base.source) or ""):
        return {}
    if wanted == Origin.OWN:
        return {"source.kind": SourceKind.HELD, "source.origin": None}
    return {
        "source.kind": SourceKind.UNKNOWN,
        "source.origin": Origin(wanted) if wanted else None,
    }


def _identified(code: str, part: Part, held: list[_Placed]) -> tuple[Child, ...]:
    """Each with its identity, which is not kept where it can be derived."""
    found: list[Child] = []
    for index, each in enumerate(held):
        bare = msgspec.structs.replace(each.child, guid="")
        same = not each.guid or child_guid(code, part, index, bare) == each.guid
        found.append(bare if same else msgspec.structs.replace(bare, guid=each.guid))
    return tuple(found)
