"""Reads of the projects room."""

from onevisit.projects.queries.kinds import (
    KindVersion,
    KindView,
    Offered,
    OfferedItem,
    Typing,
    kind_list,
    kind_view,
    kinds,
    leads,
    offered,
    offers_in,
    typing_of,
)
from onevisit.projects.queries.lives import Life, PhaseView
from onevisit.projects.queries.trips import TripSum, trip_sum
from onevisit.projects.queries.views import (
    MOST_SUMMED,
    ProjectView,
    my_projects,
    phase_sums,
    project_list,
    project_of,
    project_view,
    projects_at_window,
)

__all__ = [
    "MOST_SUMMED",
    "KindVersion",
    "KindView",
    "Life",
    "Offered",
    "OfferedItem",
    "PhaseView",
    "ProjectView",
    "TripSum",
    "Typing",
    "kind_list",
    "kind_view",
    "kinds",
    "leads",
    "my_projects",
    "offered",
    "offers_in",
    "phase_sums",
    "project_list",
    "project_of",
    "project_view",
    "projects_at_window",
    "trip_sum",
    "typing_of",
]
