"""The kept lists for pages and spreadsheets, and which power justifies which item."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet

from onevisit.catalogue.errors import no_such_row
from onevisit.catalogue.models import Fund, Item, NegativeEntry, Power, PowerDuty
from onevisit.catalogue.queries.listings import Listing, listing_of
from onevisit.catalogue.queries.public_lists import CHUNK, named
from onevisit.catalogue.rules.registers import COLUMNS, Duty, Register
from onevisit.kernel.ids import parse_id

_MODELS: dict[Register, type[Power] | type[NegativeEntry] | type[Fund]] = {
    Register.POWERS: Power,
    Register.NEGATIVE: NegativeEntry,
    Register.FUNDS: Fund,
}
_STEM = """left(p.region_id, (
        SELECT min(w) FROM unnest(ARRAY[2, 4, 6, 9, 12]) AS w
        WHERE w >= length(rtrim(p.region_id, '0'))
    ))"""
_JUSTIFIED = f"""
SELECT DISTINCT i.id FROM catalogue_item i
JOIN catalogue_powerentry e ON e.entry_code = i.entry_id
JOIN catalogue_power p ON p.id = e.power_id AND p.ended_on IS NULL
WHERE (p.department_id = i.department_id
    OR (p.reaches_down AND starts_with(i.region_id, {_STEM})))
"""  # noqa: S608 - put together of constants
_KNOWN = f"""
SELECT EXISTS (SELECT 1 FROM catalogue_power WHERE ended_on IS NULL),
    EXISTS ({_JUSTIFIED} AND i.id = %s)
"""  # noqa: S608 - put together of constants


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A row of a kept list; `values` by the keys of its columns, duties for a power."""

    id: UUID
    code: str
    name: str
    department_id: UUID
    region: str
    values: Mapping[str, Any]
    duties: tuple[Duty, ...]
    revision: int
    changed_at: datetime
    changed_by: str
    ended_on: date | None


def register_counts() -> dict[Register, int]:
    """How many rows of each list hold now. Three queries."""
    return {each: _live(each).count() for each in Register}


def register_departments(register: Register) -> dict[UUID, int]:
    """The departments in the list, with how many rows. One query."""
    rows = _live(register).values_list("department_id").annotate(n=Count("id")).order_by()
    return dict(rows)


def register_list(
    register: Register,
    *,
    words: str = "",
    department_id: UUID | None = None,
    after: str = "",
    limit: int = 30,
    ended: bool = False,
) -> tuple[RegisterRow, ...]:
    """One page by code of what holds, or of what has ended; `after` is the key of the last row
    before. One query, duties one more.
    """
    rows = _found(register, words, department_id, ended=ended)
    code, _bar, last = after.partition("|")
    row_id = parse_id(last)
    if row_id is not None:
        rows = rows.filter(Q(code__gt=code) | Q(code=code, id__gt=row_id))
    return tuple(_row(register, each) for each in rows[:limit])


def whole_register(
    register: Register, *, words: str = "", department_id: UUID | None = None
) -> Iterator[RegisterRow]:
    """The whole list, streamed, for a spreadsheet."""
    rows = _found(register, words, department_id).iterator(chunk_size=CHUNK)
    return (_row(register, each) for each in rows)


def register_row(register: Register, row_id: UUID) -> RegisterRow:
    """One row, ended or not. Raises NotFound `catalogue.no_such_row`."""
    row = _all(register).filter(id=row_id).first()
    if row is None:
        raise no_such_row()
    return _row(register, row)


def items_of_power(row_id: UUID, *, limit: int = 100) -> tuple[Listing, ...]:
    """The published items that the power justifies, by code. One query."""
    wanted = _JUSTIFIED + " AND p.id = %s"
    rows = Item.objects.filter(current__isnull=False, id__in=_ids(wanted, [row_id]))
    return tuple(listing_of(each) for each in rows.order_by("code")[:limit])


def powers_of(codes: Collection[str]) -> tuple[tuple[UUID, str, str], ...]:
    """The powers behind these items (by code): id, code and name of each. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            _JUSTIFIED.replace("DISTINCT i.id", "DISTINCT p.code, p.id, p.name")
            + " AND i.code = ANY(%s) ORDER BY p.code",
            [list(codes)],
        )
        return tuple((row[1], row[0], row[2]) for row in cursor.fetchall())


def justified(item_ids: Iterable[UUID] | None = None) -> set[UUID] | None:
    """Which of these items (of all, for None) have a power behind them; None where no list of
    powers is kept at all, so that nobody is blamed for what cannot be known.
    """
    if not Power.objects.filter(ended_on=None).exists():
        return None
    if item_ids is None:
        return _ids(_JUSTIFIED, [])
    return _ids(_JUSTIFIED + " AND i.id = ANY(%s)", [list(item_ids)])


def is_justified(item_id: UUID) -> bool | None:
    """The same for one item. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [item_id])
        kept, found = cursor.fetchone() or (False, False)
    return bool(found) if kept else None


def _ids(query: str, params: list[Any]) -> set[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        return {row[0] for row in cursor.fetchall()}


def _all(register: Register) -> QuerySet[Any]:
    rows: QuerySet[Any] = _MODELS[register]._default_manager.all()
    return rows.prefetch_related("duties") if register is Register.POWERS else rows


def _live(register: Register) -> QuerySet[Any]:
    return _MODELS[register]._default_manager.filter(ended_on=None)


def _found(
    register: Register, words: str, department_id: UUID | None, *, ended: bool = False
) -> QuerySet[Any]:
    rows = _all(register).filter(ended_on__isnull=not ended).filter(named(words, "name", "code"))
    if department_id is not None:
        rows = rows.filter(department_id=department_id)
    return rows.order_by("code", "id")


def _row(register: Register, row: Any) -> RegisterRow:
    keys = [each.key for each in COLUMNS[register] if each.key != "department"]
    duties: list[PowerDuty] = []
    if isinstance(row, Power):
        duties = sorted(row.duties.all(), key=lambda each: each.position)
    return RegisterRow(
        id=row.id,
        code=row.code,
        name=row.name,
        department_id=row.department_id,
        region=row.region_id,
        values={key: getattr(row, key) for key in keys},
        duties=tuple(
            Duty(each.name, each.content, each.basis, each.accountability) for each in duties
        ),
        revision=row.revision,
        changed_at=row.changed_at,
        changed_by=row.changed_by_name,
        ended_on=row.ended_on,
    )
