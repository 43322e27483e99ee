"""What became of each row: lines kept with the run, in the transaction that made them true."""

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

import msgspec

from onevisit.catalogue.models import ChunkKind, ExchangeChunk, ExchangeRun
from onevisit.catalogue.rules.importing.drafts import Outcome, Remark


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a file, or an item with how many rows went with it (`along`)."""

    file: str
    row: int
    code: str
    outcome: Outcome
    field: str = ""
    reason: str = ""
    facts: Mapping[str, object] = dataclasses.field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()
    along: int = 0


def report(run: ExchangeRun, lines: Iterable[Line]) -> None:
    """Keep the lines and count them; the caller saves the run."""
    found = list(lines)
    if not found:
        return
    data = b"".join(msgspec.json.encode(_plain(each)) + b"\n" for each in found)
    ExchangeChunk.objects.create(run=run, kind=ChunkKind.REPORT, data=data)
    counts: Counter[str] = Counter(run.counts)
    for each in found:
        counts[each.outcome.value] += 1 + each.along
        counts["remarks"] += len(each.remarks)
    run.counts = dict(counts)


def _plain(line: Line) -> dict[str, object]:
    return {
        "file": line.file,
        "row": line.row,
        "code": line.code,
        "outcome": line.outcome.value,
        "field": line.field,
        "reason": line.reason,
        "facts": _texts(line.facts),
        "remarks": [
            {"field": each.field, "code": each.code, "facts": _texts(each.facts)}
            for each in line.remarks
        ],
        "along": line.along,
    }


def _texts(facts: Mapping[str, object]) -> dict[str, object]:
    return {
        name: value if isinstance(value, (str, int, float, bool)) else str(value)
        for name, value in facts.items()
    }


def lines(run_id: UUID) -> Iterator[Line]:
    """The report of a run, as it was written."""
    for data in (
        ExchangeChunk.objects.filter(run_id=run_id, kind=ChunkKind.REPORT)
        .order_by("id")
        .values_list("data", flat=True)
        .iterator(chunk_size=20)
    ):
        for each in bytes(data).splitlines():
            yield _line(msgspec.json.decode(each))


def _line(found: dict[str, object]) -> Line:
    remarks = found.pop("remarks")
    assert isinstance(remarks, list)
    told = tuple(Remark(each["field"], each["code"], each["facts"]) for each in remarks)
    return dataclasses.replace(msgspec.convert(found, Line), remarks=told)
