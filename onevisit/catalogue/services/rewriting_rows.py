"""One item or bundle of a step over many: rewritten whole or not at all, handed in, taken back."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError, Q

from onevisit.accounts.rules import Actor
from onevisit.audit.services import record
from onevisit.catalogue.errors import item_moved_on, no_such_draft, version_in_review
from onevisit.catalogue.models import BundleVersion, Item, ItemVersion, Rewriting, RewrittenItem
from onevisit.catalogue.queries.versions import definition_of
from onevisit.catalogue.rules.editing.sections import (
    changed_sections,
    part_of,
    section_digest,
    with_part,
)
from onevisit.catalogue.rules.parsing import definition_digest, reread
from onevisit.catalogue.rules.versions import OPEN, VersionState
from onevisit.catalogue.services.bundling import NewBundle, new_bundle
from onevisit.catalogue.services.editing import (
    Change,
    NewItem,
    Row,
    Version,
    new_item,
    next_draft,
    note_change,
    row_to_edit,
    save_definition,
    tell_draft,
)
from onevisit.catalogue.services.reviewing import submit_for_review
from onevisit.kernel import clock
from onevisit.kernel.errors import DomainError, NotFound
from onevisit.kernel.types import JsonObject


@dataclass(frozen=True, slots=True)
class Rewrite:
    """What is to become of one item or bundle. `seen` is the digest of what the change was made
    from; what is `new` is begun first. `anew`: a draft that somebody has is left to them.
    """

    code: str
    name: str
    change: Change
    seen: str = ""
    new: NewItem | NewBundle | None = None
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
        row.code = _begun(wanted.new, actor)
        row.made_item = row.made_draft = True
    thing = row_to_edit(row.code, actor)
    held = _newest(thing)
    before = definition_of(held)
    theirs = wanted.anew and held.state != VersionState.PUBLISHED
    if theirs or (wanted.new is None and definition_digest(before) != wanted.seen):
        raise item_moved_on(row.code)
    after = reread(wanted.change(before))
    changed = changed_sections(before, after)
    if not changed and wanted.new is None:
        return False
    version: Version = held
    if held.state == VersionState.PUBLISHED:
        version = next_draft(thing, after, actor)
        row.made_draft = True
    else:
        save_definition(version, thing, after, actor)
    row.item = thing if isinstance(thing, Item) else None
    row.version_id, row.digest = version.id, version.digest
    for section in changed:
        note_change(version, section, before, after, actor, page=str(row.rewriting_id))
        row.sections[section] = [part_of(before, section), section_digest(after, section)]
    tell_draft("catalogue.change_draft", version, thing, actor, section="、".join(changed))
    return True


def _begun(new: NewItem | NewBundle, actor: Actor) -> str:
    if isinstance(new, NewBundle):
        return new_bundle(new, actor=actor)
    return new_item(new, actor=actor)


def _newest(thing: Row) -> Version:
    """The draft, or what is in force."""
    alive = (*OPEN, VersionState.PUBLISHED)
    rows = thing.versions.select_for_update().filter(state__in=alive)
    found: Version | None = rows.order_by("-number").first()
    if found is None:
        raise no_such_draft(thing.code)
    if found.state not in (VersionState.DRAFT, VersionState.PUBLISHED):
        raise version_in_review(thing.code, found.state)
    return found


def sent(row: RewrittenItem, note: str, actor: Actor) -> bool:
    """Hand its draft, as the step left it, to somebody else's eyes; whether that was done, else the
    row says why not.
    """
    left: DomainError | None = None
    if row.version_id is None or not _is_as_left(row, row.version_id):
        left = item_moved_on(row.code)
    else:
        try:
            with transaction.atomic():
                submit_for_review(row.version_id, note=note, actor=actor)
        except DomainError as error:
            left = error
    return _noted(row, left)


def _is_as_left(row: RewrittenItem, version_id: UUID) -> bool:
    left = Q(id=version_id, state=VersionState.DRAFT, digest=row.digest)
    return any(kind.objects.filter(left).exists() for kind in (ItemVersion, BundleVersion))


def _noted(row: RewrittenItem, left: DomainError | None) -> bool:
    row.left = told(left) if left else None
    row.save(update_fields=["left"])
    return left is None


def taken_back(row: RewrittenItem, actor: Actor) -> bool:
    """Take back what was done to it; whether nothing of that is left, else the row says so."""
    return _noted(row, None if _taken_back(row, actor) else item_moved_on(row.code))


def _taken_back(row: RewrittenItem, actor: Actor) -> bool:
    if row.version_id is None:
        return False
    try:
        thing = row_to_edit(row.code, actor)
    except NotFound:
        return False
    drafts = thing.versions.select_for_update().filter(state=VersionState.DRAFT)
    version: Version | None = drafts.filter(id=row.version_id).first()
    if version is None:
        return False
    if row.made_draft and version.digest == row.digest:
        return _thrown_away(row, thing, version)
    before: Any = definition_of(version)
    after = before
    for section, (part, digest) in row.sections.items():
        if section_digest(before, section) == digest:
            after = with_part(after, section, part)
    _put_back(version, thing, before, after, actor)
    return all(
        section_digest(before, section) == digest for section, (_, digest) in row.sections.items()
    )


def _put_back(version: Version, thing: Row, before: Any, after: Any, actor: Actor) -> None:
    changed = changed_sections(before, after)
    if not changed:
        return
    save_definition(version, thing, after, actor)
    for section in changed:
        note_change(version, section, before, after, actor)
    tell_draft("catalogue.undo_change", version, thing, actor, section="、".join(changed))


def _thrown_away(row: RewrittenItem, thing: Row, version: Version) -> bool:
    try:
        with transaction.atomic():
            version.delete()
            if row.made_item:
                thing.delete()
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
