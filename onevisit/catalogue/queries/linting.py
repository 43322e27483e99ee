"""The publish rules over everything: streamed, so that the number of items does not matter."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from onevisit.catalogue.errors import no_such_version
from onevisit.catalogue.models import Bundle, BundleVersion, Item, ItemVersion
from onevisit.catalogue.queries.offers import part_items
from onevisit.catalogue.queries.registers import is_justified, justified
from onevisit.catalogue.rules.checks import check_bundle, check_item
from onevisit.catalogue.rules.composition import compose_bundle, compose_item
from onevisit.catalogue.rules.definition import BundleDefinition, ItemDefinition
from onevisit.catalogue.rules.events import OfferKind
from onevisit.catalogue.rules.parsing import definition_digest, parse_bundle, parse_item
from onevisit.catalogue.rules.publishing import (
    Asked,
    Compute,
    Computed,
    Expect,
    Expected,
    Finding,
    Rule,
    Run,
    begin_compute,
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
    versions: Collection[UUID] | None = None,
) -> Iterator[Checked]:
    """Every published version, and with `drafts` every draft too: items by code, then bundles; of
    `versions` alone, where they are told.

    One query for all items, two a bundle. All rules, unless some are named.
    """
    chosen = tuple(rules)
    run = Run(chosen)
    wanted = Q(state__in=[VersionState.PUBLISHED, *(OPEN if drafts else [])])
    if versions is not None:
        wanted &= Q(id__in=versions)
    yield from _items(department_id, chosen, wanted, run)
    yield from _bundles(department_id, chosen, wanted, run)


def _items(
    department_id: UUID | None, rules: tuple[Rule, ...], wanted: Q, run: Run
) -> Iterator[Checked]:
    powered = justified()
    rows = ItemVersion.objects.filter(wanted).select_related("item")
    if department_id is not None:
        rows = rows.filter(item__department_id=department_id)
    for row in rows.order_by("item__code", "number").iterator(chunk_size=CHUNK):
        known = None if powered is None else row.item_id in powered
        yield _checked(OfferKind.ITEM, row, row.item, row.item.department_id, rules, run, known)


def _bundles(
    department_id: UUID | None, rules: tuple[Rule, ...], wanted: Q, run: Run
) -> Iterator[Checked]:
    rows = BundleVersion.objects.filter(wanted).select_related("bundle")
    if department_id is not None:
        rows = rows.filter(bundle__lead_id=department_id)
    for row in rows.order_by("bundle__code", "number"):
        yield _checked(OfferKind.BUNDLE, row, row.bundle, row.bundle.lead_id, rules, run)


def _checked(
    kind: OfferKind,
    row: ItemVersion | BundleVersion,
    owner: Item | Bundle,
    department_id: UUID,
    rules: tuple[Rule, ...],
    run: Run,
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
        findings=version_findings(row, rules, powered=powered, run=run),
        kept=owner.findings,
    )


def version_findings(
    version: ItemVersion | BundleVersion,
    rules: tuple[Rule, ...] = (),
    *,
    powered: bool | None = None,
    run: Run | None = None,
) -> tuple[Finding, ...]:
    """What the publish rules, all unless some are named, say of one version, draft or not; a bundle
    with the items of today. `powered`: whether a power stands behind the item; `run`: the checks
    from beyond the definition, where they are begun already.
    """
    begun = run or Run(rules)
    if isinstance(version, ItemVersion):
        item = parse_item(version.document)
        found = item_findings(item, rules, powered=powered)
        return (*found, *beyond(begun, version, item))
    bundle = parse_bundle(version.document)
    parts = part_items(bundle, version.bundle.region_id)
    return (*bundle_findings(bundle, parts, rules), *beyond(begun, version, bundle, parts))


def beyond(
    run: Run,
    version: ItemVersion | BundleVersion,
    definition: ItemDefinition | BundleDefinition,
    parts: Mapping[str, ItemDefinition] | None = None,
) -> tuple[Finding, ...]:
    """What is found by asking elsewhere (`rules.publishing.beyond`); nothing of a draft that
    contradicts itself, or of a bundle that nobody can put together.
    """
    if not run.asks:
        return ()
    row = version.item if isinstance(version, ItemVersion) else version.bundle
    asked = _asked(definition, row.region_id, parts, draft=version.is_open)
    return () if asked is None else run.findings(asked)


def computed(
    definition: ItemDefinition | BundleDefinition,
    region: str,
    parts: Mapping[str, ItemDefinition] | None = None,
    *,
    by: Compute | None = None,
) -> Computed:
    """How often one must come at worst, from application to result, with what works there now.
    `by` is what works it out, where it is begun already.
    """
    asked = _asked(definition, region, parts, draft=True)
    return Computed(None, "") if asked is None else (by or begin_compute())(asked)


def expected(
    definition: ItemDefinition | BundleDefinition,
    region: str,
    parts: Mapping[str, ItemDefinition] | None,
    by: Expect,
) -> Expected | None:
    """How often people come on the average, if whoever applied within the year applied again."""
    asked = _asked(definition, region, parts, draft=True)
    return None if asked is None else by(asked)


def _asked(
    definition: ItemDefinition | BundleDefinition,
    region: str,
    parts: Mapping[str, ItemDefinition] | None,
    *,
    draft: bool,
) -> Asked | None:
    if isinstance(definition, BundleDefinition):
        broken = bool(check_bundle(definition, parts or {}).problems)
    else:
        broken = draft and bool(check_item(definition).problems)
    return None if broken else asked_of(definition, region, parts)


def asked_of(
    definition: ItemDefinition | BundleDefinition,
    region: str,
    parts: Mapping[str, ItemDefinition] | None = None,
) -> Asked:
    """What is asked elsewhere about a definition that does not contradict itself."""
    digest = definition_digest(definition)
    if isinstance(definition, ItemDefinition):
        return Asked(compose_item(definition), region, digest)
    items = dict(parts or {})
    inside = tuple(sorted((key, definition_digest(each)) for key, each in items.items()))
    return Asked(compose_bundle(definition, items), region, (digest, inside))


def findings_of(version_id: UUID) -> tuple[Finding, ...]:
    """What an editor is told after saving. Raises NotFound `catalogue.no_such_version`."""
    version = (
        ItemVersion.objects.select_related("item").filter(id=version_id).first()
        or BundleVersion.objects.select_related("bundle").filter(id=version_id).first()
    )
    if version is None:
        raise no_such_version()
    return all_findings(version)


def all_findings(version: ItemVersion | BundleVersion) -> tuple[Finding, ...]:
    """What the rules say of one version, and whether a power stands behind it. One query more."""
    powered = is_justified(version.item_id) if isinstance(version, ItemVersion) else None
    return version_findings(version, powered=powered)
