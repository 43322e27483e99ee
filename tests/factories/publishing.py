"""Definitions as a test needs them: what blocks them is waived, by name and with a reason."""

from uuid import UUID, uuid4

from onevisit.accounts.rules import Actor, GrantFact, Scope
from onevisit.catalogue import queries, services
from onevisit.catalogue.models import BundleVersion, ItemVersion
from onevisit.catalogue.rules.publishing import Severity

OFFICER = Actor(
    user_id=uuid4(),
    name="温静怡",
    grants=(GrantFact("catalogue_officer", Scope()),),
)
"""Who keeps the catalogue, everywhere."""


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
