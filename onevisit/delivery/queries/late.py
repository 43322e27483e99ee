"""流转袋 that did not arrive by their day, for who oversees the offices."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from onevisit.delivery.models import Bag
from onevisit.delivery.rules.consignments import BagState
from onevisit.kernel import clock

MOST = 200


@dataclass(frozen=True, slots=True)
class LateBag:
    """A bag under way whose day is over."""

    number: str
    sender: str
    sender_phone: str
    receiver: str
    receiver_phone: str
    carrier: str
    sent_at: datetime | None
    sent_by: str
    due_on: date
    papers: int


def late_bags(stems: Iterable[str], place: str = "") -> tuple[LateBag, ...]:
    """Those from or to an office in one of these regions (what their codes begin with), and of
    `place` where it is given, the longest first; one query.
    """
    here = Q(pk__in=[])
    for stem in stems:
        here |= _touching(stem)
    if place:
        here &= _touching(place)
    rows = (
        Bag.objects.filter(here, state=BagState.SENT, due_on__lt=clock.today())
        .select_related("sender", "receiver")
        .annotate(papers=Count("items", distinct=True))
        .order_by("due_on", "id")[:MOST]
    )
    return tuple(
        LateBag(
            number=row.number,
            sender=row.sender.name,
            sender_phone=row.sender.phone,
            receiver=row.receiver.name,
            receiver_phone=row.receiver.phone,
            carrier=row.carrier,
            sent_at=row.sent_at,
            sent_by=row.sent_by_name,
            due_on=row.due_on,
            papers=row.papers,
        )
        for row in rows
        if row.due_on is not None
    )


def _touching(stem: str) -> Q:
    leaves = Q(sender__region__code__startswith=stem)
    return leaves | Q(receiver__region__code__startswith=stem)
