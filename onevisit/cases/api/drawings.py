"""联合审图 for programs: the reviews one's departments take part in, what each has to say."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from onevisit.accounts.bearer import actor, repeatable
from onevisit.cases import services
from onevisit.cases.api.scopes import REVIEWS
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


class DrawingReview(Schema):
    """A review. `versions` newest last; `due_on` is the day of whomever it waits for; `may` names
    what this caller may do now: comment, check, tell, agree, fail.
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
    late: bool
    reason: str
    seats: list[DrawingSeat]
    versions: list[list[DrawingSheet]]
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
    **REVIEWS,
)
def drawing_review(request: HttpRequest, review_id: UUID) -> dict[str, Any]:
    """One review, with what every department has written."""
    return _shown(drawings_view(review_id=review_id, actor=actor(request)))


def _shown(view: ReviewView) -> dict[str, Any]:
    told = {
        name: getattr(view, name) for name in DrawingReview.model_fields.keys() - {"seats", "may"}
    }
    seats = [
        {name: getattr(seat, name) for name in DrawingSeat.model_fields.keys() - {"comments"}}
        | {"comments": [{"n": n, **asdict(each)} for n, each in enumerate(seat.comments)]}
        for seat in view.seats
    ]
    return {**told, "seats": seats, "may": sorted(view.may)}


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
    **REVIEWS,
)
def drawing_file(request: HttpRequest, review_id: UUID, evidence_id: UUID) -> HttpResponse:
    """A sheet of any version as it was sent, on record."""
    return file_shown(
        services.drawing_file(review_id=review_id, evidence_id=evidence_id, actor=actor(request))
    )
