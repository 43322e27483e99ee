"""Everyday names as data: they grow without a release."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import Actor, Permission, Scope, require
from onevisit.audit.services import record
from onevisit.catalogue.errors import bad_alias, no_such_offer
from onevisit.catalogue.models import Alias, Bundle, Item
from onevisit.catalogue.rules.events import CatalogueChanged
from onevisit.kernel import events

LONGEST_PHRASE = 100


@transaction.atomic
def set_aliases(
    *, code: str, phrases: Iterable[str], actor: Actor, source: str = "curated"
) -> None:
    """Make `phrases` the everyday names of that source for what stands under `code`.

    Names from other sources (the definition, an import) stay. Raises NotFound
    `catalogue.no_such_offer`, Invalid `catalogue.bad_alias`, Refused `accounts.not_permitted`.
    """
    item = Item.objects.select_for_update().filter(code=code).first()
    bundle = None if item else Bundle.objects.select_for_update().filter(code=code).first()
    row = item or bundle
    if row is None:
        raise no_such_offer(code)
    department_id = row.department_id if isinstance(row, Item) else row.lead_id
    require(actor, Permission.CATALOGUE_EDIT, Scope(department_id, row.region_id))
    kept = replace_aliases(item=item, bundle=bundle, phrases=phrases, source=source)
    record(
        action="catalogue.set_aliases",
        target_type="catalogue.item" if item else "catalogue.bundle",
        target_id=row.id,
        actor=actor,
        facts={"code": code, "source": source, "count": kept},
        department_id=department_id,
    )
    _tell_changed(row)


def clean_phrase(phrase: str) -> str:
    """The phrase with single blanks. Raises Invalid `catalogue.bad_alias`."""
    cleaned = " ".join(phrase.split())
    if not any(each.isalnum() for each in cleaned) or len(cleaned) > LONGEST_PHRASE:
        raise bad_alias(cleaned)
    return cleaned


def replace_aliases(
    *,
    phrases: Iterable[str],
    source: str,
    item: Item | None = None,
    bundle: Bundle | None = None,
) -> int:
    """Set the names of one source for one thing; how many there are then."""
    wanted = dict.fromkeys(clean_phrase(each) for each in phrases)
    held = Alias.objects.filter(item=item, bundle=bundle)
    held.filter(source=source).exclude(phrase__in=wanted).delete()
    Alias.objects.bulk_create(
        [Alias(phrase=each, item=item, bundle=bundle, source=source) for each in wanted],
        ignore_conflicts=True,
    )
    return len(wanted)


def _tell_changed(row: Item | Bundle) -> None:
    ids: tuple[UUID, ...] = (row.id,)
    if isinstance(row, Item):
        events.publish(CatalogueChanged(item_ids=ids))
    else:
        events.publish(CatalogueChanged(bundle_ids=ids))
