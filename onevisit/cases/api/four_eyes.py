"""What takes two people, for programs: an extension of a limit, a decision with two signatures."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from onevisit.accounts.bearer import actor, repeatable
from onevisit.cases import queries, services
from onevisit.cases.api.scopes import COSIGNS, DECIDES, EXTENDS, REVIEWS
from onevisit.cases.queries.extensions import WaitingExtension
from onevisit.cases.rules.lifecycle import CaseState
from onevisit.kernel.calendar import DayUnit
from onevisit.ui.api.cursors import Cursor, Limit, Page, cursor_after, key_of
from onevisit.ui.api.schemas import Given, Text

router = Router(tags=["cases"])

NOTHING: dict[int, Any] = {204: None}


class Extension(Schema):
    """What was asked and answered about the limit of a case. `mine`: this caller asked, somebody
    else answers; `lapsed`: nobody answered while it was time.
    """

    state: str
    days: int
    unit: DayUnit
    asked_by: str
    asked_at: datetime
    reason: str
    answered_by: str
    answered_at: datetime | None
    answer: str
    mine: bool
    lapsed: bool


class Proposal(Schema):
    """A decision somebody proposed, and what the second signer made of it."""

    state: str
    outcome: str
    proposed_by: str
    proposed_at: datetime
    reason: str
    answered_by: str
    answered_at: datetime | None
    answer: str
    mine: bool


class ExtensionToAnswer(Schema):
    """A request that waits; `legal_then` and `promised_then` are the days the limits would move to.
    `missed`: the promise has been missed and stays so.
    """

    case_id: UUID
    number: str
    name: str
    offer_name: str
    applicant: str
    department: str
    state: CaseState
    extension: Extension
    legal_due: date | None
    legal_then: date | None
    promised_due: date | None
    promised_then: date | None
    missed: bool


class Why(Given):
    """The reason in writing; of an extension the applicant reads it."""

    reason: Text


class ExtensionAnswer(Given):
    """Yes, or no with a reason."""

    grant: bool
    reason: Annotated[str, Field(max_length=2_000)] = ""


class ProposalGiven(Given):
    """A refusal needs a reason in writing. `version` is the case's as shown."""

    outcome: Literal["approve", "refuse"]
    reason: Annotated[str, Field(max_length=2_000)] = ""
    version: int | None = None


class Confirmation(Given):
    """The case's `version` as shown, so that nobody signs what has moved on."""

    version: int | None = None


@router.get("/extensions", response=Page[ExtensionToAnswer], url_name="extensions", **EXTENDS)
def extensions(request: HttpRequest, cursor: Cursor, limit: Limit) -> dict[str, Any]:
    """What waits for this caller's answer, the limit that ends first comes first."""
    page = queries.extensions_waiting(
        actor=actor(request), after=key_of("extensions", cursor), limit=limit
    )
    rows = [_waiting(row) for row in page.rows]
    return {"items": rows, "next": cursor_after("extensions", page.after)}


def _waiting(row: WaitingExtension) -> dict[str, Any]:
    names = ExtensionToAnswer.model_fields.keys() - {"extension"}
    return {**{name: getattr(row, name) for name in names}, "extension": row.line}


@router.post("/cases/{uuid:case_id}/extension", response=NOTHING, url_name="extend", **REVIEWS)
@repeatable
def ask_extension(request: HttpRequest, case_id: UUID, given: Why) -> None:
    """Ask for more time, once, before the legal limit ends; a head who is somebody else answers."""
    services.ask_extension(case_id=case_id, reason=given.reason, actor=actor(request))


@router.post(
    "/cases/{uuid:case_id}/extension/answer",
    response=NOTHING,
    url_name="answer-extension",
    **EXTENDS,
)
@repeatable
def answer_extension(request: HttpRequest, case_id: UUID, given: ExtensionAnswer) -> None:
    """Grant an extension, or decline it with a reason."""
    by = actor(request)
    if given.grant:
        services.grant_extension(case_id=case_id, actor=by)
    else:
        services.decline_extension(case_id=case_id, reason=given.reason, actor=by)


@router.post("/cases/{uuid:case_id}/proposal", response=NOTHING, url_name="propose", **DECIDES)
@repeatable
def propose(request: HttpRequest, case_id: UUID, given: ProposalGiven) -> None:
    """The first signature under a decision that takes two."""
    services.propose(
        case_id=case_id,
        outcome=given.outcome,
        reason=given.reason,
        actor=actor(request),
        last_seq=given.version,
    )


@router.delete("/cases/{uuid:case_id}/proposal", response=NOTHING, url_name="take-back", **DECIDES)
def take_back(request: HttpRequest, case_id: UUID) -> None:
    """Who proposed takes it back before anybody answered."""
    services.take_back(case_id=case_id, actor=actor(request))


@router.post(
    "/cases/{uuid:case_id}/proposal/confirmation",
    response=NOTHING,
    url_name="confirm",
    **COSIGNS,
)
@repeatable
def confirm(request: HttpRequest, case_id: UUID, given: Confirmation) -> None:
    """The second signature: the decision is made, in the name of both."""
    services.confirm(case_id=case_id, actor=actor(request), last_seq=given.version)


@router.post(
    "/cases/{uuid:case_id}/proposal/return", response=NOTHING, url_name="send-back", **COSIGNS
)
@repeatable
def send_back(request: HttpRequest, case_id: UUID, given: Why) -> None:
    """The second signer does not agree, and says why."""
    services.send_back(case_id=case_id, reason=given.reason, actor=actor(request))
