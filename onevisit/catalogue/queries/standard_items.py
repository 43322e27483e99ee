"""The next version of a standard while it is written: what it changes, and for whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from onevisit.accounts.rules import Actor, Permission, Scope, require
from onevisit.catalogue.errors import no_such_standard
from onevisit.catalogue.models import Item, StandardDraft
from onevisit.catalogue.queries.unifying import (
    CurrentStandard,
    carrying_items,
    current_standards,
    definitions_of,
    standard_for,
)
from onevisit.catalogue.rules.comparing import Change, compare
from onevisit.catalogue.rules.competence import chain
from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.rules.editing.sections import section_digest
from onevisit.catalogue.rules.parsing import parse_item
from onevisit.catalogue.rules.unifying import deviations, standard_problems
from onevisit.kernel.errors import Problem


@dataclass(frozen=True, slots=True)
class Affected:
    """An item under the draft: how many places it may not keep, and may not now (None: nothing
    holds for it).
    """

    code: str
    name: str
    department_id: UUID
    region: str
    was: int | None
    now: int


@dataclass(frozen=True, slots=True)
class StandardLine:
    """A draft in a list; `own`: who looks had a hand in it; `ends`: the standard would end."""

    id: UUID
    entry: str
    variant: str
    name: str
    region: str
    number: int
    by: str
    at: datetime
    submitted_at: datetime | None
    own: bool
    ends: bool


@dataclass(frozen=True, slots=True)
class SectionChange:
    """Who changed what of the draft, and when; `undo`: took a change back."""

    section: str
    by: str
    at: datetime
    undo: bool


@dataclass(frozen=True, slots=True)
class StandardDraftView:
    """A draft whole: beside the standard in force, what contradicts in it, who would depart."""

    line: StandardLine
    definition: ItemDefinition
    latitudes: tuple[str, ...]
    reason: str
    before: CurrentStandard | None
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    items: tuple[Affected, ...]
    may_edit: bool
    may_publish: bool
    history: tuple[SectionChange, ...]
    undoable: bool

    @property
    def code(self) -> str:
        """Of the entry."""
        return self.line.entry

    def whole(self, definition: ItemDefinition) -> ItemDefinition:
        """The standard as its boxes see it: as it is."""
        return definition

    def digest(self, section: str) -> str:
        """What a form of the section is drawn from."""
        return section_digest(self.definition, section)


def standard_draft(draft_id: UUID, *, actor: Actor) -> StandardDraftView:
    """Seven queries. Raises NotFound `catalogue.no_such_standard`, Refused
    `accounts.not_permitted`.
    """
    row = StandardDraft.objects.filter(id=draft_id).first()
    if row is None:
        raise no_such_standard()
    scope = Scope(None, row.region_id)
    require(actor, Permission.CATALOGUE_EDIT, scope)
    definition = parse_item(row.document)
    standards = current_standards([row.entry_id])
    own = standards.get((row.entry_id, row.variant), ())
    before = next((each for each in own if each.region == row.region_id), None)
    bare = ItemDefinition(code=definition.code, name="")
    return StandardDraftView(
        line=_line(row, actor),
        definition=definition,
        latitudes=tuple(row.latitudes),
        reason=row.reason,
        before=before,
        changes=compare(before.definition if before else bare, definition),
        problems=standard_problems(definition),
        items=_affected(row, definition, standards),
        may_edit=actor.may(Permission.CATALOGUE_EDIT, scope),
        may_publish=actor.may(Permission.CATALOGUE_PUBLISH, scope),
        history=tuple(
            SectionChange(each.section, each.by_name, each.at, each.undoes_id is not None)
            for each in row.changes.order_by("-id")[:8]
        ),
        undoable=row.submitted_at is None
        and row.changes.filter(undoes=None, undone_by=None).exists(),
    )


Standards = Mapping[tuple[str, str], tuple[CurrentStandard, ...]]


def _affected(
    row: StandardDraft, definition: ItemDefinition, standards: Standards
) -> tuple[Affected, ...]:
    """The items it would hold for: those for which no nearer standard does."""
    found = []
    rows = [each for each in carrying_items([row.entry_id], row.variant) if _within(each, row)]
    theirs = definitions_of(rows)
    for item in rows:
        held = standard_for(item, standards)
        if held is not None and held.region != row.region_id and _nearer(item, held.region, row):
            continue
        found.append(
            Affected(
                code=item.code,
                name=item.name,
                department_id=item.department_id,
                region=item.region_id,
                was=_forbidden(held.definition, theirs[item.id], held.latitudes) if held else None,
                now=_forbidden(definition, theirs[item.id], row.latitudes),
            )
        )
    return tuple(found)


def _within(item: Item, row: StandardDraft) -> bool:
    return row.region_id in chain(item.region_id)


def _nearer(item: Item, region: str, row: StandardDraft) -> bool:
    order = chain(item.region_id)
    return order.index(region) < order.index(row.region_id)


def _forbidden(
    standard: ItemDefinition, theirs: ItemDefinition, latitudes: tuple[str, ...] | list[str]
) -> int:
    return sum(not each.allowed for each in deviations(standard, theirs, latitudes))


def standard_drafts(
    *, entry: str = "", variant: str = "", waiting: bool = False, actor: Actor
) -> tuple[StandardLine, ...]:
    """Drafts of an entry's standards, or those `waiting` for another person; oldest first.

    One query. Raises Refused `accounts.not_permitted`.
    """
    require(actor, Permission.CATALOGUE_EDIT)
    rows = StandardDraft.objects.order_by("submitted_at", "id")
    if entry:
        rows = rows.filter(entry_id=entry, variant=variant)
    if waiting:
        rows = rows.filter(submitted_at__isnull=False)
    return tuple(_line(row, actor) for row in rows)


def _line(row: StandardDraft, actor: Actor) -> StandardLine:
    return StandardLine(
        id=row.id,
        entry=row.entry_id,
        variant=row.variant,
        name=str(row.document["name"]),
        region=row.region_id,
        number=row.based_on + 1,
        by=row.made_by_name,
        at=row.made_at,
        submitted_at=row.submitted_at,
        own=str(actor.user_id) in row.hands,
        ends=row.ends,
    )
