"""Standards 八统一: published, withdrawn, and compared with what items say."""

from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import Actor, Permission, Scope, require
from onevisit.audit.services import record
from onevisit.catalogue import queries
from onevisit.catalogue.errors import (
    no_such_entry,
    standard_needs_name,
    standard_reason,
    standard_without_region,
)
from onevisit.catalogue.models import CatalogueEntry, Comparison, Item, Standard
from onevisit.catalogue.queries import CurrentStandard
from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.rules.events import CatalogueChanged
from onevisit.catalogue.rules.unifying import (
    deviations,
    fingerprints,
)
from onevisit.directory import queries as directory
from onevisit.kernel import clock

LONGEST_REASON = 500
_AT_ONCE = 20
"""So many changed items are compared where they change; more, as an import brings, afterwards."""
_CHUNK = 500


def compare_changed(event: CatalogueChanged) -> None:
    """What is published or imported is compared anew; a great many only loses what was found."""
    ids = event.item_ids
    if not ids:
        return
    if len(ids) > _AT_ONCE:
        Comparison.objects.filter(item_id__in=ids).delete()
        return
    _compare(Item.objects.filter(id__in=ids, current__isnull=False, entry__isnull=False))


def compare_everything(
    *, actor: Actor, only_new: bool = False, tell: Callable[[int], None] | None = None
) -> int:
    """Compare all that is published and has an entry, in pieces; how many were compared.

    With `only_new` those not compared since they changed. Raises Refused `accounts.not_permitted`.
    """
    require(actor, Permission.CATALOGUE_EDIT)
    rows = Item.objects.filter(current__isnull=False, entry__isnull=False)
    if only_new:
        rows = rows.filter(comparison=None)
    number, last = 0, ""
    while piece := list(rows.filter(code__gt=last).order_by("code")[:_CHUNK]):
        with transaction.atomic():
            _compare(piece)
        number, last = number + len(piece), piece[-1].code
        if tell is not None:
            tell(number)
    return number


def may_set(
    actor: Actor, region: str, permission: Permission = Permission.CATALOGUE_PUBLISH
) -> None:
    """A named person who may write or set standards of the region. Raises Refused
    `accounts.not_permitted`, `catalogue.standard_needs_name`, Invalid
    `catalogue.standard_without_region`.
    """
    require(actor, permission, Scope(None, region))
    if actor.user_id is None or not actor.name.strip():
        raise standard_needs_name()
    if region not in {each.code for each in directory.regions()}:
        raise standard_without_region(region)


def reason_of(text: str) -> str:
    """The reason, trimmed. Raises Invalid `catalogue.standard_reason`."""
    if not 1 <= len(text.strip()) <= LONGEST_REASON:
        raise standard_reason(LONGEST_REASON)
    return text.strip()


def lock_entry(entry: str) -> None:
    """Raises NotFound `catalogue.no_such_entry`."""
    if not CatalogueEntry.objects.select_for_update().filter(code=entry).first():
        raise no_such_entry(entry)


def newest_standard(entry: str, variant: str, region: str) -> Standard | None:
    """The last row written, whether it sets or ends the standard."""
    rows = Standard.objects.filter(entry_id=entry, variant=variant, region_id=region)
    return rows.order_by("-number").first()


def write_standard(standard: Standard, action: str, actor: Actor) -> UUID:
    """Publish the row in the actor's name; items that carry the entry are compared with it."""
    assert actor.user_id is not None
    standard.published_at = clock.now()
    standard.published_by = actor.user_id
    standard.published_by_name = actor.name[:100]
    standard.save(force_insert=True)
    record(
        action=action,
        target_type="catalogue.standard",
        target_id=standard.id,
        actor=actor,
        facts={
            "code": standard.entry_id,
            "variant": standard.variant,
            "region": standard.region_id,
            "version": standard.number,
            "digest": standard.digest,
        },
        department_id=None,
    )
    carrying = Item.objects.filter(
        entry_id=standard.entry_id, variant=standard.variant, current__isnull=False
    )
    _compare(carrying)
    return standard.id


def _compare(items: Iterable[Item]) -> None:
    rows: Sequence[Item] = list(items)
    definitions = queries.item_definitions(
        each.current_id for each in rows if each.current_id is not None
    )
    standards = queries.current_standards({each.entry_id for each in rows if each.entry_id})
    found = [
        _compared(row, definitions[row.current_id], queries.standard_for(row, standards))
        for row in rows
        if row.current_id in definitions
    ]
    Comparison.objects.bulk_create(
        found,
        update_conflicts=True,
        unique_fields=["item"],
        update_fields=["standard", "forbidden", "allowed", "aspects", "marks"],
    )


def _compared(
    item: Item, definition: ItemDefinition, standard: CurrentStandard | None
) -> Comparison:
    marks = {aspect.value: mark for aspect, mark in fingerprints(definition).items()}
    made = Comparison(item=item, marks=marks)
    if standard is None:
        return made
    made.standard_id = standard.id
    for each in deviations(standard.definition, definition, standard.latitudes):
        counted = made.aspects.setdefault(each.aspect.value, [0, 0])
        counted[each.allowed] += 1
        if each.allowed:
            made.allowed += 1
        else:
            made.forbidden += 1
    return made
