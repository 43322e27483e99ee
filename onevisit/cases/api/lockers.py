"""Lockers 智能柜 for programs of an out-window, or of whoever looks after the lockers there.

The code that opens a door is the applicant's: no operation tells it.
"""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Router, Schema
from pydantic import Field

from onevisit.accounts.bearer import actor, creating, repeatable
from onevisit.cases import services
from onevisit.cases.api.scopes import HANDS_OUT
from onevisit.cases.queries.lodging import StayLine, ToLayIn, stay_line, stays_here, to_lay_in
from onevisit.delivery import services as delivery
from onevisit.delivery.queries import lockers
from onevisit.delivery.rules.lockers import LockerInfo, Size, StayState
from onevisit.ui.api.schemas import Given

router = Router(tags=["lockers"])

NOTHING: dict[int, Any] = {204: None}


class Door(Schema):
    """A door that is free."""

    number: str
    size: Size


class Locker(Schema):
    """A locker at the office of the login."""

    id: UUID
    name: str
    device: str
    where: str
    hours: str
    keep_days: int
    free: list[Door]


class ToBeLaidIn(Schema):
    """An application with results for a locker here. It is better to wait while parts are
    `running`; `originals_due` and `papers_due` must be settled first.
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
    papers_due: bool


class StayPaper(Schema):
    """A result behind the door."""

    name: str
    number: str


class Stay(Schema):
    """What lies behind a door, until when, and whose it is; `tries_left`: wrong codes until this
    one opens nothing any more.
    """

    id: UUID
    number: str
    state: StayState
    locker_id: UUID
    device: str
    door: str
    pieces: int
    laid_at: datetime | None
    until: datetime | None
    ended_at: datetime | None
    tries_left: int
    application_number: str
    offer_name: str
    applicant: str
    organisation: str
    papers: list[StayPaper]


class Reserve(Given):
    """Whose results, and behind which door. `early`: although parts are still being decided."""

    application_id: UUID
    locker_id: UUID
    door: Annotated[str, Field(min_length=1, max_length=8)]
    early: bool = False


class Reserved(Schema):
    """The stay."""

    id: UUID


@router.get("/lockers", response=list[Locker], url_name="lockers", **HANDS_OUT)
def here(request: HttpRequest) -> list[LockerInfo]:
    """The lockers at the office of the login, with their free doors. None without an office."""
    point = actor(request).service_point_id
    return list(lockers.lockers([point])) if point else []


@router.get("/lockers/to-lay-in", response=list[ToBeLaidIn], url_name="to-lay-in", **HANDS_OUT)
def waiting(request: HttpRequest) -> list[ToLayIn]:
    """What is to be laid into a locker here, by how soon it must be had; a hundred at most."""
    return list(to_lay_in(actor=actor(request)).rows)


@router.get("/locker-stays", response=list[Stay], url_name="stays", **HANDS_OUT)
def stays(request: HttpRequest) -> list[dict[str, Any]]:
    """What lies in the lockers here, by door; what nobody fetched in time is `overdue`."""
    return [_stay(each) for each in stays_here(actor=actor(request)).rows]


@router.post("/locker-stays", response={201: Reserved}, url_name="stay-reserve", **HANDS_OUT)
@creating
def reserve(request: HttpRequest, given: Reserve, response: HttpResponse) -> dict[str, UUID]:
    """Take a door for all results of an application that are ready; then it is opened, and `lay-in`
    says that they lie there.
    """
    stay_id = services.reserve_door(
        application_id=given.application_id,
        locker_id=given.locker_id,
        door=given.door,
        early=given.early,
        actor=actor(request),
    )
    response["Location"] = reverse("api:stay", args=[stay_id])
    return {"id": stay_id}


@router.get("/locker-stays/{uuid:stay_id}", response=Stay, url_name="stay", **HANDS_OUT)
def stay(request: HttpRequest, stay_id: UUID) -> dict[str, Any]:
    """What lies behind one door; elsewhere it does not exist."""
    return _stay(stay_line(stay_id=stay_id, actor=actor(request)))


@router.post(
    "/locker-stays/{uuid:stay_id}/open", response=NOTHING, url_name="stay-open", **HANDS_OUT
)
@repeatable
def open_door(request: HttpRequest, stay_id: UUID) -> None:
    """Have the door opened for who lays in or takes out."""
    who = actor(request)
    stay_line(stay_id=stay_id, actor=who)
    delivery.open_door(stay_id=stay_id, actor=who)


@router.post(
    "/locker-stays/{uuid:stay_id}/lay-in", response=NOTHING, url_name="stay-lay-in", **HANDS_OUT
)
@repeatable
def lay_in(request: HttpRequest, stay_id: UUID) -> None:
    """They lie there and the door is closed: the applicant is told the code."""
    services.lay_in(stay_id=stay_id, actor=actor(request))


@router.post(
    "/locker-stays/{uuid:stay_id}/release", response=NOTHING, url_name="stay-release", **HANDS_OUT
)
@repeatable
def release(request: HttpRequest, stay_id: UUID) -> None:
    """They are not laid in after all."""
    services.release_door(stay_id=stay_id, actor=actor(request))


@router.post(
    "/locker-stays/{uuid:stay_id}/take-out", response=NOTHING, url_name="stay-take-out", **HANDS_OUT
)
@repeatable
def take_out(request: HttpRequest, stay_id: UUID) -> None:
    """They are taken out again, and had at this out-window from now on."""
    services.fetch_back(stay_id=stay_id, actor=actor(request))


def _stay(line: StayLine) -> dict[str, Any]:
    held = line.stay
    return {
        "id": held.id,
        "number": held.number,
        "state": held.state,
        "locker_id": held.locker.id,
        "device": held.locker.device,
        "door": held.door,
        "pieces": held.pieces,
        "laid_at": held.laid_at,
        "until": held.until,
        "ended_at": held.ended_at,
        "tries_left": held.tries_left,
        "application_number": line.number,
        "offer_name": line.offer_name,
        "applicant": line.applicant,
        "organisation": line.organisation,
        "papers": [{"name": name, "number": number} for name, number in line.papers],
    }
