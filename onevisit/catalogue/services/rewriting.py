"""Many items and bundles changed in one step: each whole or not at all, a draft of each, never
published.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.catalogue import queries
from onevisit.catalogue.errors import (
    no_such_rewriting,
    nothing_to_rewrite,
    rewriting_done,
    rewriting_running,
    rewriting_too_many,
)
from onevisit.catalogue.models import ENDED, Bundle, Item, Rewriting, RewrittenItem
from onevisit.catalogue.rules.rewriting import AT_ONCE, MOST_ITEMS, RewritingAct, RewritingKind
from onevisit.catalogue.services.adopting import Undone
from onevisit.catalogue.services.rewriting_reading import rewrites_of
from onevisit.catalogue.services.rewriting_rows import (
    Rewrite,
    attempt,
    put_done,
    put_undone,
    sent,
    taken_back,
)
from onevisit.catalogue.services.rewriting_runs import wait_for_worker, waiting_rows
from onevisit.kernel import clock

_WAITS = timedelta(days=1)
"""So long a workbook waits for its officer."""


@dataclass(frozen=True, slots=True)
class Submitted:
    """The items whose drafts went to review, and those that still have to be put right."""

    sent: tuple[str, ...]
    left: tuple[str, ...]


@transaction.atomic
def put_book(
    *, title: str, content: bytes, items: int = 0, language: str = "", actor: Actor
) -> UUID:
    """Keep a workbook until its officer has looked at what it would do; its id. With more than
    `AT_ONCE` items a worker finds out, and tells it in this language.

    Those that waited for more than a day are thrown away. Raises Conflict
    `catalogue.too_many_runs`, Refused `accounts.not_permitted`.
    """
    require(actor, Permission.CATALOGUE_EDIT)
    now = clock.now()
    Rewriting.objects.filter(content__isnull=False, at__lt=now - _WAITS).delete()
    made = Rewriting.objects.create(
        kind=RewritingKind.BOOK,
        title=title[:200],
        content=content,
        at=now,
        by=actor.user_id,
        by_name=actor.name[:100],
    )
    if items > AT_ONCE:
        wait_for_worker(made, RewritingAct.LOOK, actor, total=items, language=language)
    return made.id


@transaction.atomic
def rewrite_from_book(*, rewriting_id: UUID, seen: Mapping[str, str], actor: Actor) -> None:
    """Do what the officer looked at: `seen` tells for each item what its change was made from,
    "new" for nothing. Of more than `AT_ONCE` items a worker reads the workbook, too.

    Raises NotFound `catalogue.no_such_rewriting`, Conflict `catalogue.rewriting_done`,
    `catalogue.rewriting_running`, and as `rewrite_items`.
    """
    made = _own(rewriting_id, actor)
    if made.done_at is not None:
        raise rewriting_done()
    _take(made, seen, actor)


@transaction.atomic
def adopt_over_many(
    *, standard_id: UUID, title: str, seen: Mapping[str, str], actor: Actor
) -> UUID:
    """Make a draft of each item in `seen` (code → digest of the published version that was looked
    at) with the standard's content where it may not differ, as `adopt_standard` does for a few:
    each item whole or not at all; one that somebody has a draft of is left to them. The id of the
    step, by which it is undone.

    Raises NotFound `catalogue.no_such_standard`, and as `rewrite_items`.
    """
    made = Rewriting(
        kind=RewritingKind.STANDARD,
        standard=queries.standard_by_id(standard_id),
        title=title[:200],
        at=clock.now(),
        by=actor.user_id,
        by_name=actor.name[:100],
    )
    _take(made, seen, actor)
    return made.id


def _take(made: Rewriting, seen: Mapping[str, str], actor: Actor) -> None:
    if len(seen) <= AT_ONCE:
        _do(made, rewrites_of(made, seen, actor), actor)
        return
    _refuse(len(seen), actor)
    made.save()
    wait_for_worker(made, RewritingAct.MAKE, actor, seen=seen)


@transaction.atomic
def rewrite_items(*, title: str, rewrites: Sequence[Rewrite], actor: Actor) -> UUID:
    """Make the change in a draft of each item; the id of the step, by which it is undone. More than
    `AT_ONCE` items are changed by a worker, item by item.

    An item that is refused stays as it is, says why, and does not stop the others. Raises Invalid
    `catalogue.nothing_to_rewrite`, `catalogue.rewriting_too_many`, Refused
    `accounts.not_permitted`.
    """
    made = Rewriting(
        kind=RewritingKind.CHANGE,
        title=title[:200],
        at=clock.now(),
        by=actor.user_id,
        by_name=actor.name[:100],
    )
    _do(made, rewrites, actor)
    return made.id


def _do(made: Rewriting, rewrites: Sequence[Rewrite], actor: Actor) -> None:
    _refuse(len(rewrites), actor)
    made.content = made.looked = None
    made.save()
    if len(rewrites) > AT_ONCE:
        RewrittenItem.objects.bulk_create(waiting_rows(made, rewrites, actor))
        wait_for_worker(made, RewritingAct.MAKE, actor, total=len(rewrites))
        return
    codes = [each.code for each in rewrites]
    for kind in (Item, Bundle):
        list(kind.objects.select_for_update().filter(code__in=codes).order_by("id"))
    rows = [(RewrittenItem(rewriting=made, code=e.code, name=e.name[:500]), e) for e in rewrites]
    done = [row for row, wanted in rows if attempt(row, wanted, actor)]
    RewrittenItem.objects.bulk_create(done)
    put_done(made, sum(row.refusal is None for row in done), actor)


def _refuse(items: int, actor: Actor) -> None:
    require(actor, Permission.CATALOGUE_EDIT)
    if not items:
        raise nothing_to_rewrite()
    if items > MOST_ITEMS:
        raise rewriting_too_many(MOST_ITEMS)


@transaction.atomic
def undo_rewriting(*, rewriting_id: UUID, actor: Actor) -> Undone | None:
    """Take back what was done: drafts that were made for it and are as they were left go; in others
    each section that nobody changed since is as it was before. What somebody went on with is left
    and named. None: a worker does it, as of many items.

    Raises NotFound `catalogue.no_such_rewriting`, Conflict `catalogue.rewriting_done` (undone
    already), `catalogue.rewriting_running`, Refused `accounts.not_permitted`.
    """
    made = _own(rewriting_id, actor)
    if made.done_at is None or made.undone_at is not None:
        raise rewriting_done()
    rows = list(made.items.filter(refusal__isnull=True).order_by("item_id", "code"))
    if len(rows) > AT_ONCE:
        wait_for_worker(made, RewritingAct.UNDO, actor, total=made.items.count())
        return None
    left = [each.code for each in rows if not taken_back(each, actor)]
    put_undone(made, len(rows) - len(left), actor)
    taken = sorted(each.code for each in rows if each.code not in left)
    return Undone(tuple(taken), tuple(sorted(left)))


@transaction.atomic
def submit_rewriting(*, rewriting_id: UUID, note: str, actor: Actor) -> Submitted | None:
    """Hand the drafts that were made by the step, and are as it left them, to somebody else's eyes;
    one that is refused stays a draft and does not stop the others. None: a worker does it, as of
    many drafts.

    Raises NotFound `catalogue.no_such_rewriting`, Conflict `catalogue.rewriting_done` (undone),
    `catalogue.rewriting_running`, Refused `accounts.not_permitted`.
    """
    made = _own(rewriting_id, actor)
    if made.done_at is None or made.undone_at is not None:
        raise rewriting_done()
    drafts = made.items.filter(refusal__isnull=True, made_draft=True)
    rows = list(drafts.order_by("item_id", "code"))
    if len(rows) > AT_ONCE:
        wait_for_worker(made, RewritingAct.SUBMIT, actor, total=made.items.count(), note=note)
        return None
    gone: list[str] = []
    left: list[str] = []
    for row in rows:
        (gone if sent(row, note, actor) else left).append(row.code)
    return Submitted(tuple(sorted(gone)), tuple(sorted(left)))


def _own(rewriting_id: UUID, actor: Actor) -> Rewriting:
    """The step, locked; it is nobody's but its officer's."""
    require(actor, Permission.CATALOGUE_EDIT)
    made = Rewriting.objects.select_for_update().filter(id=rewriting_id).first()
    if made is None or made.by != actor.user_id:
        raise no_such_rewriting()
    if made.run is not None and made.run.state not in ENDED:
        raise rewriting_running()
    return made
