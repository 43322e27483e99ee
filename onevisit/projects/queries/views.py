"""Reads of projects: where one stands, whose time it took, what is at hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from onevisit.accounts import queries as accounts
from onevisit.accounts.rules import Actor, RepresentationRole
from onevisit.cases import queries as cases
from onevisit.cases.queries import KeptApplication, KeptPaper, KeptResult
from onevisit.cases.queries.paging import ListPage
from onevisit.projects.access import get_project_for, own_projects, visible_to
from onevisit.projects.access import projects_at_window as at_window
from onevisit.projects.models import Project
from onevisit.projects.queries.lives import Life, World, life_of, lives_of, read_world
from onevisit.projects.queries.trips import trips_of_project
from onevisit.projects.queries.unhanded import UNHANDED
from onevisit.projects.rules.steps import Standing

PAGE = 20


@dataclass(frozen=True, slots=True)
class EngagementLine:
    """The work of an intermediary."""

    id: UUID
    kind: str
    agency: str
    begun_on: date
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class OfferLine:
    """What can be applied for now; `drafted`: a draft of it is there."""

    code: str
    name: str
    drafted: bool


@dataclass(frozen=True, slots=True)
class AtWindow:
    """A project registered at a window: for the owner stood `person`, `clerk` wrote it down."""

    person: str
    place: str
    window: str
    clerk: str


@dataclass(frozen=True, slots=True)
class ProjectView:
    """All there is of one project. `agents`: who may act for the owner, by what right;
    `registered`: who stood where and which clerk wrote it down, None for what was registered
    online; `trips`: how often somebody went somewhere for it, registering included.
    """

    life: Life
    own: bool
    offers: tuple[OfferLine, ...]
    agents: tuple[tuple[str, RepresentationRole], ...]
    applications: tuple[KeptApplication, ...]
    papers: tuple[KeptPaper, ...]
    results: tuple[KeptResult, ...]
    engagements: tuple[EngagementLine, ...]
    registered: AtWindow | None
    trips: int


@dataclass(frozen=True, slots=True)
class WindowProject:
    """A project as a window goes on with it; `failed`: steps that can be applied for once more,
    with the case that failed.
    """

    life: Life
    offers: tuple[OfferLine, ...]
    failed: tuple[tuple[str, UUID], ...]


def my_projects(actor: Actor) -> tuple[Life, ...]:
    """The projects of organisations one acts for, newest first."""
    return lives_of(list(own_projects(actor).order_by("-id")))


def projects_at_window(*, actor: Actor, person_id: UUID) -> tuple[WindowProject, ...]:
    """What who stands at the window may go on with, newest first."""
    rows = list(at_window(actor, person_id).order_by("-id"))
    if not rows:
        return ()
    world = read_world(rows)
    found = []
    for row in rows:
        life, known = life_of(row, world), world.applications.get(row.id, ())
        newest = {case.item: case.id for phase in life.phases for case in phase.cases}
        failed = tuple(
            (step.part.name, newest[step.part.item])
            for phase in life.phases
            for step in phase.steps
            if step.standing is Standing.FAILED
        )
        found.append(WindowProject(life, _offers(life, known, world), failed))
    return tuple(found)


def project_list(
    *, actor: Actor, after: str = "", text: str = "", unhanded: bool = False
) -> ListPage[Life]:
    """The projects an officer may see, newest first; `text` finds by code, name or owner;
    `unhanded`: only those of which nothing was handed in.
    """
    found = visible_to(actor)
    if unhanded:
        found = found.filter(UNHANDED)
    words = text.strip()
    if words:
        named = Q(name__icontains=words) | Q(organisation__name__icontains=words)
        found = found.filter(named | Q(code__startswith=words))
    if after:
        found = found.filter(code__lt=after)
    rows = list(found.order_by("-code")[: PAGE + 1])
    more = rows[PAGE - 1].code if len(rows) > PAGE else None
    return ListPage(lives_of(rows[:PAGE]), more)


def project_view(*, code: str, actor: Actor) -> ProjectView:
    """One project. Raises NotFound `projects.no_such_project`."""
    project = get_project_for(actor, code)
    world = read_world([project])
    life = life_of(project, world)
    known = world.applications.get(project.id, ())
    ids = [each.id for each in known]
    held = accounts.representatives_of(project.organisation_id)
    names = accounts.person_names(held)
    return ProjectView(
        life=life,
        own=actor.person_id is not None,
        offers=_offers(life, known, world),
        agents=tuple((names[person], role) for person, role in held.items()),
        applications=tuple(known),
        papers=cases.kept_papers(ids),
        results=cases.kept_results(ids),
        engagements=tuple(
            EngagementLine(row.id, row.kind, row.agency, row.begun_on, row.ended_on)
            for row in project.engagements.order_by("begun_on", "id")
        ),
        registered=_registered(project),
        trips=trips_of_project(project, ids),
    )


def _registered(project: Project) -> AtWindow | None:
    if project.person is None or project.service_point is None:
        return None
    place = project.service_point.name
    return AtWindow(project.person.name, place, project.window, project.clerk_name)


def _offers(life: Life, known: Sequence[KeptApplication], world: World) -> tuple[OfferLine, ...]:
    """What has a step that can be applied for and was not handed in as a whole."""
    ready = dict.fromkeys(
        step.part.offer
        for phase in life.phases
        for step in phase.steps
        if step.standing is Standing.READY
    )
    sent = {each.offer for each in known if each.number}
    drafted = {each.offer for each in known if not each.number}
    return tuple(
        OfferLine(code, world.offers[code].name, code in drafted)
        for code in ready
        if code not in sent
    )


def project_of(*, application_id: UUID, actor: Actor) -> tuple[str, str] | None:
    """Code and name of the project an application is a part of, where the actor may see it; one
    query.
    """
    found = visible_to(actor).filter(applications__application_id=application_id)
    return found.values_list("code", "name").first()
