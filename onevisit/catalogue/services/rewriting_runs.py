"""A big step over many items, done item by item by a worker while its officer goes on.

It is a run like those of the exchange: begun in a request, taken up by whichever worker comes, each
item one transaction with its place in the run, so that after a kill nothing is lost or done twice.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from uuid import UUID

import msgspec
from django.db import OperationalError, transaction

from onevisit.accounts.rules import Actor
from onevisit.catalogue.errors import item_moved_on, no_such_draft, run_moved_on
from onevisit.catalogue.models import (
    ENDED,
    BundleVersion,
    ExchangeRun,
    ItemVersion,
    Rewriting,
    RewrittenItem,
    RunKind,
    RunState,
)
from onevisit.catalogue.queries.versions import definition_of
from onevisit.catalogue.rules.definition import BundleDefinition
from onevisit.catalogue.rules.parsing import (
    definition_digest,
    parse_bundle,
    parse_item,
    to_json,
)
from onevisit.catalogue.rules.rewriting import RewritingAct
from onevisit.catalogue.rules.versions import OPEN, VersionState
from onevisit.catalogue.services.bundling import NewBundle, begun_bundle
from onevisit.catalogue.services.editing import Definition, NewItem, begun
from onevisit.catalogue.services.exchange.asking import not_too_many
from onevisit.catalogue.services.exchange.runs import end, put_on_record
from onevisit.catalogue.services.exchange.working import worker_of
from onevisit.catalogue.services.rewriting_reading import rewrites_of, told_of
from onevisit.catalogue.services.rewriting_rows import (
    Rewrite,
    attempt,
    put_done,
    put_undone,
    refused,
    sent,
    taken_back,
)
from onevisit.kernel import clock
from onevisit.kernel.errors import DomainError
from onevisit.kernel.types import JsonObject


def wait_for_worker(
    made: Rewriting,
    act: RewritingAct,
    actor: Actor,
    *,
    total: int = 0,
    note: str = "",
    seen: Mapping[str, str] | None = None,
    language: str = "",
) -> None:
    """Have the step done in the background. With `seen` (code → digest of what was looked at) what
    is to become of the items is worked out there too; `language` is what it is told in. Raises
    Conflict `catalogue.too_many_runs`.
    """
    now = clock.now()
    made.run = ExchangeRun.objects.create(
        kind=RunKind.BULK,
        name=made.title,
        profile=act.value,
        wishes={
            "rewriting": str(made.id),
            "note": note[:500],
            "seen": dict(seen or {}),
            "language": language,
        },
        total=total,
        made_at=now,
        moved_at=now,
        made_by=actor.user_id,
        made_by_name=actor.name[:100],
    )
    not_too_many(actor)
    made.save(update_fields=["run"])
    put_on_record("catalogue.begin_bulk", made.run, actor)


def waiting_rows(made: Rewriting, rewrites: Sequence[Rewrite], actor: Actor) -> list[RewrittenItem]:
    """What is to become of each item, written down; what cannot be done is refused already."""
    codes = [each.code for each in rewrites]
    alive = {"state__in": (*OPEN, VersionState.PUBLISHED)}
    items = ItemVersion.objects.filter(item__code__in=codes, **alive).order_by("number")
    bundles = BundleVersion.objects.filter(bundle__code__in=codes, **alive).order_by("number")
    held: dict[str, Definition] = {
        **{row.item.code: definition_of(row) for row in items.select_related("item")},
        **{row.bundle.code: definition_of(row) for row in bundles.select_related("bundle")},
    }
    return [_waiting(made, each, held.get(each.code), actor) for each in rewrites]


def _waiting(
    made: Rewriting, wanted: Rewrite, held: Definition | None, actor: Actor
) -> RewrittenItem:
    row = RewrittenItem(rewriting=made, code=wanted.code, name=wanted.name[:500])
    try:
        before = held if wanted.new is None else _begun(wanted.new, actor)
        if before is None:
            raise no_such_draft(wanted.code)
        if wanted.new is None and definition_digest(before) != wanted.seen:
            raise item_moved_on(wanted.code)
        after = wanted.change(before)
    except DomainError as error:
        return refused(row, error)
    new = asdict(wanted.new) if wanted.new else None
    row.wanted = {
        "seen": wanted.seen,
        "document": to_json(after),
        "bundle": isinstance(after, BundleDefinition),
        "new": new,
        "anew": wanted.anew,
    }
    return row


def _begun(new: NewItem | NewBundle, actor: Actor) -> Definition:
    return begun_bundle(new, actor) if isinstance(new, NewBundle) else begun(new, actor)


def _rewrite(row: RewrittenItem) -> Rewrite:
    """What was written down. The digest it was made from is held against the item's again."""
    bundle, new = row.wanted.get("bundle", False), row.wanted["new"]
    after = (parse_bundle if bundle else parse_item)(row.wanted["document"])
    return Rewrite(
        code=row.code,
        name=row.name,
        change=lambda _before: after,
        seen=row.wanted["seen"],
        new=_new(new, bundle=bundle) if new else None,
        anew=row.wanted.get("anew", False),
    )


def _new(written: object, *, bundle: bool) -> NewItem | NewBundle:
    if bundle:
        return msgspec.convert(written, NewBundle)
    return msgspec.convert(written, NewItem)


def _make(_run: ExchangeRun, row: RewrittenItem, actor: Actor) -> None:
    if row.wanted is None:  # refused when it was begun
        return
    wanted = _rewrite(row)
    row.wanted = None
    if attempt(row, wanted, actor):
        row.save()
    else:
        row.delete()


def _submit(run: ExchangeRun, row: RewrittenItem, actor: Actor) -> None:
    if row.refusal is None and row.made_draft:
        sent(row, run.wishes["note"], actor)


def _undo(_run: ExchangeRun, row: RewrittenItem, actor: Actor) -> None:
    if row.refusal is None:
        taken_back(row, actor)


_ACTS: Mapping[RewritingAct, Callable[[ExchangeRun, RewrittenItem, Actor], None]] = {
    RewritingAct.MAKE: _make,
    RewritingAct.SUBMIT: _submit,
    RewritingAct.UNDO: _undo,
}


@worker_of(RunKind.BULK)
def work(run: ExchangeRun, actor: Actor) -> None:
    """Go on with a step from where it was left, until it is done or its officer ended it."""
    if run.profile == RewritingAct.LOOK:
        _look(run, actor)
        return
    try:
        if run.wishes.get("seen") and run.state != RunState.APPLYING:
            _write_down(run.id, actor)
        while _step(run.id, actor):
            pass
    except OperationalError:
        raise
    except Exception:
        _stopped(run.id, actor)
        raise


def _look(run: ExchangeRun, actor: Actor) -> None:
    """Find out what a workbook would do, for its officer to look at."""
    here = ExchangeRun.objects.filter(id=run.id).exclude(state__in=ENDED)

    def tell(done: int) -> None:
        if not here.update(state=RunState.APPLYING, done=done, moved_at=clock.now()):
            raise run_moved_on()

    made = Rewriting.objects.get(run=run)
    looked = told_of(made, run.wishes["language"], actor, tell)
    with transaction.atomic():
        Rewriting.objects.filter(id=made.id, content__isnull=False).update(looked=looked)
        end(run.id, RunState.DONE)


def _write_down(run_id: UUID, actor: Actor) -> None:
    """Work out what is to become of each item. A workbook is gone by then."""
    here = ExchangeRun.objects.filter(id=run_id).exclude(state__in=ENDED)
    here.update(state=RunState.READING, moved_at=clock.now())
    made = Rewriting.objects.get(run=run_id)
    run = ExchangeRun.objects.get(id=run_id)
    found = waiting_rows(made, rewrites_of(made, run.wishes["seen"], actor), actor)
    with transaction.atomic():
        if here.select_for_update().first() is None:
            return
        RewrittenItem.objects.bulk_create(found)
        Rewriting.objects.filter(id=made.id).update(content=None, looked=None)
        here.update(state=RunState.APPLYING, total=len(found), moved_at=clock.now())


@transaction.atomic
def _step(run_id: UUID, actor: Actor) -> bool:
    """The next item; whether there was one."""
    run = ExchangeRun.objects.select_for_update().get(id=run_id)
    if run.state in ENDED:
        return False
    made = Rewriting.objects.select_for_update().get(run=run)
    row = made.items.filter(id__gt=run.position).order_by("id").first()
    if row is None:
        _finish(run, made, actor)
        end(run_id, RunState.DONE)
        return False
    _ACTS[RewritingAct(run.profile)](run, row, actor)
    run.position, run.done, run.moved_at = row.id or run.position, run.done + 1, clock.now()
    run.state = RunState.APPLYING
    run.save(update_fields=["state", "position", "done", "moved_at", "counts"])
    return True


def _finish(run: ExchangeRun, made: Rewriting, actor: Actor) -> None:
    act = RewritingAct(run.profile)
    if act is RewritingAct.MAKE:
        put_done(made, made.items.filter(refusal__isnull=True).count(), actor)
    elif act is RewritingAct.UNDO:
        taken = made.items.filter(refusal__isnull=True, left__isnull=True)
        put_undone(made, taken.count(), actor)


@transaction.atomic
def _stopped(run_id: UUID, actor: Actor) -> None:
    """What was made stands and can be taken back; what was not says so."""
    run = ExchangeRun.objects.select_for_update().get(id=run_id)
    if run.state in ENDED or run.profile != RewritingAct.MAKE:
        return
    made = Rewriting.objects.select_for_update().get(run=run)
    if made.content is not None:  # nothing was done yet: it waits to be confirmed again
        return
    refusal: JsonObject = {"code": "catalogue.rewriting_stopped", "facts": {}}
    made.items.filter(wanted__isnull=False).update(wanted=None, refusal=refusal)
    _finish(run, made, actor)


@transaction.atomic
def cancel_rewriting(*, rewriting_id: UUID, actor: Actor) -> None:
    """End a step in the background before it is done; what it did stays, and can be taken back.
    Doing it again changes nothing.

    Raises Conflict `catalogue.run_moved_on` (it is done, or is taking back, or is not theirs).
    """
    run = ExchangeRun.objects.select_for_update().filter(
        kind=RunKind.BULK, wishes__rewriting=str(rewriting_id), made_by=actor.user_id
    )
    found = run.order_by("-made_at").first()
    if found is None or found.profile == RewritingAct.UNDO:
        raise run_moved_on()
    if found.state == RunState.CANCELLED:
        return
    if found.state in ENDED:
        raise run_moved_on()
    _stopped(found.id, actor)
    end(found.id, RunState.CANCELLED)
    put_on_record("catalogue.cancel_bulk", found, actor)
