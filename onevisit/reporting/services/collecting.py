"""Making batches: what changed of the cases that are due, as rows of the tables.

A batch is made in one transaction, so a kill leaves all of it or nothing. What is said of a row
follows from what the other side holds of it; a row that is on its way is not said again before it
is answered, so its case waits. A row in which the province has no number for something does not go:
the case stays due with what it lacks, until it changes or the profile has the number.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Max, OuterRef

from onevisit.accounts.rules import SYSTEM
from onevisit.audit import services as audit
from onevisit.cases.queries.reported import reported_cases
from onevisit.cases.rules.reported import ReportedCase
from onevisit.catalogue.rules.exchange.model import Operation
from onevisit.kernel import clock, rows
from onevisit.kernel.alone import alone
from onevisit.kernel.crypto import blind_index, canonical_json
from onevisit.ratings import queries as ratings
from onevisit.reporting.models import Batch, Due, Entry, Row
from onevisit.reporting.queries.codes import numbers
from onevisit.reporting.rules.changes import GONE, BatchState, operation
from onevisit.reporting.rules.codes import coded_of, number_of
from onevisit.reporting.rules.tables import Cells, lines
from onevisit.reporting.services.files import parcel

CASES_AT_ONCE = 100
BATCHES_AT_ONCE = 5
"""Of one run: a house that joins late has every case to report, and other work beside it."""
_LOCK = "reporting.collect"
_PURPOSE = "reporting.row"


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be said of a row."""

    row: Row
    operation: Operation
    digest: str
    cells: Cells


def collect(limit: int = CASES_AT_ONCE, batches: int = BATCHES_AT_ONCE) -> int:
    """Make batches of what is due; returns how many. Nothing where another is at it."""
    made = 0
    with alone(_LOCK) as mine:
        if mine:
            _look_again()
        while mine and made < batches and (some := _collect(limit)) is not None:
            made += some
    return made


def _collect(limit: int) -> int | None:
    """One batch; 0 when nothing of some cases had changed, None when none is due."""
    with transaction.atomic():
        taken = _take(limit)
        if not taken:
            return None
        cases, lacks = reported_cases(taken), dict[UUID, tuple[str, ...]]()
        changes = list(_changes(cases, lacks))
        Due.objects.filter(case_id__in=set(taken) - lacks.keys()).delete()
        for case_id, lacking in lacks.items():
            Due.objects.filter(case_id=case_id).update(lacks=list(lacking))
        if not changes:
            return 0
        _log(_keep(changes), cases, changes)
        return 1


def _look_again() -> None:
    """Cases that waited for a number which the profile has by now are due as any other."""
    written = numbers()
    for lacks in Due.objects.exclude(lacks=[]).values_list("lacks", flat=True).distinct():
        if all(number_of(coded_of(each), written) for each in lacks):
            Due.objects.filter(lacks=lacks).update(lacks=[])


def _take(limit: int) -> list[UUID]:
    """Cases that are due, none of whose rows is on its way; locked, so what comes later waits."""
    on_its_way = Entry.objects.filter(row__case_id=OuterRef("case_id"), outcome="")
    due = Due.objects.select_for_update(skip_locked=True).filter(~Exists(on_its_way), lacks=[])
    return list(due.order_by("since", "case_id").values_list("case_id", flat=True)[:limit])


def _changes(cases: Iterable[ReportedCase], lacks: dict[UUID, tuple[str, ...]]) -> Iterator[Change]:
    """What is to be said of these cases; into `lacks` what cannot be. Without its first row nothing
    of a case can.
    """
    cases = list(cases)
    known: dict[UUID, dict[str, Row]] = {}
    for row in Row.objects.filter(case_id__in=[case.id for case in cases]):
        known.setdefault(row.case_id, {})[row.row_guid] = row
    levels = ratings.levels_of({case.application_id for case in cases if case.ended_at})
    written = numbers()
    for case in cases:
        held, level = known.get(case.id, {}), levels.get(case.application_id)
        told = list(lines(case, written, satisfaction=str(level) if level else ""))
        lacking = [each for line in told for each in line.lacks]
        if lacking:
            lacks[case.id] = tuple(sorted({str(each) for each in lacking}))
        if told[0].lacks:
            continue
        for line in told:
            fresh = Row(case_id=case.id, table=line.table, row_guid=line.row_guid)
            if not line.lacks:
                yield from _change(held.get(line.row_guid, fresh), line.cells)
        for guid in sorted(held.keys() - {line.row_guid for line in told}):
            yield from _change(held[guid], {"project_no": case.number}, gone=True)


def _change(row: Row, cells: Cells, *, gone: bool = False) -> Iterator[Change]:
    wanted, again = ("" if gone else _digest(cells, like) for like in (row.held, row.refused))
    same = row.refused and (again or GONE) == row.refused
    said = operation(wanted, row.held, (wanted or GONE) if same else "")
    if said is not None:
        yield Change(row, said, "" if gone else _digest(cells, ""), cells)


def _digest(cells: Cells, like: str) -> str:
    """Keyed, since a row names people; under the key of `like`, so that two can be compared."""
    key = like.partition(":")[0]
    listed = key if key in settings.BLIND_INDEX_KEYS else None
    text = canonical_json(dict(cells)).decode()
    return blind_index(text, purpose=_PURPOSE, key_id=listed)


def _keep(changes: list[Change]) -> Batch:
    last = Batch.objects.aggregate(last=Max("number"))["last"] or 0
    now = clock.now()
    batch = Batch(
        number=last + 1,
        state=BatchState.MADE,
        form=settings.REPORT_FORM,
        source=settings.REPORT_SOURCE,
        rows=len(changes),
        made_at=now,
        due_at=now,
    )
    entries = [_entry(batch, place, each) for place, each in enumerate(changes, 1)]
    batch.sha256 = parcel(batch, entries).sha256
    rows.insert([batch])
    rows.insert(each.row for each in changes if each.row._state.adding)
    rows.insert(entries)
    return batch


def _entry(batch: Batch, place: int, change: Change) -> Entry:
    entry = Entry(
        batch=batch,
        place=place,
        row=change.row,
        operation=change.operation,
        digest=change.digest,
    )
    entry.cells = dict(change.cells)
    return entry


def _log(batch: Batch, cases: Iterable[ReportedCase], changes: list[Change]) -> None:
    """Every export is on record, under each person it names."""
    told = {each.row.case_id for each in changes}
    people = sorted({case.party.person_id for case in cases if case.id in told})
    audit.record_access(
        what="reporting.batch",
        actor=SYSTEM,
        subjects=people,
        target_type="reporting.batch",
        target_id=str(batch.number),
    )
