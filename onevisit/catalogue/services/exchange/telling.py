"""The report of a run in words, as JSON lines or as a table a spreadsheet may open."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping

from onevisit.catalogue.rules.exchange.writers import protected
from onevisit.catalogue.services.exchange.reporting import Line
from onevisit.ui.wordings import wording

COLUMNS = ("file", "row", "code", "outcome", "along", "field", "reason", "message", "remarks")


def told(line: Line) -> dict[str, object]:
    """One line with what it means."""
    return {
        "file": line.file,
        "row": line.row,
        "code": line.code,
        "outcome": line.outcome.value,
        "along": max(line.along, 0),
        "field": line.field,
        "reason": line.reason,
        "message": _worded(line.reason, line.facts) if line.reason else "",
        "remarks": [
            {"field": each.field, "reason": each.code, "message": _worded(each.code, each.facts)}
            for each in line.remarks
        ],
    }


def as_json(lines: Iterable[Line]) -> Iterator[str]:
    """A line of JSON each; what is empty is left out."""
    for line in lines:
        kept = {name: value for name, value in told(line).items() if value not in ("", [], 0)}
        yield json.dumps(kept, ensure_ascii=False) + "\n"


def as_csv(lines: Iterable[Line]) -> Iterator[str]:
    """The same as a table with a head."""
    yield "\ufeff" + ",".join(COLUMNS) + "\n"
    for line in lines:
        entry = told(line)
        remarks = line.remarks
        entry["remarks"] = "；".join(
            f"{each.field}：{_worded(each.code, each.facts)}" for each in remarks
        )
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerow(
            [protected(str(entry[name])) for name in COLUMNS]
        )
        yield out.getvalue()


def _worded(code: str, facts: Mapping[str, object]) -> str:
    return wording(code, facts) or code
