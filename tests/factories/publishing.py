"""Definitions as a test needs them: what blocks them is waived, by name and with a reason."""

from uuid import UUID, uuid4

from onevisit.accounts.rules import Actor, GrantFact, Scope
from onevisit.catalogue import queries, services
from onevisit.catalogue.models import BundleVersion, CatalogueEntry, Item, ItemVersion
from onevisit.catalogue.rules.parsing import definition_digest, parse_item, to_json
from onevisit.catalogue.rules.publishing import Severity
from onevisit.kernel import clock
from onevisit.kernel.types import JsonObject

OFFICER = Actor(
    user_id=uuid4(),
    name="温静怡",
    grants=(GrantFact("catalogue_officer", Scope()),),
)
"""Who keeps the catalogue, everywhere."""


def stands(document: JsonObject, department_id: UUID, *, region: str) -> Item:
    """An item in force, straight into the database: what the services refuse stands as well."""
    definition = parse_item(document)
    now = clock.now()
    entry = CatalogueEntry.objects.create(
        code=definition.catalogue_code, name=definition.name, task_type="01"
    )
    item = Item.objects.create(
        code=definition.code,
        item_code=definition.code,
        entry=entry,
        department_id=department_id,
        region_id=region,
        name=definition.name,
        applicable=True,
        served=[str(each) for each in definition.served],
        declared_visits=definition.declared_visits,
        promise=definition.regime.promise,
    )
    item.current = ItemVersion.objects.create(
        item=item,
        number=1,
        state="published",
        schema=1,
        document=to_json(definition),
        digest=definition_digest(definition),
        made_at=now,
        published_at=now,
    )
    item.save()
    return item


def waive_all(version_id: UUID) -> None:
    """Let go whatever keeps this draft from being published."""
    item = ItemVersion.objects.select_related("item").filter(id=version_id).first()
    code = (
        item.item.code
        if item
        else BundleVersion.objects.select_related("bundle").get(id=version_id).bundle.code
    )
    owner = item.item_id if item else BundleVersion.objects.get(id=version_id).bundle_id
    held = {rule for _, rule in queries.live_waivers([owner])}
    found = queries.findings_of(version_id)
    blocking = {each.rule for each in found if each.severity is Severity.BLOCK}
    for rule in sorted(blocking - held):
        services.waive(code=code, rule=rule, reason="示例", actor=OFFICER)


def publish_item(version_id: UUID) -> None:
    """Publish the item as it is."""
    waive_all(version_id)
    services.publish_item(version_id, actor=OFFICER)


def publish_bundle(version_id: UUID) -> None:
    """Publish the bundle as it is."""
    waive_all(version_id)
    services.publish_bundle(version_id, actor=OFFICER)
