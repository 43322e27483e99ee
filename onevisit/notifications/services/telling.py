"""Messages as things happen: in the transaction that causes them, one row for each recipient.

What is written here is at once the page's line and the outbox: if the act is undone nobody was
told, and if it stands somebody will be, whenever the sender comes to it.
"""

from collections.abc import Iterable, Mapping
from uuid import UUID

from onevisit.accounts import queries as accounts
from onevisit.cases import queries as cases
from onevisit.cases.rules.chasing import ReminderKind
from onevisit.cases.rules.events import (
    About,
    CasesMoved,
    HolderTold,
    LimitNear,
    LockerMoved,
    ParcelMoved,
    PartyAsked,
    VisitMoved,
)
from onevisit.cases.rules.joint import ActMove
from onevisit.cases.rules.obligations import Check
from onevisit.delivery.rules import Mark
from onevisit.delivery.rules.lockers import StayMark
from onevisit.kernel import clock, masks, rows
from onevisit.notifications.models import Message
from onevisit.notifications.rules.kinds import OTHERS_TOO, Kind, Told, told_of
from onevisit.payments.rules.events import MoneyBack, OrderDue, OrderNear, OrderSettled
from onevisit.ratings.rules import PutRight

NOTHING: Mapping[str, object] = {}


def on_moves(event: CasesMoved) -> None:
    """Each thing of one act, to everybody who may know of it."""
    told = told_of(event.moves)
    if told:
        tell(event.about, told)


def on_limit_near(event: LimitNear) -> None:
    """The applicant's limits; those of an office are its own affair."""
    kind = _LIMITS.get(ReminderKind(event.kind))
    if kind is not None:
        name = f"near:{event.case_id}:{event.kind}:{event.due_on}"
        tell(event.about, [Told(kind, name, (event.name,), event.due_on.isoformat())])


def on_party_asked(event: PartyAsked) -> None:
    """Whoever must agree, and nobody else."""
    row = _row(event.about, Told(Kind.CONSENT, f"asked:{event.invitation_id}", (), ""))
    row.person_id = event.person_id
    rows.insert([row])


def on_parcel(event: ParcelMoved) -> None:
    """On its way, or back."""
    kind = _PARCELS.get(event.mark)
    if kind is not None:
        tell(event.about, [Told(kind, f"parcel:{event.parcel_id}:{event.mark}", (), "")])


def on_locker(event: LockerMoved) -> None:
    """Where it lies and with what code it is had, or that it went back to the window. The code is
    in no fact: whoever reads the message has it made anew.
    """
    coded = event.mark == StayMark.LAY
    kind = Kind.LOCKER_READY if coded else Kind.LOCKER_OVER
    name = f"locker:{event.stay_id}:{event.mark}:{event.issue}"
    more = {"where": event.where, "stay": str(event.stay_id), "issue": event.issue}
    day = event.until.isoformat() if coded and event.until else ""
    told = Told(kind, name, (), day)
    tell(event.about, [told], more if coded else {"where": event.where})


def on_holder_told(event: HolderTold) -> None:
    """What is asked of a holder, and what was decided about their result."""
    kind = _CHECKS.get(Check(event.check))
    if kind is not None:
        day = event.limit_on.isoformat() if event.limit_on else ""
        name = f"check:{event.obligation_id}:{event.seq}"
        tell(event.about, [Told(kind, name, (event.name,), day)])


def on_visit(event: VisitMoved) -> None:
    """When officers come, come at another time, or do not."""
    kind = _VISITS.get(ActMove(event.move))
    if kind is not None:
        name = f"visit:{event.act_id}:{event.seq}"
        tell(event.about, [Told(kind, name, (event.name,), event.on.isoformat())])


def on_order_due(event: OrderDue) -> None:
    """Whoever pays."""
    name = f"order:{event.order_id}:{event.seq}"
    told = Told(Kind.FEE_DUE, name, (), event.until.isoformat())
    tell(_about_order(event), [told])


def on_order_near(event: OrderNear) -> None:
    """Whoever has not paid yet."""
    told = Told(Kind.FEE_NEAR, f"order-near:{event.order_id}", (), event.until.isoformat())
    tell(_about_order(event), [told])


def on_order_settled(event: OrderSettled) -> None:
    """Whoever paid, or was let off."""
    told = Told(Kind.FEE_SETTLED, f"order-settled:{event.order_id}", (), "")
    tell(cases.about_of(event.application_id), [told])


def on_money_back(event: MoneyBack) -> None:
    """Whoever paid."""
    tell(_about_order(event), [Told(Kind.MONEY_BACK, f"refund:{event.refund_id}", (), "")])


def on_put_right(event: PutRight) -> None:
    """Whoever rated; nobody else knows what they said."""
    found = cases.about_of(event.application_id)
    told = Told(Kind.PUT_RIGHT, f"put_right:{event.rectification_id}", (), "")
    row = _row(found, told)
    row.person_id = event.person_id
    rows.insert([row])


def _about_order(event: OrderDue | OrderNear | MoneyBack) -> About:
    return About(
        application_id=event.application_id,
        number=event.application_number,
        offer_code="",
        offer_name=event.offer_name,
        applicant_id=event.person_id,
        organisation_id=event.organisation_id,
        others=False,
        helped=False,
        collection="",
    )


def tell(about: About, told: Iterable[Told], more: Mapping[str, object] = NOTHING) -> None:
    """To everybody who may know of it, with `more` facts. One statement for all rows, none to read
    for who applied alone and for themselves.
    """
    written, own = [], _applicants(about)
    others = set(cases.others_of(about.application_id)) - set(own) if about.others else set()
    helper = cases.helper_of(about.application_id) if about.helped else None
    name = _masked_name(about) if others or helper else ""
    for each in told:
        people = [*own, *(sorted(others) if each.kind in OTHERS_TOO else ())]
        for person_id in people:
            row = _row(about, each, name if person_id in others else "")
            row.person_id = person_id
            row.facts |= more
            written.append(row)
        if helper is not None:
            row = _row(about, each, name)
            row.user_id, row.planned_at = helper, row.at
            row.facts |= more
            written.append(row)
    rows.insert(written)


def _applicants(about: About) -> list[UUID]:
    """The applicant; for an organisation whoever handed it in, if they may still act for it, else
    all who may.
    """
    if about.organisation_id is None:
        return [about.applicant_id]
    able = accounts.representatives_of(about.organisation_id)
    return [about.applicant_id] if about.applicant_id in able else sorted(able)


def _masked_name(about: About) -> str:
    names = accounts.person_names([about.applicant_id])
    return masks.mask_name(names.get(about.applicant_id, ""))


def _row(about: About, told: Told, name: str = "") -> Message:
    facts = {"thing": about.offer_name, "number": about.number, "cases": list(told.cases)}
    if told.day:
        facts["day"] = told.day
    if name:
        facts["name"] = name
    return Message(
        event=told.event,
        kind=told.kind,
        application_id=about.application_id,
        facts=facts,
        at=clock.now(),
    )


_LIMITS = {
    ReminderKind.CORRECTION: Kind.CORRECTION_NEAR,
    ReminderKind.DEFERRAL: Kind.DEFERRAL_NEAR,
    ReminderKind.PUT_RIGHT: Kind.PUT_RIGHT_NEAR,
    ReminderKind.VISIT: Kind.VISIT_NEAR,
    ReminderKind.MENDING: Kind.MENDING_NEAR,
    ReminderKind.MENDING_DAY: Kind.MENDING_DAY,
}
_CHECKS = {
    Check.ORDER: Kind.ORDERED,
    Check.CALL_HEARING: Kind.HEARING,
    Check.REVOKE: Kind.REVOKED,
    Check.CONFIRM: Kind.CHECK_OVER,
    Check.PUT_RIGHT: Kind.CHECK_OVER,
    Check.DROP: Kind.CHECK_OVER,
}
_VISITS = {
    ActMove.PLAN: Kind.VISIT_SET,
    ActMove.MOVE: Kind.VISIT_MOVED,
    ActMove.CANCEL: Kind.VISIT_OFF,
    ActMove.KEEP: Kind.VISIT_KEPT,
}
_PARCELS = {str(Mark.HAND_OVER): Kind.PARCEL_SENT, str(Mark.RETURN): Kind.PARCEL_BACK}
