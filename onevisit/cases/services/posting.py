"""寄递: results sent by courier, and what it means for their cases when a parcel comes or returns.

The application is locked first, as everywhere; the parcel itself is a record of the room below.
送达 counts from the day somebody received it, not from the day it was posted (行政许可法 art. 44;
service by post takes effect on the day on the receipt, 民事诉讼法 art. 91).
"""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from onevisit.accounts.rules import Actor, Deed, Permission, Scope, require
from onevisit.cases import errors
from onevisit.cases.access import is_applicant, sees_application
from onevisit.cases.errors.lodging import in_a_locker
from onevisit.cases.models import Application, Case, Evidence, Lodged, Posted, Result
from onevisit.cases.queries.pinning import about
from onevisit.cases.queries.posting import may_choose, offered_again
from onevisit.cases.rules.events import ParcelMoved
from onevisit.cases.rules.lifecycle import SETTLED, Action, CaseState
from onevisit.cases.services.drafts import set_collection
from onevisit.cases.services.helping import take_hand
from onevisit.cases.services.holding import Held, hold_cases
from onevisit.cases.services.results import keep_document
from onevisit.cases.services.revoking import end_revoked
from onevisit.cases.services.trail import record
from onevisit.catalogue.rules.vocabulary import Collection
from onevisit.delivery import queries as parcels
from onevisit.delivery import services as delivery
from onevisit.delivery.errors import no_such_parcel, unknown_mark
from onevisit.delivery.queries import lockers
from onevisit.delivery.rules import TRAVELLING, Address, Mark, ParcelInfo, ParcelState
from onevisit.kernel import events


def pack(*, application_id: UUID, actor: Actor, early: bool = False) -> UUID:
    """Pack all results of an application that are ready into one parcel; returns its id.

    While parts are still being decided it is better to wait: `early` says that it must not be.
    Raises NotFound `cases.no_such_application`, Refused `accounts.not_permitted`,
    `cases.window_needed`, Conflict `cases.nothing_to_send`, `cases.worth_waiting`,
    `cases.originals_not_seen`, `delivery.address_forgotten`.
    """
    with transaction.atomic():
        held = _held(application_id, actor)
        application = held.application
        if actor.service_point_id is None:
            raise errors.window_needed()
        ready = still_here(held)
        if application.collection != Collection.COURIER or not ready:
            raise errors.nothing_to_send()
        if application.destination_id is None:
            raise errors.address_needed()
        running = [case.name for case in held.cases if CaseState(case.state) not in SETTLED]
        if running and not early:
            raise errors.worth_waiting(running)
        require_originals_seen(application)
        parcel_id = delivery.open_parcel(
            destination_id=application.destination_id,
            sender_id=actor.service_point_id,
            region=application.region_id,
            pieces=len(ready),
            actor=actor,
        )
        Posted.objects.bulk_create(Posted(case=case, parcel_id=parcel_id) for case in ready)
        return parcel_id


def hand_to_courier(*, parcel_id: UUID, carrier: str, tracking_number: str, actor: Actor) -> None:
    """The courier takes a parcel. Raises as `delivery.services.hand_over`."""
    with transaction.atomic():
        held = _held_of_parcel(parcel_id, actor)
        delivery.hand_over(
            parcel_id=parcel_id, carrier=carrier, number=tracking_number, actor=actor
        )
        _wake(held, parcel_id, Mark.HAND_OVER)


def mark_parcel(
    *, parcel_id: UUID, mark: str, actor: Actor, on: date | None = None, note: str = ""
) -> None:
    """What the courier says of a parcel, or that it is unpacked again.

    Received, it delivers its cases, effective on that day. Returned, it asks the applicant again
    where to; what was revoked meanwhile ends. Raises as `delivery.services.mark_parcel`.
    """
    allowed = {str(each): each for each in (Mark.MOVE, Mark.DELIVER, Mark.RETURN, Mark.UNPACK)}
    if mark not in allowed:
        raise unknown_mark()
    with transaction.atomic():
        held = _held_of_parcel(parcel_id, actor)
        at = delivery.mark_parcel(
            parcel_id=parcel_id, mark=allowed[mark], actor=actor, on=on, note=note
        )
        if mark == Mark.DELIVER:
            number = parcels.parcel_by_id(parcel_id).number
            for case in _inside(held, parcel_id):
                held.move(
                    case,
                    Action.DELIVER,
                    facts={"how": "courier", "parcel": number},
                    happened_at=at,
                )
                keep_document(case.id, actor, even_revoked=True)
            held.write()
            return
        if mark == Mark.MOVE:
            return
        if mark == Mark.RETURN:
            _wake(held, parcel_id, Mark.RETURN)
        inside = _inside(held, parcel_id)
        Posted.objects.filter(parcel_id=parcel_id).update(live=False)
        end_revoked(held, inside)
        held.write()
        if mark == Mark.RETURN:
            held.application.destination_id = None
            held.application.save(update_fields=["destination"])


def choose_again(
    *,
    application_id: UUID,
    collection: str,
    service_point_id: UUID | None,
    actor: Actor,
    address: Address | None = None,
) -> None:
    """The applicant (or a clerk for them) chooses anew how the results are had: before they are
    sent, or after they came back.

    Raises NotFound `cases.no_such_application`, Refused `accounts.not_permitted`, Conflict
    `cases.nothing_to_choose`, Invalid as `services.choose_collection`.
    """
    with transaction.atomic():
        application = _locked(application_id)
        if not is_applicant(actor, application):
            _require_clerk(application, actor)
        take_hand(application, actor, Deed.COLLECT)
        if not may_choose(application.id):
            raise errors.nothing_to_choose()
        if collection not in offered_again(application.id):
            raise errors.collection_not_offered()
        set_collection(application, collection, service_point_id, address)
        application.save(update_fields=["collection", "collection_point", "destination"])
        record("cases.choose_again", application, actor, collection=collection)


def take_out(held: Held, cases: list[Case], actor: Actor) -> None:
    """Somebody stands at the window and takes these results by hand: out of the parcel they lie in.

    A parcel of which all is taken is collected, else it is unpacked and the rest packed anew; one
    that had come back is closed. Raises Conflict `cases.in_the_post`, `cases.in_a_locker`.
    """
    wanted = {case.id for case in cases}
    behind = Lodged.objects.filter(case__in=wanted, live=True).values_list("stay_id", flat=True)
    for stay in lockers.stays(behind).values():
        raise in_a_locker(f"{stay.locker.point} {stay.locker.name} {stay.door}")
    rows = list(Posted.objects.filter(case__in=wanted))
    found = parcels.parcels({row.parcel_id for row in rows})
    for parcel in found.values():
        inside = {row.case_id for row in rows if row.parcel_id == parcel.id and row.live}
        if parcel.state in TRAVELLING and inside:
            raise errors.in_the_post(parcel.number)
        if parcel.state is ParcelState.PACKED:
            whole = len(inside) == parcel.pieces
            _close(parcel, Mark.COLLECT if whole else Mark.UNPACK, actor)
        elif parcel.state is ParcelState.RETURNED:
            _close(parcel, Mark.COLLECT, actor)


def label_of(*, parcel_id: UUID, actor: Actor) -> tuple[ParcelInfo, Address]:
    """The parcel and its address in clear, to be printed on its label; on record.

    Raises NotFound `delivery.no_such_parcel`, Conflict `delivery.address_forgotten`.
    """
    with transaction.atomic():
        held = _held_of_parcel(parcel_id, actor)
    subjects = [held.application.applicant_id]
    address = delivery.shown_address(parcel_id=parcel_id, actor=actor, subjects=subjects)
    return parcels.parcel_by_id(parcel_id), address


def _wake(held: Held, parcel_id: UUID, mark: Mark) -> None:
    events.publish(ParcelMoved(about(held.application), parcel_id, str(mark), held.at))


def _close(parcel: ParcelInfo, mark: Mark, actor: Actor) -> None:
    delivery.mark_parcel(parcel_id=parcel.id, mark=mark, actor=actor)
    Posted.objects.filter(parcel_id=parcel.id).update(live=False)


def _held(application_id: UUID, actor: Actor) -> Held:
    """The application with its cases, locked, for a clerk of the out-window."""
    application = _locked(application_id)
    _require_clerk(application, actor)
    return hold_cases(application, actor)


def _locked(application_id: UUID) -> Application:
    rows = Application.objects.select_for_update().filter(id=application_id)
    application = next(iter(rows), None)
    if application is None:
        raise errors.no_such_application()
    return application


def _require_clerk(application: Application, actor: Actor) -> None:
    if not sees_application(actor, application):
        raise errors.no_such_application()
    require(actor, Permission.CASES_HAND_OUT, Scope(None, application.region_id))


def _held_of_parcel(parcel_id: UUID, actor: Actor) -> Held:
    """Raises NotFound `delivery.no_such_parcel`, also where the actor may not hand out."""
    rows = Posted.objects.filter(parcel_id=parcel_id)
    application_id = rows.values_list("case__application_id", flat=True).first()
    if application_id is None:
        raise no_such_parcel()
    application = _locked(application_id)
    if not actor.may(Permission.CASES_HAND_OUT, Scope(None, application.region_id)):
        raise no_such_parcel()
    return hold_cases(application, actor)


def still_here(held: Held) -> list[Case]:
    """The cases whose result is ready and lies neither in a parcel nor in a locker."""
    ready = [case for case in held.cases if case.state == CaseState.ISSUED]
    posted = Posted.objects.filter(case=OuterRef("case"), live=True)
    lodged = Lodged.objects.filter(case=OuterRef("case"), live=True)
    valid = Result.objects.filter(
        ~Exists(posted), ~Exists(lodged), case__in=ready, revoked_at__isnull=True
    )
    free = set(valid.values_list("case_id", flat=True))
    return [case for case in ready if case.id in free]


def _inside(held: Held, parcel_id: UUID) -> list[Case]:
    rows = Posted.objects.filter(parcel_id=parcel_id, live=True)
    ids = set(rows.values_list("case_id", flat=True))
    return [case for case in held.cases if case.id in ids]


def require_originals_seen(application: Application) -> None:
    """Raises Conflict `cases.originals_not_seen` while originals are to be seen at collection."""
    pending = Evidence.objects.filter(application=application, original_pending=True)
    materials = list(pending.values_list("material", flat=True))
    if materials:
        raise errors.originals_not_seen(materials)
