"""Runs of an import: begun once for the same files, carried on after whatever stopped them."""

import gc
import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.audit.services import record
from onevisit.catalogue.models import (
    ENDED,
    ChunkKind,
    ExchangeChunk,
    ExchangeRow,
    ExchangeRun,
    RunKind,
    RunState,
)
from onevisit.catalogue.rules.exchange.files import MOST_BYTES, Source, sources
from onevisit.catalogue.rules.exchange.profiles import profile
from onevisit.catalogue.services.exchange.applying import Wishes, apply_all
from onevisit.catalogue.services.exchange.staging import stage
from onevisit.kernel import clock
from onevisit.kernel.errors import DomainError
from onevisit.kernel.types import JsonObject

_CHUNK = 1 << 20
Tell = Callable[[str, int], None]
"""Hears how many rows more were read (``read``) or applied (``apply``)."""


def import_national(
    *,
    path: Path,
    profile_name: str = "national",
    region: str = "",
    whole: bool = False,
    publish: bool = False,
    actor: Actor,
    tell: Tell,
    most: int = MOST_BYTES,
) -> UUID:
    """Import a file, folder or archive of national tables; the run. What was begun with the same
    files and wishes and has not ended goes on where it stopped.

    Raises Invalid `catalogue.unreadable_file`, `catalogue.archive_too_big`, `catalogue.no_tables`,
    `catalogue.profile_unknown`, `catalogue.profile_malformed`; Refused `accounts.not_permitted`.
    """
    require(actor, Permission.CATALOGUE_PUBLISH)
    profile(profile_name)
    with TemporaryDirectory(prefix="onevisit-exchange-") as folder:
        found = sources(path, Path(folder), most=most)
        wishes: JsonObject = {"region": region, "whole": whole, "publish": publish}
        run_id = begin_import(
            name=path.name,
            size=sum(each.path.stat().st_size for each in {s.path: s for s in found}.values()),
            digest=_digest(found),
            profile_name=profile_name,
            wishes=wishes,
            actor=actor,
        )
        carry_on(run_id, found, actor=actor, tell=tell)
    return run_id


def _digest(found: Sequence[Source]) -> str:
    """Of names and contents, however they were packed."""
    whole = hashlib.sha256()
    digests = {each.path: each.digest() for each in found}
    for each in found:
        whole.update(f"{each.name}\0{each.sheet}\0{digests[each.path]}\n".encode())
    return whole.hexdigest()


@transaction.atomic
def begin_import(
    *,
    name: str,
    size: int,
    digest: str,
    profile_name: str,
    wishes: JsonObject,
    actor: Actor,
    asks: bool = False,
) -> UUID:
    """The open run of the same files and wishes, or a new one. One that `asks` waits for a worker,
    and after its check for somebody to start it.
    """
    require(actor, Permission.CATALOGUE_PUBLISH)
    same = (
        ExchangeRun.objects.select_for_update()
        .filter(kind=RunKind.IMPORT, asks=asks, digest=digest)
        .exclude(state__in=ENDED)
        .filter(profile=profile_name[:40], wishes=wishes)
        .order_by("made_at")
        .first()
    )
    if same is not None:
        return same.id
    now = clock.now()
    run = ExchangeRun.objects.create(
        kind=RunKind.IMPORT,
        state=RunState.WAITING if asks else RunState.READING,
        asks=asks,
        name=name[:200],
        size=size,
        digest=digest,
        profile=profile_name[:40],
        wishes=wishes,
        made_at=now,
        moved_at=now,
        made_by=actor.user_id,
        made_by_name=actor.name[:100],
    )
    put_on_record("catalogue.begin_import", run, actor)
    return run.id


def put_on_record(action: str, run: ExchangeRun, actor: Actor) -> None:
    """Who did what with a run."""
    facts = {"source": run.profile, "digest": run.digest, "name": run.name}
    record(
        action=action,
        target_type="catalogue.exchangerun",
        target_id=run.id,
        actor=actor,
        facts={name: value for name, value in facts.items() if value},
    )


def carry_on(run_id: UUID, found: Sequence[Source], *, actor: Actor, tell: Tell) -> None:
    """Read what is left, apply what waits, and end the run; one that asks is checked, and waits.

    Raises Invalid as reading does; the run has then failed.
    """
    run = ExchangeRun.objects.get(id=run_id)
    with fewer_collections():
        _carry_on(run, found, actor, tell)


def _carry_on(run: ExchangeRun, found: Sequence[Source], actor: Actor, tell: Tell) -> None:
    run_id = run.id
    try:
        if run.state == RunState.READING:
            stage(run_id, found, lambda count: tell("read", count))
            run.refresh_from_db()
        tell("apply", run.done)
        wishes = wishes_of(run, actor)
        apply_all(run_id, wishes, lambda count: tell("apply", count))
    except (DomainError, OSError) as error:
        end(run_id, RunState.FAILED, problem=problem_of(error))
        raise
    if wishes.foresee:
        _checked(run_id)
    else:
        end(run_id, RunState.DONE, only=RunState.APPLYING)


@contextmanager
def fewer_collections() -> Iterator[None]:
    """Millions of small objects that form no circles: looking for circles every few hundred of them
    costs a seventh of the whole.
    """
    before = gc.get_threshold()
    gc.set_threshold(100_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def wishes_of(run: ExchangeRun, actor: Actor) -> Wishes:
    """How the run is to be applied in the state it is in."""
    return Wishes(
        profile=profile(run.profile),
        actor=actor,
        region=str(run.wishes.get("region", "")),
        whole=bool(run.wishes.get("whole")),
        publish=bool(run.wishes.get("publish")),
        foresee=run.state == RunState.CHECKING,
    )


@transaction.atomic
def _checked(run_id: UUID) -> None:
    """All is foreseen; the rows wait from the first one on."""
    run = ExchangeRun.objects.select_for_update().get(id=run_id)
    if run.state != RunState.CHECKING:
        return
    run.state, run.position, run.done, run.moved_at = RunState.CHECKED, 0, 0, clock.now()
    run.save(update_fields=["state", "position", "done", "moved_at"])


def problem_of(error: DomainError | OSError) -> JsonObject:
    if isinstance(error, DomainError):
        return {"code": error.code, "facts": {k: str(v) for k, v in error.facts.items()}}
    return {"code": "catalogue.unreadable_file", "facts": {"reason": type(error).__name__}}


@transaction.atomic
def end(
    run_id: UUID,
    state: RunState,
    *,
    problem: JsonObject | None = None,
    only: RunState | None = None,
) -> None:
    """Nothing waits any more; what became of the rows stays. `only`: if the run is still there."""
    run = ExchangeRun.objects.select_for_update().get(id=run_id)
    if run.state in ENDED or only not in (None, run.state):
        return
    ExchangeChunk.objects.filter(run_id=run_id, kind=ChunkKind.INPUT).delete()
    ExchangeRow.objects.filter(run_id=run_id)._raw_delete(using="default")
    run.state, run.problem, run.ended_at = state, problem or {}, clock.now()
    run.save(update_fields=["state", "problem", "ended_at"])
