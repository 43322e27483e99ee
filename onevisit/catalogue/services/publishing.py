"""Making a draft the current version: the old one retires, the new one never changes again."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.catalogue import queries
from onevisit.catalogue.errors import (
    base_moved,
    definition_refused,
    publish_refused,
    review_needed,
    version_not_draft,
)
from onevisit.catalogue.models import (
    Bundle,
    BundleVersion,
    Item,
    ItemVersion,
    Listed,
    Retirement,
)
from onevisit.catalogue.rules.checks import check_bundle, check_item
from onevisit.catalogue.rules.definition import BundleDefinition, ItemDefinition
from onevisit.catalogue.rules.events import CatalogueChanged, OfferKind, OfferPublished
from onevisit.catalogue.rules.parsing import parse_bundle, parse_item
from onevisit.catalogue.rules.publishing import (
    Finding,
    Run,
    Severity,
    bundle_findings,
    charged,
    rules_of,
)
from onevisit.catalogue.rules.versions import VersionMove, VersionState
from onevisit.catalogue.services.aliases import replace_aliases
from onevisit.catalogue.services.handing_over import hand_over, require_for_both
from onevisit.catalogue.services.holding import Held, hold, move, put_on_trail
from onevisit.catalogue.services.references import resolve
from onevisit.kernel import clock, events
from onevisit.kernel.errors import Problem
from onevisit.kernel.types import JsonObject


@transaction.atomic
def publish_item(version_id: UUID, *, actor: Actor) -> None:
    """Make a draft that nobody in person wrote (a file, a standard) the item's current version;
    doing it again changes nothing. What a person wrote is published by `approve`.

    Raises NotFound `catalogue.no_such_version`, Conflict `catalogue.version_not_draft`,
    Refused `accounts.not_permitted`, `catalogue.review_needed`, Invalid `catalogue.publish_refused`
    for blocking findings that nobody waived (with `problems`), and `catalogue.definition_refused`
    when a published bundle that uses the item would no longer hold together.
    """
    _publish_unwritten(version_id, actor)


@transaction.atomic
def publish_bundle(version_id: UUID, *, actor: Actor) -> None:
    """The same for a bundle; its parts are checked anew against the items of today."""
    _publish_unwritten(version_id, actor)


def _publish_unwritten(version_id: UUID, actor: Actor) -> None:
    held = hold(version_id)
    require(actor, Permission.CATALOGUE_PUBLISH, held.scope)
    require_for_both(held, actor)
    state = held.version.state
    if state == VersionState.PUBLISHED:
        return
    if state != VersionState.DRAFT:
        raise version_not_draft(state)
    if held.version.hands:
        raise review_needed(held.row.code)
    make_current(held, actor=actor)


def make_current(
    held: Held, *, actor: Actor, reason: str = "", facts: JsonObject | None = None
) -> None:
    """What every way of publishing ends in: the old version retires, this one is in force.

    Raises as `publish_item`.
    """
    definition, found = refuse_unfit(held)
    row, version = held.row, held.version
    _retire(held.current)
    move(held, VersionMove.PUBLISH, actor=actor, reason=reason, facts=facts)
    version.published_at = clock.now()
    version.published_by = actor.user_id or version.approved_by
    version.save(update_fields=["state", "approved_by", "published_at", "published_by"])
    fill_listing(row, definition, found)
    row.name = definition.name
    _point(row, version)
    ended = Retirement.objects.filter(**{held.kind.value: row}, done_at__isnull=False)
    ended.filter(ended_at=None).update(ended_at=clock.now())
    if isinstance(row, Item) and isinstance(definition, ItemDefinition):
        _refuse_broken_bundles(row, definition)
        replace_aliases(item=row, phrases=definition.everyday, source="definition")
    elif isinstance(row, Bundle):
        replace_aliases(bundle=row, phrases=definition.everyday, source="definition")
    _tell(held, actor)


def refuse_unfit(held: Held) -> tuple[ItemDefinition | BundleDefinition, tuple[Finding, ...]]:
    """The definition and what the publish rules find in it, unless that keeps it from being
    published. Raises Invalid `catalogue.publish_refused`, `catalogue.definition_refused`, Conflict
    `catalogue.base_moved` (somebody else published meanwhile).
    """
    if queries.base_moved(held.row, held.version):
        raise base_moved(held.row.code)
    if isinstance(held.row, Item):
        item = parse_item(held.version.document)
        _refuse_contradictions(item)
        found = queries.all_findings(held.version)
        _refuse_blocking(held.row, found)
        return item, found
    bundle = parse_bundle(held.version.document)
    parts = queries.part_items(bundle, held.row.region_id)
    problems = check_bundle(bundle, parts).problems
    if problems:
        raise definition_refused(held.row.code, problems)
    found = queries.all_findings(held.version)
    _refuse_blocking(held.row, found)
    return bundle, found


def _point(row: Item | Bundle, version: ItemVersion | BundleVersion) -> None:
    if isinstance(row, Item):
        row.source = ""
    else:
        hand_over(row, version.document.get("lead", ""))
    row.current_id = version.id
    row.save()


def _refuse_contradictions(definition: ItemDefinition) -> None:
    """A draft may be kept half done; what is published contradicts neither itself nor the rest."""
    problems = (*check_item(definition).problems, *resolve(definition).problems)
    if problems:
        raise definition_refused(definition.code, problems)


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
        codes = ", ".join(f"catalogue.rule_{each}" for each in rules)
        raise publish_refused(row.code, codes, problems)


def _retire(old: ItemVersion | BundleVersion | None) -> None:
    if old is not None:
        old.state = VersionState.RETIRED
        old.save(update_fields=["state"])


def _refuse_broken_bundles(item: Item, definition: ItemDefinition) -> None:
    """A new version must not contradict a bundle that stands already."""
    problems = [
        Problem(f"/bundles/{row.code}{each.place}", each.code, each.facts)
        for row, bundle, region in queries.bundles_with(item)
        for each in _in_bundle(row, bundle, queries.part_items(bundle, region))
    ]
    if problems:
        raise definition_refused(definition.code, problems)


def _in_bundle(
    row: Bundle, bundle: BundleDefinition, parts: dict[str, ItemDefinition]
) -> tuple[Problem, ...]:
    """What is wrong with it now; its own findings move with its items'."""
    found = bundle_findings(bundle, parts)
    if row.current is not None:
        found += queries.beyond(Run(), row.current, bundle, parts)
    row.findings = list(rules_of(found))
    row.save(update_fields=["findings"])
    return check_bundle(bundle, parts).problems


def _tell(held: Held, actor: Actor) -> None:
    put_on_trail(held, "catalogue.publish", actor)
    ids = (held.row.id,)
    if held.kind is OfferKind.ITEM:
        events.publish(CatalogueChanged(item_ids=ids))
    else:
        events.publish(CatalogueChanged(bundle_ids=ids))
    events.publish(OfferPublished(held.kind, held.row.id, held.row.code))
