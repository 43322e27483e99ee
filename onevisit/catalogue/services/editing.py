"""An officer's draft: begun, changed section by section under a lock, and taken back.

Work that is not whole yet is kept as it is: what contradicts is told beside the form and refused
when it is to be published, not when it is saved.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import msgspec
from django.db import transaction
from django.db.models import Max

from onevisit.accounts.rules import Actor, Permission, Scope, require
from onevisit.audit.services import record
from onevisit.catalogue.errors import (
    draft_exists,
    item_exists,
    no_such_department,
    no_such_draft,
    nothing_to_undo,
    section_changed,
    undo_overtaken,
    version_in_review,
)
from onevisit.catalogue.models import CatalogueEntry, DraftChange, Item, ItemVersion
from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.rules.editing.coding import full_code
from onevisit.catalogue.rules.editing.sections import (
    part_of,
    section_digest,
    with_part,
    with_section,
)
from onevisit.catalogue.rules.editing.starting import USUAL_STEPS
from onevisit.catalogue.rules.parsing import parse_item, to_json
from onevisit.catalogue.rules.versions import OPEN, VersionState
from onevisit.catalogue.rules.vocabulary import Level, TaskType
from onevisit.catalogue.services.keeping import keep
from onevisit.directory import queries as directory
from onevisit.directory.rules import DepartmentInfo
from onevisit.kernel import clock
from onevisit.kernel.item_codes import ItemCode

Change = Callable[[ItemDefinition], ItemDefinition]


@dataclass(frozen=True, slots=True)
class NewItem:
    """What one must say to begin: `code` is the 实施编码, or a 基本编码 of 12 to complete."""

    code: str
    name: str
    department: str
    task_type: TaskType = TaskType.SERVICE
    level: Level = Level.COUNTY
    usual_steps: bool = False  # begin with the steps that most items have


@dataclass(frozen=True, slots=True)
class Kept:
    """What was saved: the section's new digest, and whether anything changed at all."""

    code: str
    digest: str
    changed: bool


@transaction.atomic
def new_item(new: NewItem, *, actor: Actor) -> str:
    """Begin an item with nothing but its name; the code it stands under.

    Raises Invalid `codes.*`, `catalogue.needs_department_code`, `catalogue.unknown_department`,
    Conflict `catalogue.item_exists`, Refused `accounts.not_permitted`.
    """
    department, code = _place(new, actor)
    definition = ItemDefinition(
        code=code.text,
        catalogue_code=_entry_of(code),
        name=new.name.strip(),
        task_type=new.task_type,
        level=new.level,
        steps=USUAL_STEPS if new.usual_steps else (),
    )
    _begin(definition, code, department, actor, copied="")
    return code.text


@transaction.atomic
def copy_item(source: str, new: NewItem, *, actor: Actor) -> str:
    """Begin an item as another one is, its draft before what is published; the new code.

    Everyday names stay behind: they lead to the other item. Raises as `new_item`, and NotFound
    `catalogue.no_such_draft` when there is nothing to copy.
    """
    department, code = _place(new, actor)
    alive = (*OPEN, VersionState.PUBLISHED)
    rows = ItemVersion.objects.filter(item__code=source, state__in=alive)
    version = rows.order_by("-number").select_related("item").first()
    if version is None:
        raise no_such_draft(source)
    owner = version.item
    require(actor, Permission.CATALOGUE_EDIT, Scope(owner.department_id, owner.region_id))
    definition = msgspec.structs.replace(
        parse_item(version.document),
        code=code.text,
        catalogue_code=_entry_of(code),
        name=new.name.strip(),
        short_name="",
        task_type=new.task_type,
        level=new.level,
        everyday=(),
    )
    _begin(definition, code, department, actor, copied=source)
    return code.text


@transaction.atomic
def begin_draft(*, code: str, actor: Actor) -> UUID:
    """A draft that is what is published now, to be changed; the version's id.

    Raises NotFound `catalogue.no_such_draft` (nothing is published), Conflict
    `catalogue.draft_exists`, Refused `accounts.not_permitted`.
    """
    item = item_to_edit(code, actor)
    if item.versions.filter(state__in=OPEN).exists():
        raise draft_exists(code)
    current = item.versions.filter(state=VersionState.PUBLISHED).first()
    if current is None:
        raise no_such_draft(code)
    return next_draft(item, parse_item(current.document), actor).id


def next_draft(item: Item, definition: ItemDefinition, actor: Actor) -> ItemVersion:
    """A draft after what is published, with this content; the item is locked."""
    newest = item.versions.aggregate(newest=Max("number"))["newest"] or 0
    version = start_version(item, definition, newest + 1, actor)
    tell_draft("catalogue.begin_draft", version, item, actor)
    return version


@transaction.atomic
def change_draft(
    *, code: str, section: str, seen: str, change: Change, actor: Actor, page: str = ""
) -> Kept:
    """Apply `change` to this section of the newest draft; other sections stay as they are by now.

    `seen` is the digest of the section as the form was drawn; what the same `page` saved itself
    since does not count as somebody else's. Raises NotFound `catalogue.no_such_draft`, Conflict
    `catalogue.section_changed` (by whom, when), Invalid `catalogue.document_malformed`, Refused
    `accounts.not_permitted`.
    """
    version, item = _draft(code, actor)
    before = parse_item(version.document)
    held = section_digest(before, section)
    last = version.changes.filter(section=section).order_by("-id").first()
    own = bool(page) and last is not None and last.page == page and last.after == held
    if seen != held and not own:
        raise section_changed(last.by_name if last else "", last.at if last else None)
    wanted = with_section(before, section, change(before))
    after = parse_item(to_json(wanted))  # nothing is kept that could not be read again
    if actor.user_id is not None:
        version.typings.filter(section=section, by=actor.user_id).delete()
    if after == before:
        return Kept(code, held, changed=False)
    save_definition(version, item, after, actor)
    digest = section_digest(after, section)
    if own and last is not None and last.undoes_id is None and not hasattr(last, "undone_by"):
        last.after, last.at = digest, clock.now()
        last.save(update_fields=["after", "at"])
    else:
        note_change(version, section, before, after, actor, page=page)
        tell_draft("catalogue.change_draft", version, item, actor, section=section)
    return Kept(code, digest, changed=True)


@transaction.atomic
def undo_change(*, code: str, actor: Actor) -> str:
    """Take back the last change of the draft that was not taken back yet; its section.

    Raises NotFound `catalogue.no_such_draft`, Conflict `catalogue.nothing_to_undo`,
    `catalogue.undo_overtaken`, Refused `accounts.not_permitted`.
    """
    version, item = _draft(code, actor)
    rows = version.changes.filter(undoes=None, undone_by=None)
    last = rows.order_by("-id").first()
    if last is None:
        raise nothing_to_undo()
    before = parse_item(version.document)
    if section_digest(before, last.section) != last.after:
        raise undo_overtaken(last.by_name, last.at)
    after = with_part(before, last.section, last.before)
    save_definition(version, item, after, actor)
    note_change(version, last.section, before, after, actor, undoes=last)
    tell_draft("catalogue.undo_change", version, item, actor, section=last.section)
    return last.section


def _place(new: NewItem, actor: Actor) -> tuple[DepartmentInfo, ItemCode]:
    """The department and the whole code; the officer may write there and the code is free."""
    department = next((d for d in directory.departments() if d.code == new.department), None)
    if department is None:
        raise no_such_department(new.department)
    require(actor, Permission.CATALOGUE_EDIT, Scope(department.id, department.region))
    code = full_code(new.code, uscc=department.uscc, department=department.name, level=new.level)
    if Item.objects.filter(code=code.text).exists():
        raise item_exists(code.text)
    return department, code


def _entry_of(code: ItemCode) -> str:
    return code.catalogue.code if code.catalogue else ""


def _begin(
    definition: ItemDefinition,
    code: ItemCode,
    department: DepartmentInfo,
    actor: Actor,
    *,
    copied: str,
) -> None:
    entry = None
    if definition.catalogue_code:
        entry, _ = CatalogueEntry.objects.get_or_create(
            code=definition.catalogue_code,
            defaults={"name": definition.name, "task_type": definition.task_type.value},
        )
    item, made = Item.objects.get_or_create(
        code=code.text,
        defaults={
            "item_code": code.item,
            "variant": code.variant or "",
            "entry": entry,
            "department_id": department.id,
            "region_id": department.region,
            "name": definition.name,
        },
    )
    if not made:
        raise item_exists(code.text)
    version = start_version(item, definition, 1, actor)
    tell_draft("catalogue.new_item", version, item, actor, **({"source": copied} if copied else {}))


def start_version(item: Item, definition: ItemDefinition, number: int, actor: Actor) -> ItemVersion:
    """A draft of the item with this content."""
    version = ItemVersion(item=item, number=number)
    keep(version, definition, actor=actor)
    return version


def item_to_edit(code: str, actor: Actor) -> Item:
    """The item, locked. Raises NotFound `catalogue.no_such_draft`, Refused
    `accounts.not_permitted`.
    """
    item = Item.objects.select_for_update().filter(code=code).first()
    if item is None:
        raise no_such_draft(code)
    require(actor, Permission.CATALOGUE_EDIT, Scope(item.department_id, item.region_id))
    return item


def _draft(code: str, actor: Actor) -> tuple[ItemVersion, Item]:
    item = item_to_edit(code, actor)
    version = item.versions.select_for_update().filter(state=VersionState.DRAFT).first()
    if version is None:
        elsewhere = item.versions.filter(state__in=OPEN).first()
        raise version_in_review(code, elsewhere.state) if elsewhere else no_such_draft(code)
    return version, item


def save_definition(
    version: ItemVersion, item: Item, definition: ItemDefinition, actor: Actor
) -> None:
    """Write the draft, and what it names."""
    keep(version, definition, actor=actor)
    if item.current_id is None and item.name != definition.name:
        item.name = definition.name  # an item nobody sees yet is called what its draft is called
        item.save(update_fields=["name"])


def note_change(
    version: ItemVersion,
    section: str,
    before: ItemDefinition,
    after: ItemDefinition,
    actor: Actor,
    *,
    page: str = "",
    undoes: DraftChange | None = None,
) -> None:
    """Note what the section held before the change."""
    DraftChange.objects.create(
        version=version,
        section=section,
        before=part_of(before, section),
        after=section_digest(after, section),
        page=page[:40],
        at=clock.now(),
        by=actor.user_id,
        by_name=actor.name[:100],
        undoes=undoes,
    )


def tell_draft(action: str, version: ItemVersion, item: Item, actor: Actor, **facts: str) -> None:
    """Put what was done to the draft on the trail."""
    record(
        action=action,
        target_type="catalogue.itemversion",
        target_id=version.id,
        actor=actor,
        facts={"code": item.code, "version": version.number, "digest": version.digest, **facts},
        department_id=item.department_id,
    )
