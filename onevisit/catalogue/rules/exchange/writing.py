"""From an item to its rows, table by table."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from operator import attrgetter

from onevisit.catalogue.rules.definition import Faq, Fee, Material
from onevisit.catalogue.rules.exchange import composite
from onevisit.catalogue.rules.exchange.model import (
    Column,
    Operation,
    Part,
    Subject,
    Table,
    guid_of,
)
from onevisit.catalogue.rules.exchange.profiles import Profile
from onevisit.catalogue.rules.exchange.tables import TABLES, tables_of

Child = Material | Fee | Faq
Cells = list[str]


def children(subject: Subject, part: Part) -> tuple[Child, ...]:
    """What the table of that part has a row for."""
    item = subject.definition
    found: dict[Part, tuple[Child, ...]] = {
        Part.MATERIAL: item.materials,
        Part.FEE: item.fees,
        Part.QUESTION: item.texts.faq,
    }
    return found[part]


def child_guid(code: str, part: Part, index: int, child: Child) -> str:
    """The identity of a child's row: as its source named it, else derived. A material is known by
    its key, anything else by its place.
    """
    if child.guid:
        return child.guid
    name = child.key if isinstance(child, Material) else str(index + 1)
    return guid_of(code, part.value, name)


def extend_guid(subject: Subject) -> str:
    """The identity of the row with the item's further columns."""
    return subject.definition.national.extend_guid or guid_of(
        subject.definition.code, Part.EXTEND.value
    )


def rows(subject: Subject, profile: Profile) -> Iterator[tuple[Table, Cells]]:
    """Every row of the item without the columns of the sync, in the order of the tables."""
    code = subject.definition.code
    keys = [subject.task_guid, *composite.codes(code)]
    for table in tables_of(subject.definition):
        if table.part is Part.BASIC:
            yield table, [subject.task_guid, *_own(table, subject, profile)]
        elif table.part is Part.EXTEND:
            yield table, [extend_guid(subject), *keys, *_own(table, subject, profile)]
        else:
            for index, child in enumerate(children(subject, table.part)):
                guid = child_guid(code, table.part, index, child)
                yield table, [guid, *keys, *child_cells(table, child, index, profile)]


def _own(table: Table, subject: Subject, profile: Profile) -> Sequence[str]:
    return [write(subject, profile) for write in _writers(table.name)]


@cache
def _writers(name: str) -> tuple[Callable[[Subject, Profile], str], ...]:
    return tuple(_writer(each) for each in TABLES[name].columns)


def _writer(column: Column) -> Callable[[Subject, Profile], str]:
    if column.write is not None:
        return column.write
    take, codec = attrgetter(f"definition.{column.place}"), column.codec
    return lambda subject, profile: codec.write(take(subject), profile)


def child_cells(table: Table, child: Child, index: int, profile: Profile) -> Cells:
    """The columns of a material, a fee or a question."""
    return [write(child, index, profile) for write in _child_writers(table.name)]


@cache
def _child_writers(name: str) -> tuple[Callable[[Child, int, Profile], str], ...]:
    return tuple(_child_writer(each) for each in TABLES[name].columns)


def _child_writer(column: Column) -> Callable[[Child, int, Profile], str]:
    if column.name == "order_num":
        return lambda _, index, __: str(index + 1)
    if not column.place:
        return lambda child, _, profile: _source_cell(child, profile)
    take, codec = attrgetter(column.place), column.codec
    return lambda child, _, profile: codec.write(take(child), profile)


def _source_cell(child: Child, profile: Profile) -> str:
    assert isinstance(child, Material)
    origin = composite.origin_of(child.source)
    return "" if origin is None else profile.out("source_type", origin.value)


def synced(cells: Cells, operation: Operation, stamp: tuple[str, str, str]) -> Cells:
    """A whole row: with what was done to it, when, in which batch, and from where."""
    return [*cells, operation.value, *stamp]
