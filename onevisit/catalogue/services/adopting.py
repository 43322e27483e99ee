"""A standard taken up in one step: a draft of each deviating item, to be undone while it is one."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import Actor, Permission, Scope, require
from onevisit.audit.services import record
from onevisit.catalogue import queries
from onevisit.catalogue.errors import (
    adoption_undone,
    item_moved_on,
    no_such_adoption,
    nothing_to_adopt,
    rewriting_too_many,
)
from onevisit.catalogue.models import (
    AdoptedItem,
    Adoption,
    Item,
    ItemVersion,
    VersionState,
)
from onevisit.catalogue.queries import PreviewLine
from onevisit.catalogue.rules.parsing import to_json
from onevisit.catalogue.rules.rewriting import AT_ONCE
from onevisit.catalogue.services.drafts import save_item_draft
from onevisit.catalogue.services.reviewing import submit_for_review
from onevisit.directory import queries as directory
from onevisit.kernel import clock


@dataclass(frozen=True, slots=True)
class Undone:
    """What became of the drafts: taken back, or left because somebody went on with them."""

    taken_back: tuple[str, ...]
    left: tuple[str, ...]


@transaction.atomic
def adopt_standard(*, standard_id: UUID, seen: Mapping[str, str], actor: Actor) -> UUID:
    """Make a draft of each item in `seen` (code → digest of the published version that was looked
    at) with the standard's content where it may not differ; the adoption's id. All of them or none,
    so no more than `AT_ONCE`: of many each is made by itself (`adopt_over_many`).

    Raises NotFound `catalogue.no_such_standard`, Conflict `catalogue.item_moved_on` (another
    version is published by now, or there is a draft), Invalid `catalogue.rewriting_too_many`,
    `catalogue.nothing_to_adopt`, `catalogue.definition_refused` and what saving a draft raises,
    Refused `accounts.not_permitted`.
    """
    if len(seen) > AT_ONCE:
        raise rewriting_too_many(AT_ONCE)
    locked = list(Item.objects.select_for_update().filter(code__in=seen).order_by("id"))
    lines = queries.adoption_preview(standard_id, list(seen))
    if not lines or len(locked) != len(seen):
        raise nothing_to_adopt()
    for line in lines:
        require(actor, Permission.CATALOGUE_EDIT, Scope(line.department_id, line.region))
        if line.digest != seen[line.code] or line.has_draft:
            raise item_moved_on(line.code)
    made = Adoption.objects.create(
        standard_id=standard_id, at=clock.now(), by=actor.user_id, by_name=actor.name[:100]
    )
    departments = {
        each.id: each.code for each in directory.departments({line.department_id for line in lines})
    }
    for line in lines:
        _draft(made, line, departments[line.department_id], actor)
    record(
        action="catalogue.adopt_standard",
        target_type="catalogue.adoption",
        target_id=made.id,
        actor=actor,
        facts={"code": lines[0].entry, "count": len(lines)},
        department_id=None,
    )
    return made.id


def _draft(made: Adoption, line: PreviewLine, department: str, actor: Actor) -> None:
    if not line.changes:
        raise nothing_to_adopt()
    version_id = save_item_draft(
        to_json(line.after), region=line.region, department=department, actor=actor
    )
    version = ItemVersion.objects.get(id=version_id)
    AdoptedItem.objects.create(
        adoption=made,
        item_id=line.item_id,
        version_id=version.id,
        number=version.number,
        digest=version.digest,
        aspects=sorted({each.aspect.value for each in line.changes}),
    )


@transaction.atomic
def submit_adoption(*, adoption_id: UUID, actor: Actor) -> int:
    """Hand all drafts of the adoption that are still drafts to somebody else's eyes; how many.

    All of them or none. Raises NotFound `catalogue.no_such_adoption`, Conflict
    `catalogue.adoption_undone`, and as `submit_for_review`.
    """
    made = _adoption(adoption_id)
    note = _note(made)
    waiting = ItemVersion.objects.filter(
        id__in=made.items.values_list("version_id"), state=VersionState.DRAFT
    )
    ids = list(waiting.order_by("id").values_list("id", flat=True))
    for version_id in ids:
        submit_for_review(version_id, note=note, actor=actor)
    return len(ids)


def _note(made: Adoption) -> str:
    """What reviewers read, in the words of the standard."""
    return f"{made.standard.entry_id} v{made.standard.number}: {made.standard.reason}"


def _adoption(adoption_id: UUID) -> Adoption:
    made = Adoption.objects.select_for_update().filter(id=adoption_id).first()
    if made is None:
        raise no_such_adoption()
    if made.undone_at is not None:
        raise adoption_undone(made.undone_by_name)
    return made


@transaction.atomic
def undo_adoption(*, adoption_id: UUID, actor: Actor) -> Undone:
    """Take back the drafts that are still as they were made; those somebody changed, sent on or
    published are left and named.

    Raises NotFound `catalogue.no_such_adoption`, Conflict `catalogue.adoption_undone`, Refused
    `accounts.not_permitted`.
    """
    made = _adoption(adoption_id)
    taken, left = [], []
    for row in made.items.select_related("item").order_by("item__code"):
        item = row.item
        require(actor, Permission.CATALOGUE_EDIT, Scope(item.department_id, item.region_id))
        draft = (
            ItemVersion.objects.select_for_update()
            .filter(id=row.version_id, state=VersionState.DRAFT, digest=row.digest)
            .first()
        )
        if draft is None:
            left.append(item.code)
        else:
            draft.delete()
            taken.append(item.code)
    made.undone_at = clock.now()
    made.undone_by_name = (actor.name or "system")[:100]
    made.save(update_fields=["undone_at", "undone_by_name"])
    record(
        action="catalogue.undo_adoption",
        target_type="catalogue.adoption",
        target_id=made.id,
        actor=actor,
        facts={"code": made.standard.entry_id, "count": len(taken)},
        department_id=None,
    )
    return Undone(tuple(taken), tuple(left))
