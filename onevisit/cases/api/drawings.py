"""联合审图 for programs: what each department has to say, and the applicant's days to mend."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from onevisit.accounts.bearer import actor, repeatable
from onevisit.cases import services
from onevisit.cases.api.scopes import OWN_WRITES, REVIEWS, TAKES_PART
from onevisit.cases.api.shown import file_shown
from onevisit.cases.queries.drawings import (
    ReviewView,
    drawings_on_desk,
    drawings_view,
)
from onevisit.cases.rules.drawings import (
    LONGEST_COMMENT,
    LONGEST_SHEET,
    MOST_COMMENTS,
    MOST_DAYS,
    MoreDays,
    ReviewState,
    Severity,
)
from onevisit.ui.api.schemas import Given

router = Router(tags=["drawing reviews"])
NOTHING: dict[int, Any] = {204: None}


class DrawingReviewLine(Schema):
    """A review on the desk. `waits`: for one's own department; `missing` are those that have not
    said what they have to say.
    """

    id: UUID
    case_name: str
    application_number: str
    lead: str
    state: ReviewState
    due_on: date
    late: bool
    waits: bool
    missing: list[str]


class DrawingComment(Schema):
    """What a department says of a sheet. `answer` is the applicant's, `settled` what the department
    says of the revised sheet, `why` where it says no. `n` is its place, counted from 0.
    """

    n: int
    sheet: str
    severity: Severity
    words: str
    answer: str
    settled: bool | None
    why: str


class DrawingSeat(Schema):
    """A department in the review; `own`: the caller's. `ready_at`: when it had said all it has to
    say now.
    """

    department_id: UUID
    department: str
    leads: bool
    own: bool
    ready_at: datetime | None
    ready_by: str
    comments: list[DrawingComment]


class DrawingSheet(Schema):
    """A file of a version."""

    id: UUID
    material: str
    name: str
    pages: int | None


class DrawingLetter(Schema):
    """When all comments went out in one letter, and by when the revised version must come."""

    at: datetime
    until: date


class DrawingMoreDays(Schema):
    """What became of the applicant's wish for more days to mend: from the day `was` on, why, and
    the answer; `until` the day that holds since, or would. `by` is empty where the days were over
    and nobody had answered.
    """

    state: MoreDays
    days: int
    was: date
    until: date
    why: str
    answer: str
    by: str
    at: datetime | None


class DrawingReview(Schema):
    """A review. `versions` newest last; `due_on` is the day of whomever it waits for, `mend_days`
    the working days a letter gives; `more` null while nobody asked for more of them. `may` names
    what this caller may do now: comment, check, tell, agree, fail, revise, ask_more, answer_more.
    """

    id: UUID
    case_id: UUID
    case_name: str
    case_number: str
    application_number: str
    lead: str
    state: ReviewState
    special: bool
    due_on: date
    mend_days: int
    late: bool
    reason: str
    seats: list[DrawingSeat]
    versions: list[list[DrawingSheet]]
    letters: list[DrawingLetter]
    more: DrawingMoreDays | None
    may: list[str]


class DrawingCommentGiven(Given):
    """What is to be said of a sheet: what must be changed, or advice."""

    sheet: Annotated[str, Field(min_length=1, max_length=LONGEST_SHEET)]
    severity: Severity
    words: Annotated[str, Field(min_length=1, max_length=LONGEST_COMMENT)]


class DrawingCommentsGiven(Given):
    """All comments of one's department, in place of those written before; `ready`: that is all."""

    comments: Annotated[list[DrawingCommentGiven], Field(max_length=MOST_COMMENTS)]
    ready: bool


class SettledGiven(Given):
    """Whether the comment at place `n` is settled; if not, what is still missing."""

    n: Annotated[int, Field(ge=0, lt=MOST_COMMENTS)]
    settled: bool
    why: Annotated[str, Field(max_length=LONGEST_COMMENT)] = ""


class ChecksGiven(Given):
    """One mark for each of one's comments that stands."""

    marks: Annotated[list[SettledGiven], Field(max_length=MOST_COMMENTS)]


class MoreDaysAsked(Given):
    """How many working days more, at most as many as the letter gave, and why."""

    more: Annotated[int, Field(ge=1, le=MOST_DAYS)]
    why: Annotated[str, Field(min_length=1, max_length=LONGEST_COMMENT)]


class MoreDaysAnswered(Given):
    """Whether the applicant has them; a refusal says why."""

    allow: bool
    why: Annotated[str, Field(max_length=LONGEST_COMMENT)] = ""


@router.get(
    "/drawing-reviews", response=list[DrawingReviewLine], url_name="drawing-reviews", **REVIEWS
)
def drawing_reviews(
    request: HttpRequest,
    late: Annotated[bool, Query(False, description="Only those whose day is over.")],
) -> list[Any]:
    """The running reviews in which one's departments take part: what waits for them first, then by
    day; a hundred at most.
    """
    return list(drawings_on_desk(actor=actor(request), late=late))


@router.get(
    "/drawing-reviews/{uuid:review_id}",
    response=DrawingReview,
    url_name="drawing-review",
    **TAKES_PART,
)
def drawing_review(request: HttpRequest, review_id: UUID) -> dict[str, Any]:
    """One review, with what every department has written; the applicant reads no comment before the
    letter goes out.
    """
    return _shown(drawings_view(review_id=review_id, actor=actor(request)))


def _shown(view: ReviewView) -> dict[str, Any]:
    but = {"seats", "letters", "may"}
    told = {name: getattr(view, name) for name in DrawingReview.model_fields.keys() - but}
    seats = [
        {name: getattr(seat, name) for name in DrawingSeat.model_fields.keys() - {"comments"}}
        | {"comments": [{"n": n, **asdict(each)} for n, each in enumerate(seat.comments)]}
        for seat in view.seats
    ]
    letters = [{"at": at, "until": until} for at, until in view.letters]
    return {**told, "seats": seats, "letters": letters, "may": sorted(view.may)}


@router.put(
    "/drawing-reviews/{uuid:review_id}/comments",
    response=NOTHING,
    url_name="drawing-comments",
    **REVIEWS,
)
def comment(request: HttpRequest, review_id: UUID, given: DrawingCommentsGiven) -> None:
    """Write what one's department says of the sheets, until the letter goes out; the same again
    changes nothing.
    """
    services.write_comments(
        review_id=review_id,
        comments=[(each.sheet, each.severity.value, each.words) for each in given.comments],
        ready=given.ready,
        actor=actor(request),
    )


@router.post(
    "/drawing-reviews/{uuid:review_id}/checks",
    response=NOTHING,
    url_name="drawing-checks",
    **REVIEWS,
)
@repeatable
def check(request: HttpRequest, review_id: UUID, given: ChecksGiven) -> None:
    """Say of each comment that stands whether the revised version settles it; nothing new can be
    asked for.
    """
    services.check_drawings(
        review_id=review_id,
        marks={each.n: ("yes" if each.settled else "no", each.why) for each in given.marks},
        actor=actor(request),
    )


@router.get(
    "/drawing-reviews/{uuid:review_id}/files/{uuid:evidence_id}",
    url_name="drawing-file",
    **TAKES_PART,
)
def drawing_file(request: HttpRequest, review_id: UUID, evidence_id: UUID) -> HttpResponse:
    """A sheet of any version as it was sent, on record."""
    return file_shown(
        services.drawing_file(review_id=review_id, evidence_id=evidence_id, actor=actor(request))
    )


@router.post(
    "/drawing-reviews/{uuid:review_id}/more-days",
    response=NOTHING,
    url_name="drawing-more",
    **OWN_WRITES,
)
@repeatable
def ask_more_days(request: HttpRequest, review_id: UUID, given: MoreDaysAsked) -> None:
    """Ask the department that leads for more days to mend: once in a review, by the last day of
    those given. Until it answers, that day holds.
    """
    services.ask_more_days(
        review_id=review_id, days=given.more, why=given.why, actor=actor(request)
    )


@router.post(
    "/drawing-reviews/{uuid:review_id}/more-days/answer",
    response=NOTHING,
    url_name="drawing-more-answer",
    **REVIEWS,
)
@repeatable
def answer_more_days(request: HttpRequest, review_id: UUID, given: MoreDaysAnswered) -> None:
    """The department that leads allows them, and the day moves with every clock that runs to it, or
    refuses; the applicant has it in writing.
    """
    services.answer_more_days(
        review_id=review_id, allow=given.allow, why=given.why, actor=actor(request)
    )
