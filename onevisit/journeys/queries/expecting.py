"""What people answered within the year, and how often that lets them come on the average."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from functools import cache

from onevisit.catalogue.queries import PinnedOffer
from onevisit.catalogue.rules.composition import Offer
from onevisit.catalogue.rules.enablers import enablers_of_offer
from onevisit.catalogue.rules.publishing import Asked
from onevisit.catalogue.rules.publishing import Expected as Told
from onevisit.journeys.queries.visits import Ground, region_of
from onevisit.journeys.rules.expanding import Scope, Situated
from onevisit.journeys.rules.expecting import Expected, Seen, expected_of
from onevisit.journeys.rules.seen import seen_since
from onevisit.kernel import clock

YEAR = timedelta(days=365)
"""So far back applications are counted."""


class Expecting:
    """Expected visits of one thing after another, for these codes or for all, from the applications
    of the year until `until`, on one ground. One query for all of them.
    """

    def __init__(
        self,
        codes: Collection[str] | None = None,
        *,
        until: datetime | None = None,
        ground: Ground | None = None,
    ) -> None:
        self.until = until or clock.now()
        self._seen = seen_since(self.until - YEAR, codes)
        self._ground = ground or Ground()

    def seen(self, code: str) -> list[Seen]:
        """What was answered by whom applied for it."""
        return self._seen.get(code, [])

    def of(self, pinned: PinnedOffer, scope: Scope = Scope.OFFICIAL) -> Expected:
        """Of what is published."""
        return self.of_offer(pinned.offer, region_of(pinned), scope)

    def of_offer(self, offer: Offer, region: str, scope: Scope = Scope.OFFICIAL) -> Expected:
        """Of any offer, a draft's too: whoever applied before is taken to apply again."""
        seen = self.seen(offer.code)
        on = self._ground.working(region)
        if not seen or (on is None and (scope is Scope.LIVED or enablers_of_offer(offer))):
            return Expected(unfit=sum(each.number for each in seen))
        forms = Situated(offer, scope, self._ground.issuers(region), on=on or frozenset())
        return expected_of(offer, forms, seen)


def begin_expect() -> Callable[[Asked], Told]:
    """What the catalogue asks of a draft and of what is in force beside it."""
    ground = Ground()

    @cache
    def expecting(code: str) -> Expecting:
        return Expecting([code], ground=ground)

    def expect(asked: Asked) -> Told:
        found = expecting(asked.offer.code).of_offer(asked.offer, asked.region)
        return Told(found.mean, found.of, found.unfit)

    return expect
