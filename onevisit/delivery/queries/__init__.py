"""Parcels and addresses as other rooms may see them: addresses masked."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.conf import settings

from onevisit.delivery.errors import no_such_parcel
from onevisit.delivery.models import Destination, Parcel
from onevisit.delivery.rules import (
    Address,
    Mark,
    MarkLine,
    ParcelInfo,
    ParcelState,
    Payer,
    Terms,
    masked,
    terms_on,
)


def parcels(ids: Iterable[UUID]) -> Mapping[UUID, ParcelInfo]:
    """Parcels by id, with what happened to them; two queries."""
    rows = Parcel.objects.filter(id__in=set(ids)).select_related("destination", "sender")
    return {row.id: _info(row) for row in rows.prefetch_related("events").order_by("id")}


def parcel_by_id(parcel_id: UUID) -> ParcelInfo:
    """One parcel. Raises NotFound `delivery.no_such_parcel`."""
    found = parcels([parcel_id]).get(parcel_id)
    if found is None:
        raise no_such_parcel()
    return found


def masked_destination(destination_id: UUID | None) -> Address | None:
    """An address as pages show it, None where there is none (any more)."""
    row = Destination.objects.filter(id=destination_id).first() if destination_id else None
    address = row.address if row else None
    return masked(address) if address else None


def terms(day: date) -> Terms:
    """Who pays and how long addresses are kept, by `settings.COURIER_TERMS` of that day."""
    return terms_on(
        (
            Terms(date.fromisoformat(since), Payer(payer), keep)
            for since, payer, keep in settings.COURIER_TERMS
        ),
        day,
    )


def _info(row: Parcel) -> ParcelInfo:
    address = row.destination.address
    return ParcelInfo(
        id=row.id,
        number=row.number,
        state=ParcelState(row.state),
        carrier=row.carrier,
        tracking_number=row.tracking_number,
        sender=row.sender.name,
        sender_address=row.sender.address,
        region=row.region_id,
        pieces=row.pieces,
        payer=Payer(row.payer),
        opened_at=row.opened_at,
        ended_at=row.ended_at,
        destination_id=row.destination_id,
        to=masked(address) if address else None,
        marks=tuple(
            MarkLine(Mark(each.mark), each.at, each.note, each.actor_name)
            for each in sorted(row.events.all(), key=lambda each: each.seq)
        ),
    )
