"""Keeping what search has prepared in step with the catalogue, in the same transaction."""

from collections.abc import Collection
from uuid import UUID

from django.db import connection, transaction

from onevisit.catalogue import queries as catalogue
from onevisit.catalogue.queries import Findable, Listing
from onevisit.catalogue.rules.events import CatalogueChanged, OfferKind
from onevisit.directory import queries as directory
from onevisit.directory.rules import DepartmentInfo
from onevisit.guidance.models import SearchDocument, SearchState
from onevisit.guidance.rules.folding import thing_of
from onevisit.guidance.rules.search import prepare

BATCH = 1_000
BOOST = {(OfferKind.BUNDLE, True): 1.15, (OfferKind.ITEM, True): 1.05}
"""A bundle or an item one can apply for here comes before one that is only described."""
SEPARATOR = "\n"
NO_BASE = -1


def prepare_changed(event: CatalogueChanged) -> None:
    """Prepare these items and bundles anew; those that are published no more are forgotten."""
    _prepare(event.item_ids, event.bundle_ids)


def prepare_again() -> int:
    """Prepare everything anew; how many things can be found."""
    with transaction.atomic():
        SearchDocument.objects.all().delete()
        return _prepare(None, None)


@transaction.atomic
def _prepare(item_ids: Collection[UUID] | None, bundle_ids: Collection[UUID] | None) -> int:
    if item_ids:
        SearchDocument.objects.filter(item_id__in=item_ids).delete()
    if bundle_ids:
        SearchDocument.objects.filter(bundle_id__in=bundle_ids).delete()
    offices = {each.id: each for each in directory.departments()}
    found = catalogue.findable(item_ids=item_ids, bundle_ids=bundle_ids)
    texts = catalogue.conditions(item_ids=item_ids)
    only_new = len(found) == len(item_ids or ()) + len(bundle_ids or ())
    revision = _next_revision(whole=not only_new)
    SearchDocument.objects.bulk_create(
        [_document(each, texts.get(each.listing.id, ""), offices, revision) for each in found],
        batch_size=BATCH,
    )
    return len(found)


def _next_revision(*, whole: bool) -> int:
    """Whoever changes the catalogue waits here for whoever does so already.

    `whole`: something is gone, so that nobody may go on from the revision before.
    """
    SearchState.objects.get_or_create(id=1)
    state = SearchState.objects.select_for_update().get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('guidance_search_revision')")
        row = cursor.fetchone()
    assert row is not None
    state.base, state.revision = NO_BASE if whole else state.revision, row[0]
    state.save(update_fields=["base", "revision"])
    return state.revision


def _document(
    found: Findable, conditions: str, offices: dict[UUID, DepartmentInfo], revision: int
) -> SearchDocument:
    listing = found.listing
    office = offices[listing.department_id]
    prepared = prepare(
        listing.name,
        listing.short_name,
        found.aliases,
        (*found.related, *listing.life_events, conditions),
        " ".join((office.name, office.short_name, *office.aliases)),
    )
    bundle = listing.kind is OfferKind.BUNDLE
    return SearchDocument(
        item_id=None if bundle else listing.id,
        bundle_id=listing.id if bundle else None,
        department_id=listing.department_id,
        card=_card(listing),
        boost=BOOST.get((listing.kind, listing.applicable), 1.0),
        phrases=SEPARATOR.join(prepared.phrases),
        related=prepared.related,
        office=prepared.office,
        pinyin=SEPARATOR.join(prepared.pinyin),
        revision=revision,
    )


def _card(listing: Listing) -> dict[str, object]:
    return {
        "kind": listing.kind.value,
        "code": listing.code,
        "thing": thing_of(listing.code),
        "name": listing.name,
        "short_name": listing.short_name,
        "served": listing.served,
        "life_events": listing.life_events,
        "applicable": listing.applicable,
        "online_depth": listing.online_depth,
        "declared_visits": listing.declared_visits,
        "promise": listing.promise,
        "promise_unit": listing.promise_unit,
    }
