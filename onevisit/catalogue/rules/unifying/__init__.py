"""八统一: what must be the same in all regions, where an item departs from its standard, what a
standard would be that most already keep, and an item with the standard's content in it.
"""

from onevisit.catalogue.rules.unifying.adopting import adopted
from onevisit.catalogue.rules.unifying.comparing import deviations
from onevisit.catalogue.rules.unifying.model import (
    ASPECTS,
    LATITUDES,
    Aspect,
    Deviation,
    Latitude,
    What,
)
from onevisit.catalogue.rules.unifying.proposing import (
    Proposal,
    Share,
    fingerprints,
    propose,
    standard_part,
    standard_problems,
)

__all__ = [
    "ASPECTS",
    "LATITUDES",
    "Aspect",
    "Deviation",
    "Latitude",
    "Proposal",
    "Share",
    "What",
    "adopted",
    "deviations",
    "fingerprints",
    "propose",
    "standard_part",
    "standard_problems",
]
