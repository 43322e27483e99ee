"""From waiting rows to versions: batch by batch, each one transaction with its place in the run.

Whoever applies a batch holds the run's row, so two who go on with the same run take turns and no
row is applied twice. A batch that fails is tried again item by item: one bad item costs nobody else
anything.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

import msgspec
from django.db import DatabaseError, transaction
from django.db.models import Count, Q
from django.db.models.functions import Upper

from onevisit.accounts.rules import Actor
from onevisit.catalogue.models import ExchangeRow, ExchangeRun, RowRole, RunState
from onevisit.catalogue.rules.exchange.merging import Told
from onevisit.catalogue.rules.exchange.profiles import Profile
from onevisit.catalogue.rules.exchange.tables import TABLES
from onevisit.catalogue.rules.importing.drafts import Outcome, Remark
from onevisit.catalogue.services.exchange.batch import Task, TaskBatch
from onevisit.catalogue.services.exchange.entries import keep_entries
from onevisit.catalogue.services.exchange.foreseeing import ForeseenBatch
from onevisit.catalogue.services.exchange.reporting import Line, report
from onevisit.kernel import clock
from onevisit.kernel.errors import DomainError

AT_ONCE = 500
"""Items applied between two commits."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a run is to be applied: `region` for items that name none, `whole` if what a table does
    not name is gone, `publish` if even what is kept here is published at once. `foresee`: only what
    would become of each row is worked out; nothing of the catalogue is written.
    """

    profile: Profile
    actor: Actor
    region: str = ""
    whole: bool = False
    publish: bool = False
    foresee: bool = False

    @property
    def state(self) -> RunState:
        """The state of a run in which rows are taken this way."""
        return RunState.CHECKING if self.foresee else RunState.APPLYING


def apply_all(run_id: UUID, wishes: Wishes, tell: Callable[[int], None]) -> None:
    """Apply what waits, from where it was left, until nothing is left or the run was stopped."""
    again = _named_again(run_id)
    while True:
        try:
            moved = _step(run_id, wishes, AT_ONCE, again)
        except (DatabaseError, DomainError):
            moved = _singly(run_id, wishes, AT_ONCE, again)
        if not moved:
            return
        tell(moved)


@dataclass(frozen=True, slots=True)
class _Again:
    """Codes and identities that several rows of the run name; of each such code the identity that
    had it first, and in which file and row.
    """

    names: frozenset[str]
    first: Mapping[str, tuple[str, str, int]]

    def of(self, row: ExchangeRow) -> set[str]:
        """What other rows name as well."""
        return {row.code.upper(), row.task.upper()} & self.names

    def taken(self, row: ExchangeRow) -> int:
        """The row in which another item has this code, 0 for none. A row without an identity of
        its own is told by its code.
        """
        task, _file, number = self.first.get(row.code.upper(), (row.task, "", 0))
        plain = {row.code.upper(), row.task.upper()}
        return 0 if task.upper() in plain or row.task.upper() == row.code.upper() else number


def _named_again(run_id: UUID) -> _Again:
    """Found once a run: whoever names an item again is applied after what named it before."""
    rows = ExchangeRow.objects.filter(run_id=run_id, role=RowRole.TASK)
    found: set[str] = set()
    for name in (Upper("code"), Upper("task")):
        several = rows.values_list(name).annotate(n=Count("id")).filter(n__gt=1).order_by()
        found |= {each for each, _n in several}
    names = frozenset(found - {""})
    first: dict[str, tuple[str, str, int]] = {}
    if names:
        listed = rows.alias(own=Upper("code")).filter(own__in=names).order_by("id")
        for code, task, file, number in listed.values_list("code", "task", "file", "number"):
            first.setdefault(code.upper(), (task, file, number))
    return _Again(names, first)


def _earlier(run: ExchangeRun, rows: list[ExchangeRow], again: _Again) -> list[Task]:
    """Rows of batches before these that name the same items, in their order; mostly none."""
    names = {name for row in rows for name in again.of(row)}
    if not names:
        return []
    before = ExchangeRow.objects.filter(run_id=run.id, role=RowRole.TASK, id__lt=rows[0].id)
    same = before.alias(own=Upper("code"), identity=Upper("task"))
    listed = same.filter(Q(own__in=names) | Q(identity__in=names)).order_by("id")
    return [task for row in listed if not again.taken(row) for task in _tasks(run, [row])[0]]


def _singly(run_id: UUID, wishes: Wishes, count: int, again: _Again) -> int:
    moved = 0
    for _ in range(count):
        try:
            one = _step(run_id, wishes, 1, again)
        except (DatabaseError, DomainError) as error:
            one = _refuse(run_id, wishes, error)
        if not one:
            break
        moved += one
    return moved


@transaction.atomic
def _step(run_id: UUID, wishes: Wishes, count: int, again: _Again) -> int:
    """The next items; how many rows that were."""
    run = ExchangeRun.objects.select_for_update().get(id=run_id)
    rows = _apart(_next(run, count, wishes.state), again)
    if not rows:
        return 0
    entries = [_told(row) for row in rows if row.role == RowRole.ENTRY]
    tasks, along = _tasks(run, [row for row in rows if row.role != RowRole.ENTRY])
    lines = keep_entries(entries, wishes) if entries else []
    taken = {(row.file, row.number): number for row in rows if (number := again.taken(row))}
    if tasks and wishes.foresee:
        lines += ForeseenBatch(tasks, wishes, taken, _earlier(run, rows, again)).apply()
    elif tasks:
        lines += TaskBatch(tasks, wishes, taken).apply()
    report(run, [_named(line, again) for line in lines], foreseen=wishes.foresee)
    return _move(run, rows, along)


def _named(line: Line, again: _Again) -> Line:
    """With the row that had this code before, where this one counts instead."""
    _task, file, number = again.first.get(line.code.upper(), ("", line.file, line.row))
    if line.outcome in (Outcome.REFUSED, Outcome.NOTED) or (file, number) == (line.file, line.row):
        return line
    remark = Remark("task_code", "catalogue.warn_named_again", {"first": number})
    return dataclasses.replace(line, remarks=(*line.remarks, remark))


def _next(run: ExchangeRun, count: int, state: RunState) -> list[ExchangeRow]:
    if run.state != state:
        return []
    left = ExchangeRow.objects.filter(run_id=run.id, id__gt=run.position).exclude(role="c")
    return list(left.order_by("id")[:count])


def _apart(rows: list[ExchangeRow], again: _Again) -> list[ExchangeRow]:
    """As many of them as name no item twice: what comes later in a file finds what came before."""
    seen: set[str] = set()
    for index, row in enumerate(rows):
        names = again.of(row) if row.role == RowRole.TASK else set[str]()
        if not names.isdisjoint(seen) and not again.taken(row):
            return rows[:index]
        seen |= names
    return rows


def _move(run: ExchangeRun, rows: list[ExchangeRow], along: int) -> int:
    own = sum(row.role != RowRole.ALONE for row in rows)
    run.position = rows[-1].id
    run.done += own + along
    run.moved_at = clock.now()
    run.save(update_fields=["position", "done", "moved_at", "counts", "foreseen"])
    return own + along


@transaction.atomic
def _refuse(run_id: UUID, wishes: Wishes, error: Exception) -> int:
    """The next item could not be applied at all: that is what the report says of it."""
    run = ExchangeRun.objects.select_for_update().get(id=run_id)
    rows = _next(run, 1, wishes.state)
    if not rows:
        return 0
    row = rows[0]
    _, along = _tasks(run, rows)
    if isinstance(error, DomainError):
        reason, facts = error.code, dict(error.facts)
    else:
        kind = type(error.__cause__ or error).__name__
        reason, facts = "catalogue.row_not_saved", {"kind": kind}
    report(
        run,
        [
            Line(
                row.file,
                row.number,
                row.code or row.task,
                Outcome.REFUSED,
                getattr(error, "field", None) or "",
                reason,
                facts,
                along=along,
            )
        ],
        foreseen=wishes.foresee,
    )
    return max(_move(run, rows, along), 1)


_CELLS = ("task", "table", "values", "file", "number")
decode = msgspec.json.Decoder(dict[str, str]).decode


def _told(row: ExchangeRow) -> Told:
    return Told(TABLES[row.table], decode(row.values), row.file, row.number)


def _tasks(run: ExchangeRun, rows: Iterable[ExchangeRow]) -> tuple[list[Task], int]:
    """Each task with the rows that belong to it by identity or, failing that, by code."""
    listed = list(rows)
    names = {name for row in listed for name in (row.task, row.code) if name}
    found: dict[str, list[Told]] = defaultdict(list)
    count = 0
    if names:
        children = ExchangeRow.objects.filter(run_id=run.id, role="c", task__in=names)
        listed_children = children.order_by("id").values_list(*_CELLS)
        for task, table, values, file, number in listed_children.iterator(chunk_size=5_000):
            found[task].append(Told(TABLES[table], decode(values), file, number))
            count += 1
    tasks = [
        Task(
            guid=row.task,
            code=row.code,
            basic=_told(row) if row.role == RowRole.TASK else None,
            rows=(
                *found.pop(row.task, ()),
                *(found.pop(row.code, ()) if row.code != row.task else ()),
            ),
        )
        for row in listed
    ]
    return tasks, count
