"""Bags of papers between offices, for programs of the office they come from or go to."""

from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from onevisit.accounts.bearer import actor
from onevisit.cases.api.scopes import RECEIVES
from onevisit.delivery.queries import consignments
from onevisit.delivery.rules.consignments import BagInfo, BagState, PaperKind

router = Router(tags=["bags"])


class BagPaper(Schema):
    """A paper on the list of a bag; `found` and `settled` are "" until somebody says."""

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


@router.get("/bags", response=list[Bag], url_name="bags", **RECEIVES)
def bags(request: HttpRequest) -> list[BagInfo]:
    """Those from and to the office of the login that are under way, or of which a difference waits;
    what is late first, a hundred at most. None without an office.
    """
    return list(consignments.bags_of(actor=actor(request)))


@router.get("/bags/{uuid:bag_id}", response=Bag, url_name="bag", **RECEIVES)
def bag(request: HttpRequest, bag_id: UUID) -> BagInfo:
    """One bag; for other offices it does not exist."""
    return consignments.bag_of(bag_id=bag_id, actor=actor(request))
