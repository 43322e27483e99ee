"""八统一 in figures: entries, regions, departments, and every deviation for a spreadsheet.

What is counted stands in `Comparison` rows, so that pages do not parse what they only count.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.catalogue.models import Item
from onevisit.catalogue.queries.unifying import (
    carried,
    carrying_items,
    current_standards,
    definitions_of,
    standard_for,
)
from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.rules.unifying import Deviation, propose

PAGE = 50


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry that several items carry, or that has a standard.

    `standard` is the version that holds, 0 for none; `deviating` items depart from it where they
    may not; `ways` are in how many ways the eight are written; `uncompared` items changed since.
    """

    entry: str
    variant: str
    name: str
    items: int
    regions: int
    standard: int
    deviating: int
    forbidden: int
    allowed: int
    ways: int
    uncompared: int


@dataclass(frozen=True, slots=True)
class Group:
    """The items of a region or of a department among them; `key` is its code or id."""

    key: str
    items: int
    with_standard: int
    deviating: int
    forbidden: int
    allowed: int


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which entries are asked for: carried in a region, by a department, in which state."""

    region: str = ""
    department_id: UUID | None = None
    state: str = ""  # "deviating", "differing" (no standard, several ways), "same"
    after: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Totals:
    """Over all entries carried by several items or with a standard."""

    entries: int
    with_standard: int
    items: int
    deviating: int
    differing: int
    uncompared: int


@dataclass(frozen=True, slots=True)
class Report:
    """The overview: totals, one page of entries, and the items by region and by department."""

    totals: Totals
    entries: tuple[EntryLine, ...]
    more: bool
    by_region: tuple[Group, ...]
    by_department: tuple[Group, ...]


_CARRIED = """
SELECT i.entry_id, i.variant, e.name, count(*) AS items, count(DISTINCT i.region_id) AS regions,
    coalesce(max(s.number), 0) AS standard, count(*) FILTER (WHERE c.forbidden > 0) AS deviating,
    coalesce(sum(c.forbidden), 0) AS forbidden, coalesce(sum(c.allowed), 0) AS allowed,
    count(DISTINCT c.marks) AS ways, count(*) FILTER (WHERE c.item_id IS NULL) AS uncompared
FROM catalogue_item i
JOIN catalogue_catalogueentry e ON e.code = i.entry_id
LEFT JOIN catalogue_comparison c ON c.item_id = i.id
LEFT JOIN catalogue_standard s ON s.id = c.standard_id
WHERE i.current_id IS NOT NULL
GROUP BY i.entry_id, i.variant, e.name
HAVING (count(*) > 1 OR max(s.number) IS NOT NULL)
"""
_STATES = {
    "": "",
    "deviating": " AND count(*) FILTER (WHERE c.forbidden > 0) > 0",
    "differing": " AND count(DISTINCT c.marks) > 1 AND max(s.number) IS NULL",
    "same": (
        " AND count(*) FILTER (WHERE c.forbidden > 0) = 0"
        " AND (max(s.number) IS NOT NULL OR count(DISTINCT c.marks) = 1)"
    ),
}
_GROUPED = """
SELECT grouping(i.region_id), coalesce(i.region_id, i.department_id::text), count(*),
    count(c.standard_id), count(*) FILTER (WHERE c.forbidden > 0),
    coalesce(sum(c.forbidden), 0), coalesce(sum(c.allowed), 0)
FROM catalogue_item i
LEFT JOIN catalogue_comparison c ON c.item_id = i.id
WHERE i.current_id IS NOT NULL AND (c.standard_id IS NOT NULL OR EXISTS (
    SELECT 1 FROM catalogue_item o
    WHERE o.entry_id = i.entry_id AND o.variant = i.variant AND o.id <> i.id
        AND o.current_id IS NOT NULL
))
GROUP BY GROUPING SETS ((i.region_id), (i.department_id)) ORDER BY 5 DESC, 3 DESC, 2
"""


_TOTALS = f"""
SELECT count(*), count(*) FILTER (WHERE standard > 0), coalesce(sum(items), 0),
    coalesce(sum(deviating), 0), count(*) FILTER (WHERE standard = 0 AND ways > 1),
    coalesce(sum(uncompared), 0)
FROM ({_CARRIED}) AS t
"""  # noqa: S608 - put together of constants


def unification(asked: Narrowed, actor: Actor) -> Report:
    """The overview, for who keeps a catalogue; what is published may be compared by all of them.

    Three queries. Raises Refused `accounts.not_permitted`.
    """
    require(actor, Permission.CATALOGUE_EDIT)
    entries = list(_entries(asked, PAGE + 1))
    with connection.cursor() as cursor:
        cursor.execute(_TOTALS)
        totals = Totals(*map(int, cursor.fetchone() or ()))
    return Report(totals, tuple(entries[:PAGE]), len(entries) > PAGE, *grouped())


def grouped() -> tuple[tuple[Group, ...], tuple[Group, ...]]:
    """The items that several carry or that have a standard, by region and by department, those who
    depart most first; one query, nobody's rights are asked.
    """
    with connection.cursor() as cursor:
        cursor.execute(_GROUPED)
        rows = cursor.fetchall()
    by_region, by_department = (
        tuple(Group(str(row[1]), *map(int, row[2:])) for row in rows if row[0] == of)
        for of in (0, 1)
    )
    return by_region, by_department


def _entries(asked: Narrowed, limit: int | None) -> Iterator[EntryLine]:
    wanted, params = _CARRIED, list[str | UUID]()
    if asked.region:
        wanted += " AND bool_or(i.region_id = %s)"
        params.append(asked.region)
    if asked.department_id is not None:
        wanted += " AND bool_or(i.department_id = %s)"
        params.append(asked.department_id)
    wanted += _STATES.get(asked.state, "")
    where = "WHERE i.current_id IS NOT NULL AND (i.entry_id, i.variant) > (%s, %s)"
    wanted = wanted.replace("WHERE i.current_id IS NOT NULL", where, 1)
    wanted += " ORDER BY i.entry_id, i.variant LIMIT %s"
    with connection.cursor() as cursor:
        cursor.execute(wanted, [*asked.after, *params, limit])
        rows = cursor.fetchall()
    return (EntryLine(*row[:3], *map(int, row[3:])) for row in rows)


@dataclass(frozen=True, slots=True)
class DeviationRow:
    """One deviation of the report for a spreadsheet; `standard` 0: against what most do. `against`
    and `definition` are the two that were held against each other.
    """

    entry: str
    variant: str
    name: str
    code: str
    item_name: str
    department_id: UUID
    region: str
    standard: int
    against: ItemDefinition
    definition: ItemDefinition
    deviation: Deviation


def all_deviations(asked: Narrowed, actor: Actor) -> Iterator[DeviationRow]:
    """Every deviation of the entries asked for, a piece of entries at a time.

    Raises Refused `accounts.not_permitted`.
    """
    require(actor, Permission.CATALOGUE_EDIT)
    lines = list(_entries(asked, None))
    return (row for at in range(0, len(lines), PAGE) for row in _rows_of(lines[at : at + PAGE]))


def _rows_of(lines: Sequence[EntryLine]) -> Iterator[DeviationRow]:
    """Four queries for a piece of entries."""
    entries = {line.entry for line in lines}
    standards = current_standards(entries)
    carrying: dict[tuple[str, str], list[Item]] = {}
    for each in carrying_items(entries):
        carrying.setdefault((each.entry_id or "", each.variant), []).append(each)
    wanted = [each for line in lines for each in carrying.get((line.entry, line.variant), ())]
    definitions = definitions_of(wanted)
    for line in lines:
        items = carrying.get((line.entry, line.variant), [])
        held = {each.id: standard_for(each, standards) for each in items}
        without = [definitions[each.id] for each in items if held[each.id] is None]
        proposal = propose(without) if len(without) > 1 else None
        for each in items:
            standard = held[each.id]
            shown = carried(each, definitions[each.id], standard, proposal, has_draft=False)
            for one in shown.deviations:
                assert shown.against is not None
                yield DeviationRow(
                    entry=line.entry,
                    variant=line.variant,
                    name=line.name,
                    code=each.code,
                    item_name=each.name,
                    department_id=each.department_id,
                    region=each.region_id,
                    standard=standard.number if standard else 0,
                    against=shown.against,
                    definition=shown.definition,
                    deviation=one,
                )
