"""The out-window for programs: what waits, and handing it over."""

from datetime import date
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from onevisit.accounts.bearer import actor, creating
from onevisit.cases import queries, services
from onevisit.cases.api.scopes import HANDS_OUT
from onevisit.cases.rules.submission import Identified
from onevisit.ui.api.schemas import Given

router = Router(tags=["hand-outs"])


class WaitingCase(Schema):
    """A result that waits to be handed over."""

    id: UUID
    number: str
    name: str
    department: str
    result: str
    delivery_due: date | None


class Waiting(Schema):
    """An application with results to hand out; `running` parts are not decided yet."""

    application_id: UUID
    number: str
    offer_name: str
    applicant_id: UUID
    applicant: str
    organisation: str
    cases: list[WaitingCase]
    running: list[str]
    originals_due: bool


class HandOut(Given):
    """Results of one or several applications, to one receiver, in one visit: all or none."""

    cases: Annotated[list[UUID], Field(min_length=1, max_length=50)]
    receiver: UUID
    identified_by: Identified
    originals_seen: bool = False


class HandedOut(Schema):
    """What was handed over."""

    cases: list[UUID]


Number = Annotated[
    str, Query("", max_length=60, description="Of an application or a case, collected wherever.")
]


@router.get("/hand-outs/waiting", response=list[Waiting], url_name="waiting", **HANDS_OUT)
def waiting(request: HttpRequest, number: Number) -> list[queries.OutLine]:
    """What can be handed out now, oldest first; fifty at most, so ask by number. Without one: what
    is to be collected at the service point of the login, where it has one.
    """
    return list(queries.out_window(actor=actor(request), number=number))


@router.post("/hand-outs", response={201: HandedOut}, url_name="hand-out", **HANDS_OUT)
@creating
def hand_out(request: HttpRequest, given: HandOut) -> dict[str, list[UUID]]:
    """Hand results over at one's window; it counts as one contact of the receiver."""
    services.hand_out(
        case_ids=given.cases,
        receiver_id=given.receiver,
        identified_by=given.identified_by,
        actor=actor(request),
        originals_seen=given.originals_seen,
    )
    return {"cases": sorted(set(given.cases))}
