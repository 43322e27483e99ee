"""An officer's draft: begun, changed section by section under a lock, and taken back.

Work that is not whole yet is kept as it is: what contradicts is told beside the form and refused
when it is to be published, not when it is saved.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from django.db import transaction
from django.db.models import Max

from onevisit.accounts.rules import Actor, Permission, Scope, require
from onevisit.audit.services import record
from onevisit.catalogue.access import keeper_of, scope_of
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
from onevisit.catalogue.models import (
    Bundle,
    BundleVersion,
    CatalogueEntry,
    DraftChange,
    Item,
    ItemVersion,
)
from onevisit.catalogue.queries.meeting import met
from onevisit.catalogue.queries.versions import definition_of
from onevisit.catalogue.rules.definition import BundleDefinition, ItemDefinition
from onevisit.catalogue.rules.editing.coding import full_code
from onevisit.catalogue.rules.editing.sections import (
    part_of,
    section_digest,
    with_part,
    with_section,
)
from onevisit.catalogue.rules.editing.starting import USUAL_STEPS
from onevisit.catalogue.rules.parsing import parse_item, reread
from onevisit.catalogue.rules.versions import OPEN, VersionState
from onevisit.catalogue.rules.vocabulary import Level, TaskType
from onevisit.catalogue.services.holding import hold_row
from onevisit.catalogue.services.keeping import keep
from onevisit.directory import queries as directory
from onevisit.directory.rules import DepartmentInfo
from onevisit.kernel import clock
from onevisit.kernel.errors import NotFound
from onevisit.kernel.item_codes import ItemCode

Change = Callable[[Any], Any]
"""From a definition to a definition, both of the same kind."""
Row = Item | Bundle
Version = ItemVersion | BundleVersion
Definition = ItemDefinition | BundleDefinition


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
    """What was saved: the section's new digest, and whether anything changed at all. `beside` is
    who changed the section since its form was drawn, "" for nobody.
    """

    code: str
    digest: str
    changed: bool
    beside: str = ""


@transaction.atomic
def new_item(new: NewItem, *, actor: Actor) -> str:
    """Begin an item with nothing but its name; the code it stands under.

    Raises Invalid `codes.*`, `catalogue.needs_department_code`, `catalogue.unknown_department`,
    Conflict `catalogue.item_exists`, Refused `accounts.not_permitted`.
    """
    department, code = _place(new, actor)
    _begin(_bare(new, code), code, department, actor, copied="")
    return code.text


def begun(new: NewItem, actor: Actor) -> ItemDefinition:
    """What `new_item` begins with; nothing is kept. Raises as `new_item`."""
    _department, code = _place(new, actor)
    return _bare(new, code)


def _bare(new: NewItem, code: ItemCode) -> ItemDefinition:
    return ItemDefinition(
        code=code.text,
        catalogue_code=_entry_of(code),
        name=new.name.strip(),
        task_type=new.task_type,
        level=new.level,
        steps=USUAL_STEPS if new.usual_steps else (),
    )


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
    row = row_to_edit(code, actor)
    if row.versions.filter(state__in=OPEN).exists():
        raise draft_exists(code)
    current = row.versions.filter(state=VersionState.PUBLISHED).first()
    if current is None:
        raise no_such_draft(code)
    return next_draft(row, definition_of(current), actor).id


def next_draft(row: Row, definition: Definition, actor: Actor) -> Version:
    """A draft after what is published, with this content; the item or bundle is locked."""
    newest = row.versions.aggregate(newest=Max("number"))["newest"] or 0
    version = start_version(row, definition, newest + 1, actor)
    tell_draft("catalogue.begin_draft", version, row, actor)
    return version


@transaction.atomic
def change_draft(
    *, code: str, section: str, seen: str, change: Change, actor: Actor, page: str = ""
) -> Kept:
    """Apply `change` to this section of the newest draft; other sections stay as they are by now.

    `seen` is the digest of the section as the form was drawn. What others saved in the section
    since stays where `change` leaves it alone (ADR 90); what the same `page` saved itself does not
    count as others'. Raises NotFound `catalogue.no_such_draft`, Conflict
    `catalogue.section_changed` (by whom, when: both changed the same), Invalid
    `catalogue.document_malformed`, Refused `accounts.not_permitted`.
    """
    version, row = draft_to_edit(code, actor)
    before: Any = definition_of(version)
    held = section_digest(before, section)
    last = version.changes.filter(section=section).order_by("-id").first()
    own = bool(page) and last is not None and last.page == page and last.after == held
    if seen == held or own:
        beside, wanted = "", with_section(before, section, change(before))
    else:
        beside, wanted = _beside(version, section, last, before, seen, change)
    after = reread(wanted)
    if actor.user_id is not None:
        version.typings.filter(section=section, by=actor.user_id).delete()
    if after == before:
        return Kept(code, held, changed=False, beside=beside)
    save_definition(version, row, after, actor)
    digest = section_digest(after, section)
    if own and last is not None and last.undoes_id is None and not hasattr(last, "undone_by"):
        last.after, last.at = digest, clock.now()
        last.save(update_fields=["after", "at"])
    else:
        note_change(version, section, before, after, actor, page=page)
        tell_draft("catalogue.change_draft", version, row, actor, section=section)
    return Kept(code, digest, changed=True, beside=beside)


def _beside(
    version: Version,
    section: str,
    last: DraftChange | None,
    now: Any,
    seen: str,
    change: Change,
) -> tuple[str, Any]:
    """Who changed the section last, and the draft with what both wrote there."""
    found = met(version.id, now, section, seen=seen, change=change)
    if last is None or found is None or found.clashes:
        raise section_changed(last.by_name if last else "", last.at if last else None)
    return last.by_name, found.definition


@transaction.atomic
def undo_change(*, code: str, actor: Actor) -> str:
    """Take back the last change of the draft that was not taken back yet; its section. What the
    actor has typed there since, and not saved, is typed over what stands there now.

    Raises NotFound `catalogue.no_such_draft`, Conflict `catalogue.nothing_to_undo`,
    `catalogue.undo_overtaken`, Refused `accounts.not_permitted`.
    """
    version, row = draft_to_edit(code, actor)
    rows = version.changes.filter(undoes=None, undone_by=None)
    last = rows.order_by("-id").first()
    if last is None:
        raise nothing_to_undo()
    before: Any = definition_of(version)
    if section_digest(before, last.section) != last.after:
        raise undo_overtaken(last.by_name, last.at)
    after = with_part(before, last.section, last.before)
    save_definition(version, row, after, actor)
    note_change(version, last.section, before, after, actor, undoes=last)
    if actor.user_id is not None:
        typed = version.typings.filter(section=last.section, by=actor.user_id, seen=last.after)
        typed.update(seen=section_digest(after, last.section))
    tell_draft("catalogue.undo_change", version, row, actor, section=last.section)
    return last.section


def _place(new: NewItem, actor: Actor) -> tuple[DepartmentInfo, ItemCode]:
    """The department and the whole code; the officer may write there and the code is free."""
    department = next((d for d in directory.departments() if d.code == new.department), None)
    if department is None:
        raise no_such_department(new.department)
    require(actor, Permission.CATALOGUE_EDIT, Scope(department.id, department.region))
    code = full_code(new.code, uscc=department.uscc, department=department.name, level=new.level)
    if ItemVersion.objects.filter(item__code=code.text).exists():
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
        _begin_anew(item, definition, department)
    version = start_version(item, definition, 1, actor)
    tell_draft("catalogue.new_item", version, item, actor, **({"source": copied} if copied else {}))


def _begin_anew(item: Item, definition: ItemDefinition, department: DepartmentInfo) -> None:
    """Of what stood under the code only the history of a draft that was thrown away may be left."""
    held = Item.objects.select_for_update().get(id=item.id)
    if held.versions.exists():
        raise item_exists(held.code)
    item.name, item.department_id = definition.name, department.id
    item.region_id = department.region
    item.save(update_fields=["name", "department", "region"])


def start_version(row: Row, definition: Definition, number: int, actor: Actor) -> Version:
    """A draft of the item or bundle with this content."""
    version: Version = (
        ItemVersion(item=row, number=number)
        if isinstance(row, Item)
        else BundleVersion(bundle=row, number=number)
    )
    keep(version, definition, actor=actor)
    return version


def row_to_edit(code: str, actor: Actor) -> Row:
    """The item or bundle, locked. Raises NotFound `catalogue.no_such_draft`, Refused
    `accounts.not_permitted`.
    """
    try:
        row = hold_row(code)
    except NotFound:
        raise no_such_draft(code) from None
    require(actor, Permission.CATALOGUE_EDIT, scope_of(row))
    return row


def item_to_edit(code: str, actor: Actor) -> Item:
    """The item, locked. Raises as `row_to_edit`."""
    row = row_to_edit(code, actor)
    if not isinstance(row, Item):
        raise no_such_draft(code)
    return row


def draft_to_edit(code: str, actor: Actor) -> tuple[Version, Row]:
    """The draft and what it is of, both locked. Raises NotFound `catalogue.no_such_draft`, Conflict
    `catalogue.version_in_review`, Refused `accounts.not_permitted`.
    """
    row = row_to_edit(code, actor)
    version = row.versions.select_for_update().filter(state=VersionState.DRAFT).first()
    if version is None:
        elsewhere = row.versions.filter(state__in=OPEN).first()
        raise version_in_review(code, elsewhere.state) if elsewhere else no_such_draft(code)
    return version, row


def save_definition(version: Version, row: Row, definition: Definition, actor: Actor) -> None:
    """Write the draft, and what it names."""
    keep(version, definition, actor=actor)
    if row.current_id is None and row.name != definition.name:
        row.name = definition.name  # a thing nobody sees yet is called what its draft is called
        row.save(update_fields=["name"])


def note_change(
    version: Version,
    section: str,
    before: Definition,
    after: Definition,
    actor: Actor,
    *,
    page: str = "",
    undoes: DraftChange | None = None,
) -> None:
    """Note what the section held before the change."""
    version.changes.create(
        section=section,
        before=part_of(before, section),
        after=section_digest(after, section),
        page=page[:40],
        at=clock.now(),
        by=actor.user_id,
        by_name=actor.name[:100],
        undoes=undoes,
    )


def tell_draft(action: str, version: Version, row: Row, actor: Actor, **facts: str) -> None:
    """Put what was done to the draft on the trail."""
    record(
        action=action,
        target_type=f"catalogue.{version._meta.model_name}",
        target_id=version.id,
        actor=actor,
        facts={"code": row.code, "version": version.number, "digest": version.digest, **facts},
        department_id=keeper_of(row),
    )
