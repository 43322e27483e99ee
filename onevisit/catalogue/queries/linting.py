"""The publish rules over everything: streamed, so that the number of items does not matter."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from onevisit.catalogue.errors import no_such_version
from onevisit.catalogue.models import Bundle, BundleVersion, Item, ItemVersion
from onevisit.catalogue.queries.offers import part_items
from onevisit.catalogue.queries.registers import is_justified, justified
from onevisit.catalogue.rules.events import OfferKind
from onevisit.catalogue.rules.parsing import parse_bundle, parse_item
from onevisit.catalogue.rules.publishing import (
    Finding,
    Rule,
    bundle_findings,
    item_findings,
    rules_of,
)
from onevisit.catalogue.rules.versions import OPEN, VersionState

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

    One query for all items, two a bundle. All rules, unless some are named.
    """
    chosen = tuple(rules)
    states = [VersionState.PUBLISHED, *(OPEN if drafts else [])]
    yield from _items(department_id, chosen, states)
    yield from _bundles(department_id, chosen, states)


def _items(
    department_id: UUID | None, rules: tuple[Rule, ...], states: list[VersionState]
) -> Iterator[Checked]:
    powered = justified()
    rows = ItemVersion.objects.filter(state__in=states).select_related("item")
    if department_id is not None:
        rows = rows.filter(item__department_id=department_id)
    for row in rows.order_by("item__code", "number").iterator(chunk_size=CHUNK):
        known = None if powered is None else row.item_id in powered
        yield _checked(OfferKind.ITEM, row, row.item, row.item.department_id, rules, known)


def _bundles(
    department_id: UUID | None, rules: tuple[Rule, ...], states: list[VersionState]
) -> Iterator[Checked]:
    rows = BundleVersion.objects.filter(state__in=states).select_related("bundle")
    if department_id is not None:
        rows = rows.filter(bundle__lead_id=department_id)
    for row in rows.order_by("bundle__code", "number"):
        yield _checked(OfferKind.BUNDLE, row, row.bundle, row.bundle.lead_id, rules)


def _checked(
    kind: OfferKind,
    row: ItemVersion | BundleVersion,
    owner: Item | Bundle,
    department_id: UUID,
    rules: tuple[Rule, ...],
    powered: bool | None = None,
) -> Checked:
    return Checked(
        kind=kind,
        id=owner.id,
        version_id=row.id,
        code=owner.code,
        name=str(row.document["name"]),
        department_id=department_id,
        number=row.number,
        draft=row.is_open,
        findings=version_findings(row, rules, powered=powered),
        kept=owner.findings,
    )


def version_findings(
    version: ItemVersion | BundleVersion,
    rules: tuple[Rule, ...] = (),
    *,
    powered: bool | None = None,
) -> tuple[Finding, ...]:
    """What the publish rules, all unless some are named, say of one version, draft or not; a bundle
    with the items of today. `powered`: whether a power stands behind the item.
    """
    if isinstance(version, ItemVersion):
        return item_findings(parse_item(version.document), rules, powered=powered)
    bundle = parse_bundle(version.document)
    return bundle_findings(bundle, part_items(bundle, version.bundle.region_id), rules)


def findings_of(version_id: UUID) -> tuple[Finding, ...]:
    """What an editor is told after saving. Raises NotFound `catalogue.no_such_version`."""
    version = (
        ItemVersion.objects.filter(id=version_id).first()
        or BundleVersion.objects.select_related("bundle").filter(id=version_id).first()
    )
    if version is None:
        raise no_such_version()
    return all_findings(version)


def all_findings(version: ItemVersion | BundleVersion) -> tuple[Finding, ...]:
    """What the rules say of one version, and whether a power stands behind it. One query more."""
    powered = is_justified(version.item_id) if isinstance(version, ItemVersion) else None
    return version_findings(version, powered=powered)
