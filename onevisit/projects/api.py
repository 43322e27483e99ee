"""Projects for programs of their owners, and for systems of departments."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from onevisit.accounts.bearer import actor, needs, repeatable
from onevisit.accounts.rules.tokens import ApiScope
from onevisit.cases.rules.lifecycle import ApplicationState
from onevisit.projects import queries, services
from onevisit.projects.queries import Life, ProjectView
from onevisit.projects.rules.codes import Nature
from onevisit.projects.rules.engagements import EngagementKind
from onevisit.projects.rules.steps import Standing
from onevisit.projects.rules.time import Holder
from onevisit.projects.services import LONGEST_NAME, ProjectDraft
from onevisit.ui.api.cursors import Cursor, Page, cursor_after, key_of
from onevisit.ui.api.schemas import Given

router = Router(tags=["projects"])
STAFF = needs(ApiScope.CASES_REVIEW, ApiScope.CASES_LOOK_UP)
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


class Kind(Schema):
    """A kind of project that can be registered today."""

    code: str
    name: str


class ProjectOffer(Schema):
    """What can be applied for now; `drafted`: a draft of it is there."""

    code: str
    name: str
    drafted: bool


class ProjectPart(Schema):
    """An application of the project; `number` is "" for a draft."""

    id: UUID
    number: str
    offer: str
    offer_name: str
    state: ApplicationState
    submitted_at: datetime | None


class ProjectPaper(Schema):
    """A material that is not asked for again: `number` is the application it was given or confirmed
    in first, `reused` how many more it was used in since.
    """

    material: str
    name: str
    how: str
    number: str
    at: datetime
    reused: int


class ProjectResult(Schema):
    """What was granted in the project and holds."""

    application_number: str
    number: str
    name: str
    at: datetime


class ProjectWork(Schema):
    """The work of a third party, as the owner has noted it; whole days."""

    kind: EngagementKind
    agency: str
    begun_on: date
    ended_on: date | None


class ProjectStretch(Schema):
    """Days on end, `last` included, that are one holder's; `because`: who did what."""

    holder: Holder
    first: date
    last: date
    days: int
    working: int
    because: list[str]


class ProjectFull(ProjectOut):
    """A project with its applications, what it has in hand, and every day of it."""

    offers: list[ProjectOffer]
    applications: list[ProjectPart]
    papers: list[ProjectPaper]
    results: list[ProjectResult]
    services: list[ProjectWork]
    stretches: list[ProjectStretch]


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


@router.get("/project-kinds", response=list[Kind], url_name="project-kinds")
def kinds(request: HttpRequest) -> list[dict[str, str]]:
    """The kinds of projects that can be registered today."""
    return [{"code": code, "name": name} for code, name in queries.kinds()]


@router.get(
    "/projects/{code}", response=ProjectFull, url_name="project", **needs(ApiScope.OWN_READ)
)
def project(request: HttpRequest, code: str) -> dict[str, Any]:
    """One project."""
    return _whole(queries.project_view(code=code, actor=actor(request)))


@router.get("/desk/projects", response=Page[ProjectOut], url_name="desk-projects", **STAFF)
def desk(request: HttpRequest, cursor: Cursor) -> dict[str, Any]:
    """The projects of which one's department leads a phase or decides a case, newest first; whoever
    looks up reads those of the region. Twenty at a time.
    """
    after = key_of("projects", cursor) or ""
    page = queries.project_list(actor=actor(request), after=after)
    items = [_told(life) for life in page.rows]
    return {"items": items, "next": cursor_after("projects", page.after)}


@router.get("/desk/projects/{code}", response=ProjectFull, url_name="desk-project", **STAFF)
def desk_project(request: HttpRequest, code: str) -> dict[str, Any]:
    """One of them."""
    return _whole(queries.project_view(code=code, actor=actor(request)))


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


def _whole(view: ProjectView) -> dict[str, Any]:
    lines: dict[str, tuple[Iterable[object], type[Schema]]] = {
        "offers": (view.offers, ProjectOffer),
        "applications": (view.applications, ProjectPart),
        "papers": (view.papers, ProjectPaper),
        "results": (view.results, ProjectResult),
        "services": (view.engagements, ProjectWork),
    }
    return {
        **_told(view.life),
        **{
            name: [{n: getattr(row, n) for n in shape.model_fields} for row in rows]
            for name, (rows, shape) in lines.items()
        },
        "stretches": [
            {
                "holder": each.holder,
                "first": each.first,
                "last": each.last,
                "days": each.days,
                "working": each.working,
                "because": [f"{hold.why}: {hold.what}" for hold in each.because],
            }
            for each in view.life.stretches
        ],
    }


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
