"""Runs of the exchange as people see them."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from onevisit.accounts.rules import Actor
from onevisit.catalogue.access import runs_seen_by
from onevisit.catalogue.errors import no_such_run
from onevisit.catalogue.models import (
    ENDED,
    WORKABLE,
    ChunkKind,
    ExchangeChunk,
    ExchangeRun,
    Item,
    RunKind,
    RunState,
)
from onevisit.catalogue.queries.exchange_lines import LinePage, line_page
from onevisit.catalogue.rules.importing.drafts import Outcome

_CHANGING = (Outcome.IMPORTED, Outcome.UPDATED, Outcome.RETIRED, Outcome.PROPOSED)
_FORESEEN = (ChunkKind.REPORT, ChunkKind.PLAN)
LINES_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class RunView:
    """A run: how far it is, and what became of its rows by outcome. While `foreseen`, `counts` are
    of what would become of them.
    """

    id: UUID
    kind: str
    state: str
    name: str
    size: int
    profile: str
    wishes: Mapping[str, object]
    total: int
    done: int
    counts: Mapping[str, int]
    unknown: Mapping[str, list[str]]
    problem: Mapping[str, object]
    made_at: datetime
    made_by_name: str
    ended_at: datetime | None
    foreseen: bool = False
    has_file: bool = False

    @property
    def rows(self) -> int:
        """All rows that came to something."""
        return sum(self.counts.get(each, 0) for each in Outcome)

    @property
    def remarks(self) -> int:
        """How many things looked odd."""
        return self.counts.get("remarks", 0)

    @property
    def changed(self) -> bool:
        """Whether anything was written."""
        return any(self.counts.get(each) for each in _CHANGING)

    @property
    def percent(self) -> int:
        """How far it is, of a hundred."""
        return min(100, self.done * 100 // self.total) if self.total else 0

    @property
    def is_import(self) -> bool:
        """Whether something came in."""
        return self.kind == RunKind.IMPORT

    @property
    def ended(self) -> bool:
        """Whether nothing more happens."""
        return self.state in ENDED

    @property
    def working(self) -> bool:
        """Whether a machine has it in hand."""
        return self.state in WORKABLE

    @property
    def startable(self) -> bool:
        """Whether it waits for somebody to start it."""
        return self.state in (RunState.CHECKED, RunState.STOPPED)


def exchange_run(run_id: UUID, *, actor: Actor) -> RunView:
    """One run. Raises Refused `accounts.not_permitted`, NotFound `catalogue.no_such_run`."""
    row = _seen(run_id, actor)
    kept = row.chunks.filter(kind=ChunkKind.OUTPUT).exists()
    return dataclasses.replace(run_view(row), has_file=kept)


def exchange_runs(*, actor: Actor, limit: int = 50) -> tuple[RunView, ...]:
    """The newest runs. Raises Refused `accounts.not_permitted`."""
    return tuple(run_view(row) for row in runs_seen_by(actor).order_by("-made_at")[:limit])


def exchange_lines(
    run_id: UUID, *, outcome: Outcome | None = None, after: str = "", actor: Actor
) -> LinePage:
    """A page of the report of a run, or of what it would do. Raises as `exchange_run`."""
    run = _seen(run_id, actor)
    kinds = _FORESEEN if _foreseen(run) else (ChunkKind.REPORT,)
    return line_page(run_id, kinds=kinds, outcome=outcome, after=after, limit=LINES_A_PAGE)


def codes_known(codes: Iterable[str]) -> frozenset[str]:
    """Which of these are codes of items; one query."""
    wanted = {code for code in codes if code}
    return frozenset(Item.objects.filter(code__in=wanted).values_list("code", flat=True))


def exchange_file(run_id: UUID, *, actor: Actor) -> tuple[RunView, Iterator[bytes]]:
    """The archive that an export wrote, piece by piece. Raises as `exchange_run`; also where there
    is none (any more).
    """
    run = _seen(run_id, actor)
    pieces = ExchangeChunk.objects.filter(run=run, kind=ChunkKind.OUTPUT)
    if not pieces.exists():
        raise no_such_run()
    found = pieces.order_by("id").values_list("data", flat=True)
    return run_view(run), (bytes(each) for each in found.iterator(chunk_size=4))


def _seen(run_id: UUID, actor: Actor) -> ExchangeRun:
    row = runs_seen_by(actor).filter(id=run_id).first()
    if row is None:
        raise no_such_run()
    return row


def _foreseen(row: ExchangeRun) -> bool:
    return row.state in (RunState.CHECKING, RunState.CHECKED)


def run_view(row: ExchangeRun) -> RunView:
    """A run as people see it."""
    counts: dict[str, int] = dict(row.counts)
    if _foreseen(row):
        for name, count in row.foreseen.items():
            counts[name] = counts.get(name, 0) + count
    return RunView(
        id=row.id,
        kind=row.kind,
        state=row.state,
        name=row.name,
        size=row.size,
        profile=row.profile,
        wishes=row.wishes,
        total=row.total,
        done=row.done,
        counts=counts,
        unknown={
            str(held["table"]): held["unknown"]
            for held in row.files.values()
            if held.get("unknown")
        },
        problem=row.problem,
        made_at=row.made_at,
        made_by_name=row.made_by_name,
        ended_at=row.ended_at,
        foreseen=_foreseen(row),
    )
