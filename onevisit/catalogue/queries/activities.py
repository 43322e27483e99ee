"""Kinds of business, and which of what they need is published here."""

from collections.abc import Iterable
from dataclasses import dataclass

from onevisit.catalogue.errors import no_such_activity
from onevisit.catalogue.models import BusinessActivity, Item
from onevisit.catalogue.queries.listings import Listing, listing_of
from onevisit.catalogue.queries.memory import Memory
from onevisit.catalogue.rules.activities import Activity, PermitNeed
from onevisit.catalogue.rules.competence import chain
from onevisit.catalogue.rules.parsing import parse_activity

_parsed: Memory[str, Activity] = Memory(500)


@dataclass(frozen=True, slots=True)
class KnownActivity:
    """One kind of business and the region that says so."""

    activity: Activity
    region: str


def activities() -> tuple[KnownActivity, ...]:
    """Every kind of business on the list, in its order. One query."""
    rows = BusinessActivity.objects.filter(withdrawn_at=None).order_by("position", "code")
    return tuple(_known(row) for row in rows)


def activity(code: str) -> KnownActivity:
    """One of them. Raises NotFound `catalogue.no_such_activity`. One query."""
    row = BusinessActivity.objects.filter(withdrawn_at=None, code=code).first()
    if row is None:
        raise no_such_activity(code)
    return _known(row)


def answering_items(needs: Iterable[PermitNeed], region: str) -> dict[str, Listing]:
    """Key of the need → the published item that answers it for the region, nearest first; a need
    that nobody answers is absent. One query.
    """
    wanted: dict[tuple[str, str], list[str]] = {}
    for each in needs:
        wanted.setdefault((each.catalogue_code, each.variant), []).append(each.key)
    levels = chain(region)
    rows = Item.objects.filter(
        current__isnull=False,
        entry_id__in={code for code, _ in wanted if code},
        region_id__in=levels,
    ).order_by("code")
    found: dict[str, Listing] = {}
    for row in sorted(rows, key=lambda each: (levels.index(each.region_id), each.code)):
        for key in wanted.get((row.entry_id or "", row.variant), ()):
            found.setdefault(key, listing_of(row))
    return found


def _known(row: BusinessActivity) -> KnownActivity:
    parsed = _parsed.get(row.digest) or _parsed.put(row.digest, parse_activity(row.document))
    return KnownActivity(parsed, row.region_id)
