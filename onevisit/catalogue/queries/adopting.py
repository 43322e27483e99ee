"""What adopting a standard would do, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.catalogue.errors import no_such_adoption, no_such_standard
from onevisit.catalogue.models import Adoption, Item, ItemVersion, Standard, VersionState
from onevisit.catalogue.queries.unifying import (
    carrying_items,
    current_standards,
    definitions_of,
    drafted,
    standard_by_id,
    standard_for,
)
from onevisit.catalogue.rules.checks import check_item
from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.rules.parsing import definition_digest, parse_item
from onevisit.catalogue.rules.unifying import Aspect, Deviation, adopted, deviations
from onevisit.kernel.errors import Problem


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """What adopting would do to one item: `changes` are put right, `before` is what is published,
    `standard` what it is put right by, `after` the draft to be, `problems` what would keep it from
    being saved.
    """

    item_id: UUID
    entry: str
    code: str
    name: str
    department_id: UUID
    region: str
    digest: str
    has_draft: bool
    changes: tuple[Deviation, ...]
    standard: ItemDefinition
    before: ItemDefinition
    after: ItemDefinition
    problems: tuple[Problem, ...]


def adoption_preview(standard_id: UUID, codes: Sequence[str]) -> tuple[PreviewLine, ...]:
    """What adopting the standard would change in these items; those that keep it are absent.

    Raises NotFound `catalogue.no_such_standard` (there is none, or it holds no more).
    """
    row = standard_by_id(standard_id)
    standards = current_standards([row.entry_id])
    if all(each.id != row.id for each in standards.get((row.entry_id, row.variant), ())):
        raise no_such_standard()
    wanted = set(codes)
    items = [
        each
        for each in carrying_items([row.entry_id], row.variant)
        if each.code in wanted
        and (held := standard_for(each, standards)) is not None
        and held.id == row.id
    ]
    definitions, in_work = definitions_of(items), drafted(items)
    lines = (_preview(each, definitions[each.id], row, each.id in in_work) for each in items)
    return tuple(line for line in lines if line.changes)


def _preview(
    item: Item, definition: ItemDefinition, standard: Standard, has_draft: bool
) -> PreviewLine:
    ours = parse_item(standard.document)
    found = deviations(ours, definition, standard.latitudes)
    after = adopted(ours, definition, standard.latitudes)
    return PreviewLine(
        item_id=item.id,
        entry=standard.entry_id,
        code=item.code,
        name=item.name,
        department_id=item.department_id,
        region=item.region_id,
        digest=definition_digest(definition),
        has_draft=has_draft,
        changes=tuple(each for each in found if not each.allowed),
        standard=ours,
        before=definition,
        after=after,
        problems=tuple(check_item(after).problems),
    )


@dataclass(frozen=True, slots=True)
class AdoptedLine:
    """One item of an adoption as it stands now: `state` of its version, empty if it is gone;
    `changed`: somebody went on with it.
    """

    code: str
    name: str
    department_id: UUID
    region: str
    number: int
    aspects: tuple[Aspect, ...]
    state: str
    changed: bool


@dataclass(frozen=True, slots=True)
class AdoptionView:
    """An adoption on record."""

    adoption: Adoption
    standard: Standard
    lines: tuple[AdoptedLine, ...]

    @property
    def waiting(self) -> bool:
        """Whether a draft is to be handed in still, gone on with or not."""
        drafts = (each.state == VersionState.DRAFT for each in self.lines)
        return self.adoption.undone_at is None and any(drafts)

    @property
    def undoable(self) -> bool:
        """Whether a draft is still as it was made."""
        waiting = (each.state == VersionState.DRAFT and not each.changed for each in self.lines)
        return self.adoption.undone_at is None and any(waiting)


def adoption_view(adoption_id: UUID, actor: Actor) -> AdoptionView:
    """Raises NotFound `catalogue.no_such_adoption`, Refused `accounts.not_permitted`."""
    require(actor, Permission.CATALOGUE_EDIT)
    made = Adoption.objects.select_related("standard").filter(id=adoption_id).first()
    if made is None:
        raise no_such_adoption()
    rows = list(made.items.select_related("item").order_by("item__region_id", "item__code"))
    versions = ItemVersion.objects.in_bulk([each.version_id for each in rows])
    lines = []
    for row in rows:
        version = versions.get(row.version_id)
        lines.append(
            AdoptedLine(
                code=row.item.code,
                name=row.item.name,
                department_id=row.item.department_id,
                region=row.item.region_id,
                number=row.number,
                aspects=tuple(Aspect(each) for each in row.aspects),
                state=version.state if version else "",
                changed=version is not None and version.digest != row.digest,
            )
        )
    return AdoptionView(made, made.standard, tuple(lines))
