"""One item of a step over many: rewritten whole or not at all, handed in, taken back."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import ProtectedError

from onevisit.accounts.rules import Actor
from onevisit.audit.services import record
from onevisit.catalogue.errors import item_moved_on, no_such_draft, version_in_review
from onevisit.catalogue.models import Item, ItemVersion, Rewriting, RewrittenItem
from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.rules.editing.sections import (
    changed_sections,
    part_of,
    section_digest,
    with_part,
)
from onevisit.catalogue.rules.parsing import definition_digest, parse_item, to_json
from onevisit.catalogue.rules.versions import OPEN, VersionState
from onevisit.catalogue.services.editing import (
    Change,
    NewItem,
    Version,
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
from onevisit.kernel.types import JsonObject


@dataclass(frozen=True, slots=True)
class Rewrite:
    """What is to become of one item. `seen` is the digest of what the change was made from; an item
    that is `new` is begun first. `anew`: a draft that somebody has is left to them.
    """

    code: str
    name: str
    change: Change
    seen: str = ""
    new: NewItem | None = None
    anew: bool = False


def attempt(row: RewrittenItem, wanted: Rewrite, actor: Actor) -> bool:
    """Fill the row in with the item rewritten, or with why not; False where it is so already."""
    try:
        with transaction.atomic():
            return _rewritten(row, wanted, actor)
    except DomainError as error:
        row.code, row.item, row.version_id, row.digest = wanted.code, None, None, ""
        row.made_item = row.made_draft = False
        row.sections = {}
        refused(row, error)
        return True


def refused(row: RewrittenItem, error: DomainError) -> RewrittenItem:
    """The row with why nothing became of it."""
    row.refusal = told(error)
    return row


def told(error: DomainError) -> JsonObject:
    """What went wrong, to be said in words later."""
    facts = {k: v for k, v in error.facts.items() if isinstance(v, (str, int))}
    return {"code": error.code, "facts": {**facts}}


def _rewritten(row: RewrittenItem, wanted: Rewrite, actor: Actor) -> bool:
    if wanted.new is not None:
        row.code = new_item(wanted.new, actor=actor)
        row.made_item = row.made_draft = True
    item = item_to_edit(row.code, actor)
    held = _newest(item)
    before = parse_item(held.document)
    theirs = wanted.anew and held.state != VersionState.PUBLISHED
    if theirs or (wanted.new is None and definition_digest(before) != wanted.seen):
        raise item_moved_on(row.code)
    after = parse_item(to_json(wanted.change(before)))
    changed = changed_sections(before, after)
    if not changed and wanted.new is None:
        return False
    version: Version = held
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


def sent(row: RewrittenItem, note: str, actor: Actor) -> bool:
    """Hand its draft, as the step left it, to somebody else's eyes; whether that was done, else the
    row says why not.
    """
    left: DomainError | None = None
    drafts = ItemVersion.objects.filter(state=VersionState.DRAFT, digest=row.digest)
    if row.version_id is None or not drafts.filter(id=row.version_id).exists():
        left = item_moved_on(row.code)
    else:
        try:
            with transaction.atomic():
                submit_for_review(row.version_id, note=note, actor=actor)
        except DomainError as error:
            left = error
    return _noted(row, left)


def _noted(row: RewrittenItem, left: DomainError | None) -> bool:
    row.left = told(left) if left else None
    row.save(update_fields=["left"])
    return left is None


def taken_back(row: RewrittenItem, actor: Actor) -> bool:
    """Take back what was done to it; whether nothing of that is left, else the row says so."""
    return _noted(row, None if _taken_back(row, actor) else item_moved_on(row.code))


def _taken_back(row: RewrittenItem, actor: Actor) -> bool:
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


def put_undone(made: Rewriting, taken: int, actor: Actor) -> None:
    """Put down that the step was taken back, and of how many items."""
    made.undone_at, made.undone_by_name = clock.now(), (actor.name or "system")[:100]
    made.save(update_fields=["undone_at", "undone_by_name"])
    tell_step("catalogue.undo_rewriting", made, taken, actor)


def put_done(made: Rewriting, changed: int, actor: Actor) -> None:
    """Put down that the step was made, and in how many items."""
    made.done_at = clock.now()
    made.save(update_fields=["done_at"])
    tell_step("catalogue.rewrite", made, changed, actor)


def tell_step(action: str, made: Rewriting, count: int, actor: Actor) -> None:
    """Put what was done to how many items on the trail."""
    record(
        action=action,
        target_type="catalogue.rewriting",
        target_id=made.id,
        actor=actor,
        facts={"kind": made.kind, "count": count},
        department_id=None,
    )
