"""Expected visits beside the kept figures: counted anew every day, and when a figure changes."""

from collections.abc import Collection, Iterable
from typing import cast

from django.db.models import F
from django.db.models.functions import Coalesce

from onevisit.catalogue import queries as catalogue
from onevisit.journeys.models import Figure
from onevisit.journeys.queries.expecting import Expecting
from onevisit.journeys.rules.expanding import Scope
from onevisit.journeys.rules.expecting import Seen
from onevisit.kernel import clock
from onevisit.kernel.alone import alone
from onevisit.kernel.canonical import digest
from onevisit.kernel.errors import NotFound
from onevisit.kernel.types import Json

_CODE = Coalesce("item_version__item__code", "bundle_version__bundle__code")


def count_situations() -> int:
    """Count in which situations people were within the year, for everything in force; how many
    figures say something else than before.
    """
    with alone("journeys.situations") as mine:
        return expect_for(None) if mine else 0


def expect_for(codes: Collection[str] | None) -> int:
    """The same for these codes, or for all; what rests on the same as before is left alone."""
    rows = Figure.objects.filter(answered=F("asked")).annotate(code=_CODE)
    if codes is not None:
        rows = rows.filter(code__in=codes)
    expecting = Expecting(codes)
    found = 0
    for code, own, before in list(rows.values_list("code", "digest", "counted")):
        counted = digest({"figure": own, "seen": _told(expecting.seen(code))})
        if counted != before:
            found += _expect(code, own, counted, expecting)
    return found


def _told(seen: Iterable[Seen]) -> Json:
    return [[cast("Json", dict(each.answers)), each.number] for each in seen]


def _expect(code: str, own: str, counted: str, expecting: Expecting) -> int:
    """Unless the figure became another meanwhile: whoever works that out expects anew."""
    try:
        pinned = catalogue.pinned_offer(code)
    except NotFound:  # withdrawn meanwhile, or nobody answers a part of the bundle
        return 0
    official, lived = (expecting.of(pinned, scope) for scope in (Scope.OFFICIAL, Scope.LIVED))
    rows = Figure.objects.filter(digest=own, answered=F("asked")).annotate(code=_CODE)
    return rows.filter(code=code).update(
        expected_visits=official.visits,
        expected_of=official.of,
        expected_unfit=official.unfit,
        lived_expected_visits=lived.visits,
        lived_expected_of=lived.of,
        counted_on=clock.local_date(expecting.until),
        counted=counted,
    )
