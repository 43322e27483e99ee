"""What an editor should look at in a saved version: findings that do not forbid it."""

from uuid import UUID

from onevisit.catalogue.errors import no_such_version
from onevisit.catalogue.queries.offers import (
    bundle_definition,
    item_definitions,
    resolve_parts,
)
from onevisit.catalogue.rules.checks import check_bundle, check_item
from onevisit.kernel.errors import Problem


def item_remarks(version_id: UUID) -> tuple[Problem, ...]:
    """Remarks on an item version. Raises NotFound `catalogue.no_such_version`."""
    found = item_definitions([version_id])
    if version_id not in found:
        raise no_such_version()
    return check_item(found[version_id]).warnings


def bundle_remarks(version_id: UUID) -> tuple[Problem, ...]:
    """Remarks on a bundle version with the items of today, e.g. a promise shorter than its longest
    chain. Raises NotFound `catalogue.no_such_version`.
    """
    bundle, region = bundle_definition(version_id)
    chosen = resolve_parts(bundle, region)
    definitions = item_definitions(each.version_id for each in chosen.values())
    items = {key: definitions[each.version_id] for key, each in chosen.items()}
    return check_bundle(bundle, items).warnings
