"""Reading what was given into rows that wait: in batches, each committed with how far it is."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection, transaction

from onevisit.catalogue.models import ExchangeRun, RowRole, RunState
from onevisit.catalogue.rules.exchange.files import Source, records
from onevisit.catalogue.rules.exchange.model import CHILD_KEYS, Operation, Part
from onevisit.catalogue.rules.importing.drafts import Outcome
from onevisit.catalogue.rules.importing.reading import Broken, Record
from onevisit.catalogue.services.exchange.reporting import Line, report
from onevisit.kernel import clock

AT_ONCE = 20_000
"""Rows read between two commits."""

_ROLES = {Part.DIRECTORY: RowRole.ENTRY, Part.BASIC: RowRole.TASK}
_COPY = (
    "COPY catalogue_exchangerow"
    ' (run_id, role, "table", file, number, task, code, "values") FROM STDIN'
)

Tell = Callable[[int], None]


def stage(run_id: UUID, sources: Sequence[Source], tell: Tell) -> None:
    """Read every source from where it was left, then find rows whose task is nowhere in them.

    Raises Invalid `catalogue.unreadable_file`, OSError.
    """
    for source in sources:
        _stage_one(run_id, source, tell)
    _find_lonely(run_id)


def _key(source: Source) -> str:
    return f"{source.name}:{max(source.sheet, 0)}"


def _stage_one(run_id: UUID, source: Source, tell: Tell) -> None:
    key = _key(source)
    held = ExchangeRun.objects.only("files").get(id=run_id).files.get(key, {})
    if held.get("read"):
        tell(held.get("rows", 0))
        return
    left = _after(records(source), held.get("line", 0))
    tell(held.get("rows", 0))
    while group := list(islice(left, AT_ONCE)):
        if not _keep(run_id, source, key, group, held):
            return
        held = ExchangeRun.objects.only("files").get(id=run_id).files[key]
        tell(len(group))
    with transaction.atomic():
        run = ExchangeRun.objects.select_for_update().get(id=run_id)
        run.files[key] = {**run.files.get(key, {"rows": 0}), "read": True}
        run.save(update_fields=["files"])


def _after(found: Iterator[Record | Broken], line: int) -> Iterator[Record | Broken]:
    return (each for each in found if each.row > line)


def _keep(
    run_id: UUID,
    source: Source,
    key: str,
    group: Sequence[Record | Broken],
    seen: dict[str, Any],
) -> bool:
    """One batch; False when somebody else has read it meanwhile."""
    with transaction.atomic():
        run = ExchangeRun.objects.select_for_update().get(id=run_id)
        now = run.files.get(key, {})
        if now.get("line", 0) != seen.get("line", 0) or run.state != RunState.READING:
            return False
        lines = _copy(run, source, group)
        report(run, lines)
        unknown = now.get("unknown") or _unknown(source, group)
        run.files[key] = {
            "table": source.table.name,
            "line": group[-1].row,
            "rows": now.get("rows", 0) + len(group),
            "unknown": unknown,
        }
        run.total += len(group) - len(lines)
        run.moved_at = clock.now()
        run.save(update_fields=["files", "total", "moved_at", "counts"])
    return True


def _unknown(source: Source, group: Sequence[Record | Broken]) -> list[str]:
    """Columns of the file that no table has; they are left out."""
    first = next((each for each in group if isinstance(each, Record)), None)
    if first is None:
        return []
    return sorted(name[:60] for name in first.values.keys() - set(source.table.head))[:50]


def _copy(run: ExchangeRun, source: Source, group: Sequence[Record | Broken]) -> list[Line]:
    """The rows by COPY; what cannot be kept comes back as lines of the report."""
    refused: list[Line] = []
    known = source.table.head
    role = _ROLES.get(source.table.part, RowRole.CHILD).value
    encode = msgspec.json.Encoder().encode
    name = source.name[:120]
    with (
        connection.cursor() as cursor,
        cursor.copy(_COPY) as copy,
    ):
        for each in group:
            if isinstance(each, Broken):
                refused.append(_broken(name, each))
                continue
            cells = {column: each.values[column] for column in known if column in each.values}
            written = str(cells.get("cd_operation") or "")
            if Operation.told(written) is None:
                refused.append(_broken(name, _unknown_operation(each.row, written)))
                continue
            text = encode(cells).decode()
            if "\\u0000" in text:
                refused.append(_broken(name, Broken(each.row, "catalogue.row_control_characters")))
                continue
            task, code = _names(source, cells)
            copy.write_row((run.id, role, source.table.name, name, each.row, task, code, text))
    return refused


def _unknown_operation(row: int, written: str) -> Broken:
    """What is to be done with the row is not guessed: it may be that it goes."""
    reason, facts = "catalogue.row_unknown_operation", (("found", written.strip()[:40]),)
    return Broken(row, reason, field="cd_operation", facts=facts)


def _names(source: Source, cells: dict[str, Any]) -> tuple[str, str]:
    """The task a row belongs to, by identity and by code."""
    own = source.table.part in _ROLES
    code = str(cells.get("task_handle_item") or cells.get("task_code") or "").strip().upper()
    guid = str(cells.get("row_guid" if own else CHILD_KEYS[0]) or "").strip()
    return (guid or code)[:80], code[:80]


def _broken(name: str, broken: Broken) -> Line:
    return Line(
        name, broken.row, "", Outcome.REFUSED, broken.field, broken.reason, dict(broken.facts)
    )


_LONELY = """
INSERT INTO catalogue_exchangerow (run_id, role, "table", file, number, task, code, "values")
SELECT %(run)s, 'o', '', '', 0, lonely.task, lonely.task, '{}'
FROM (SELECT task FROM catalogue_exchangerow WHERE run_id = %(run)s AND role = 'c'
      EXCEPT SELECT task FROM catalogue_exchangerow WHERE run_id = %(run)s AND role = 'b'
      EXCEPT SELECT code FROM catalogue_exchangerow WHERE run_id = %(run)s AND role = 'b') lonely
ORDER BY lonely.task
"""
"""By set, which costs the same whatever the planner knows of rows that are this new."""


def _find_lonely(run_id: UUID) -> None:
    """A change file may name materials of tasks that did not change themselves."""
    with transaction.atomic():
        run = ExchangeRun.objects.select_for_update().get(id=run_id)
        if run.state != RunState.READING:
            return
        with connection.cursor() as cursor:
            cursor.execute(_LONELY, {"run": run_id})
        run.state = RunState.CHECKING if run.asks else RunState.APPLYING
        run.save(update_fields=["state"])
