"""What a worker does for the exchange: reads, checks and applies what was uploaded, writes what was
asked for. It may be killed at any moment; whoever comes next goes on.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import OperationalError, transaction
from django.db.models import F, Q

from onevisit.accounts import queries as accounts
from onevisit.accounts.rules import SYSTEM, Actor
from onevisit.catalogue.models import (
    ENDED,
    WORKABLE,
    ChunkKind,
    ExchangeChunk,
    ExchangeRun,
    RunKind,
    RunState,
)
from onevisit.catalogue.rules.exchange.files import sources
from onevisit.catalogue.rules.exchange.profiles import profile
from onevisit.catalogue.rules.exchange.uploads import MOST_UNPACKED
from onevisit.catalogue.rules.exchange.writers import FileForm, zipped
from onevisit.catalogue.services.exchange.asking import PIECE
from onevisit.catalogue.services.exchange.cpsv import LinkedForm, export_cpsv
from onevisit.catalogue.services.exchange.exporting import (
    Selection,
    count_items,
    export_catalogue,
)
from onevisit.catalogue.services.exchange.runs import carry_on, end, problem_of
from onevisit.kernel import clock
from onevisit.kernel.alone import alone
from onevisit.kernel.errors import DomainError

KEPT = timedelta(days=7)
"""How long a file that was written can be fetched."""
WAITED = timedelta(days=14)
"""How long a run waits for somebody to start it."""
_log = logging.getLogger(__name__)


class _Cancelled(Exception):
    """Somebody ended the run meanwhile."""


Worker = Callable[[ExchangeRun, Actor], None]
_WORKERS: dict[RunKind, Worker] = {}


def worker_of(kind: RunKind) -> Callable[[Worker], Worker]:
    """The function does what runs of this kind are there for, from where they were left."""

    def known(worker: Worker) -> Worker:
        _WORKERS[kind] = worker
        return worker

    return known


def work_exchange() -> int:
    """Do what was asked for, the oldest first, until nothing is left; how many runs went on.

    Raises OperationalError when the database is away; the run goes on when it is back.
    """
    done = 0
    with alone("exchange") as mine:
        while mine and (run := _next()) is not None:
            _do(run)
            done += 1
    return done


def _next() -> ExchangeRun | None:
    """The oldest with something to do. Imports at the command line go on there."""
    asked = ExchangeRun.objects.filter(~Q(kind=RunKind.IMPORT) | Q(asks=True))
    return asked.filter(state__in=WORKABLE).order_by("made_at").first()


def _do(run: ExchangeRun) -> None:
    try:
        actor = _actor(run)
        _WORKERS[RunKind(run.kind)](run, actor)
    except _Cancelled:
        return
    except OperationalError:
        raise
    except DomainError as error:
        end(run.id, RunState.FAILED, problem=problem_of(error))
    except Exception:
        _log.exception("run %s of the exchange failed", run.id)
        end(run.id, RunState.FAILED, problem={"code": "catalogue.run_broken", "facts": {}})


def _actor(run: ExchangeRun) -> Actor:
    """Whoever answers for it, with the rights they have now."""
    user_id = run.started_by or run.made_by
    return accounts.actor_for(accounts.user_by_id(user_id)) if user_id else SYSTEM


# -- in ------------------------------------------------------------------------------------------


@worker_of(RunKind.IMPORT)
def _import(run: ExchangeRun, actor: Actor) -> None:
    if run.state == RunState.WAITING:
        _begin(run, RunState.READING)
    with TemporaryDirectory(prefix="onevisit-exchange-") as folder:
        found = []
        if run.state == RunState.READING:
            path = _unpacked(run, Path(folder))
            workplace = Path(folder) / "in"
            workplace.mkdir()
            found = sources(path, workplace, most=MOST_UNPACKED)
        carry_on(run.id, found, actor=actor, tell=lambda *_: None)


def _unpacked(run: ExchangeRun, folder: Path) -> Path:
    path = folder / run.name
    with path.open("wb") as out:
        for data in _data(run, ChunkKind.INPUT):
            out.write(data)
    return path


def _data(run: ExchangeRun, kind: ChunkKind) -> Iterator[bytes]:
    pieces = ExchangeChunk.objects.filter(run=run, kind=kind).order_by("id")
    for data in pieces.values_list("data", flat=True).iterator(chunk_size=4):
        yield bytes(data)


@transaction.atomic
def _begin(run: ExchangeRun, state: RunState, total: int = 0) -> None:
    """A worker has taken it up; raises _Cancelled when it was ended meanwhile."""
    left = ExchangeRun.objects.filter(id=run.id, state=run.state)
    if not left.update(state=state, total=total, done=0, moved_at=clock.now()):
        raise _Cancelled
    run.state = state


# -- out -----------------------------------------------------------------------------------------


@worker_of(RunKind.EXPORT)
def _export(run: ExchangeRun, actor: Actor) -> None:
    """Written anew if a worker was killed at it: a file is whole or not there."""
    selection = selection_of(run)
    _begin(run, RunState.APPLYING, count_items(selection))
    with TemporaryDirectory(prefix="onevisit-export-") as spare:
        folder, target = Path(spare) / "out", Path(spare) / "out.zip"
        folder.mkdir()
        counts = _written(run, folder, selection, actor)
        zipped(folder, target)
        _keep(run, target, counts)


def selection_of(run: ExchangeRun) -> Selection:
    """Which items a run writes."""
    wishes = run.wishes
    since = date.fromisoformat(wishes["since"]) if wishes.get("since") else None
    return Selection(
        department=wishes.get("department", ""),
        region=wishes.get("region", ""),
        types=tuple(wishes.get("types", ())),
        since=datetime.combine(since, time.min, clock.SHANGHAI) if since else None,
    )


def _written(run: ExchangeRun, folder: Path, selection: Selection, actor: Actor) -> dict[str, int]:
    def tell(count: int) -> None:
        left = ExchangeRun.objects.filter(id=run.id, state=RunState.APPLYING)
        if not left.update(done=F("done") + count, moved_at=clock.now()):
            raise _Cancelled

    form = run.wishes["form"]
    if form in set(LinkedForm):
        ending = "ttl" if form == LinkedForm.TURTLE else "jsonld"
        path = folder / f"services.{ending}"
        return {"items": export_cpsv(path=path, form=LinkedForm(form), actor=actor, tell=tell)}
    found = export_catalogue(
        folder=folder,
        form=FileForm(form),
        profile=profile(run.profile),
        at=run.made_at,
        selection=selection,
        upper=bool(run.wishes.get("upper")),
        actor=actor,
        tell=tell,
    )
    return {"items": found.items, "rows": sum(found.tables.values())}


@transaction.atomic
def _keep(run: ExchangeRun, path: Path, counts: dict[str, int]) -> None:
    size = path.stat().st_size
    mine = ExchangeRun.objects.filter(id=run.id, state=RunState.APPLYING)
    if not mine.update(counts=counts, size=size):
        raise _Cancelled
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            ExchangeChunk.objects.create(run=run, kind=ChunkKind.OUTPUT, data=piece)
    end(run.id, RunState.DONE)


# -- forgetting ----------------------------------------------------------------------------------


def forget_exchange() -> int:
    """End what nobody started for long, drop files that were kept long enough; how many runs."""
    now = clock.now()
    stale = ExchangeRun.objects.filter(
        asks=True, state__in=(RunState.CHECKED, RunState.STOPPED), moved_at__lt=now - WAITED
    )
    left = list(stale.values_list("id", flat=True))
    for run_id in left:
        end(run_id, RunState.CANCELLED)
    old = ExchangeChunk.objects.filter(
        kind__in=(ChunkKind.OUTPUT, ChunkKind.PLAN), run__ended_at__lt=now - KEPT
    )
    dropped = set(old.filter(run__state__in=ENDED).values_list("run_id", flat=True))
    old.filter(run_id__in=dropped).delete()
    return len(left) + len(dropped)
