"""Whether what was handed in can be handed in once more for another."""

from onevisit.cases.rules.lifecycle import CaseState
from onevisit.catalogue.rules.composition import Offer
from onevisit.guidance.rules.situation import Answers, Truth, situation

FAILED: frozenset[CaseState] = frozenset(
    {
        CaseState.REFUSED,
        CaseState.NOT_ACCEPTED,
        CaseState.RETURNED,
        CaseState.WITHDRAWN,
        CaseState.REVOKED,
        CaseState.OVERTURNED,
        CaseState.TERMINATED,
    }
)
"""How a part may have ended so that it alone is applied for again."""


def may_again(offer: Offer, answers: Answers) -> bool:
    """Whether the definition offers it under these answers: a twin, not an only child."""
    if offer.again is None:
        return False
    return situation(offer, answers).judge(offer.again.when).truth is Truth.YES
