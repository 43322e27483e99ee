"""投资项目 of which no department has anything yet, of the region one oversees."""

from onevisit.oversight.access import Reach
from onevisit.projects.queries import unhanded
from onevisit.projects.queries.unhanded import Unhanded


def unhanded_projects(reach: Reach) -> Unhanded:
    """Those registered and no more; one query. None for who oversees one department only: they are
    no department's.
    """
    return unhanded.unhanded_projects(reach.whole, reach.place)
