"""Papers and bags as the offices between which they go may see them."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from onevisit.accounts.rules import Actor, Permission
from onevisit.delivery.errors.consignments import no_such_bag
from onevisit.delivery.models import Bag, BagItem, PaperPlace
from onevisit.delivery.rules.consignments import (
    BagInfo,
    BagPaper,
    BagState,
    Found,
    PaperInfo,
    PaperKind,
    PlaceLine,
    TransitTerms,
    Where,
    transit_on,
)
from onevisit.kernel import clock

MOST_BAGS = 100


def transit_terms(day: date) -> TransitTerms:
    """Within how many working days a bag arrives, by `settings.TRANSIT_TERMS` of that day."""
    listed = (
        TransitTerms(date.fromisoformat(since), messenger, post)
        for since, messenger, post in settings.TRANSIT_TERMS
    )
    return transit_on(listed, day)


def papers(ids: Iterable[UUID]) -> dict[UUID, PaperInfo]:
    """Papers by id, each where it is now; one query."""
    return {row.paper_id: _paper(row) for row in _open_places().filter(paper_id__in=set(ids))}


def papers_at(office_id: UUID) -> tuple[PaperInfo, ...]:
    """The papers that lie at an office, the longest first; one query."""
    rows = _open_places().filter(office_id=office_id, where=Where.OFFICE)
    return tuple(_paper(row) for row in rows.order_by("since", "id"))


def way_of(paper_id: UUID) -> tuple[PlaceLine, ...]:
    """Every place a paper was at, in order; one query. Nobody's rights are asked."""
    rows = PaperPlace.objects.filter(paper_id=paper_id).order_by("since", "id")
    joined = rows.select_related("office", "bag__sender", "bag__receiver")
    return tuple(
        PlaceLine(Where(row.where), row.since, *_from_and_to(row), row.actor_name) for row in joined
    )


def bags_of(*, actor: Actor) -> tuple[BagInfo, ...]:
    """The bags from and to the actor's office that are under way, or of which a difference waits;
    what is late first. Two queries, none without an office.
    """
    if actor.service_point_id is None:
        return ()
    open_ = BagItem.objects.filter(
        bag=OuterRef("pk"), found__in=[Found.DAMAGED, Found.MISSING], settled=""
    )
    here = Q(sender_id=actor.service_point_id) | Q(receiver_id=actor.service_point_id)
    rows = (
        _bags().filter(here).filter(Q(state__in=[BagState.PACKED, BagState.SENT]) | Exists(open_))
    )
    return tuple(_bag(row) for row in rows.order_by("due_on", "packed_at")[:MOST_BAGS])


def bag_of(*, bag_id: UUID, actor: Actor) -> BagInfo:
    """One bag. Raises NotFound `delivery.no_such_bag`, also for other offices."""
    row = _bags().filter(id=bag_id).first()
    offices = (row.sender_id, row.receiver_id) if row else ()
    if row is None or not (actor.is_system or actor.service_point_id in offices):
        raise no_such_bag()
    return _bag(row)


def waits_for_office(actor: Actor) -> int:
    """How many bags are on their way to the actor's office; one query."""
    if actor.service_point_id is None or not actor.may(Permission.CASES_INTAKE):
        return 0
    return Bag.objects.filter(receiver_id=actor.service_point_id, state=BagState.SENT).count()


def _open_places() -> QuerySet[PaperPlace]:
    rows = PaperPlace.objects.filter(until=None)
    return rows.select_related("paper", "office", "bag__sender", "bag__receiver")


def _bags() -> QuerySet[Bag]:
    items = Prefetch("items", queryset=BagItem.objects.select_related("paper").order_by("id"))
    return Bag.objects.select_related("sender", "receiver").prefetch_related(items)


def _from_and_to(row: PaperPlace) -> tuple[str, str]:
    if row.bag is not None:
        return row.bag.sender.name, row.bag.receiver.name
    return (row.office.name if row.office else ""), ""


def _paper(row: PaperPlace) -> PaperInfo:
    office, to = _from_and_to(row)
    bag = row.bag
    return PaperInfo(
        id=row.paper_id,
        number=row.paper.number,
        kind=PaperKind(row.paper.kind),
        name=row.paper.name,
        damaged=row.paper.damaged,
        where=Where(row.where),
        since=row.since,
        office_id=bag.sender_id if bag else row.office_id,
        office=office,
        to=to,
        bag_id=row.bag_id,
        bag=bag.number if bag else "",
        due_on=bag.due_on if bag else None,
    )


def _bag(row: Bag) -> BagInfo:
    late = row.state == BagState.SENT and row.due_on is not None and row.due_on < clock.today()
    return BagInfo(
        id=row.id,
        number=row.number,
        seal=row.seal,
        state=BagState(row.state),
        sender_id=row.sender_id,
        sender=row.sender.name,
        receiver_id=row.receiver_id,
        receiver=row.receiver.name,
        carried_by=row.carried_by,
        carrier=row.carrier,
        packed_at=row.packed_at,
        packed_by=row.packed_by_name,
        sent_at=row.sent_at,
        sent_by=row.sent_by_name,
        due_on=row.due_on,
        received_at=row.received_at,
        received_by=row.received_by_name,
        seal_whole=row.seal_whole,
        note=row.note,
        late=late,
        papers=tuple(
            BagPaper(
                item_id=each.id,
                paper_id=each.paper_id,
                number=each.paper.number,
                name=each.paper.name,
                kind=PaperKind(each.paper.kind),
                found=each.found,
                settled=each.settled,
                settled_by=each.settled_by_name,
                settlement=each.settlement,
            )
            for each in row.items.all()
        ),
    )
