"""Runs of an import: begun once for the same files, carried on after whatever stopped them."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.audit.services import record
from onevisit.catalogue.models import ExchangeRow, ExchangeRun, RunKind, RunState
from onevisit.catalogue.rules.exchange.files import MOST_BYTES, Source, sources
from onevisit.catalogue.rules.exchange.profiles import profile
from onevisit.catalogue.services.exchange.applying import Wishes, apply_all
from onevisit.catalogue.services.exchange.staging import stage
from onevisit.kernel import clock
from onevisit.kernel.errors import DomainError
from onevisit.kernel.types import JsonObject

OPEN = (RunState.WAITING, RunState.READING, RunState.APPLYING)
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
) -> UUID:
    """The open run of the same files and wishes, or a new one."""
    require(actor, Permission.CATALOGUE_PUBLISH)
    same = (
        ExchangeRun.objects.select_for_update()
        .filter(kind=RunKind.IMPORT, state__in=OPEN, digest=digest)
        .filter(profile=profile_name[:40], wishes=wishes)
        .order_by("made_at")
        .first()
    )
    if same is not None:
        return same.id
    now = clock.now()
    run = ExchangeRun.objects.create(
        kind=RunKind.IMPORT,
        state=RunState.READING,
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
    record(
        action="catalogue.begin_import",
        target_type="catalogue.exchangerun",
        target_id=run.id,
        actor=actor,
        facts={"source": profile_name[:40], "digest": digest},
    )
    return run.id


def carry_on(run_id: UUID, found: Sequence[Source], *, actor: Actor, tell: Tell) -> None:
    """Read what is left, apply what waits, and end the run.

    Raises Invalid as reading does; the run has then failed.
    """
    run = ExchangeRun.objects.get(id=run_id)
    wishes = Wishes(
        profile=profile(run.profile),
        actor=actor,
        region=str(run.wishes.get("region", "")),
        whole=bool(run.wishes.get("whole")),
        publish=bool(run.wishes.get("publish")),
    )
    try:
        if run.state == RunState.READING:
            stage(run_id, found, lambda count: tell("read", count))
        tell("apply", ExchangeRun.objects.only("done").get(id=run_id).done)
        apply_all(run_id, wishes, lambda count: tell("apply", count))
    except (DomainError, OSError) as error:
        end(run_id, RunState.FAILED, problem=_problem(error))
        raise
    end(run_id, RunState.DONE)


def _problem(error: DomainError | OSError) -> JsonObject:
    if isinstance(error, DomainError):
        return {"code": error.code, "facts": {k: str(v) for k, v in error.facts.items()}}
    return {"code": "catalogue.unreadable_file", "facts": {"reason": type(error).__name__}}


@transaction.atomic
def end(run_id: UUID, state: RunState, *, problem: JsonObject | None = None) -> None:
    """Nothing waits any more; what became of the rows stays."""
    run = ExchangeRun.objects.select_for_update().get(id=run_id)
    if run.state in (RunState.DONE, RunState.FAILED):
        return
    ExchangeRow.objects.filter(run_id=run_id)._raw_delete(using="default")
    run.state, run.problem, run.ended_at = state, problem or {}, clock.now()
    run.save(update_fields=["state", "problem", "ended_at"])
