"""Making a draft the current version: the old one retires, the new one never changes again."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import Actor, Permission, Scope, require
from onevisit.audit.services import record
from onevisit.catalogue import queries
from onevisit.catalogue.errors import (
    definition_refused,
    no_such_version,
    publish_refused,
    version_not_draft,
)
from onevisit.catalogue.models import (
    Bundle,
    BundleVersion,
    Item,
    ItemVersion,
    Listed,
    VersionState,
)
from onevisit.catalogue.rules.checks import check_bundle
from onevisit.catalogue.rules.definition import BundleDefinition, ItemDefinition
from onevisit.catalogue.rules.events import CatalogueChanged, OfferKind, OfferPublished
from onevisit.catalogue.rules.parsing import parse_bundle, parse_item
from onevisit.catalogue.rules.publishing import (
    Finding,
    Severity,
    bundle_findings,
    charged,
    item_findings,
    rules_of,
)
from onevisit.catalogue.services.aliases import replace_aliases
from onevisit.kernel import clock, events
from onevisit.kernel.errors import Problem


@transaction.atomic
def publish_item(version_id: UUID, *, actor: Actor) -> None:
    """Make this draft the item's current version; doing it again changes nothing.

    Raises NotFound `catalogue.no_such_version`, Conflict `catalogue.version_not_draft` (retired),
    Refused `accounts.not_permitted`, Invalid `catalogue.publish_refused` for blocking findings that
    nobody waived (with `problems`), and `catalogue.definition_refused` when a published bundle that
    uses the item would no longer hold together.
    """
    version = (
        ItemVersion.objects.select_for_update(of=("self", "item"))
        .select_related("item")
        .filter(id=version_id)
        .first()
    )
    if version is None:
        raise no_such_version()
    item = version.item
    require(actor, Permission.CATALOGUE_PUBLISH, Scope(item.department_id, item.region_id))
    if not _to_publish(version):
        return
    definition = parse_item(version.document)
    found = item_findings(definition)
    _refuse_blocking(item, found)
    _retire(ItemVersion.objects.filter(item=item, state=VersionState.PUBLISHED).first())
    _publish(version, actor)
    fill_listing(item, definition, found)
    item.name = definition.name
    item.source = ""
    item.current = version
    item.save()
    _refuse_broken_bundles(item, definition)
    replace_aliases(item=item, phrases=definition.everyday, source="definition")
    _tell(OfferKind.ITEM, item, version, actor, item.department_id)


@transaction.atomic
def publish_bundle(version_id: UUID, *, actor: Actor) -> None:
    """Make this draft the bundle's current version; doing it again changes nothing.

    Raises as `publish_item`; the parts are checked anew against the items of today.
    """
    version = (
        BundleVersion.objects.select_for_update(of=("self", "bundle"))
        .select_related("bundle")
        .filter(id=version_id)
        .first()
    )
    if version is None:
        raise no_such_version()
    bundle = version.bundle
    require(actor, Permission.CATALOGUE_PUBLISH, Scope(bundle.lead_id, bundle.region_id))
    if not _to_publish(version):
        return
    definition = parse_bundle(version.document)
    parts = queries.part_items(definition, bundle.region_id)
    problems = check_bundle(definition, parts).problems
    if problems:
        raise definition_refused(bundle.code, problems)
    found = bundle_findings(definition, parts)
    _refuse_blocking(bundle, found)
    _retire(BundleVersion.objects.filter(bundle=bundle, state=VersionState.PUBLISHED).first())
    _publish(version, actor)
    fill_listing(bundle, definition, found)
    bundle.name = definition.name
    bundle.current = version
    bundle.save()
    replace_aliases(bundle=bundle, phrases=definition.everyday, source="definition")
    _tell(OfferKind.BUNDLE, bundle, version, actor, bundle.lead_id)


def fill_listing(
    row: Listed, definition: ItemDefinition | BundleDefinition, found: Iterable[Finding]
) -> None:
    """Copy to the row what lists and filters need of the definition and of what the publish rules
    found in it.
    """
    row.findings = list(rules_of(found))
    row.served = [each.value for each in definition.served]
    row.life_events = list(definition.life_events)
    row.online_depth = definition.online_depth.value
    row.declared_visits = definition.declared_visits
    if isinstance(definition, ItemDefinition):
        if isinstance(row, Item):
            row.case_kind = definition.kind.value
            row.charged = charged(definition)
        row.short_name = definition.short_name[:200]
        row.applicable = definition.applicable
        row.promise = definition.regime.promise
        row.promise_unit = definition.regime.unit.value
    else:
        row.applicable = True
        row.promise = definition.promise


def _refuse_blocking(row: Item | Bundle, found: Iterable[Finding]) -> None:
    """What blocks is named whole, so that an officer sees all of it at once."""
    blocking = [each for each in found if each.severity is Severity.BLOCK]
    if not blocking:
        return
    waived = {rule for _, rule in queries.live_waivers([row.id])}
    problems = [
        Problem(each.place, f"catalogue.rule_{each.rule}", {"found": each.found})
        for each in blocking
        if each.rule not in waived
    ]
    if problems:
        rules = [each for each in rules_of(blocking) if each not in waived]
        raise publish_refused(row.code, ", ".join(rules), problems)


def _to_publish(version: ItemVersion | BundleVersion) -> bool:
    if version.state == VersionState.RETIRED:
        raise version_not_draft(version.state)
    return version.state == VersionState.DRAFT


def _retire(old: ItemVersion | BundleVersion | None) -> None:
    if old is not None:
        old.state = VersionState.RETIRED
        old.save(update_fields=["state"])


def _publish(version: ItemVersion | BundleVersion, actor: Actor) -> None:
    version.state = VersionState.PUBLISHED
    version.published_at = clock.now()
    version.published_by = actor.user_id
    version.save(update_fields=["state", "published_at", "published_by"])


def _refuse_broken_bundles(item: Item, definition: ItemDefinition) -> None:
    """A new version must not contradict a bundle that stands already."""
    problems = [
        Problem(f"/bundles/{row.code}{each.place}", each.code, each.facts)
        for row, bundle, region in _bundles_naming(item)
        for each in _in_bundle(row, bundle, queries.part_items(bundle, region))
    ]
    if problems:
        raise definition_refused(definition.code, problems)


def _in_bundle(
    row: Bundle, bundle: BundleDefinition, parts: dict[str, ItemDefinition]
) -> tuple[Problem, ...]:
    """What is wrong with it now; its own findings move with its items'."""
    row.findings = list(rules_of(bundle_findings(bundle, parts)))
    row.save(update_fields=["findings"])
    return check_bundle(bundle, parts).problems


def _bundles_naming(item: Item) -> Iterator[tuple[Bundle, BundleDefinition, str]]:
    if item.entry_id is None:
        return
    rows = Bundle.objects.filter(current__refs__entry_id=item.entry_id).distinct()
    for bundle in rows:
        assert bundle.current_id is not None
        definition, region = queries.bundle_definition(bundle.current_id)
        yield bundle, definition, region


def _tell(
    kind: OfferKind,
    row: Item | Bundle,
    version: ItemVersion | BundleVersion,
    actor: Actor,
    department_id: UUID,
) -> None:
    record(
        action="catalogue.publish",
        target_type=f"catalogue.{kind.value}",
        target_id=row.id,
        actor=actor,
        facts={"code": row.code, "version": version.number, "digest": version.digest},
        department_id=department_id,
    )
    ids = (row.id,)
    if kind is OfferKind.ITEM:
        events.publish(CatalogueChanged(item_ids=ids))
    else:
        events.publish(CatalogueChanged(bundle_ids=ids))
    events.publish(OfferPublished(kind, row.id, row.code))
