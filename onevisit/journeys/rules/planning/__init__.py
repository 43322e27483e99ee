"""Which reform first: the set of enablers that, within a budget, spares most visits of a year.

`curves` finds the least sets of enablers that lower an item's figure, `choosing` picks the best set
of all, exactly, `greedy` the one that looks best step by step, `reporting` says what comes of it.
"""

from onevisit.journeys.rules.planning.choosing import choose
from onevisit.journeys.rules.planning.curves import curve_of
from onevisit.journeys.rules.planning.greedy import greedy
from onevisit.journeys.rules.planning.model import (
    Candidate,
    Curve,
    Drop,
    Limits,
    Load,
    Sets,
    sparing,
    visits_left,
)
from onevisit.journeys.rules.planning.reporting import ItemLine, More, Outcome, Step, outcome

__all__ = [
    "Candidate",
    "Curve",
    "Drop",
    "ItemLine",
    "Limits",
    "Load",
    "More",
    "Outcome",
    "Sets",
    "Step",
    "choose",
    "curve_of",
    "greedy",
    "outcome",
    "sparing",
    "visits_left",
]
