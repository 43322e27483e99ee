"""What an editor sees: the items of an officer, and one draft with everything found in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from onevisit.accounts.rules import Actor, Permission, Scope, require
from onevisit.catalogue.access import items_kept_by
from onevisit.catalogue.errors import draft_contradicts, no_such_draft
from onevisit.catalogue.models import DraftChange, DraftTyping, Item, ItemVersion
from onevisit.catalogue.queries.editions import Edition
from onevisit.catalogue.queries.offers import PinnedItem, PinnedOffer
from onevisit.catalogue.queries.waivers import WaiverLine, live_waivers
from onevisit.catalogue.rules.checks import check_item
from onevisit.catalogue.rules.composition import SINGLE, compose_item
from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.rules.editing.sections import (
    SECTIONS,
    blank,
    part_of,
    section_digest,
    section_of,
)
from onevisit.catalogue.rules.parsing import parse_item
from onevisit.catalogue.rules.publishing import Finding, item_findings
from onevisit.catalogue.rules.references import Named, references
from onevisit.catalogue.rules.versions import OPEN, VersionState
from onevisit.directory import queries as directory
from onevisit.directory.rules import DepartmentInfo
from onevisit.kernel.errors import Problem

PAGE = 50


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item of the officer's: its draft's number and time, if it has one; what is published."""

    code: str
    name: str
    department_id: UUID
    draft: int | None
    draft_id: UUID | None
    state: str
    made_at: datetime | None
    published: int | None


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
class DraftView:
    """One draft whole: what is in it, what contradicts (`problems`), what may not be published or
    should be better (`findings`), and who changed what last. Without `problems` it can be shown as
    a citizen would see it.
    """

    version_id: UUID
    code: str
    department: DepartmentInfo
    region: str
    number: int
    definition: ItemDefinition
    published: int | None
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    findings: tuple[Finding, ...]
    waivers: Mapping[str, WaiverLine]
    changes: tuple[ChangeLine, ...]
    undoable: bool

    @property
    def sections(self) -> tuple[SectionState, ...]:
        """Every section with its state."""
        bare = blank(self.definition)
        return tuple(
            SectionState(
                name,
                empty=part_of(self.definition, name) == part_of(bare, name),
                block=self._count(name, blocking=True),
                warn=self._count(name, blocking=False),
            )
            for name in SECTIONS
        )

    def _count(self, section: str, *, blocking: bool) -> int:
        open_ones = [each for each in self.findings if each.rule not in self.waivers]
        places = [e.place for e in open_ones if (e.severity.value == "block") is blocking]
        if blocking:
            places += [each.place for each in self.problems]
        return sum(section_of(place) == section for place in places)

    def digest(self, section: str) -> str:
        """What a form of the section is drawn from."""
        return section_digest(self.definition, section)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which items an officer looks for: `q` is part of a name or the beginning of a code,
    `department` a code; `drafts` are those being changed.
    """

    q: str = ""
    department: str = ""
    drafts: bool = True


def items_to_edit(
    actor: Actor, wanted: Wanted = Wanted(), *, after: str = ""
) -> tuple[ItemLine, ...]:
    """Items of the officer's by code, `PAGE` and one more.

    One query. Raises Refused `accounts.not_permitted`.
    """
    alive = ItemVersion.objects.filter(item=OuterRef("pk")).filter(state__in=OPEN)
    rows = _found(actor, wanted).filter(code__gt=after)
    rows = rows.annotate(
        draft_number=Subquery(alive.values("number")[:1]),
        draft_id=Subquery(alive.values("id")[:1]),
        draft_state=Subquery(alive.values("state")[:1]),
        draft_at=Subquery(alive.values("made_at")[:1]),
    ).select_related("current")
    return tuple(_line(row) for row in rows.order_by("code")[: PAGE + 1])


def codes_to_edit(actor: Actor, wanted: Wanted, *, most: int) -> tuple[str, ...]:
    """The codes of those that say anything, by code, not more than `most`. One query."""
    alive = (*OPEN, VersionState.PUBLISHED)
    spoken = ItemVersion.objects.filter(item=OuterRef("pk"), state__in=alive)
    rows = _found(actor, wanted).filter(Exists(spoken)).order_by("code")
    return tuple(rows.values_list("code", flat=True)[:most])


def _found(actor: Actor, wanted: Wanted) -> QuerySet[Item]:
    rows = items_kept_by(actor)
    if wanted.drafts:
        alive = ItemVersion.objects.filter(item=OuterRef("pk"), state__in=OPEN)
        rows = rows.filter(Exists(alive))
    if wanted.department:
        rows = rows.filter(department__code=wanted.department)
    if wanted.q:
        rows = rows.filter(Q(name__icontains=wanted.q) | Q(code__startswith=wanted.q.upper()))
    return rows


def _line(row: Item) -> ItemLine:
    return ItemLine(
        code=row.code,
        name=row.name,
        department_id=row.department_id,
        draft=row.draft_number,  # type: ignore[attr-defined]
        draft_id=row.draft_id,  # type: ignore[attr-defined]
        state=row.draft_state or "",  # type: ignore[attr-defined]
        made_at=row.draft_at,  # type: ignore[attr-defined]
        published=row.current.number if row.current else None,
    )


def departments_to_edit(actor: Actor) -> tuple[DepartmentInfo, ...]:
    """The departments for which the officer may make items, by code."""
    return tuple(
        each
        for each in directory.departments()
        if actor.may(Permission.CATALOGUE_EDIT, Scope(each.id, each.region))
    )


def draft_view(code: str, *, actor: Actor) -> DraftView:
    """The draft of an item. Raises NotFound `catalogue.no_such_draft`, Refused
    `accounts.not_permitted`.
    """
    item = Item.objects.select_related("current").filter(code=code).first()
    if item is None:
        raise no_such_draft(code)
    require(actor, Permission.CATALOGUE_EDIT, Scope(item.department_id, item.region_id))
    version = item.versions.filter(state=VersionState.DRAFT).first()
    if version is None:
        raise no_such_draft(code)
    definition = parse_item(version.document)
    offices = {each.id: each for each in directory.departments()}
    checked = check_item(definition)
    changes = DraftChange.objects.filter(version=version).order_by("-id")[:8]
    return DraftView(
        version_id=version.id,
        code=code,
        department=offices[item.department_id],
        region=item.region_id,
        number=version.number,
        definition=definition,
        published=item.current.number if item.current else None,
        problems=(*checked.problems, *_unknown(definition, offices)),
        warnings=checked.warnings,
        findings=item_findings(definition),
        waivers={rule: line for (_, rule), line in live_waivers([item.id]).items()},
        changes=tuple(
            ChangeLine(each.section, each.by_name, each.at, each.undoes_id is not None)
            for each in changes
        ),
        undoable=DraftChange.objects.filter(version=version, undoes=None, undone_by=None).exists(),
    )


def draft_offer(code: str, *, actor: Actor) -> tuple[PinnedOffer, Edition]:
    """What is being written under the code, composed as if it were published, and its number.

    Raises NotFound `catalogue.no_such_draft`, Conflict `catalogue.draft_contradicts`, Refused
    `accounts.not_permitted` for who may neither write nor approve it.
    """
    alive = ItemVersion.objects.filter(item__code=code).filter(state__in=OPEN)
    version = alive.select_related("item").first()
    if version is None:
        raise no_such_draft(code)
    item = version.item
    scope = Scope(item.department_id, item.region_id)
    if not actor.may(Permission.CATALOGUE_PUBLISH, scope):
        require(actor, Permission.CATALOGUE_EDIT, scope)
    definition = parse_item(version.document)
    problems = check_item(definition).problems
    if problems:
        raise draft_contradicts(code, len(problems))
    pin = PinnedItem(
        version_id=version.id,
        item_id=item.id,
        code=code,
        item_code=item.item_code,
        department_id=item.department_id,
        region=item.region_id,
    )
    offer = PinnedOffer(compose_item(definition), version.id, None, {SINGLE: pin})
    return offer, Edition(version.number, version.made_at)


def _unknown(
    definition: ItemDefinition, offices: Mapping[UUID, DepartmentInfo]
) -> tuple[Problem, ...]:
    known = {each.code for each in offices.values()}
    return tuple(
        Problem(ref.pointer, "catalogue.unknown_department", {"department": ref.code})
        for ref in references(definition)
        if ref.named is Named.DEPARTMENT and ref.code not in known
    )


@dataclass(frozen=True, slots=True)
class Typing:
    """What the officer typed into a section and did not save, and when."""

    typed: str
    seen: str
    page: str
    at: datetime


def typing_of(version_id: UUID, section: str, *, actor: Actor) -> Typing | None:
    """The officer's own, if there is any. One query."""
    if actor.user_id is None:
        return None
    row = DraftTyping.objects.filter(version=version_id, section=section, by=actor.user_id).first()
    return Typing(row.typed, row.seen, row.page, row.at) if row else None
