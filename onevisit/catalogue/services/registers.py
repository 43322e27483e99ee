"""The kept lists: a row saved or ended by an officer, or many from a spreadsheet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import Actor, Permission, Scope, require
from onevisit.audit.services import record
from onevisit.catalogue.errors import no_such_row, row_moved_on, row_twice
from onevisit.catalogue.models import Fund, NegativeEntry, Power, PowerDuty, PowerEntry
from onevisit.catalogue.rules.registers import (
    Duty,
    Register,
    RowDraft,
    read_row,
    read_sheet_rows,
    refused,
    unread_heads,
)
from onevisit.directory import queries as directory
from onevisit.directory.rules import DepartmentInfo
from onevisit.kernel import clock
from onevisit.kernel.errors import Problem
from onevisit.kernel.sheets import read_sheet

Row = Power | NegativeEntry | Fund
MODELS: dict[Register, type[Power] | type[NegativeEntry] | type[Fund]] = {
    Register.POWERS: Power,
    Register.NEGATIVE: NegativeEntry,
    Register.FUNDS: Fund,
}


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a sheet; `unread`: heads nobody knows, with nothing of theirs taken in."""

    made: int
    changed: int
    same: int
    unread: tuple[str, ...]


@transaction.atomic
def save_row(
    register: Register,
    *,
    cells: Mapping[str, str],
    duties: Iterable[Duty] = (),
    row_id: UUID | None = None,
    seen: int = 0,
    actor: Actor,
) -> UUID:
    """Make a row of the list, or change `row_id` if it is still at revision `seen`; its id.

    Raises Invalid `catalogue.register_refused` (with `problems` by column), NotFound
    `catalogue.no_such_row`, Conflict `catalogue.row_moved_on`, `catalogue.row_twice`, Refused
    `accounts.not_permitted`.
    """
    draft = read_row(register, cells, duties)
    office = _offices().get(draft.department)
    if office is None:
        raise refused([_unknown(draft, "department")])
    require(actor, Permission.CATALOGUE_EDIT, Scope(office.id, office.region))
    row = MODELS[register]() if row_id is None else _held(register, row_id, seen, actor)
    others = MODELS[register].objects.filter(department_id=office.id, code=draft.values["code"])
    if others.exclude(id=row.id).exists():
        raise row_twice(str(draft.values["code"]))
    _keep(register, row, draft, office, actor)
    return row.id


@transaction.atomic
def end_row(register: Register, *, row_id: UUID, seen: int, actor: Actor) -> None:
    """Take a row off the list from today; it stays on record. Raises as `save_row`."""
    row = _held(register, row_id, seen, actor)
    row.ended_on = clock.today()
    row.revision += 1
    row.changed_at, row.changed_by_name = clock.now(), actor.name[:100]
    row.save()
    _record("catalogue.end_row", register, row, actor)


@transaction.atomic
def import_rows(register: Register, *, data: bytes, actor: Actor) -> Imported:
    """Take in a whole sheet (CSV or XLSX), or nothing of it: rows are known by code and department.

    Rows and columns that are not in the sheet stay. Raises Invalid `catalogue.register_refused`
    with `problems` at `row/column`, `sheets.*`, Refused `accounts.not_permitted`.
    """
    require(actor, Permission.CATALOGUE_EDIT)
    rows = read_sheet(data)
    drafts = read_sheet_rows(register, rows)
    offices = _offices()
    problems = [
        _unknown(draft, f"{number}/部门")
        for number, draft in drafts
        if draft.department not in offices
    ]
    places: dict[tuple[UUID, str], int] = {}
    for number, draft in drafts:
        office = offices.get(draft.department)
        key = (office.id, str(draft.values["code"])) if office else None
        if key is not None and places.setdefault(key, number) != number:
            problems.append(
                Problem(f"{number}/编码", "catalogue.cell_twice", {"first": places[key]})
            )
    if problems:
        raise refused(problems)
    made = changed = same = 0
    for _number, draft in drafts:
        office = offices[draft.department]
        require(actor, Permission.CATALOGUE_EDIT, Scope(office.id, office.region))
        found = MODELS[register].objects.select_for_update()
        row = found.filter(department_id=office.id, code=draft.values["code"]).first()
        if row is None:
            _keep(register, MODELS[register](), draft, office, actor)
            made += 1
        elif _says(row, whole := _filled(row, draft)):
            same += 1
        else:
            _keep(register, row, whole, office, actor)
            changed += 1
    return Imported(made, changed, same, unread_heads(register, rows))


def _offices() -> dict[str, DepartmentInfo]:
    """By code, name and short name; names that several have are left out."""
    found: dict[str, DepartmentInfo] = {}
    twice: set[str] = set()
    for office in directory.departments():
        for name in {office.code, office.name, office.short_name} - {""}:
            if name in found:
                twice.add(name)
            found[name] = office
    return {name: office for name, office in found.items() if name not in twice}


def _unknown(draft: RowDraft, place: str) -> Problem:
    return Problem(place, "catalogue.cell_unknown", {"found": draft.department[:40]})


def _held(register: Register, row_id: UUID, seen: int, actor: Actor) -> Row:
    row = MODELS[register].objects.select_for_update().filter(id=row_id).first()
    if row is None:
        raise no_such_row()
    require(actor, Permission.CATALOGUE_EDIT, Scope(row.department_id, row.region_id))
    if row.revision != seen:
        raise row_moved_on(row.changed_by_name)
    return row


def _keep(
    register: Register, row: Row, draft: RowDraft, office: DepartmentInfo, actor: Actor
) -> None:
    fresh = row._state.adding
    for name, value in draft.values.items():
        setattr(row, name, value)
    row.codes = list(draft.codes)
    row.department_id, row.region_id = office.id, office.region
    row.revision = 1 if fresh else row.revision + 1
    row.ended_on = None
    row.changed_at, row.changed_by_name = clock.now(), (actor.name or "system")[:100]
    row.save()
    if isinstance(row, Power):
        row.entries.all().delete()
        row.duties.all().delete()
        PowerEntry.objects.bulk_create(
            PowerEntry(power=row, entry_code=each) for each in draft.codes
        )
        PowerDuty.objects.bulk_create(
            PowerDuty(
                power=row,
                position=at,
                name=each.name,
                content=each.content,
                basis=each.basis,
                accountability=each.accountability,
            )
            for at, each in enumerate(draft.duties)
        )
    _record("catalogue.save_row", register, row, actor)


def _says(row: Row, draft: RowDraft) -> bool:
    """Whether the row holds and says this already."""
    if row.ended_on is not None or row.codes != list(draft.codes):
        return False
    if any(getattr(row, name) != value for name, value in draft.values.items()):
        return False
    return not isinstance(row, Power) or _duties(row) == draft.duties


def _filled(row: Row, draft: RowDraft) -> RowDraft:
    """The draft, with what the sheet has no column for as the row has it."""
    kept = {name: getattr(row, name) for name in draft.values if name in draft.unsaid}
    codes = tuple(row.codes) if "codes" in draft.unsaid else draft.codes
    duties = draft.duties
    if isinstance(row, Power) and "duty" in draft.unsaid:
        duties = _duties(row)
    return replace(draft, values={**draft.values, **kept}, codes=codes, duties=duties)


def _duties(row: Power) -> tuple[Duty, ...]:
    return tuple(
        Duty(each.name, each.content, each.basis, each.accountability)
        for each in row.duties.order_by("position")
    )


def _record(action: str, register: Register, row: Row, actor: Actor) -> None:
    record(
        action=action,
        target_type=f"catalogue.{register.value}",
        target_id=row.id,
        actor=actor,
        facts={"code": row.code, "version": row.revision},
        department_id=row.department_id,
    )
