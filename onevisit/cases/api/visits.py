"""联合踏勘 for programs: the one appointment of several departments, and what each found."""

from datetime import date, datetime, time
from itertools import zip_longest
from typing import Annotated, Any, BinaryIO, cast
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Form, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from onevisit.accounts.bearer import actor, creating, repeatable
from onevisit.cases import queries, services
from onevisit.cases.api.scopes import OWN_LISTS, OWN_WRITES, REVIEWS
from onevisit.cases.queries.desk_visits import DeskVisit
from onevisit.cases.queries.joint import CaseVisit, JointView, VisitLine
from onevisit.cases.rules.joint import ActState, Half, Slot
from onevisit.cases.rules.joint import Verdict as Found
from onevisit.cases.rules.points import Given as GivenPoint
from onevisit.cases.rules.points import Mark
from onevisit.ui.api.cursors import Cursor, Limit, Page, cursor_after, key_of
from onevisit.ui.api.schemas import Given, Text

router = Router(tags=["site visits"])

NOTHING: dict[int, Any] = {204: None}


class Point(Schema):
    """What was ticked of one point of the list, and why where that is to be said."""

    point: str
    mark: Mark
    note: str


class Finding(Schema):
    """What one department found; its words are told to that department only."""

    verdict: Found
    mend_by: date | None
    note: str
    author: str
    at: datetime
    late: bool
    photos: list[UUID]
    points: list[Point]


class Seat(Schema):
    """The place of one case in an appointment; `pending`: its finding is still to be written.
    `points` are what is to be ticked with it.
    """

    case_id: UUID
    name: str
    department: str
    pending: bool
    going: list[str]
    due_on: date | None
    overdue: bool
    findings: list[Finding]
    points: list[str]


class AskedTime(Schema):
    """Another time that the applicant asked for, and why."""

    on: date
    half: Half
    reason: str
    at: datetime


class Appointment(Schema):
    """One appointment; `joining` are cases that come too if they are accepted in time. `version`
    goes with moving and cancelling it. `asked`: what the applicant asked for and nobody has
    answered; `may_ask`: whether they may, once for each time that is set.
    """

    id: UUID
    name: str
    state: ActState
    on: date
    half: Half
    hour: time | None
    place: str
    prepare: str
    phone: str
    department: str
    planned_by: str
    version: int
    seats: list[Seat]
    joining: list[str]
    asked: AskedTime | None
    may_ask: bool


class SiteVisit(Schema):
    """What a case has to be looked at for. `latest` is the last day that keeps the promise; `may`
    names what this caller may do; `written` is how many findings this case has.
    """

    appointment: Appointment | None
    latest: date | None
    may: list[str]
    written: int


class VisitAhead(Schema):
    """An appointment as it stands on the desk."""

    case_id: UUID
    case_name: str
    application_number: str
    offer_name: str
    appointment: Appointment


class OwnAppointment(Schema):
    """An appointment of one's own application; what a department wrote is not told here."""

    application_number: str
    offer_name: str
    appointment: Appointment


class SlotGiven(Given):
    """A working day, a half of it, and the hour where one is named."""

    on: date
    half: Half
    hour: time | None = None

    def slot(self) -> Slot:
        """The same for the rules."""
        return Slot(self.on, self.half, self.hour)


class PlanGiven(SlotGiven):
    """When and where, what the applicant is to prepare, and the phone of who comes."""

    place: Annotated[str, Field(min_length=1, max_length=200)]
    phone: Annotated[str, Field(min_length=1, max_length=40)]
    prepare: Annotated[str, Field(max_length=500)] = ""


class MoveGiven(SlotGiven):
    """Another time, with a reason that everybody reads."""

    reason: Text
    version: int | None = None


class CancelGiven(Given):
    """Why nobody comes."""

    reason: Text
    version: int | None = None


class OtherTime(Given):
    """When it would suit better, and why; the office says the hour."""

    on: date
    half: Half
    reason: Text


class Kept(Given):
    """Why the time stays."""

    reason: Text


class Attendance(Given):
    """Whether one comes oneself."""

    going: bool


class Planned(Schema):
    """The appointment that was made."""

    id: UUID


@router.get("/site-visits", response=Page[VisitAhead], url_name="site-visits", **REVIEWS)
def site_visits(request: HttpRequest, cursor: Cursor, limit: Limit) -> dict[str, Any]:
    """The appointments of one's departments, the next first; one may stand for several cases."""
    page = queries.visits_on_desk(
        actor=actor(request), after=key_of("site-visits", cursor), limit=limit
    )
    rows = [_ahead(row) for row in page.rows]
    return {"items": rows, "next": cursor_after("site-visits", page.after)}


Stands = Annotated[ActState, Query(ActState.PLANNED, description="Only those that stand so.")]


@router.get("/appointments", response=Page[OwnAppointment], url_name="appointments", **OWN_LISTS)
def appointments(
    request: HttpRequest, state: Stands, cursor: Cursor, limit: Limit
) -> dict[str, Any]:
    """When officers come for one's own applications and those of organisations one acts for, the
    earliest day first; those to come, unless another `state` is asked for.
    """
    page = queries.own_visits(
        actor=actor(request), state=state, after=key_of("appointments", cursor), limit=limit
    )
    rows = [
        {
            "application_number": row.application_number,
            "offer_name": row.offer_name,
            "appointment": _shown(row.act),
        }
        for row in page.rows
    ]
    return {"items": rows, "next": cursor_after("appointments", page.after)}


@router.post(
    "/appointments/{uuid:act_id}/other-time",
    response=NOTHING,
    url_name="ask-other-time",
    **OWN_WRITES,
)
@repeatable
def ask_other_time(request: HttpRequest, act_id: UUID, given: OtherTime) -> None:
    """Ask the departments to come at another time, once for each that is set; the time stands until
    they move it or answer why it stays.
    """
    services.ask_other_time(
        act_id=act_id,
        slot=Slot(given.on, given.half),
        reason=given.reason,
        actor=actor(request),
    )


def _ahead(row: DeskVisit) -> dict[str, Any]:
    names = VisitAhead.model_fields.keys() - {"appointment"}
    return {**{name: getattr(row, name) for name in names}, "appointment": _shown(row.act)}


def visit_shown(visit: CaseVisit | None) -> dict[str, Any] | None:
    """The site visit of a case as an answer, None for what nobody has to look at."""
    if visit is None:
        return None
    return {
        "appointment": _shown(visit.act) if visit.act else None,
        "latest": visit.latest,
        "may": sorted(visit.may),
        "written": visit.written,
    }


def _shown(act: JointView) -> dict[str, Any]:
    names = Appointment.model_fields.keys() - {"on", "half", "hour", "asked"}
    slot = act.slot
    told = {name: getattr(act, name) for name in names}
    return {
        **told,
        "on": slot.on,
        "half": slot.half,
        "hour": slot.hour,
        "asked": _asked(act.asked),
    }


def _asked(line: VisitLine | None) -> dict[str, Any] | None:
    if line is None or line.slot is None:
        return None
    wanted = {"on": line.slot.on, "half": line.slot.half}
    return {**wanted, "reason": line.reason, "at": line.at}


@router.post(
    "/cases/{uuid:case_id}/site-visit",
    response={201: Planned},
    url_name="plan-visit",
    **REVIEWS,
)
@creating
def plan_visit(request: HttpRequest, case_id: UUID, given: PlanGiven) -> dict[str, UUID]:
    """Make the one appointment of all cases that are visited together with this one."""
    made = services.plan_visit(
        case_id=case_id,
        slot=given.slot(),
        place=given.place,
        phone=given.phone,
        prepare=given.prepare,
        actor=actor(request),
    )
    return {"id": made}


@router.patch(
    "/cases/{uuid:case_id}/site-visit", response=NOTHING, url_name="move-visit", **REVIEWS
)
def move_visit(request: HttpRequest, case_id: UUID, given: MoveGiven) -> None:
    """Another time for all who are still to look."""
    services.move_visit(
        case_id=case_id,
        slot=given.slot(),
        reason=given.reason,
        actor=actor(request),
        version=given.version,
    )


@router.post(
    "/cases/{uuid:case_id}/site-visit/cancellation",
    response=NOTHING,
    url_name="cancel-visit",
    **REVIEWS,
)
@repeatable
def cancel_visit(request: HttpRequest, case_id: UUID, given: CancelGiven) -> None:
    """Nobody comes; what was found before stands."""
    services.cancel_visit(
        case_id=case_id, reason=given.reason, actor=actor(request), version=given.version
    )


@router.post(
    "/cases/{uuid:case_id}/site-visit/kept-time",
    response=NOTHING,
    url_name="keep-visit",
    **REVIEWS,
)
@repeatable
def keep_visit(request: HttpRequest, case_id: UUID, given: Kept) -> None:
    """Answer the applicant, who asked for another time, why it stays; who agrees moves it."""
    services.keep_visit(case_id=case_id, reason=given.reason, actor=actor(request))


@router.put(
    "/cases/{uuid:case_id}/site-visit/attendance",
    response=NOTHING,
    url_name="attend-visit",
    **REVIEWS,
)
def attend_visit(request: HttpRequest, case_id: UUID, given: Attendance) -> None:
    """Say that one comes oneself, or take it back; the applicant reads the names."""
    services.join_visit(case_id=case_id, going=given.going, actor=actor(request))


@router.post(
    "/cases/{uuid:case_id}/site-visit/findings",
    response=NOTHING,
    url_name="find",
    **REVIEWS,
)
@repeatable
def find(
    request: HttpRequest,
    case_id: UUID,
    verdict: Annotated[Found, Form()],
    note: Annotated[str, Form("", max_length=4_000)],
    mend_by: Annotated[date | None, Form(None)],
    nth: Annotated[int | None, Form(None)],
    photos: Annotated[list[UploadedFile] | None, File(None)],
    marks: Annotated[list[Mark] | None, Form(None)],
    mark_notes: Annotated[list[str] | None, Form(None)],
) -> None:
    """What this department found, as multipart/form-data with photographs; others may find
    otherwise. `nth` is how many it had written when it was shown. `marks` and `mark_notes` stand in
    the order of the item's points.
    """
    services.write_finding(
        case_id=case_id,
        verdict=verdict,
        note=note,
        mend_by=mend_by,
        nth=nth,
        photos=[(cast(BinaryIO, each.file), each.name or "") for each in photos or ()],
        points=[
            GivenPoint(*each) for each in zip_longest(marks or (), mark_notes or (), fillvalue="")
        ],
        actor=actor(request),
    )
