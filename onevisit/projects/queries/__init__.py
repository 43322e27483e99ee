"""Reads of the projects room."""

from onevisit.projects.queries.lives import Life, PhaseView
from onevisit.projects.queries.views import (
    MOST_SUMMED,
    ProjectView,
    kinds,
    my_projects,
    phase_sums,
    project_list,
    project_of,
    project_view,
)

__all__ = [
    "MOST_SUMMED",
    "Life",
    "PhaseView",
    "ProjectView",
    "kinds",
    "my_projects",
    "phase_sums",
    "project_list",
    "project_of",
    "project_view",
]
