"""What became of each row: lines kept with the run, in the transaction that made them true."""

from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

from onevisit.catalogue.models import ChunkKind, ExchangeChunk, ExchangeRun
from onevisit.catalogue.queries.exchange_lines import Line, lines

__all__ = ["Line", "lines", "report"]


def report(run: ExchangeRun, lines: Iterable[Line], *, foreseen: bool = False) -> None:
    """Keep the lines and count them; the caller saves the run. `foreseen`: nothing of it is true
    yet.
    """
    found = list(lines)
    if not found:
        return
    ExchangeChunk.objects.create(
        run=run,
        kind=ChunkKind.PLAN if foreseen else ChunkKind.REPORT,
        data=b"".join(msgspec.json.encode(_plain(each)) + b"\n" for each in found),
        outcomes=sorted({each.outcome.value for each in found}),
    )
    counts: Counter[str] = Counter(run.foreseen if foreseen else run.counts)
    for each in found:
        counts[each.outcome.value] += 1 + each.along
        counts["remarks"] += len(each.remarks)
    if foreseen:
        run.foreseen = dict(counts)
    else:
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
