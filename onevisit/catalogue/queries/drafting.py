"""One draft with everything found in it, of an item or of a bundle, and what people would see."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from onevisit.accounts.rules import Actor, Permission, Scope, require
from onevisit.catalogue.access import keeper_of, scope_of
from onevisit.catalogue.errors import draft_contradicts, no_such_draft
from onevisit.catalogue.models import Bundle, BundleVersion, Item, ItemVersion
from onevisit.catalogue.queries.editions import Edition
from onevisit.catalogue.queries.linting import asked_of
from onevisit.catalogue.queries.offers import PinnedItem, PinnedOffer, bundle_being_written
from onevisit.catalogue.queries.together import PartVersion, stand_of
from onevisit.catalogue.queries.waivers import WaiverLine, live_waivers
from onevisit.catalogue.rules.checks import Findings, check_bundle, check_item
from onevisit.catalogue.rules.composition import SINGLE, compose_item
from onevisit.catalogue.rules.definition import BundleDefinition, ItemDefinition
from onevisit.catalogue.rules.editing.bundling import as_one_item
from onevisit.catalogue.rules.editing.sections import (
    blank,
    layout_of,
    part_of,
    section_digest,
    section_of,
)
from onevisit.catalogue.rules.parsing import parse_bundle, parse_item
from onevisit.catalogue.rules.publishing import (
    Computed,
    Expected,
    Finding,
    Run,
    begin_compute,
    begin_expect,
    bundle_findings,
    item_findings,
)
from onevisit.catalogue.rules.references import Named, references
from onevisit.catalogue.rules.versions import OPEN, VersionState
from onevisit.directory import queries as directory
from onevisit.directory.rules import DepartmentInfo
from onevisit.kernel.errors import Problem


@dataclass(frozen=True, slots=True)
class SectionState:
    """How a section stands: `block` and `warn` are how many findings point into it."""

    name: str
    empty: bool
    block: int
    warn: int


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """Who changed which section when; `undo` is one that took another back."""

    section: str
    by: str
    at: datetime
    undo: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """One draft whole: what is in it, what contradicts (`problems`), what may not be published or
    should be better (`findings`), how often one must come (`computed`; on the average `expected`),
    and who changed what last. Without `problems` it can be shown as a citizen would see it.
    """

    version_id: UUID
    code: str
    department: DepartmentInfo
    region: str
    number: int
    published: int | None
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    findings: tuple[Finding, ...]
    computed: Computed
    expected: Expected | None
    waivers: Mapping[str, WaiverLine]
    changes: tuple[ChangeLine, ...]
    undoable: bool

    @property
    def sections(self) -> tuple[SectionState, ...]:
        """Every section with its state."""
        bare, layout = blank(self.definition), layout_of(self.definition)
        return tuple(
            SectionState(
                name,
                empty=bool(own) and part_of(self.definition, name) == part_of(bare, name),
                block=self._count(name, blocking=True),
                warn=self._count(name, blocking=False),
            )
            for name, own in layout.items()
        )

    def _count(self, section: str, *, blocking: bool) -> int:
        open_ones = [each for each in self.findings if each.rule not in self.waivers]
        places = [e.place for e in open_ones if (e.severity.value == "block") is blocking]
        if blocking:
            places += [each.place for each in self.problems]
        layout = layout_of(self.definition)
        return sum(section_of(place, layout) == section for place in places)

    def digest(self, section: str) -> str:
        """What a form of the section is drawn from."""
        return section_digest(self.definition, section)

    @property
    def definition(self) -> Any:
        """What is written by now: an item's definition, or a bundle's."""
        raise NotImplementedError

    def with_definition(self, definition: Any) -> "Draft":
        """The same draft as if this were written in it, found in it what is found by now."""
        field = "bundle" if self.is_bundle else "item"
        return replace(self, **{field: definition})

    @property
    def is_bundle(self) -> bool:
        """Whether it is a draft of a bundle."""
        return isinstance(self.definition, BundleDefinition)

    def whole(self, definition: Any) -> ItemDefinition:
        """The definition as its boxes see it."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class DraftView(Draft):
    """A draft of an item."""

    item: ItemDefinition

    @property
    def definition(self) -> ItemDefinition:
        """What is written by now."""
        return self.item

    def whole(self, definition: ItemDefinition) -> ItemDefinition:
        """The item as its boxes see it: as it is."""
        return definition


@dataclass(frozen=True, slots=True)
class BundleDraftView(Draft):
    """A draft of a bundle, with the published items that answer its parts today, by part; a part
    that nobody answers is absent. `leads` are the departments that the officer may let lead it.
    """

    bundle: BundleDefinition
    parts: Mapping[str, PartVersion]
    leads: tuple[DepartmentInfo, ...]

    @property
    def definition(self) -> BundleDefinition:
        """What is written by now."""
        return self.bundle

    @property
    def items(self) -> dict[str, ItemDefinition]:
        """Part key → what answers it."""
        return {key: each.definition for key, each in self.parts.items()}

    def whole(self, definition: BundleDefinition) -> ItemDefinition:
        """The bundle as its boxes see it: as one item."""
        return as_one_item(definition, self.items)


def draft_of(code: str, *, actor: Actor) -> DraftView | BundleDraftView:
    """The draft of what stands under the code. Raises NotFound `catalogue.no_such_draft`, Refused
    `accounts.not_permitted`.
    """
    row: Item | Bundle | None = (
        Item.objects.select_related("current").filter(code=code).first()
        or Bundle.objects.select_related("current").filter(code=code).first()
    )
    if row is None:
        raise no_such_draft(code)
    require(actor, Permission.CATALOGUE_EDIT, scope_of(row))
    version = row.versions.filter(state=VersionState.DRAFT).first()
    if version is None:
        raise no_such_draft(code)
    if isinstance(version, BundleVersion):
        return _bundle_draft(row, version, actor)
    definition = parse_item(version.document)
    offices = {each.id: each for each in directory.departments()}
    checked = check_item(definition)
    return DraftView(
        **_common(row, version, offices),
        item=definition,
        **_looked_at(checked, definition, offices, row.region_id),
    )


def draft_view(code: str, *, actor: Actor) -> DraftView:
    """The draft of an item. Raises as `draft_of`."""
    found = draft_of(code, actor=actor)
    if not isinstance(found, DraftView):
        raise no_such_draft(code)
    return found


def bundle_draft(code: str, *, actor: Actor) -> BundleDraftView:
    """The draft of a bundle. Raises as `draft_of`."""
    found = draft_of(code, actor=actor)
    if not isinstance(found, BundleDraftView):
        raise no_such_draft(code)
    return found


def _bundle_draft(row: Item | Bundle, version: BundleVersion, actor: Actor) -> BundleDraftView:
    definition = parse_bundle(version.document)
    stand = stand_of(definition, row.region_id)
    offices = {each.id: each for each in directory.departments()}
    checked = check_bundle(definition, stand.items)
    return BundleDraftView(
        **_common(row, version, offices),
        bundle=definition,
        parts=stand.parts,
        leads=tuple(
            each
            for each in offices.values()
            if each.region == row.region_id
            and actor.may(Permission.CATALOGUE_EDIT, Scope(each.id, each.region))
        ),
        **_looked_at(checked, definition, offices, row.region_id, stand.items),
    )


def _looked_at(
    checked: Findings,
    definition: ItemDefinition | BundleDefinition,
    offices: Mapping[UUID, DepartmentInfo],
    region: str,
    parts: Mapping[str, ItemDefinition] | None = None,
) -> dict[str, Any]:
    """What is found in it, put together once for all who are asked; nobody is asked about what
    contradicts itself.
    """
    if isinstance(definition, BundleDefinition):
        found = bundle_findings(definition, parts or {})
    else:
        found = item_findings(definition)
    told, mean = Computed(None, ""), None
    if not checked.problems:
        asked = asked_of(definition, region, parts)
        found, told = (*found, *Run().findings(asked)), begin_compute()(asked)
        mean = begin_expect()(asked)
    return {
        "problems": (*checked.problems, *_unknown(definition, offices)),
        "warnings": checked.warnings,
        "findings": found,
        "computed": told,
        "expected": mean,
    }


def _common(
    row: Item | Bundle,
    version: ItemVersion | BundleVersion,
    offices: Mapping[UUID, DepartmentInfo],
) -> dict[str, Any]:
    changes = version.changes.order_by("-id")[:8]
    return {
        "version_id": version.id,
        "code": row.code,
        "department": offices[keeper_of(row)],
        "region": row.region_id,
        "number": version.number,
        "published": row.current.number if row.current else None,
        "waivers": {rule: line for (_, rule), line in live_waivers([row.id]).items()},
        "changes": tuple(
            ChangeLine(each.section, each.by_name, each.at, each.undoes_id is not None)
            for each in changes
        ),
        "undoable": version.changes.filter(undoes=None, undone_by=None).exists(),
    }


def draft_offer(code: str, *, actor: Actor) -> tuple[PinnedOffer, Edition]:
    """What is being written under the code, composed as if it were published, and its number.

    Raises NotFound `catalogue.no_such_draft`, Conflict `catalogue.draft_contradicts`, Refused
    `accounts.not_permitted` for who may neither write nor approve it.
    """
    version = _open_version(code)
    row = version.item if isinstance(version, ItemVersion) else version.bundle
    if not actor.may(Permission.CATALOGUE_PUBLISH, scope_of(row)):
        require(actor, Permission.CATALOGUE_EDIT, scope_of(row))
    edition = Edition(version.number, version.made_at)
    if isinstance(version, BundleVersion):
        return _bundle_offer(version), edition
    definition = parse_item(version.document)
    problems = check_item(definition).problems
    if problems:
        raise draft_contradicts(code, len(problems))
    pin = PinnedItem(
        version_id=version.id,
        item_id=version.item_id,
        code=code,
        item_code=version.item.item_code,
        department_id=version.item.department_id,
        region=version.item.region_id,
    )
    return PinnedOffer(compose_item(definition), version.id, None, {SINGLE: pin}), edition


def _open_version(code: str) -> ItemVersion | BundleVersion:
    items = ItemVersion.objects.filter(item__code=code, state__in=OPEN)
    bundles = BundleVersion.objects.filter(bundle__code=code, state__in=OPEN)
    version = items.select_related("item").first() or bundles.select_related("bundle").first()
    if version is None:
        raise no_such_draft(code)
    return version


def _bundle_offer(version: BundleVersion) -> PinnedOffer:
    row, definition = version.bundle, parse_bundle(version.document)
    items = stand_of(definition, row.region_id).items
    problems = check_bundle(definition, items).problems
    if problems:
        raise draft_contradicts(row.code, len(problems))
    return bundle_being_written(definition, version.id, row.region_id)


def _unknown(
    definition: ItemDefinition | BundleDefinition, offices: Mapping[UUID, DepartmentInfo]
) -> tuple[Problem, ...]:
    known = {each.code for each in offices.values()}
    return tuple(
        Problem(ref.pointer, "catalogue.unknown_department", {"department": ref.code})
        for ref in references(definition)
        if ref.named is Named.DEPARTMENT and ref.code not in known
    )
