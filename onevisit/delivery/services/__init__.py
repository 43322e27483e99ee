"""Writes of the delivery room. Whoever knows what lies in a parcel locks that first, then calls
these.
"""

from collections.abc import Iterable
from datetime import date, datetime, time
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from onevisit.accounts.rules import Actor, Permission, Scope, require
from onevisit.audit import services as audit
from onevisit.audit.rules import AccessKind
from onevisit.delivery import errors
from onevisit.delivery.models import Destination, Parcel, ParcelEvent
from onevisit.delivery.queries import terms
from onevisit.delivery.rules import (
    LIVE,
    Address,
    Carrier,
    Mark,
    ParcelState,
    checked_address,
    checked_note,
    moved,
    tracking_number,
)
from onevisit.delivery.services.consignments import give_paper as give_paper
from onevisit.delivery.services.consignments import pack_bag as pack_bag
from onevisit.delivery.services.consignments import receive_bag as receive_bag
from onevisit.delivery.services.consignments import send_bag as send_bag
from onevisit.delivery.services.consignments import settle_difference as settle_difference
from onevisit.delivery.services.consignments import take_paper as take_paper
from onevisit.delivery.services.consignments import tell_late_bags as tell_late_bags
from onevisit.delivery.services.consignments import unpack_bag as unpack_bag
from onevisit.delivery.services.lockers import LockerWords as LockerWords
from onevisit.delivery.services.lockers import answer_code as answer_code
from onevisit.delivery.services.lockers import collect_stay as collect_stay
from onevisit.delivery.services.lockers import expire_stay as expire_stay
from onevisit.delivery.services.lockers import keep_locker as keep_locker
from onevisit.delivery.services.lockers import lay_in as lay_in
from onevisit.delivery.services.lockers import new_code as new_code
from onevisit.delivery.services.lockers import open_door as open_door
from onevisit.delivery.services.lockers import release_door as release_door
from onevisit.delivery.services.lockers import reserve_door as reserve_door
from onevisit.delivery.services.lockers import take_back as take_back
from onevisit.kernel import clock


def keep_destination(address: Address) -> UUID:
    """Keep an address, sealed. Raises Invalid as `rules.checked_address`."""
    row = Destination(kept_at=clock.now())
    row.keep(checked_address(address))
    row.save(force_insert=True)
    return row.id


def forget(destination_ids: Iterable[UUID]) -> int:
    """Delete these addresses for good; the rows stay and say when. Returns how many were deleted
    now.
    """
    kept = Destination.objects.filter(id__in=set(destination_ids), address_sealed__isnull=False)
    return kept.update(address_sealed=None, forgotten_at=clock.now())


def open_parcel(
    *, destination_id: UUID, sender_id: UUID, region: str, pieces: int, actor: Actor
) -> UUID:
    """Pack: a parcel of so many papers for this address, at this service point.

    Raises Refused `accounts.not_permitted`, Conflict `delivery.address_forgotten`.
    """
    require(actor, Permission.CASES_HAND_OUT, Scope(None, region))
    with transaction.atomic():
        destination = Destination.objects.filter(id=destination_id).first()
        if destination is None or destination.address_sealed is None:
            raise errors.address_forgotten()
        now = clock.now()
        parcel = Parcel(
            number=f"YJ{clock.today():%Y%m%d}{_next_number():06d}",
            state=moved(None, Mark.PACK),
            destination=destination,
            sender_id=sender_id,
            region_id=region,
            pieces=pieces,
            payer=terms(clock.today()).payer,
            opened_at=now,
        )
        parcel.save(force_insert=True)
        _write(parcel, Mark.PACK, now, "", actor)
    return parcel.id


def hand_over(*, parcel_id: UUID, carrier: str, number: str, actor: Actor) -> None:
    """The courier takes the parcel, under a tracking number that no other parcel has.

    Raises NotFound `delivery.no_such_parcel`, Invalid `delivery.unknown_carrier`,
    `delivery.bad_tracking_number`, Conflict `delivery.tracking_number_taken`,
    `delivery.not_possible_now`.
    """
    if carrier not in set(Carrier):
        raise errors.unknown_carrier()
    number = tracking_number(number)
    with transaction.atomic():
        parcel = _locked(parcel_id, actor)
        parcel.state = moved(ParcelState(parcel.state), Mark.HAND_OVER)
        parcel.carrier, parcel.tracking_number = carrier, number
        try:
            with transaction.atomic():
                parcel.save(update_fields=["state", "carrier", "tracking_number"])
        except IntegrityError:
            other = Parcel.objects.filter(carrier=carrier, tracking_number=number).get()
            raise errors.tracking_number_taken(other.number) from None
        _write(parcel, Mark.HAND_OVER, clock.now(), "", actor)


def mark_parcel(
    *, parcel_id: UUID, mark: Mark, actor: Actor, on: date | None = None, note: str = ""
) -> datetime:
    """Something else happened to a parcel, on the day the courier says (today when None). Returns
    the moment it counts from.

    Raises NotFound `delivery.no_such_parcel`, Invalid `delivery.unknown_mark`,
    `delivery.unknown_note`, `delivery.bad_day`, Conflict `delivery.not_possible_now`.
    """
    if mark in (Mark.PACK, Mark.HAND_OVER):
        raise errors.unknown_mark()
    note = checked_note(mark, note)
    with transaction.atomic():
        parcel = _locked(parcel_id, actor)
        after = moved(ParcelState(parcel.state), mark)
        at = _moment(parcel, on)
        parcel.state, parcel.ended_at = after, None if after in LIVE else at
        parcel.save(update_fields=["state", "ended_at"])
        _write(parcel, mark, at, note, actor)
    return at


def shown_address(*, parcel_id: UUID, actor: Actor, subjects: Iterable[UUID] = ()) -> Address:
    """The address in clear, for the label; on record as a look at what belongs to `subjects`.

    Raises NotFound `delivery.no_such_parcel`, Conflict `delivery.address_forgotten`.
    """
    parcel = Parcel.objects.select_related("destination").filter(id=parcel_id).first()
    if parcel is None:
        raise errors.no_such_parcel()
    require(actor, Permission.CASES_HAND_OUT, Scope(None, parcel.region_id))
    address = parcel.destination.address
    if address is None:
        raise errors.address_forgotten()
    audit.record_access(
        what="delivery.label",
        actor=actor,
        subjects=subjects,
        kind=AccessKind.UNMASK,
        target_type="delivery.parcel",
        target_id=parcel.id,
    )
    return address


def _locked(parcel_id: UUID, actor: Actor) -> Parcel:
    parcel = next(iter(Parcel.objects.select_for_update().filter(id=parcel_id)), None)
    if parcel is None:
        raise errors.no_such_parcel()
    require(actor, Permission.CASES_HAND_OUT, Scope(None, parcel.region_id))
    return parcel


def _moment(parcel: Parcel, on: date | None) -> datetime:
    """Now, or noon of an earlier day, but not before what happened last."""
    now, today = clock.now(), clock.today()
    last = parcel.events.order_by("-seq").values_list("at", flat=True)[0]
    if on is None or on == today:
        return max(now, last)
    since = clock.local_date(last)
    if not since <= on <= today:
        raise errors.bad_day(since)
    return max(datetime.combine(on, time(12), clock.SHANGHAI), last)


def _write(parcel: Parcel, mark: Mark, at: datetime, note: str, actor: Actor) -> None:
    parcel.last_seq += 1
    parcel.save(update_fields=["last_seq"])
    ParcelEvent.objects.create(
        parcel=parcel,
        seq=parcel.last_seq,
        mark=mark,
        at=at,
        recorded_at=clock.now(),
        note=note,
        actor_id=actor.user_id,
        actor_name=actor.name if actor.is_staff else "",
    )
    audit.record(
        action=f"delivery.{mark}",
        target_type="delivery.parcel",
        target_id=parcel.id,
        actor=actor,
        facts={"parcel": parcel.number, **({"note": note} if note else {})},
    )


def _next_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('delivery_parcel_number')")
        (number,) = cursor.fetchone() or (0,)
    return int(number)
