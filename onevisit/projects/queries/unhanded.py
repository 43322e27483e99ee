"""Projects that were registered and of which no department has anything yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from onevisit.projects.models import Project

UNHANDED = Q(handed_in_at=None)
"""Nothing of it was handed in; a draft is with the owner still."""


@dataclass(frozen=True, slots=True)
class Unhanded:
    """How many, and when the first of them was registered."""

    count: int
    earliest: datetime | None


def unhanded_projects(stems: Iterable[str], place: str = "") -> Unhanded:
    """Those of these regions (what their codes begin with), and registered in `place` where it is
    given; one query.
    """
    here = Q(pk__in=[])
    for stem in stems:
        here |= Q(region__code__startswith=stem)
    if place:
        here &= Q(service_point__region__code__startswith=place)
    found = Project.objects.filter(UNHANDED, here)
    return Unhanded(**found.aggregate(count=Count("pk"), earliest=Min("registered_at")))
