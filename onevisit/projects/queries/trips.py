"""The trips that projects cost, the one to register them included."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from onevisit.cases import queries as cases
from onevisit.projects.models import Project, ProjectApplication
from onevisit.projects.rules.trips import Stood, Undertaking, trips_of


@dataclass(frozen=True, slots=True)
class TripSum:
    """The projects of a year and the trips they cost; `idle`: registered at a window, and nothing
    handed in of them yet.
    """

    projects: int
    trips: int
    idle: int

    @property
    def average(self) -> float:
        """Trips for each project."""
        return round(self.trips / self.projects, 1) if self.projects else 0.0


def trips_of_project(project: Project, application_ids: Iterable[UUID]) -> int:
    """The trips one project cost so far; one query."""
    whole = {project.id: _undertaking(project, application_ids)}
    return trips_of(whole).get(project.id, 0)


def trip_sum(found: Iterable[Project]) -> TripSum:
    """Over these projects; three queries."""
    projects = {each.id: each for each in found}
    of: dict[UUID, list[UUID]] = {}
    rows = ProjectApplication.objects.filter(project_id__in=projects)
    for project_id, application_id in rows.values_list("project_id", "application_id"):
        of.setdefault(project_id, []).append(application_id)
    known = cases.kept_applications([each for held in of.values() for each in held])
    sent = {each.id for each in known if each.number}
    whole = {key: _undertaking(each, of.get(key, ())) for key, each in projects.items()}
    return TripSum(
        len(projects), sum(trips_of(whole).values()), sum(_idle(e, sent) for e in whole.values())
    )


def _idle(whole: Undertaking, sent: Collection[UUID]) -> bool:
    return whole.registered is not None and not any(e in sent for e in whole.application_ids)


def _undertaking(project: Project, application_ids: Iterable[UUID]) -> Undertaking:
    person, point = project.person_id, project.service_point_id
    stood = Stood(person, point, project.registered_at) if person and point else None
    return Undertaking(tuple(application_ids), stood)
