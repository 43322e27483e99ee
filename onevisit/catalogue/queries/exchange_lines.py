"""The report of a run, line by line, as it is kept in pieces."""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import msgspec
from django.db.models import Q

from onevisit.catalogue.models import ChunkKind, ExchangeChunk
from onevisit.catalogue.rules.importing.drafts import Outcome, Remark

Kinds = Sequence[ChunkKind]
_PIECES = 20


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


@dataclass(frozen=True, slots=True)
class LinePage:
    """Some lines, and what `after` shows the next ones; empty at the end."""

    lines: tuple[Line, ...]
    next: str


def lines(run_id: UUID, kinds: Kinds = (ChunkKind.REPORT,)) -> Iterator[Line]:
    """The report of a run, as it was written."""
    for _, found in _pieces(run_id, kinds, 0, None):
        yield from found


def line_page(
    run_id: UUID, *, kinds: Kinds, outcome: Outcome | None, after: str, limit: int
) -> LinePage:
    """A page of the report: the lines of one outcome, or of all."""
    piece, at = _place(after)
    listed: list[Line] = []
    for chunk, found in _pieces(run_id, kinds, piece, outcome):
        for number, line in enumerate(found):
            if chunk == piece and number < at:
                continue
            if outcome is not None and line.outcome is not outcome:
                continue
            if len(listed) == limit:
                return LinePage(tuple(listed), f"{chunk}.{number}")
            listed.append(line)
    return LinePage(tuple(listed), "")


def _place(after: str) -> tuple[int, int]:
    """Piece and line where a page begins; anything else is the beginning."""
    parts = after.split(".")
    if len(parts) != 2 or not all(p.isascii() and p.isdigit() and len(p) < 16 for p in parts):
        return 0, 0
    return int(parts[0]), int(parts[1])


def _pieces(
    run_id: UUID, kinds: Kinds, first: int, outcome: Outcome | None
) -> Iterator[tuple[int, Iterator[Line]]]:
    chunks = ExchangeChunk.objects.filter(run_id=run_id, kind__in=kinds, id__gte=first)
    if outcome is not None:
        chunks = chunks.filter(Q(outcomes__contains=[outcome.value]) | Q(outcomes=[]))
    named = chunks.order_by("id").values_list("id", "data")
    for chunk, data in named.iterator(chunk_size=_PIECES):
        yield chunk, (_line(msgspec.json.decode(each)) for each in bytes(data).splitlines())


def _line(found: dict[str, object]) -> Line:
    remarks = found.pop("remarks")
    assert isinstance(remarks, list)
    told = tuple(Remark(each["field"], each["code"], each["facts"]) for each in remarks)
    return dataclasses.replace(msgspec.convert(found, Line), remarks=told)
