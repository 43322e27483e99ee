"""Entries of the national directory 基本目录: made, changed where they differ, or cancelled."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from onevisit.accounts.rules import Actor, Permission, Scope
from onevisit.audit.rules import Act
from onevisit.audit.services import record_many
from onevisit.catalogue.models import CatalogueEntry, Item
from onevisit.catalogue.rules.exchange.merging import Told
from onevisit.catalogue.rules.exchange.model import Operation, guid_of
from onevisit.catalogue.rules.exchange.profiles import Profile
from onevisit.catalogue.rules.exchange.reading import Reader
from onevisit.catalogue.rules.importing.drafts import Outcome
from onevisit.catalogue.rules.vocabulary import TaskState
from onevisit.catalogue.services.exchange.reporting import Line

if TYPE_CHECKING:
    from onevisit.catalogue.services.exchange.applying import Wishes

_LONGEST = 20
_FIELDS = (
    *("name", "task_type", "source_task_type", "guid", "local_code", "by_law", "use_level"),
    *("state", "version", "effective_on", "cancelled_on"),
)


def keep_entries(rows: Sequence[Told], wishes: "Wishes") -> list[Line]:
    """Write what differs; a line for each row. The last row of a code counts. An entry that stands
    already and that items elsewhere follow is not changed by somebody of one place.
    """
    codes = {told.row.get("catalog_code", "").strip().upper() for told in rows}
    held = {
        row.code: row for row in CatalogueEntry.objects.select_for_update().filter(code__in=codes)
    }
    known = set(held)
    foreign = _foreign(known, wishes.actor)
    changed: dict[str, CatalogueEntry] = {}
    lines = [_one(told, wishes.profile, held, changed, foreign) for told in rows]
    if wishes.foresee:
        return lines
    CatalogueEntry.objects.bulk_create(
        [each for code, each in changed.items() if code not in known]
    )
    old = [each for code, each in changed.items() if code in known]
    if old:
        CatalogueEntry.objects.bulk_update(old, _FIELDS)
    record_many(
        [
            Act("catalogue.keep_entry", "catalogue.catalogueentry", code, {"code": code})
            for code in changed
        ],
        actor=wishes.actor,
    )
    return lines


def _foreign(codes: Collection[str], actor: Actor) -> set[str]:
    """Entries that items of other places follow."""
    if actor.is_system or not codes:
        return set()
    found = Item.objects.filter(entry_id__in=codes).values_list("entry_id", "region_id").distinct()
    return {
        str(code)
        for code, region in found
        if not actor.may(Permission.CATALOGUE_PUBLISH, Scope(None, region))
    }


def _one(
    told: Told,
    profile: Profile,
    held: dict[str, CatalogueEntry],
    changed: dict[str, CatalogueEntry],
    foreign: Collection[str],
) -> Line:
    code = told.row.get("catalog_code", "").strip().upper()
    if not code or len(code) > _LONGEST:
        reason = "catalogue.row_missing_field" if not code else "catalogue.row_too_long"
        facts = {"length": len(code), "most": _LONGEST}
        return Line(
            told.file, told.number, code[:80], Outcome.REFUSED, "catalog_code", reason, facts
        )
    reader = Reader(told.row, profile)
    new = code not in held
    row = held.setdefault(code, CatalogueEntry(code=code))
    before = [getattr(row, name) for name in _FIELDS]
    _fill(row, reader, told)
    if not row.name or not row.task_type:
        if new:
            del held[code]
        missing = "task_type" if row.name else "task_name"
        return Line(
            told.file, told.number, code, Outcome.REFUSED, missing, "catalogue.row_missing_field"
        )
    same = not new and [getattr(row, name) for name in _FIELDS] == before
    if not same and code in foreign:
        reason = "catalogue.row_entry_shared"
        return Line(told.file, told.number, code, Outcome.REFUSED, "catalog_code", reason)
    if not same:
        changed[code] = row
    outcome = Outcome.UNCHANGED if same else Outcome.IMPORTED if new else Outcome.UPDATED
    return Line(told.file, told.number, code, outcome, remarks=tuple(reader.remarks))


def _fill(row: CatalogueEntry, reader: Reader, told: Told) -> None:
    changes: dict[str, Any] = reader.changes(told.table)
    changes.pop("code", None)
    if told.operation is Operation.DELETE:
        changes = {"state": TaskState.CANCELLED}
    for name, value in changes.items():
        setattr(row, name, getattr(value, "value", value))
    written = told.row.get("task_type", "").strip()[:8]
    if "task_type" in changes and written != row.task_type:
        row.source_task_type = written
    guid = told.row.get("row_guid", "").strip()[:64]
    if guid:
        row.guid = "" if guid == guid_of("entry", row.code) else guid
    for name, most in (("name", 500), ("by_law", 20_000), ("local_code", 80), ("use_level", 20)):
        setattr(row, name, getattr(row, name)[:most])
