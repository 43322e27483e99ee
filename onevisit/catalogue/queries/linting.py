"""The publish rules over everything: streamed, so that the number of items does not matter."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from onevisit.catalogue.errors import no_such_version
from onevisit.catalogue.models import BundleVersion, ItemVersion, VersionState
from onevisit.catalogue.queries.offers import bundle_definition, item_definitions, resolve_parts
from onevisit.catalogue.rules.definition import BundleDefinition, ItemDefinition
from onevisit.catalogue.rules.events import OfferKind
from onevisit.catalogue.rules.parsing import parse_bundle, parse_item
from onevisit.catalogue.rules.publishing import (
    Finding,
    Rule,
    bundle_findings,
    item_findings,
    rules_of,
)

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Checked:
    """One version and what the rules found in it; `id` is the item's or the bundle's.

    `kept` is what its row says of the current version: names of rules, None if nobody looked yet.
    """

    kind: OfferKind
    id: UUID
    version_id: UUID
    code: str
    name: str
    department_id: UUID
    number: int
    draft: bool
    findings: tuple[Finding, ...]
    kept: list[str] | None

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that do not hold, each once."""
        return rules_of(self.findings)


def checked(
    *,
    department_id: UUID | None = None,
    rules: Iterable[Rule] = (),
    drafts: bool = False,
) -> Iterator[Checked]:
    """Every published version, and with `drafts` every draft too: items by code, then bundles.

    One query for all items, three a bundle. All rules, unless some are named.
    """
    chosen = tuple(rules)
    states = [VersionState.PUBLISHED, *([VersionState.DRAFT] if drafts else [])]
    yield from _items(department_id, chosen, states)
    yield from _bundles(department_id, chosen, states)


def _items(
    department_id: UUID | None, rules: tuple[Rule, ...], states: list[VersionState]
) -> Iterator[Checked]:
    rows = ItemVersion.objects.filter(state__in=states).select_related("item")
    if department_id is not None:
        rows = rows.filter(item__department_id=department_id)
    for row in rows.order_by("item__code", "number").iterator(chunk_size=CHUNK):
        definition = parse_item(row.document)
        yield Checked(
            kind=OfferKind.ITEM,
            id=row.item_id,
            version_id=row.id,
            code=row.item.code,
            name=definition.name,
            department_id=row.item.department_id,
            number=row.number,
            draft=row.state == VersionState.DRAFT,
            findings=item_findings(definition, rules),
            kept=row.item.findings,
        )


def _bundles(
    department_id: UUID | None, rules: tuple[Rule, ...], states: list[VersionState]
) -> Iterator[Checked]:
    rows = BundleVersion.objects.filter(state__in=states).select_related("bundle")
    if department_id is not None:
        rows = rows.filter(bundle__lead_id=department_id)
    for row in rows.order_by("bundle__code", "number"):
        definition, region = bundle_definition(row.id)
        items = _part_items(definition, region)
        yield Checked(
            kind=OfferKind.BUNDLE,
            id=row.bundle_id,
            version_id=row.id,
            code=row.bundle.code,
            name=definition.name,
            department_id=row.bundle.lead_id,
            number=row.number,
            draft=row.state == VersionState.DRAFT,
            findings=bundle_findings(definition, items, rules),
            kept=row.bundle.findings,
        )


def version_findings(version: ItemVersion | BundleVersion) -> tuple[Finding, ...]:
    """What the publish rules say of one version, draft or not; a bundle with the items of today."""
    if isinstance(version, ItemVersion):
        return item_findings(parse_item(version.document))
    bundle = parse_bundle(version.document)
    return bundle_findings(bundle, _part_items(bundle, version.bundle.region_id))


def findings_of(version_id: UUID) -> tuple[Finding, ...]:
    """What an editor is told after saving. Raises NotFound `catalogue.no_such_version`."""
    version = (
        ItemVersion.objects.filter(id=version_id).first()
        or BundleVersion.objects.select_related("bundle").filter(id=version_id).first()
    )
    if version is None:
        raise no_such_version()
    return version_findings(version)


def _part_items(bundle: BundleDefinition, region: str) -> dict[str, ItemDefinition]:
    chosen = resolve_parts(bundle, region)
    held = item_definitions(each.version_id for each in chosen.values())
    return {key: held[each.version_id] for key, each in chosen.items()}
