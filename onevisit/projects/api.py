"""Projects for programs of their owners."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from onevisit.accounts.bearer import actor, needs, repeatable
from onevisit.accounts.rules.tokens import ApiScope
from onevisit.projects import queries, services
from onevisit.projects.queries import Life
from onevisit.projects.rules.codes import Nature
from onevisit.projects.rules.steps import Standing
from onevisit.projects.rules.time import Holder
from onevisit.projects.services import LONGEST_NAME, ProjectDraft
from onevisit.ui.api.schemas import Given

router = Router(tags=["projects"])
_Text = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]


class Days(Schema):
    """Calendar days of one holder, and the working days among them."""

    holder: Holder
    days: int
    working: int


class ProjectStep(Schema):
    """One step of a phase; `waits_for` names what comes first."""

    offer: str
    part: str
    name: str
    standing: Standing
    waits_for: list[str]


class ProjectPhase(Schema):
    """A phase: `used` working days of government time against `limit`."""

    key: str
    name: str
    lead: str
    limit: int
    used: int
    late: bool
    done: bool
    first: date | None
    last: date | None
    steps: list[ProjectStep]


class ProjectOut(Schema):
    """A project and whose time each of its days was; `holder`: whose today is."""

    code: str
    name: str
    kind: str
    nature: Nature
    site: str
    organisation: str
    registered_at: datetime
    ended_on: date | None
    days: int
    holder: Holder
    spent: list[Days]
    phases: list[ProjectPhase]


class ProjectGiven(Given):
    """A new project of an organisation one acts for; `kind` is the code of its kind."""

    name: _Text
    site: _Text
    kind: _Text
    nature: Nature
    organisation_id: UUID


class Begun(Schema):
    """The draft in which one goes on."""

    application_id: UUID


class BeginWithin(Given):
    """What is applied for, by its code."""

    offer: _Text


@router.get("/projects", response=list[ProjectOut], url_name="projects", **needs(ApiScope.OWN_READ))
def projects(request: HttpRequest) -> list[dict[str, Any]]:
    """The projects of organisations one acts for, newest first."""
    return [_told(life) for life in queries.my_projects(actor(request))]


@router.post("/projects", response=ProjectOut, url_name="project-new", **needs(ApiScope.OWN_WRITE))
@repeatable
def register(request: HttpRequest, given: ProjectGiven) -> dict[str, Any]:
    """Register a project; its code is given at once."""
    code = services.register(draft=ProjectDraft(**given.model_dump()), actor=actor(request))
    return _told(queries.project_view(code=code, actor=actor(request)).life)


@router.get("/projects/{code}", response=ProjectOut, url_name="project", **needs(ApiScope.OWN_READ))
def project(request: HttpRequest, code: str) -> dict[str, Any]:
    """One project."""
    return _told(queries.project_view(code=code, actor=actor(request)).life)


@router.post(
    "/projects/{code}/applications",
    response=Begun,
    url_name="project-begin",
    **needs(ApiScope.OWN_WRITE),
)
@repeatable
def begin(request: HttpRequest, code: str, given: BeginWithin) -> dict[str, Any]:
    """Apply for something of a project; what it has already stands in the draft."""
    found = services.begin(code=code, offer=given.offer, actor=actor(request))
    return {"application_id": found}


def _told(life: Life) -> dict[str, Any]:
    named = ("code", "name", "kind", "nature", "site", "organisation", "registered_at")
    return {
        **{name: getattr(life, name) for name in (*named, "ended_on", "days", "holder")},
        "spent": [
            {"holder": holder, "days": each.days, "working": each.working}
            for holder, each in life.spent.items()
        ],
        "phases": [
            {
                "key": each.phase.key,
                "name": each.phase.name,
                "lead": each.lead,
                "limit": each.phase.limit,
                "used": each.time.used,
                "late": each.time.late,
                "done": each.done,
                "first": each.time.first,
                "last": each.time.last,
                "steps": [
                    {
                        "offer": step.part.offer,
                        "part": step.part.key,
                        "name": step.part.name,
                        "standing": step.standing,
                        "waits_for": list(step.waits_for),
                    }
                    for step in each.steps
                ],
            }
            for each in life.phases
        ],
    }
