"""Where applications stand, for programs of the applicant's side and of who may look up."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Schema

from onevisit.accounts.bearer import actor, repeatable
from onevisit.cases import queries, services
from onevisit.cases.api.drawings import DrawingReviewLine
from onevisit.cases.api.routing import applications
from onevisit.cases.api.scopes import FOLLOWS, LOOKS_UP, OWN_LISTS, OWN_SIGNS
from onevisit.cases.api.shown import CaseGaps, Clock, Result, clock_shown, file_shown, gaps_shown
from onevisit.cases.queries.drawings import drawings_of_application
from onevisit.cases.queries.lists import ApplicationLine
from onevisit.cases.queries.status import CaseStatus
from onevisit.cases.rules.clocks import Hold
from onevisit.cases.rules.lifecycle import ApplicationState
from onevisit.cases.rules.obligations import ObligationState
from onevisit.ui.api.cursors import Cursor, Limit, Page, cursor_after, key_of


class PartOfLine(Schema):
    """A case in one line of its application."""

    id: UUID
    name: str
    state: str


class Line(Schema):
    """An application in a list."""

    id: UUID
    number: str
    state: str
    offer_code: str
    offer_name: str
    organisation: str
    channel: str
    created_at: datetime
    submitted_at: datetime | None
    ended_at: datetime | None
    promised_on: date | None
    cases: list[PartOfLine]


class Case(Schema):
    """One case as the applicant's side sees it; `next_step` says what happens next."""

    id: UUID
    number: str
    part: str
    name: str
    state: str
    pre_review: str
    department: str
    department_phone: str
    clock: Clock | None
    suspended_until: date | None
    next_step: str
    waits_for: list[str]
    reasons: list[str]
    result: Result | None
    pledged: list[str]
    may_withdraw: bool


class Event(Schema):
    """One line of the history, newest first."""

    at: datetime
    action: str
    case_name: str
    who: str
    document: str


class Letter(Schema):
    """A letter there is, by case and `seq`. With `obligation_id` it is about a commitment that was
    checked after the grant, and is fetched by that and its `seq`.
    """

    case_id: UUID
    seq: int
    kind: str
    at: datetime
    obligation_id: UUID | None


class Owed(Schema):
    """What was promised in place of a paper and is owed since the grant. `words` is what the office
    wrote last; in the states "ordered" and "hearing" it is the applicant's turn until `due`.
    """

    id: UUID
    case_id: UUID
    name: str
    state: ObligationState
    due: date
    late: bool
    words: str
    at: datetime | None


class Status(Schema):
    """Where an application stands; `to_correct` and `drawings` (联合审图, those in the state
    "mending" wait for a revised version) are told to the applicant's side only.
    """

    id: UUID
    number: str
    state: str
    offer_name: str
    applicant: str
    organisation: str
    channel: str
    submitted_at: datetime
    ended_at: datetime | None
    promised_on: date | None
    provisional: bool
    collection: str
    collection_point: str
    cases: list[Case]
    events: list[Event]
    to_correct: list[CaseGaps]
    letters: list[Letter]
    obligations: list[Owed]
    drawings: list[DrawingReviewLine]


class ClockDay(Schema):
    """One day of a clock, and why it counts or does not."""

    day: date
    counts: bool
    why: str
    paused: bool
    hold: Hold | None


class ClockShown(Schema):
    """A clock of a case, replayed day by day by the calendar of that revision."""

    case_number: str
    kind: str
    clock: Clock
    basis: str
    calendar_revision: int
    known_until: date
    days: list[ClockDay]


State = Annotated[ApplicationState | None, Query(None, description="Only those in this state.")]
Number = Annotated[
    str, Query(..., min_length=1, max_length=60, description="Of an application or a case.")
]


@applications.get("/applications", response=Page[Line], url_name="applications", **OWN_LISTS)
def own_applications(
    request: HttpRequest, state: State, cursor: Cursor, limit: Limit
) -> dict[str, Any]:
    """One's own applications and those of organisations one acts for, newest first."""
    page = queries.my_applications(
        actor=actor(request),
        after=key_of("applications", cursor),
        limit=limit,
        states=(state,) if state else (),
    )
    return {"items": _lines(page.rows), "next": cursor_after("applications", page.after)}


@applications.get("/lookups/applications", response=list[Line], url_name="look-up", **LOOKS_UP)
def look_up(request: HttpRequest, number: Number) -> list[dict[str, Any]]:
    """The application of this number, or of the case of this number, as far as one may see it."""
    return _lines(queries.look_up(actor=actor(request), number=number))


def _lines(rows: tuple[ApplicationLine, ...]) -> list[dict[str, Any]]:
    return [{name: getattr(row, name) for name in Line.model_fields} for row in rows]


@applications.get("/applications/{ref}", response=Status, url_name="status", **FOLLOWS)
def status(request: HttpRequest, ref: str) -> dict[str, Any]:
    """Where an application stands, by its id or number; the look is logged for staff."""
    view = queries.status_view(application_id=ref, actor=actor(request))
    told = {name: getattr(view, name) for name in Status.model_fields.keys() - {"drawings"}}
    return {
        **told,
        "cases": [_case(each, view.pledged.get(each.id, ())) for each in view.cases],
        "to_correct": gaps_shown(view.to_correct),
        "drawings": drawings_of_application(view.id) if view.own else (),
    }


def _case(case: CaseStatus, pledged: tuple[str, ...]) -> dict[str, Any]:
    but = {"clock", "pledged"}
    told = {name: getattr(case, name) for name in Case.model_fields if name not in but}
    return {**told, "clock": clock_shown(case.reading), "pledged": pledged}


@applications.post(
    "/cases/{uuid:case_id}/withdrawal", response={204: None}, url_name="withdraw", **OWN_SIGNS
)
@repeatable
def withdraw(request: HttpRequest, case_id: UUID) -> None:
    """Withdraw one part before it is decided; the other parts go on."""
    services.withdraw(case_id=case_id, actor=actor(request))


@applications.get("/cases/{uuid:case_id}/result", url_name="result", **FOLLOWS)
def result(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The result of a granted case as PDF/A, on record."""
    return file_shown(services.result_document(case_id=case_id, actor=actor(request)))


@applications.get("/cases/{ref}/clocks/{kind}", response=ClockShown, url_name="clock", **FOLLOWS)
def clock(request: HttpRequest, ref: str, kind: str) -> dict[str, Any]:
    """A clock of a case, every day explained; `kind` is its letter."""
    view = queries.clock_explanation(case_id=ref, kind=kind, actor=actor(request))
    return {
        "case_number": view.case_number,
        "kind": view.kind.value,
        "clock": clock_shown(view.reading),
        "basis": view.basis,
        "calendar_revision": view.calendar_revision,
        "known_until": view.known_until,
        "days": [
            {
                "day": line.day,
                "counts": line.counted,
                "why": str(line.why),
                "paused": line.paused,
                "hold": line.hold,
            }
            for line in view.lines
        ],
    }
