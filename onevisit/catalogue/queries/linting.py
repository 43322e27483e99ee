"""The publish rules over everything: streamed, so that the number of items does not matter."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from onevisit.catalogue.models import BundleVersion, ItemVersion, VersionState
from onevisit.catalogue.queries.offers import bundle_definition, item_definitions, resolve_parts
from onevisit.catalogue.rules.events import OfferKind
from onevisit.catalogue.rules.parsing import parse_item
from onevisit.catalogue.rules.publishing import Finding, Rule, bundle_findings, item_findings

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Checked:
    """One version and what the rules found in it; `id` is the item's or the bundle's."""

    kind: OfferKind
    id: UUID
    code: str
    name: str
    department_id: UUID
    number: int
    draft: bool
    findings: tuple[Finding, ...]


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
            code=row.item.code,
            name=definition.name,
            department_id=row.item.department_id,
            number=row.number,
            draft=row.state == VersionState.DRAFT,
            findings=item_findings(definition, rules),
        )


def _bundles(
    department_id: UUID | None, rules: tuple[Rule, ...], states: list[VersionState]
) -> Iterator[Checked]:
    rows = BundleVersion.objects.filter(state__in=states).select_related("bundle")
    if department_id is not None:
        rows = rows.filter(bundle__lead_id=department_id)
    for row in rows.order_by("bundle__code", "number"):
        definition, region = bundle_definition(row.id)
        chosen = resolve_parts(definition, region)
        held = item_definitions(each.version_id for each in chosen.values())
        items = {key: held[each.version_id] for key, each in chosen.items()}
        yield Checked(
            kind=OfferKind.BUNDLE,
            id=row.bundle_id,
            code=row.bundle.code,
            name=definition.name,
            department_id=row.bundle.lead_id,
            number=row.number,
            draft=row.state == VersionState.DRAFT,
            findings=bundle_findings(definition, items, rules),
        )
