"""What went up and what was answered, for those who look after it. Nobody is named: a row is known
by its case, its table and why it was refused.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.catalogue.rules.exchange.model import Operation
from onevisit.kernel import clock
from onevisit.kernel.ids import parse_id
from onevisit.reporting.adapters.receiver import receiver
from onevisit.reporting.errors import no_such_batch
from onevisit.reporting.models import Batch, Due, Entry, Row
from onevisit.reporting.rules.changes import LATE_AFTER, BatchState, Outcome
from onevisit.reporting.rules.tables import TABLES

SIZE = 30
MOST_COUNTED = 1000
_SAID = tuple(map(str, Operation))
_TOLD = (Outcome.ACCEPTED, Outcome.REFUSED, Outcome.OPEN)


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One batch. `late`: it went long ago and was not answered in full; `problem`: a code of ours
    (``reporting.…``, with what it speaks of after a colon) or words of the other side.
    """

    number: int
    state: BatchState
    rows: int
    refused: int
    made_at: datetime
    sent_at: datetime | None
    answered_at: datetime | None
    forgotten_at: datetime | None
    next_at: datetime | None
    tries: int
    problem: str
    late: bool


@dataclass(frozen=True, slots=True)
class TableCount:
    """Rows of one table in a batch, by what is said of them and what was answered."""

    table: str
    inserted: int
    updated: int
    deleted: int
    accepted: int
    refused: int
    open: int


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A row the other side does not take. `waits`: as it stands; it goes again by hand, or by
    itself once it is another.
    """

    id: UUID
    row_id: UUID
    case_id: UUID
    case_number: str
    case_name: str
    table: str
    title: str
    batch: int
    reason: str
    waits: bool


@dataclass(frozen=True, slots=True)
class BatchView:
    """One batch with its tables and what of it was refused."""

    line: BatchLine
    tables: tuple[TableCount, ...]
    refused: tuple[RefusedLine, ...]


@dataclass(frozen=True, slots=True)
class ReportState:
    """Whether anybody receives reports, whether for a demonstration only, how many cases wait for
    the next batch (counted up to `MOST_COUNTED`), since when the first of them; `withheld`: of how
    many something is not sent because the province has no number for it.
    """

    joined: bool
    demonstration: bool
    waiting: int
    since: datetime | None
    withheld: int


def report_state(actor: Actor) -> ReportState:
    """Raises Refused `accounts.not_permitted`. Three queries."""
    require(actor, Permission.REPORTING_KEEP)
    waiting = Due.objects.filter(lacks=[])
    found, first = receiver(), waiting.order_by("since").first()
    return ReportState(
        joined=found is not None,
        demonstration=found is not None and found.demonstration,
        waiting=waiting[:MOST_COUNTED].count() if first else 0,
        since=first.since if first else None,
        withheld=Due.objects.exclude(lacks=[])[:MOST_COUNTED].count(),
    )


def batches(
    *, actor: Actor, before: int | None = None, size: int = SIZE
) -> tuple[tuple[BatchLine, ...], int | None]:
    """Newest first, and the number to go on before, None at the end; one query.

    Raises Refused `accounts.not_permitted`.
    """
    require(actor, Permission.REPORTING_KEEP)
    found = Batch.objects.order_by("-number")
    held = list((found.filter(number__lt=before) if before else found)[: size + 1])
    lines = tuple(_line(row) for row in held[:size])
    return lines, lines[-1].number if len(held) > size else None


def batch_view(*, number: int, actor: Actor) -> BatchView:
    """One batch; three queries. Raises Refused `accounts.not_permitted`, NotFound
    `reporting.no_such_batch`.
    """
    require(actor, Permission.REPORTING_KEEP)
    batch = Batch.objects.filter(number=number).first()
    if batch is None:
        raise no_such_batch()
    told = batch.entries.filter(outcome=Outcome.REFUSED).order_by("place")[:MOST_COUNTED]
    return BatchView(_line(batch), _tables(batch), _refused(told))


def refused(
    *, actor: Actor, after: str = "", size: int = SIZE
) -> tuple[tuple[RefusedLine, ...], str]:
    """Rows that wait because they were refused, the oldest first, and what continues ("" at the
    end); two queries. Raises Refused `accounts.not_permitted`.
    """
    require(actor, Permission.REPORTING_KEEP)
    waiting, key = Row.objects.exclude(refused=""), parse_id(after)
    if key is not None:
        waiting = waiting.filter(id__gt=key)
    ids = list(waiting.order_by("id").values_list("id", flat=True)[: size + 1])
    last = Entry.objects.filter(row_id__in=ids[:size], outcome=Outcome.REFUSED)
    lines = _refused(last.order_by("row_id", "-batch__number").distinct("row_id"))
    return lines, str(ids[size - 1]) if len(ids) > size else ""


def _line(row: Batch) -> BatchLine:
    state = BatchState(row.state)
    over = row.sent_at is not None and clock.now() - row.sent_at > LATE_AFTER
    return BatchLine(
        number=row.number,
        state=state,
        rows=row.rows,
        refused=row.refused,
        made_at=row.made_at,
        sent_at=row.sent_at,
        answered_at=row.answered_at,
        forgotten_at=row.forgotten_at,
        next_at=row.due_at if state is BatchState.MADE and row.tries else None,
        tries=row.tries,
        problem=row.problem,
        late=over and state is BatchState.SENT,
    )


def _tables(batch: Batch) -> tuple[TableCount, ...]:
    found = {table: [0] * 6 for table in TABLES}
    counted = batch.entries.values_list("row__table", "operation", "outcome")
    for table, operation, outcome, number in counted.annotate(number=Count("id")).order_by():
        found[table][_SAID.index(operation)] += number
        found[table][_TOLD.index(Outcome(outcome)) + len(_SAID)] += number
    return tuple(TableCount(name, *numbers) for name, numbers in found.items() if any(numbers))


def _refused(entries: QuerySet[Entry]) -> tuple[RefusedLine, ...]:
    return tuple(
        RefusedLine(
            id=each.id,
            row_id=each.row_id,
            case_id=each.row.case_id,
            case_number=each.row.case.number,
            case_name=each.row.case.name,
            table=each.row.table,
            title=TABLES[each.row.table].title,
            batch=each.batch.number,
            reason=each.reason,
            waits=each.row.refused != "",
        )
        for each in entries.select_related("row__case", "batch")
    )
