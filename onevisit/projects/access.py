"""Who may see which project.

The owner's side sees its own; who oversees or looks up sees those of the region; officers see those
of which their department leads a phase or decides a case.
"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from onevisit.accounts import queries as accounts
from onevisit.accounts.rules import (
    Actor,
    Permission,
    Scope,
    region_stem,
    require,
    scopes_holding,
)
from onevisit.cases.errors import window_needed
from onevisit.directory import queries as directory
from onevisit.projects.errors import no_such_project
from onevisit.projects.models import Project, ProjectApplication

READING = (Permission.OVERSIGHT_READ, Permission.CASES_LOOK_UP)


def own_projects(actor: Actor) -> QuerySet[Project]:
    """The projects of organisations the actor may act for now; a helper acts for none."""
    if actor.person_id is None or actor.acting is not None:
        return Project.objects.none()
    held = [each.organisation.id for each in accounts.organisations_of(actor.person_id)]
    return _whole().filter(organisation_id__in=held)


@dataclass(frozen=True, slots=True)
class Sight:
    """How far an officer sees: what codes of regions begin with, and departments."""

    stems: tuple[str, ...]
    departments: tuple[UUID, ...]


def sight_of(actor: Actor) -> Sight:
    """How far the grants of an officer let them see projects; all for the system."""
    stems = {
        region_stem(scope.region) if scope.region else ""
        for permission in READING
        for scope in scopes_holding(actor.grants, permission)
    }
    if actor.is_system:
        stems = {""}
    return Sight(tuple(sorted(stems)), tuple(sorted(actor.departments(Permission.CASES_REVIEW))))


def visible_to(actor: Actor) -> QuerySet[Project]:
    """The projects the actor may see."""
    if actor.person_id is not None:
        return own_projects(actor)
    return in_sight(sight_of(actor))


def in_sight(sight: Sight) -> QuerySet[Project]:
    """The projects that are seen so far."""
    found = _of_departments(sight.departments)
    for stem in sight.stems:
        found |= Q(region__code__startswith=stem)
    return _whole().filter(found)


def _whole() -> QuerySet[Project]:
    return Project.objects.select_related("kind", "organisation", "person", "service_point")


def _of_departments(ids: Collection[UUID]) -> Q:
    if not ids:
        return Q(pk__in=[])
    found = Q(
        Exists(
            ProjectApplication.objects.filter(
                project=OuterRef("pk"), application__cases__department_id__in=ids
            )
        )
    )
    for department in directory.departments(ids):
        found |= Q(kind__phases__contains=[{"lead": department.code}])
    return found


def get_project_for(actor: Actor, code: str) -> Project:
    """The project of that code. Raises NotFound `projects.no_such_project`, also for outsiders."""
    found = visible_to(actor).filter(code=code).first()
    if found is None:
        raise no_such_project()
    return found


def get_own_project(actor: Actor, code: str) -> Project:
    """A project of the actor's own side. Raises NotFound `projects.no_such_project`."""
    found = own_projects(actor).filter(code=code).first()
    if found is None:
        raise no_such_project()
    return found


def require_at_window(actor: Actor, region: str) -> None:
    """Let a clerk pass who receives for that region and sits at a window. Raises Refused
    `accounts.not_permitted`, `cases.window_needed`.
    """
    require(actor, Permission.CASES_INTAKE, Scope(None, region))
    if actor.service_point_id is None:
        raise window_needed()


def projects_at_window(actor: Actor, person_id: UUID) -> QuerySet[Project]:
    """The projects of organisations that who stands at the clerk's window acts for."""
    held = [each.organisation.id for each in accounts.organisations_of(person_id)]
    found = Q(pk__in=[])
    for scope in scopes_holding(actor.grants, Permission.CASES_INTAKE):
        stem = region_stem(scope.region) if scope.region else ""
        found |= Q(region__code__startswith=stem)
    return _whole().filter(found, organisation_id__in=held)


def get_project_at_window(actor: Actor, code: str, person_id: UUID) -> Project:
    """One of them. Raises NotFound `projects.no_such_project`, and as `require_at_window`."""
    found = projects_at_window(actor, person_id).filter(code=code).first()
    if found is None:
        raise no_such_project()
    require_at_window(actor, found.region_id)
    return found


def project_id_of(application_id: UUID) -> UUID | None:
    """The project an application is a part of; one query."""
    found = ProjectApplication.objects.filter(application_id=application_id)
    return found.values_list("project_id", flat=True).first()
