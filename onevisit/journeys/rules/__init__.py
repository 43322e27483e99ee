"""How visits are computed: pure, from the flat form to a proven figure.

`reading` takes a definition in (named errors), `routes` finds the least trips of one situation,
`formula` and `learning` put all situations before a SAT solver, `solving` brings the two together,
`lines` is the interchange form. The exact definition stands in docs/visits.md.
"""

from onevisit.journeys.rules.flat import Act, Edge, Flat, Mode, Solved, Trip
from onevisit.journeys.rules.lines import solve_line
from onevisit.journeys.rules.reading import read
from onevisit.journeys.rules.solving import solve

__all__ = ["Act", "Edge", "Flat", "Mode", "Solved", "Trip", "read", "solve", "solve_line"]
