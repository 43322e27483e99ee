"""The desk of a department for programs: its cases, one case in full, its open tasks."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema

from onevisit.accounts.bearer import actor
from onevisit.cases import queries
from onevisit.cases.api.following import Event
from onevisit.cases.api.four_eyes import Extension, Proposal
from onevisit.cases.api.scopes import READS_CASES, REVIEWS
from onevisit.cases.api.shown import (
    Clock,
    Gap,
    GroupShown,
    Paper,
    Result,
    clock_shown,
    groups_shown,
)
from onevisit.cases.api.visits import SiteVisit, visit_shown
from onevisit.cases.queries.tasks import open_tasks
from onevisit.ui.api.cursors import Cursor, Limit, Page, cursor_after, key_of

router = Router(tags=["cases"])


class DeskCase(Schema):
    """A case on the desk; `left` in days of the item's own unit until `due`, negative when late."""

    id: UUID
    number: str
    name: str
    offer_name: str
    application_number: str
    applicant: str
    state: str
    pre_review: str
    due: date | None
    left: int | None
    paused: bool
    submitted_at: datetime
    claimed_by: str
    claimed_by_me: bool
    tasks: list[str]


class Applicant(Schema):
    """Who applies, masked."""

    name: str
    masked_id_number: str
    masked_phone: str


class Answered(Schema):
    """A question and its answer in words."""

    label: str
    shown: str


class CaseMaterial(Schema):
    """A material, what stands for it, and this department's verdict."""

    material: str
    name: str
    how: str
    verdict: str
    verdict_by: str
    evidence: list[Paper]


class Step(Schema):
    """One step of the case."""

    step: str
    kind: str
    name: str
    state: str
    due_on: date | None
    done_at: datetime | None


class Opinion(Schema):
    """What an officer wrote."""

    kind: str
    step: str
    text: str
    author: str
    at: datetime


class Sibling(Schema):
    """Another part of the same application: where it stands, no more."""

    part: str
    name: str
    department: str
    state: str


class CaseShown(Schema):
    """A case in full. `may` names what this caller may do now; `version` goes with a decision."""

    id: UUID
    number: str
    name: str
    part: str
    state: str
    pre_review: str
    version: int
    application_id: UUID
    application_number: str
    offer_name: str
    channel: str
    collection: str
    submitted_at: datetime
    department: str
    applicant: Applicant
    organisation: str
    organisation_uscc: str
    claimed_by: str
    claimed_by_me: bool
    answers: list[Answered]
    form: list[GroupShown]
    materials: list[CaseMaterial]
    tasks: list[Step]
    opinions: list[Opinion]
    events: list[Event]
    clocks: list[Clock]
    siblings: list[Sibling]
    result: Result | None
    gaps: list[Gap]
    remarks: list[Gap]
    extension: Extension | None
    proposal: Proposal | None
    site_visit: SiteVisit | None
    may: list[str]


class Task(Schema):
    """An open task of a department."""

    id: UUID
    case_id: UUID
    case_number: str
    case_name: str
    step: str
    kind: str
    name: str
    opened_at: datetime
    due_on: date | None
    claimed_by: str


Only = Annotated[
    Literal["", "mine", "free", "intake", "paused"],
    Query("", description="Claimed by me, by nobody, to be accepted, standing still."),
]


@router.get("/cases", response=Page[DeskCase], url_name="cases", **REVIEWS)
def cases(request: HttpRequest, only: Only, cursor: Cursor, limit: Limit) -> dict[str, Any]:
    """The open cases of one's departments, by time left."""
    name = f"cases.{only}"
    page = queries.desk(actor=actor(request), after=key_of(name, cursor), limit=limit, only=only)
    rows = [{n: getattr(row, n) for n in DeskCase.model_fields} for row in page.rows]
    return {"items": rows, "next": cursor_after(name, page.after)}


@router.get("/cases/{uuid:case_id}", response=CaseShown, url_name="case", **READS_CASES)
def case(request: HttpRequest, case_id: UUID) -> dict[str, Any]:
    """A case in full, sensitive fields masked; the look is logged."""
    view = queries.case_view(case_id=case_id, actor=actor(request))
    but = {"form", "clocks", "site_visit", "may"}
    told = {name: getattr(view, name) for name in CaseShown.model_fields if name not in but}
    return {
        **told,
        "form": groups_shown(view.groups),
        "clocks": [clock_shown(each) for each in view.clocks],
        "site_visit": visit_shown(view.visit),
        "may": sorted(view.may),
    }


@router.get("/tasks", response=Page[Task], url_name="tasks", **REVIEWS)
def tasks(request: HttpRequest, cursor: Cursor, limit: Limit) -> dict[str, Any]:
    """The open tasks of one's departments, oldest first."""
    page = open_tasks(actor=actor(request), after=key_of("tasks", cursor), limit=limit)
    return {"items": page.rows, "next": cursor_after("tasks", page.after)}
