"""Papers kept at offices and sent between them: every act moves each paper to its one next place.

Whoever knows whose a paper is asks for that before calling these.
"""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.audit import services as audit
from onevisit.delivery.errors import consignments as errors
from onevisit.delivery.models import Bag, BagItem, Paper, PaperPlace
from onevisit.delivery.queries.consignments import papers, transit_terms
from onevisit.delivery.rules.consignments import (
    LONGEST_NAME,
    LONGEST_NOTE,
    MOST_PAPERS,
    BagAct,
    BagState,
    CarriedBy,
    Found,
    PaperKind,
    Settled,
    Where,
    checked_found,
    checked_settlement,
    moved,
    seal_number,
)
from onevisit.delivery.rules.events import BagMove, BagMoved
from onevisit.directory import queries as directory
from onevisit.kernel import clock, events
from onevisit.kernel.queries import load_calendar

_LONGEST_CARRIER = 40


@transaction.atomic
def take_paper(*, kind: PaperKind, name: str, actor: Actor) -> UUID:
    """A paper lies at the actor's office from now on. Returns its id. Raises Refused
    `delivery.no_office`.
    """
    office = _office(actor)
    now = clock.now()
    paper = Paper(
        number=f"YZ{clock.today():%Y%m%d}{_next('delivery_paper_number'):06d}",
        kind=kind.value,
        name=name[:LONGEST_NAME],
        kept_at=now,
    )
    paper.save(force_insert=True)
    _place(paper, Where.OFFICE, actor, office=office)
    _record("delivery.take_paper", "delivery.paper", paper.id, paper.number, actor)
    return paper.id


@transaction.atomic
def give_paper(*, paper_id: UUID, actor: Actor) -> None:
    """A paper goes to its owner, over the counter of the actor's office; the house itself: out of a
    locker at the office where it lies.

    Raises NotFound `delivery.no_such_paper`, Refused `delivery.no_office`, Conflict
    `delivery.paper_not_here`.
    """
    (paper,) = _lock([paper_id])
    office = papers([paper_id])[paper_id].office_id if actor.is_system else _office(actor)
    if office is None:
        raise errors.paper_not_here(paper.name)
    _require_here([paper], office)
    paper.ended_at = clock.now()
    paper.save(update_fields=["ended_at"])
    _place(paper, Where.OWNER, actor, office=office)
    _record("delivery.give_paper", "delivery.paper", paper.id, paper.number, actor)


@transaction.atomic
def pack_bag(*, paper_ids: Iterable[UUID], receiver_id: UUID, seal: str, actor: Actor) -> UUID:
    """Put papers that lie here into a bag for another office and seal it. Returns its id.

    Raises Refused `delivery.no_office`, `accounts.not_permitted`; Invalid `delivery.bag_empty`,
    `…bag_too_full`, `…bad_seal`, `…same_office`; NotFound `delivery.no_such_paper`,
    `directory.no_such_service_point`; Conflict `delivery.paper_not_here`, `delivery.seal_taken`.
    """
    require(actor, Permission.CASES_INTAKE)
    office, wanted = _office(actor), set(paper_ids)
    if not wanted:
        raise errors.bag_empty()
    if len(wanted) > MOST_PAPERS:
        raise errors.bag_too_full(MOST_PAPERS)
    number = seal_number(seal)
    receiver = directory.service_point_by_id(receiver_id).id
    if receiver == office:
        raise errors.same_office()
    inside = _lock(wanted)
    _require_here(inside, office)
    bag = Bag(
        number=f"LZ{clock.today():%Y%m%d}{_next('delivery_bag_number'):06d}",
        seal=number,
        state=moved(None, BagAct.PACK).value,
        sender_id=office,
        receiver_id=receiver,
        packed_at=clock.now(),
        packed_by=actor.user_id,
        packed_by_name=actor.name,
    )
    try:
        with transaction.atomic():
            bag.save(force_insert=True)
    except IntegrityError:
        held = Bag.objects.filter(seal=number, state__in=["packed", "sent"])
        raise errors.seal_taken(held.values_list("number", flat=True)[0]) from None
    BagItem.objects.bulk_create(BagItem(bag=bag, paper=paper) for paper in inside)
    for paper in inside:
        _place(paper, Where.BAG, actor, bag=bag)
    _record("delivery.pack_bag", "delivery.bag", bag.id, bag.number, actor, count=len(inside))
    return bag.id


@transaction.atomic
def send_bag(*, bag_id: UUID, carried_by: str, carrier: str, actor: Actor) -> None:
    """A bag leaves the office: `carrier` is the messenger's name or the number of the post. It is
    due within the days of `settings.TRANSIT_TERMS`.

    Raises NotFound `delivery.no_such_bag`, Invalid `delivery.unknown_carrying`, Conflict
    `delivery.bag_moved_on`.
    """
    bag = _held(bag_id, actor, sending=True)
    carrier = " ".join(carrier.split())
    if carried_by not in set(CarriedBy) or not carrier or len(carrier) > _LONGEST_CARRIER:
        raise errors.unknown_carrying()
    bag.state = moved(BagState(bag.state), BagAct.SEND).value
    bag.carried_by, bag.carrier = carried_by, carrier
    bag.sent_at, bag.sent_by, bag.sent_by_name = clock.now(), actor.user_id, actor.name
    today = clock.today()
    days = transit_terms(today).days(CarriedBy(carried_by))
    bag.due_on = load_calendar().add_working_days(today, days).day
    bag.save()
    _record("delivery.send_bag", "delivery.bag", bag.id, bag.number, actor)
    _wake(bag, BagMove.SENT, bag.items.values_list("paper_id", flat=True))


@transaction.atomic
def unpack_bag(*, bag_id: UUID, actor: Actor) -> None:
    """Open a bag again before it left; its papers lie here as before. Raises as `send_bag`."""
    bag = _held(bag_id, actor, sending=True)
    bag.state = moved(BagState(bag.state), BagAct.UNPACK).value
    bag.save(update_fields=["state"])
    for item in bag.items.select_related("paper"):
        _place(item.paper, Where.OFFICE, actor, office=bag.sender_id)
    _record("delivery.unpack_bag", "delivery.bag", bag.id, bag.number, actor)


@transaction.atomic
def receive_bag(
    *, bag_id: UUID, seal_whole: bool, found: Mapping[UUID, str], actor: Actor, note: str = ""
) -> None:
    """Open a bag that came and look at each paper on its list: whole, damaged, missing.

    What is damaged or missing stays a finding of both offices until it is settled. Raises NotFound
    `delivery.no_such_bag`, Refused `delivery.own_bag`, Invalid `delivery.papers_unchecked`,
    Conflict `delivery.bag_moved_on`.
    """
    bag = _held(bag_id, actor, sending=False)
    bag.state = moved(BagState(bag.state), BagAct.RECEIVE).value
    if bag.sent_by is not None and bag.sent_by == actor.user_id:
        raise errors.own_bag()
    items = list(bag.items.select_related("paper").order_by("id"))
    checked = checked_found((item.paper_id for item in items), found)
    bag.received_at, bag.received_by = clock.now(), actor.user_id
    bag.received_by_name, bag.seal_whole = actor.name, seal_whole
    bag.note = " ".join(note.split())[:LONGEST_NOTE]
    bag.save()
    for item in items:
        _unpacked(item, checked[item.paper_id], bag, actor)
    differing = sum(each is not Found.WHOLE for each in checked.values())
    _record("delivery.receive_bag", "delivery.bag", bag.id, bag.number, actor, count=differing)
    came = [paper for paper, each in checked.items() if each is not Found.MISSING]
    _wake(bag, BagMove.RECEIVED, came)


def tell_late_bags() -> int:
    """Tell once of each bag whose day is over; how many. Safe at any time and from several
    processes.
    """
    late = Bag.objects.filter(state=BagState.SENT, due_on__lt=clock.today(), late_at=None)
    with transaction.atomic():
        found = list(late.select_for_update(skip_locked=True).order_by("due_on", "id"))
        for bag in found:
            bag.late_at = clock.now()
            bag.save(update_fields=["late_at"])
            _wake(bag, BagMove.LATE, bag.items.values_list("paper_id", flat=True))
    return len(found)


def _wake(bag: Bag, move: BagMove, paper_ids: Iterable[UUID]) -> None:
    names = {each.id: each.name for each in directory.service_points()}
    events.publish(
        BagMoved(
            bag_id=bag.id,
            number=bag.number,
            move=move,
            sender_id=bag.sender_id,
            sender=names.get(bag.sender_id, ""),
            receiver_id=bag.receiver_id,
            receiver=names.get(bag.receiver_id, ""),
            due_on=bag.due_on,
            papers=tuple(paper_ids),
            at=clock.now(),
        )
    )


def _unpacked(item: BagItem, found: Found, bag: Bag, actor: Actor) -> None:
    item.found = found.value
    item.save(update_fields=["found"])
    if found is Found.MISSING:
        _place(item.paper, Where.MISSING, actor, bag=bag)
        return
    if found is Found.DAMAGED:
        item.paper.damaged = True
        item.paper.save(update_fields=["damaged"])
    _place(item.paper, Where.OFFICE, actor, office=bag.receiver_id)


@transaction.atomic
def settle_difference(*, item_id: UUID, how: str, note: str, actor: Actor) -> None:
    """Say what became of a paper that was damaged or missing: `how` as `rules.settlements`, with a
    word on it. What is found again or had anew lies at the actor's office.

    Raises NotFound `delivery.no_such_bag`, Invalid `delivery.unknown_settlement`, Conflict
    `delivery.already_settled`.
    """
    office, note = _office(actor), " ".join(note.split())
    item = BagItem.objects.select_for_update().filter(id=item_id).first()
    if item is None:
        raise errors.no_such_bag()
    bag = Bag.objects.get(id=item.bag_id)
    if office not in (bag.sender_id, bag.receiver_id):
        raise errors.no_such_bag()
    if not item.found or item.found == Found.WHOLE or item.settled:
        raise errors.already_settled()
    ended = checked_settlement(Found(item.found), how)
    if not note or len(note) > LONGEST_NOTE:
        raise errors.unknown_settlement()
    item.settled, item.settlement = ended.value, note
    item.settled_at, item.settled_by_name = clock.now(), actor.name
    item.save()
    (paper,) = _lock([item.paper_id])
    if ended is Settled.REPLACED:
        paper.damaged = False
        paper.save(update_fields=["damaged"])
    if item.found == Found.MISSING:
        _place(paper, Where.OFFICE, actor, office=office)
    _record("delivery.settle_difference", "delivery.bag", bag.id, bag.number, actor, how=how)


def _office(actor: Actor) -> UUID:
    if actor.service_point_id is None:
        raise errors.no_office()
    return actor.service_point_id


def _lock(paper_ids: Iterable[UUID]) -> list[Paper]:
    """These papers, locked in one order. Raises NotFound `delivery.no_such_paper`."""
    wanted = set(paper_ids)
    found = list(Paper.objects.select_for_update().filter(id__in=wanted).order_by("id"))
    if len(found) != len(wanted):
        raise errors.no_such_paper()
    return found


def _require_here(wanted: list[Paper], office: UUID) -> None:
    known = papers(each.id for each in wanted)
    away = [
        each.name
        for each in wanted
        if known[each.id].where is not Where.OFFICE or known[each.id].office_id != office
    ]
    if away:
        raise errors.paper_not_here("、".join(away))


def _held(bag_id: UUID, actor: Actor, *, sending: bool) -> Bag:
    """A bag of the actor's office, locked."""
    require(actor, Permission.CASES_INTAKE)
    bag = Bag.objects.select_for_update().filter(id=bag_id).first()
    office = actor.service_point_id
    if bag is None or office is None or office not in (bag.sender_id, bag.receiver_id):
        raise errors.no_such_bag()
    if office != (bag.sender_id if sending else bag.receiver_id):
        raise errors.bag_moved_on()
    return bag


def _place(
    paper: Paper,
    where: Where,
    actor: Actor,
    *,
    office: UUID | None = None,
    bag: Bag | None = None,
) -> None:
    """End the place where the paper was and begin the next."""
    now = clock.now()
    PaperPlace.objects.filter(paper=paper, until=None).update(until=now)
    PaperPlace.objects.create(
        paper=paper,
        where=where.value,
        office_id=office,
        bag=bag,
        since=now,
        actor_id=actor.user_id,
        actor_name=actor.name if actor.is_staff else "",
    )


def _next(sequence: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s)", [sequence])
        (number,) = cursor.fetchone() or (0,)
    return int(number)


def _record(
    action: str, target: str, target_id: UUID, number: str, actor: Actor, **facts: object
) -> None:
    audit.record(
        action=action,
        target_type=target,
        target_id=target_id,
        actor=actor,
        facts={"parcel": number, **facts},
    )
