"""Saving definitions as drafts: parsed, checked whole, and refused with every place named."""

from uuid import UUID

from django.db import transaction
from django.db.models import Max

from onevisit.accounts.rules import Actor, Permission, Scope, require
from onevisit.audit.services import record
from onevisit.catalogue import queries
from onevisit.catalogue.errors import (
    belongs_elsewhere,
    definition_refused,
    no_such_department,
    version_in_review,
)
from onevisit.catalogue.models import (
    Bundle,
    BundleVersion,
    CatalogueEntry,
    Item,
    ItemVersion,
)
from onevisit.catalogue.rules.checks import check_bundle, check_item
from onevisit.catalogue.rules.definition import BundleDefinition, ItemDefinition
from onevisit.catalogue.rules.parsing import (
    definition_digest,
    parse_bundle,
    parse_item,
)
from onevisit.catalogue.rules.versions import OPEN, VersionState
from onevisit.catalogue.services.keeping import keep
from onevisit.catalogue.services.references import Resolved, known_departments, resolve
from onevisit.kernel.errors import Problem
from onevisit.kernel.item_codes import ItemCode

Kept = ItemVersion | BundleVersion


@transaction.atomic
def save_item_draft(document: object, *, region: str, department: str, actor: Actor) -> UUID:
    """Save an item of the department (code) for the region as its draft; the version's id.

    What is published already with the same content is not saved again: its id is returned.
    Raises Invalid `catalogue.definition_refused` (with `problems`), `catalogue.document_malformed`,
    `conditions.*`, `catalogue.unknown_department`; Conflict `catalogue.belongs_elsewhere`,
    `catalogue.version_in_review` (frozen until it is answered); Refused `accounts.not_permitted`.
    """
    department_id = _department_id(department)
    require(actor, Permission.CATALOGUE_EDIT, Scope(department_id, region))
    definition = parse_item(document)
    resolved = resolve(definition)
    _refuse_if(definition.code, [*check_item(definition).problems, *resolved.problems])
    item = _item_for(definition, region, department_id)
    version = _kept(ItemVersion(item=item), definition, resolved, actor)
    if version.state == VersionState.DRAFT:
        _record("catalogue.save_draft", version, definition.code, actor, department_id)
    return version.id


@transaction.atomic
def save_bundle_draft(document: object, *, region: str, actor: Actor) -> UUID:
    """Save a bundle for the region as its draft; the version's id. Its parts must be published
    items that serve this region.

    Raises as `save_item_draft`.
    """
    definition = parse_bundle(document)
    lead_id = _department_id(definition.lead)
    require(actor, Permission.CATALOGUE_EDIT, Scope(lead_id, region))
    resolved = resolve(definition)
    found = check_bundle(definition, queries.part_items(definition, region))
    _refuse_if(definition.code, [*found.problems, *resolved.problems])
    bundle, _ = Bundle.objects.select_for_update().get_or_create(
        code=definition.code,
        defaults={"name": definition.name, "region_id": region, "lead_id": lead_id},
    )
    if bundle.region_id != region:
        raise belongs_elsewhere(definition.code)
    version = _kept(BundleVersion(bundle=bundle), definition, resolved, actor)
    if version.state == VersionState.DRAFT:
        _record("catalogue.save_draft", version, definition.code, actor, lead_id)
    return version.id


def _department_id(code: str) -> UUID:
    known = known_departments({code})
    if code not in known:
        raise no_such_department(code)
    return known[code]


def _refuse_if(code: str, problems: list[Problem]) -> None:
    if problems:
        raise definition_refused(code, problems)


def _item_for(definition: ItemDefinition, region: str, department_id: UUID) -> Item:
    """The item's row, locked; made with its entry if it is new."""
    parts = ItemCode.parse(definition.code)
    entry = definition.catalogue_code or (parts.catalogue.code if parts.catalogue else "")
    item, _ = Item.objects.select_for_update().get_or_create(
        code=definition.code,
        defaults={
            "item_code": parts.item,
            "variant": parts.variant or "",
            "entry": _entry_for(entry, definition) if entry else None,
            "department_id": department_id,
            "region_id": region,
            "name": definition.name,
        },
    )
    if (item.department_id, item.region_id) != (department_id, region):
        raise belongs_elsewhere(definition.code)
    return item


def _entry_for(code: str, definition: ItemDefinition) -> CatalogueEntry:
    """The entry; one that was only named by others until now gets its name and type."""
    entry, _ = CatalogueEntry.objects.get_or_create(
        code=code,
        defaults={"name": definition.name, "task_type": definition.task_type.value},
    )
    if not entry.name:
        entry.name, entry.task_type = definition.name, definition.task_type.value
        entry.save(update_fields=["name", "task_type"])
    return entry


def _kept(
    fresh: Kept,
    definition: ItemDefinition | BundleDefinition,
    resolved: Resolved,
    actor: Actor,
) -> Kept:
    """The draft with this content, or the published version that has it already."""
    owner = fresh.item if isinstance(fresh, ItemVersion) else fresh.bundle
    versions = owner.versions.all()
    digest = definition_digest(definition)
    draft = versions.filter(state__in=OPEN).first()
    if draft is not None and draft.state != VersionState.DRAFT:
        raise version_in_review(owner.code, draft.state)
    same = versions.filter(state=VersionState.PUBLISHED, digest=digest).first()
    if same is not None and draft is None:
        return same
    version = draft or fresh
    if draft is None:
        newest = versions.aggregate(newest=Max("number"))["newest"] or 0
        version.number = newest + 1
    keep(version, definition, actor=actor, resolved=resolved)
    return version


def _record(action: str, version: Kept, code: str, actor: Actor, department_id: UUID) -> None:
    record(
        action=action,
        target_type=f"catalogue.{version._meta.model_name}",
        target_id=version.id,
        actor=actor,
        facts={"code": code, "version": version.number, "digest": version.digest},
        department_id=department_id,
    )
