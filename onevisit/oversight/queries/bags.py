"""流转袋 that did not arrive by their day, of the region one oversees."""

from onevisit.delivery.queries import late
from onevisit.delivery.queries.late import LateBag
from onevisit.oversight.access import Reach


def late_bags(reach: Reach) -> tuple[LateBag, ...]:
    """Those from or to an office of the reach, the longest first; one query. None for who oversees
    one department only: papers between offices are no department's.
    """
    return late.late_bags(reach.whole, reach.place)
