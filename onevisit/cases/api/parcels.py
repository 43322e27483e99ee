"""Results by courier, for programs of the out-window; where a parcel is, for the applicant too."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Query, Router, Schema
from pydantic import Field

from onevisit.accounts.bearer import actor, creating, repeatable
from onevisit.cases import services
from onevisit.cases.api.scopes import CHOOSES, FOLLOWS, HANDS_OUT
from onevisit.cases.queries.posting import ParcelLine, parcel_of, parcels_at, parcels_of, to_send
from onevisit.cases.queries.seeing import application_seen
from onevisit.delivery.rules import LIVE, Address, Carrier, ParcelInfo, ParcelState, Payer
from onevisit.ui.api.cursors import Cursor, Limit, Page, cursor_after, key_of
from onevisit.ui.api.schemas import Code, Given

router = Router(tags=["parcels"])

NOTHING: dict[int, Any] = {204: None}


class ToSend(Schema):
    """An application with results to be packed. It is better to wait while parts are `running`;
    `originals_due` and `address_due` must be settled first.
    """

    application_id: UUID
    number: str
    offer_name: str
    applicant: str
    organisation: str
    names: list[str]
    delivery_due: date | None
    running: list[str]
    originals_due: bool
    address_due: bool
    came_back: bool


class Recipient(Schema):
    """Where a parcel goes; masked except on its label."""

    recipient: str
    phone: str
    address: str


class ParcelMark(Schema):
    """One thing that happened to a parcel."""

    mark: str
    at: datetime
    note: str
    by: str


class ParcelPaper(Schema):
    """A result in a parcel."""

    name: str
    number: str


class Parcel(Schema):
    """A parcel with what lies in it; `to` is null once the address has been forgotten."""

    id: UUID
    number: str
    state: ParcelState
    carrier: str
    tracking_number: str
    sender: str
    pieces: int
    payer: Payer
    opened_at: datetime
    ended_at: datetime | None
    to: Recipient | None
    marks: list[ParcelMark]
    papers: list[ParcelPaper]
    application_number: str
    delivery_due: date | None


class Pack(Given):
    """Whose results. `early`: although parts are still being decided."""

    application_id: UUID
    early: bool = False


class Packed(Schema):
    """The parcel."""

    id: UUID


class HandOver(Given):
    """Who carries it, and under which number."""

    carrier: Carrier
    tracking_number: Code


class MarkGiven(Given):
    """What the courier says, on which day. `note`: who signed ("self", "household", "mailroom") or
    why it came back ("absent", "address", "not_taken", "damaged").
    """

    mark: Literal["move", "deliver", "return", "unpack"]
    on: date | None = None
    note: Annotated[str, Field(max_length=20)] = ""


class AddressGiven(Given):
    """Where results are sent; kept sealed, and forgotten in time."""

    recipient: Annotated[str, Field(max_length=40)]
    phone: Annotated[str, Field(max_length=20)]
    address: Annotated[str, Field(max_length=120)]

    def shown(self) -> Address:
        """The same for the services."""
        return Address(self.recipient, self.phone, self.address)


class DeliveryGiven(Given):
    """How the results are had after all: sent to an address, or collected at a window."""

    collection: Code
    service_point: UUID | None = None
    address: AddressGiven | None = None


State = Annotated[ParcelState | None, Query(None, description="Those on their way without one.")]


@router.get("/parcels/to-send", response=Page[ToSend], url_name="to-send", **HANDS_OUT)
def waiting(request: HttpRequest, cursor: Cursor, limit: Limit) -> dict[str, Any]:
    """What is to be packed, by how soon it must arrive."""
    page = to_send(actor=actor(request), after=key_of("to-send", cursor), limit=limit)
    rows = [{name: getattr(row, name) for name in ToSend.model_fields} for row in page.rows]
    return {"items": rows, "next": cursor_after("to-send", page.after)}


@router.get("/parcels", response=Page[Parcel], url_name="parcels", **HANDS_OUT)
def parcels(request: HttpRequest, state: State, cursor: Cursor, limit: Limit) -> dict[str, Any]:
    """Parcels in a state, oldest first."""
    name = f"parcels.{state or ''}"
    page = parcels_at(
        actor=actor(request),
        states=(state,) if state else tuple(LIVE),
        after=key_of(name, cursor),
        limit=limit,
    )
    return {"items": [_parcel(row) for row in page.rows], "next": cursor_after(name, page.after)}


def _parcel(row: ParcelLine) -> dict[str, Any]:
    own = {"papers", "application_number", "delivery_due"}
    info: ParcelInfo = row.parcel
    return {
        **{name: getattr(info, name) for name in Parcel.model_fields.keys() - own},
        "papers": [{"name": name, "number": number} for name, number in row.papers],
        "application_number": row.number,
        "delivery_due": row.delivery_due,
    }


@router.post("/parcels", response={201: Packed}, url_name="pack", **HANDS_OUT)
@creating
def pack(request: HttpRequest, given: Pack, response: HttpResponse) -> dict[str, UUID]:
    """Pack all results of an application that are ready into one parcel."""
    parcel_id = services.pack(
        application_id=given.application_id, actor=actor(request), early=given.early
    )
    response["Location"] = reverse("api:parcel", args=[parcel_id])
    return {"id": parcel_id}


@router.get("/parcels/{uuid:parcel_id}", response=Parcel, url_name="parcel", **HANDS_OUT)
def parcel(request: HttpRequest, parcel_id: UUID) -> dict[str, Any]:
    """One parcel and where it is."""
    return _parcel(parcel_of(parcel_id=parcel_id, actor=actor(request)))


@router.get("/parcels/{uuid:parcel_id}/label", response=Recipient, url_name="label", **HANDS_OUT)
def label(request: HttpRequest, parcel_id: UUID) -> Address:
    """The address in clear, to be printed; on record."""
    _parcel_info, address = services.label_of(parcel_id=parcel_id, actor=actor(request))
    return address


@router.post(
    "/parcels/{uuid:parcel_id}/hand-over", response=NOTHING, url_name="hand-over", **HANDS_OUT
)
@repeatable
def hand_over(request: HttpRequest, parcel_id: UUID, given: HandOver) -> None:
    """The courier takes it."""
    services.hand_to_courier(
        parcel_id=parcel_id,
        carrier=str(given.carrier),
        tracking_number=given.tracking_number,
        actor=actor(request),
    )


@router.post(
    "/parcels/{uuid:parcel_id}/marks", response=NOTHING, url_name="mark-parcel", **HANDS_OUT
)
@repeatable
def mark(request: HttpRequest, parcel_id: UUID, given: MarkGiven) -> None:
    """What the courier says of it; received, it delivers its cases as of that day."""
    services.mark_parcel(
        parcel_id=parcel_id,
        mark=given.mark,
        on=given.on,
        note=given.note,
        actor=actor(request),
    )


@router.get("/applications/{ref}/parcels", response=list[Parcel], url_name="parcels-of", **FOLLOWS)
def own_parcels(request: HttpRequest, ref: str) -> list[dict[str, Any]]:
    """The parcels of an application and where they are, newest first, by its id or number."""
    application_id = application_seen(ref=ref, actor=actor(request), what="application.parcel")
    return [_parcel(row) for row in parcels_of(application_id)]


@router.put(
    "/applications/{uuid:application_id}/delivery",
    response=NOTHING,
    url_name="choose-again",
    **CHOOSES,
)
def choose_again(request: HttpRequest, application_id: UUID, given: DeliveryGiven) -> None:
    """Choose anew how the results are had: before they are sent, or after they came back."""
    services.choose_again(
        application_id=application_id,
        collection=given.collection,
        service_point_id=given.service_point,
        address=given.address.shown() if given.address else None,
        actor=actor(request),
    )
