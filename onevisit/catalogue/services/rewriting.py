"""Many items changed in one step: each whole or not at all, a draft of each, never published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.audit.services import record
from onevisit.catalogue.errors import (
    item_moved_on,
    no_such_draft,
    no_such_rewriting,
    nothing_to_rewrite,
    rewriting_done,
    rewriting_too_many,
    version_in_review,
)
from onevisit.catalogue.models import Item, ItemVersion, Rewriting, RewrittenItem
from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.rules.editing.sections import (
    changed_sections,
    part_of,
    section_digest,
    with_part,
)
from onevisit.catalogue.rules.parsing import definition_digest, parse_item, to_json
from onevisit.catalogue.rules.rewriting import MOST_ITEMS, RewritingKind
from onevisit.catalogue.rules.versions import OPEN, VersionState
from onevisit.catalogue.services.adopting import Undone
from onevisit.catalogue.services.editing import (
    Change,
    NewItem,
    item_to_edit,
    new_item,
    next_draft,
    note_change,
    save_definition,
    tell_draft,
)
from onevisit.catalogue.services.reviewing import submit_for_review
from onevisit.kernel import clock
from onevisit.kernel.errors import DomainError

_WAITS = timedelta(days=1)
"""So long a workbook waits for its officer."""


@dataclass(frozen=True, slots=True)
class Rewrite:
    """What is to become of one item. `seen` is the digest of what the change was made from; an item
    that is `new` is begun first.
    """

    code: str
    name: str
    change: Change
    seen: str = ""
    new: NewItem | None = None


@dataclass(frozen=True, slots=True)
class Submitted:
    """The items whose drafts went to review, and those that still have to be put right."""

    sent: tuple[str, ...]
    left: tuple[str, ...]


@transaction.atomic
def put_book(*, title: str, content: bytes, actor: Actor) -> UUID:
    """Keep a workbook until its officer has looked at what it would do; its id.

    Those that waited for more than a day are thrown away. Raises Refused `accounts.not_permitted`.
    """
    require(actor, Permission.CATALOGUE_EDIT)
    now = clock.now()
    Rewriting.objects.filter(done_at=None, at__lt=now - _WAITS).delete()
    made = Rewriting.objects.create(
        kind=RewritingKind.BOOK,
        title=title[:200],
        content=content,
        at=now,
        by=actor.user_id,
        by_name=actor.name[:100],
    )
    return made.id


@transaction.atomic
def rewrite_from_book(*, rewriting_id: UUID, rewrites: Sequence[Rewrite], actor: Actor) -> None:
    """Do what the officer looked at. Raises NotFound `catalogue.no_such_rewriting`, Conflict
    `catalogue.rewriting_done`, and as `rewrite_items`.
    """
    made = _own(rewriting_id, actor)
    if made.done_at is not None:
        raise rewriting_done()
    _do(made, rewrites, actor)


@transaction.atomic
def rewrite_items(*, title: str, rewrites: Sequence[Rewrite], actor: Actor) -> UUID:
    """Make the change in a draft of each item; the id of the step, by which it is undone.

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
    require(actor, Permission.CATALOGUE_EDIT)
    if not rewrites:
        raise nothing_to_rewrite()
    if len(rewrites) > MOST_ITEMS:
        raise rewriting_too_many(MOST_ITEMS)
    made.content, made.done_at = None, clock.now()
    made.save()
    codes = [each.code for each in rewrites]
    list(Item.objects.select_for_update().filter(code__in=codes).order_by("id"))
    rows = [_attempt(made, each, actor) for each in rewrites]
    RewrittenItem.objects.bulk_create(row for row in rows if row is not None)
    changed = sum(row is not None and row.refusal is None for row in rows)
    _record("catalogue.rewrite", made, changed, actor)


def _attempt(made: Rewriting, wanted: Rewrite, actor: Actor) -> RewrittenItem | None:
    """The item rewritten, or why not; None where it is so already."""
    row = RewrittenItem(rewriting=made, code=wanted.code, name=wanted.name[:500])
    try:
        with transaction.atomic():
            return row if _rewritten(row, wanted, actor) else None
    except DomainError as error:
        told = {k: v for k, v in error.facts.items() if isinstance(v, (str, int))}
        row = RewrittenItem(rewriting=made, code=wanted.code, name=wanted.name[:500])
        row.refusal = {"code": error.code, "facts": told}
        return row


def _rewritten(row: RewrittenItem, wanted: Rewrite, actor: Actor) -> bool:
    if wanted.new is not None:
        row.code = new_item(wanted.new, actor=actor)
        row.made_item = row.made_draft = True
    item = item_to_edit(row.code, actor)
    held = _newest(item)
    before = parse_item(held.document)
    if wanted.new is None and definition_digest(before) != wanted.seen:
        raise item_moved_on(row.code)
    after = parse_item(to_json(wanted.change(before)))
    changed = changed_sections(before, after)
    if not changed and wanted.new is None:
        return False
    version = held
    if held.state == VersionState.PUBLISHED:
        version = next_draft(item, after, actor)
        row.made_draft = True
    else:
        save_definition(version, item, after, actor)
    row.item, row.version_id, row.digest = item, version.id, version.digest
    for section in changed:
        note_change(version, section, before, after, actor, page=str(row.rewriting_id))
        row.sections[section] = [part_of(before, section), section_digest(after, section)]
    tell_draft("catalogue.change_draft", version, item, actor, section="、".join(changed))
    return True


def _newest(item: Item) -> ItemVersion:
    """The draft, or what is in force."""
    alive = (*OPEN, VersionState.PUBLISHED)
    rows = item.versions.select_for_update().filter(state__in=alive)
    found = rows.order_by("-number").first()
    if found is None:
        raise no_such_draft(item.code)
    if found.state not in (VersionState.DRAFT, VersionState.PUBLISHED):
        raise version_in_review(item.code, found.state)
    return found


@transaction.atomic
def undo_rewriting(*, rewriting_id: UUID, actor: Actor) -> Undone:
    """Take back what was done: drafts that were made for it and are as they were left go; in others
    each section that nobody changed since is as it was before. What somebody went on with is left
    and named.

    Raises NotFound `catalogue.no_such_rewriting`, Conflict `catalogue.rewriting_done` (undone
    already), Refused `accounts.not_permitted`.
    """
    made = _own(rewriting_id, actor)
    if made.done_at is None or made.undone_at is not None:
        raise rewriting_done()
    rows = list(made.items.filter(refusal__isnull=True).order_by("item_id"))
    left = [each.code for each in rows if not _taken_back(each, actor)]
    made.undone_at, made.undone_by_name = clock.now(), (actor.name or "system")[:100]
    made.save(update_fields=["undone_at", "undone_by_name"])
    _record("catalogue.undo_rewriting", made, len(rows) - len(left), actor)
    taken = sorted(each.code for each in rows if each.code not in left)
    return Undone(tuple(taken), tuple(sorted(left)))


@transaction.atomic
def submit_rewriting(*, rewriting_id: UUID, note: str, actor: Actor) -> Submitted:
    """Hand the drafts that were made by the step, and are as it left them, to somebody else's eyes;
    one that is refused stays a draft and does not stop the others.

    Raises NotFound `catalogue.no_such_rewriting`, Conflict `catalogue.rewriting_done` (undone),
    Refused `accounts.not_permitted`.
    """
    made = _own(rewriting_id, actor)
    if made.done_at is None or made.undone_at is not None:
        raise rewriting_done()
    sent: list[str] = []
    left: list[str] = []
    for row in made.items.filter(refusal__isnull=True, made_draft=True).order_by("item_id"):
        (sent if _sent(row, note, actor) else left).append(row.code)
    return Submitted(tuple(sorted(sent)), tuple(sorted(left)))


def _sent(row: RewrittenItem, note: str, actor: Actor) -> bool:
    drafts = ItemVersion.objects.filter(state=VersionState.DRAFT, digest=row.digest)
    if row.version_id is None or not drafts.filter(id=row.version_id).exists():
        return False
    try:
        with transaction.atomic():
            submit_for_review(row.version_id, note=note, actor=actor)
    except DomainError:
        return False
    return True


def _taken_back(row: RewrittenItem, actor: Actor) -> bool:
    """Whether nothing of it is left."""
    if row.item_id is None or row.version_id is None:
        return False
    item = item_to_edit(row.code, actor)
    version = (
        item.versions.select_for_update()
        .filter(id=row.version_id, state=VersionState.DRAFT)
        .first()
    )
    if version is None:
        return False
    if row.made_draft and version.digest == row.digest:
        return _thrown_away(row, item, version)
    before = after = parse_item(version.document)
    for section, (part, digest) in row.sections.items():
        if section_digest(before, section) == digest:
            after = with_part(after, section, part)
    _put_back(version, item, before, after, actor)
    return all(
        section_digest(before, section) == digest for section, (_, digest) in row.sections.items()
    )


def _put_back(
    version: ItemVersion, item: Item, before: ItemDefinition, after: ItemDefinition, actor: Actor
) -> None:
    changed = changed_sections(before, after)
    if not changed:
        return
    save_definition(version, item, after, actor)
    for section in changed:
        note_change(version, section, before, after, actor)
    tell_draft("catalogue.undo_change", version, item, actor, section="、".join(changed))


def _thrown_away(row: RewrittenItem, item: Item, version: ItemVersion) -> bool:
    try:
        with transaction.atomic():
            version.delete()
            if row.made_item:
                item.delete()
    except ProtectedError:  # something else rests on it by now
        return False
    return True


def _own(rewriting_id: UUID, actor: Actor) -> Rewriting:
    """The step, locked; it is nobody's but its officer's."""
    require(actor, Permission.CATALOGUE_EDIT)
    made = Rewriting.objects.select_for_update().filter(id=rewriting_id).first()
    if made is None or made.by != actor.user_id:
        raise no_such_rewriting()
    return made


def _record(action: str, made: Rewriting, count: int, actor: Actor) -> None:
    record(
        action=action,
        target_type="catalogue.rewriting",
        target_id=made.id,
        actor=actor,
        facts={"kind": made.kind, "count": count},
        department_id=None,
    )
