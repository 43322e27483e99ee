"""Runs of the exchange as people see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.catalogue.errors import no_such_run
from onevisit.catalogue.models import ExchangeRun
from onevisit.catalogue.rules.importing.drafts import Outcome

_CHANGING = (Outcome.IMPORTED, Outcome.UPDATED, Outcome.RETIRED, Outcome.PROPOSED)


@dataclass(frozen=True, slots=True)
class RunView:
    """A run: how far it is, and what became of its rows by outcome."""

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


def exchange_run(run_id: UUID, *, actor: Actor) -> RunView:
    """One run. Raises Refused `accounts.not_permitted`, NotFound `catalogue.no_such_run`."""
    require(actor, Permission.CATALOGUE_PUBLISH)
    row = ExchangeRun.objects.filter(id=run_id).first()
    if row is None:
        raise no_such_run()
    return _view(row)


def exchange_runs(*, actor: Actor, limit: int = 50) -> tuple[RunView, ...]:
    """The newest runs. Raises Refused `accounts.not_permitted`."""
    require(actor, Permission.CATALOGUE_PUBLISH)
    return tuple(_view(row) for row in ExchangeRun.objects.order_by("-made_at")[:limit])


def _view(row: ExchangeRun) -> RunView:
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
        counts=row.counts,
        unknown={
            str(held["table"]): held["unknown"]
            for held in row.files.values()
            if held.get("unknown")
        },
        problem=row.problem,
        made_at=row.made_at,
        made_by_name=row.made_by_name,
        ended_at=row.ended_at,
    )
