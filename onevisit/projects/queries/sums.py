"""The projects of a year summed up by phase."""

from dataclasses import dataclass, field

from onevisit.projects.access import Sight, in_sight
from onevisit.projects.queries.lives import Life, PhaseView, lives_of
from onevisit.projects.queries.trips import TripSum, trip_sum
from onevisit.projects.rules.phases import Phase
from onevisit.projects.rules.time import Holder, Spent, spent

MOST_SUMMED = 500
"""Projects of one year that are summed up at once; a county registers about three hundred."""


@dataclass(slots=True)
class PhaseSum:
    """One phase over the projects of a year: how many run and are done, the days of each holder,
    and code and name of those in which the government took too long.
    """

    kind: str
    phase: Phase
    lead: str
    running: int = 0
    done: int = 0
    used: int = 0
    spent: dict[Holder, Spent] = field(default_factory=lambda: spent(()))
    late: list[tuple[str, str]] = field(default_factory=list)

    @property
    def begun(self) -> int:
        """Projects that are or were in it."""
        return self.running + self.done

    @property
    def average(self) -> float:
        """Working days of government time for each project that began it."""
        return round(self.used / self.begun, 1) if self.begun else 0.0


def year_sums(sight: Sight, year: int) -> tuple[tuple[PhaseSum, ...], TripSum]:
    """Phase by phase, and the trips, over the newest `MOST_SUMMED` projects registered in that
    year.
    """
    found = in_sight(sight).filter(registered_at__year=year).order_by("-code")
    projects = list(found[:MOST_SUMMED])
    sums: dict[tuple[str, str], PhaseSum] = {}
    for life in lives_of(projects):
        for each in life.phases:
            key = (life.kind, each.phase.key)
            total = sums.setdefault(key, PhaseSum(life.kind, each.phase, each.lead))
            _add(total, life, each)
    return tuple(sums.values()), trip_sum(projects)


def _add(total: PhaseSum, life: Life, each: PhaseView) -> None:
    if not each.begun:
        return
    total.done += each.done
    total.running += not each.done
    total.used += each.time.used
    for holder, more in each.time.spent.items():
        had = total.spent[holder]
        total.spent[holder] = Spent(had.days + more.days, had.working + more.working)
    if each.time.late:
        total.late.append((life.code, life.name))
