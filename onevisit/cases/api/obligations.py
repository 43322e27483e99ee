"""What is owed for a commitment after the grant, for programs of the department that checks it."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from onevisit.accounts.bearer import actor, repeatable
from onevisit.cases import queries, services
from onevisit.cases.api.scopes import REVIEWS
from onevisit.cases.api.shown import Told, told_shown
from onevisit.cases.queries.commitments import ObligationLine
from onevisit.cases.rules.obligations import Check, ObligationState
from onevisit.ui.api.cursors import Cursor, Limit, Page, cursor_after, key_of
from onevisit.ui.api.schemas import Given

router = Router(tags=["commitments"])


class OwedToOffice(Schema):
    """One obligation 承诺义务; `left` in working days until `due`, negative when late."""

    id: UUID
    case_id: UUID
    case_name: str
    case_number: str
    application_number: str
    applicant: str
    name: str
    state: ObligationState
    due: date
    left: int
    late: bool
    granted_on: date


class Checked(Schema):
    """One thing that was recorded."""

    seq: int
    check: Check
    words: str
    limit_on: date | None
    by: str
    at: datetime


class Obligation(Schema):
    """An obligation in full. `told` is what was told before the commitment was signed; `may` names
    what this caller can record now, `version` goes with it.
    """

    owed: OwedToOffice
    told: Told | None
    events: list[Checked]
    version: int
    may: list[Check]


class CheckGiven(Given):
    """What was found. `until` is the day named where there is one: until when to put it right, or
    of the hearing.
    """

    check: Check
    words: Annotated[str, Field(max_length=4_000)] = ""
    until: date | None = None
    version: int | None = None


Ended = Annotated[bool, Query(False, description="Those that need no check any more.")]


@router.get("/obligations", response=Page[OwedToOffice], url_name="obligations", **REVIEWS)
def obligations(request: HttpRequest, ended: Ended, cursor: Cursor, limit: Limit) -> dict[str, Any]:
    """What was promised to one's departments and is to be checked, the nearest day first."""
    name = f"obligations.{ended}"
    page = queries.obligations(
        actor=actor(request), after=key_of(name, cursor), limit=limit, ended=ended
    )
    return {"items": [_line(row) for row in page.rows], "next": cursor_after(name, page.after)}


def _line(row: ObligationLine) -> dict[str, Any]:
    return {name: getattr(row, name) for name in OwedToOffice.model_fields}


@router.get(
    "/obligations/{uuid:obligation_id}", response=Obligation, url_name="obligation", **REVIEWS
)
def obligation(request: HttpRequest, obligation_id: UUID) -> dict[str, Any]:
    """One obligation with all that was recorded of it; the look is logged."""
    view = queries.obligation_view(obligation_id=obligation_id, actor=actor(request))
    return {
        "owed": _line(view.line),
        "told": told_shown(view.line.case_name, view.told),
        "events": view.events,
        "version": view.version,
        "may": sorted(view.may),
    }


@router.post(
    "/obligations/{uuid:obligation_id}/checks",
    response={204: None},
    url_name="check",
    **REVIEWS,
)
@repeatable
def check(request: HttpRequest, obligation_id: UUID, given: CheckGiven) -> None:
    """Record that it was kept, ordered to be put right, put right; or, by who decides, a hearing
    and a revocation.
    """
    services.check_obligation(
        obligation_id=obligation_id,
        check=given.check,
        words=given.words,
        limit_on=given.until,
        last_seq=given.version,
        actor=actor(request),
    )
