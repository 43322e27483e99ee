"""Bags of papers between offices, for programs of the office they come from or go to."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Router, Schema
from pydantic import Field

from onevisit.accounts.bearer import actor, creating, repeatable
from onevisit.cases.api.scopes import RECEIVES
from onevisit.cases.queries.papers import PaperLine, papers_here
from onevisit.delivery import services
from onevisit.delivery.queries import consignments
from onevisit.delivery.rules.consignments import (
    MOST_PAPERS,
    BagInfo,
    BagState,
    CarriedBy,
    Found,
    PaperKind,
    Settled,
)
from onevisit.ui.api.schemas import Code, Given

router = Router(tags=["bags"])

NOTHING: dict[int, Any] = {204: None}


class PaperHere(Schema):
    """A paper that lies at the office of the login; `goes_to`: where its owner collects, null where
    nowhere. `over`: the application has ended, so an original is to go back.
    """

    paper_id: UUID
    number: str
    name: str
    kind: PaperKind
    damaged: bool
    since: datetime
    application_number: str
    offer_name: str
    goes_to: UUID | None
    goes_to_name: str
    over: bool


class BagPaper(Schema):
    """A paper on the list of a bag; `found` and `settled` are "" until somebody says. A difference
    is settled by its `item_id`.
    """

    item_id: UUID
    paper_id: UUID
    number: str
    name: str
    kind: PaperKind
    found: str
    settled: str


class Bag(Schema):
    """A bag of papers between two offices; `late`: its day is over and nobody received it."""

    id: UUID
    number: str
    seal: str
    state: BagState
    sender_id: UUID
    sender: str
    receiver_id: UUID
    receiver: str
    carried_by: str
    carrier: str
    packed_at: datetime
    sent_at: datetime | None
    due_on: date | None
    received_at: datetime | None
    seal_whole: bool | None
    late: bool
    papers: list[BagPaper]


class BagGiven(Given):
    """Papers that lie here, the office they go to, and the number on the seal."""

    papers: Annotated[list[UUID], Field(min_length=1, max_length=MOST_PAPERS)]
    receiver: UUID
    seal: Code


class BagPacked(Schema):
    """The bag."""

    id: UUID


class Carrying(Given):
    """Who carries it: the messenger's name, or the number of the post."""

    carried_by: CarriedBy
    carrier: Annotated[str, Field(min_length=1, max_length=40)]


class FoundGiven(Given):
    """How one paper of the list was found."""

    paper_id: UUID
    found: Found


class BagReceipt(Given):
    """What was found when the bag was opened: every paper of its list, once."""

    seal_whole: bool
    papers: Annotated[list[FoundGiven], Field(max_length=MOST_PAPERS)]
    note: Annotated[str, Field(max_length=300)] = ""


class Settlement(Given):
    """What became of a paper that was damaged or missing, and a word on it."""

    item_id: UUID
    how: Settled
    note: Annotated[str, Field(min_length=1, max_length=300)]


@router.get("/papers/here", response=list[PaperHere], url_name="papers-here", **RECEIVES)
def papers(request: HttpRequest) -> list[dict[str, Any]]:
    """What lies at the office of the login and may go into a bag, the longest first. None without
    an office.
    """
    return [_here(each) for each in papers_here(actor=actor(request))]


def _here(line: PaperLine) -> dict[str, Any]:
    paper = line.paper
    return {
        "paper_id": paper.id,
        "number": paper.number,
        "name": paper.name,
        "kind": paper.kind,
        "damaged": paper.damaged,
        "since": paper.since,
        "application_number": line.number,
        "offer_name": line.offer_name,
        "goes_to": line.goes_to,
        "goes_to_name": line.goes_to_name,
        "over": line.over,
    }


@router.get("/bags", response=list[Bag], url_name="bags", **RECEIVES)
def bags(request: HttpRequest) -> list[BagInfo]:
    """Those from and to the office of the login that are under way, or of which a difference waits;
    what is late first, a hundred at most. None without an office.
    """
    return list(consignments.bags_of(actor=actor(request)))


@router.post("/bags", response={201: BagPacked}, url_name="bag-pack", **RECEIVES)
@creating
def pack(request: HttpRequest, given: BagGiven, response: HttpResponse) -> dict[str, UUID]:
    """Put papers that lie here into a bag for another office, and seal it."""
    bag_id = services.pack_bag(
        paper_ids=given.papers, receiver_id=given.receiver, seal=given.seal, actor=actor(request)
    )
    response["Location"] = reverse("api:bag", args=[bag_id])
    return {"id": bag_id}


@router.get("/bags/{uuid:bag_id}", response=Bag, url_name="bag", **RECEIVES)
def bag(request: HttpRequest, bag_id: UUID) -> BagInfo:
    """One bag; for other offices it does not exist."""
    return consignments.bag_of(bag_id=bag_id, actor=actor(request))


@router.post("/bags/{uuid:bag_id}/send", response=NOTHING, url_name="bag-send", **RECEIVES)
@repeatable
def send(request: HttpRequest, bag_id: UUID, given: Carrying) -> None:
    """It leaves the office."""
    services.send_bag(
        bag_id=bag_id, carried_by=given.carried_by, carrier=given.carrier, actor=actor(request)
    )


@router.post("/bags/{uuid:bag_id}/unpack", response=NOTHING, url_name="bag-unpack", **RECEIVES)
@repeatable
def unpack(request: HttpRequest, bag_id: UUID) -> None:
    """Open it again before it left; its papers lie here as before."""
    services.unpack_bag(bag_id=bag_id, actor=actor(request))


@router.post("/bags/{uuid:bag_id}/receive", response=NOTHING, url_name="bag-receive", **RECEIVES)
@repeatable
def receive(request: HttpRequest, bag_id: UUID, given: BagReceipt) -> None:
    """Open a bag that came; what is damaged or missing stays open with both offices. Whoever sent
    it does not receive it.
    """
    services.receive_bag(
        bag_id=bag_id,
        seal_whole=given.seal_whole,
        found={each.paper_id: each.found for each in given.papers},
        note=given.note,
        actor=actor(request),
    )


@router.post("/bag-settlements", response=NOTHING, url_name="bag-settle", **RECEIVES)
@repeatable
def settle(request: HttpRequest, given: Settlement) -> None:
    """Say what became of a paper that was damaged or missing."""
    services.settle_difference(
        item_id=given.item_id, how=given.how, note=given.note, actor=actor(request)
    )
