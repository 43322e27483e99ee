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
from onevisit.projects.queries.sums import MOST_SUMMED, PhaseSum, year_sums
from onevisit.projects.queries.trips import TripSum
from onevisit.projects.queries.views import (
    ProjectView,
    my_projects,
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
    "PhaseSum",
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
    "project_list",
    "project_of",
    "project_view",
    "projects_at_window",
    "typing_of",
    "year_sums",
]
