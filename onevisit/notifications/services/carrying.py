"""Papers that go between offices: whose they are hears of it, and the offices they go between."""

from collections.abc import Mapping

from onevisit.accounts import queries as accounts
from onevisit.cases import queries as cases
from onevisit.delivery.rules.events import BagMove, BagMoved
from onevisit.notifications.rules.kinds import Kind, Told
from onevisit.notifications.services.staff import StaffNote, tell_staff
from onevisit.notifications.services.telling import tell

_TOLD: Mapping[BagMove, Kind] = {
    BagMove.SENT: Kind.PAPERS_SENT,
    BagMove.RECEIVED: Kind.PAPERS_HERE,
    BagMove.LATE: Kind.PAPERS_LATE,
}
_OFFICES: Mapping[BagMove, Kind] = {
    BagMove.SENT: Kind.BAG_COMING,
    BagMove.LATE: Kind.BAG_LATE,
}


def on_bag(event: BagMoved) -> None:
    """The applicants whose papers are in it; the office it goes to, of a late one both offices."""
    found = cases.carried(event.papers)
    way = f"{event.sender} → {event.receiver}"
    where = event.receiver if event.move is BagMove.RECEIVED else way
    day = event.due_on.isoformat() if event.due_on else ""
    for each in found:
        name = f"bag:{event.bag_id}:{event.move}:{each.about.application_id}"
        told = Told(_TOLD[event.move], name, each.names, day)
        tell(each.about, [told], {"where": where})
    kind = _OFFICES.get(event.move)
    if kind is None or not found:
        return
    users = accounts.seated_at(event.receiver_id)
    if event.move is BagMove.LATE:
        users |= accounts.seated_at(event.sender_id)
    note = StaffNote(
        kind=kind,
        event=f"bag:{event.bag_id}:{event.move}",
        case_ids=tuple(each.case_id for each in found),
        users=users,
        page="portal:consignment",
        target=event.bag_id,
        number=event.number,
        day=day,
        where=way,
    )
    tell_staff([note])
