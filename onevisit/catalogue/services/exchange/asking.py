"""What an officer asks of the exchange; a worker does it (see `working`)."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import IO
from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import Actor, Permission, Scope, require
from onevisit.catalogue.access import runs_seen_by
from onevisit.catalogue.errors import no_such_run, run_moved_on, too_many_runs
from onevisit.catalogue.models import (
    ENDED,
    ChunkKind,
    ExchangeChunk,
    ExchangeRun,
    RunKind,
    RunState,
)
from onevisit.catalogue.rules.exchange.profiles import names
from onevisit.catalogue.rules.exchange.uploads import measured, plain_name
from onevisit.catalogue.rules.exchange.writers import FileForm
from onevisit.catalogue.rules.vocabulary import TaskType
from onevisit.catalogue.services.exchange.cpsv import LinkedForm
from onevisit.catalogue.services.exchange.runs import begin_import, end, put_on_record
from onevisit.directory import queries as directory
from onevisit.kernel import clock
from onevisit.kernel.errors import Invalid
from onevisit.kernel.types import JsonObject

MOST_AT_ONCE = 5
"""Runs of one person that have not ended."""
PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class ExportWish:
    """What to write: `form` is one of `FileForm` or `LinkedForm`; of linked data all is written.
    `since` asks for what changed from that day on.
    """

    form: str
    profile: str = "national"
    upper: bool = False
    department: str = ""
    region: str = ""
    types: tuple[str, ...] = ()
    since: date | None = None


@transaction.atomic
def receive_import(
    *,
    file: IO[bytes],
    size: int,
    name: str,
    profile_name: str,
    region: str,
    whole: bool = False,
    actor: Actor,
) -> UUID:
    """Keep an upload, to be read and checked; the run. The same file again while that is not ended
    is the same run. `region` is where items belong that name no place.

    Raises Invalid as `uploads.measured`, `catalogue.profile_unknown`,
    `catalogue.exchange_region`; Conflict `catalogue.too_many_runs`, Refused
    `accounts.not_permitted`.
    """
    _known(profile_name, region)
    require(actor, Permission.CATALOGUE_PUBLISH, Scope(None, region))
    content = measured(file, size)
    whole_file = hashlib.sha256()
    for piece in _pieces(file):
        whole_file.update(piece)
    wishes: JsonObject = {"region": region, "whole": whole, "publish": False}
    run_id = begin_import(
        name=plain_name(name, content),
        size=size,
        digest=whole_file.hexdigest(),
        profile_name=profile_name,
        wishes=wishes,
        actor=actor,
        asks=True,
    )
    if not ExchangeChunk.objects.filter(run_id=run_id).exists():
        not_too_many(actor)
        for piece in _pieces(file):
            ExchangeChunk.objects.create(run_id=run_id, kind=ChunkKind.INPUT, data=piece)
    return run_id


def _known(profile_name: str, region: str) -> None:
    if profile_name not in names():  # a path would be read as a file
        raise Invalid(
            "catalogue.profile_unknown",
            field="profile",
            name=profile_name[:80],
            known=", ".join(names()),
        )
    if not any(each.code == region for each in directory.regions()):
        raise Invalid("catalogue.exchange_region", field="region")


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(PIECE):
        yield piece


def not_too_many(actor: Actor) -> None:
    """Raises Conflict `catalogue.too_many_runs`: the actor has more than `MOST_AT_ONCE` open."""
    mine = ExchangeRun.objects.filter(made_by=actor.user_id).exclude(state__in=ENDED)
    if mine.count() > MOST_AT_ONCE:
        raise too_many_runs(MOST_AT_ONCE)


@transaction.atomic
def request_export(wish: ExportWish, *, actor: Actor) -> UUID:
    """Have the catalogue written; the run. Its file is kept for a while.

    Raises Invalid `catalogue.export_form`, `catalogue.export_selection`,
    `catalogue.profile_unknown`, `catalogue.exchange_region`; Conflict `catalogue.too_many_runs`,
    Refused `accounts.not_permitted`.
    """
    require(actor, Permission.CATALOGUE_PUBLISH)
    _refuse_unknown(wish)
    now = clock.now()
    run = ExchangeRun.objects.create(
        kind=RunKind.EXPORT,
        name=f"catalogue-{clock.local_date(now):%Y%m%d}-{wish.form}.zip",
        profile=wish.profile,
        wishes={
            "form": wish.form,
            "upper": wish.upper,
            "department": wish.department,
            "region": wish.region,
            "types": list(wish.types),
            "since": wish.since.isoformat() if wish.since else "",
        },
        made_at=now,
        moved_at=now,
        made_by=actor.user_id,
        made_by_name=actor.name[:100],
    )
    not_too_many(actor)
    put_on_record("catalogue.begin_export", run, actor)
    return run.id


def _refuse_unknown(wish: ExportWish) -> None:
    if wish.form not in {*FileForm, *LinkedForm}:
        raise Invalid("catalogue.export_form", field="form")
    offices = {each.code for each in directory.departments()}
    regions = {each.code for each in directory.regions()}
    if wish.region and wish.region not in regions:
        raise Invalid("catalogue.exchange_region", field="region")
    if (wish.department and wish.department not in offices) or set(wish.types) - set(TaskType):
        raise Invalid("catalogue.export_selection", field="department")
    if wish.profile not in names():
        raise Invalid("catalogue.profile_unknown", name=wish.profile[:80], known=", ".join(names()))


@transaction.atomic
def start_import(run_id: UUID, *, actor: Actor) -> None:
    """Let a checked import be applied, or go on with one that was stopped. Whoever starts it
    answers for it. Doing it again changes nothing.

    Raises NotFound `catalogue.no_such_run`, Conflict `catalogue.run_moved_on`, Refused
    `accounts.not_permitted`.
    """
    run = _held(run_id, actor)
    if run.state == RunState.APPLYING:
        return
    if run.state not in (RunState.CHECKED, RunState.STOPPED):
        raise run_moved_on()
    ExchangeChunk.objects.filter(run=run, kind=ChunkKind.PLAN).delete()
    run.state, run.started_by, run.moved_at = RunState.APPLYING, actor.user_id, clock.now()
    run.save(update_fields=["state", "started_by", "moved_at"])
    put_on_record("catalogue.start_import", run, actor)


@transaction.atomic
def stop_import(run_id: UUID, *, actor: Actor) -> None:
    """Leave an import where it is; what it did stays, and it can be started again.

    Raises as `start_import`.
    """
    run = _held(run_id, actor)
    if run.state == RunState.STOPPED:
        return
    if run.state != RunState.APPLYING:
        raise run_moved_on()
    run.state, run.moved_at = RunState.STOPPED, clock.now()
    run.save(update_fields=["state", "moved_at"])
    put_on_record("catalogue.stop_import", run, actor)


@transaction.atomic
def cancel_run(run_id: UUID, *, actor: Actor) -> None:
    """End a run before it is done; what it did stays. Raises as `start_import`."""
    run = _held(run_id, actor)
    if run.state == RunState.CANCELLED:
        return
    if run.state in ENDED:
        raise run_moved_on()
    end(run_id, RunState.CANCELLED)
    put_on_record("catalogue.cancel_run", run, actor)


def _held(run_id: UUID, actor: Actor) -> ExchangeRun:
    run = runs_seen_by(actor).select_for_update().filter(id=run_id).first()
    if run is None:
        raise no_such_run()
    return run
