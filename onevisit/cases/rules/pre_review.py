"""预审: one first look at what was handed in online, while the intake limit runs (domain.md).

It is a message: it stops no clock, is no one-time notice and refuses nothing. There is one answer
for each case, for all of its papers: what the answer did not name has passed, and is not asked for
later unless the applicant changed it (行政许可法 art. 32: gaps are told at once, not bit by bit).
"""

from collections.abc import Mapping
from enum import StrEnum

from onevisit.cases.errors import nothing_to_correct, pre_reviewed
from onevisit.cases.rules.lifecycle import PRE_REVIEWING, Action, CaseState


class PreReview(StrEnum):
    """What the first look at a case came to."""

    NONE = ""
    PASSED = "passed"  # 预审通过
    RETURNED = "returned"  # 预审退回, the applicant may change what it named
    RESUPPLIED = "resupplied"  # 退回后已补
    OVERTAKEN = "overtaken"  # sent back, but the case went on before anything came


_ANSWERS: Mapping[tuple[PreReview, Action], PreReview] = {
    (PreReview.NONE, Action.PRE_PASS): PreReview.PASSED,
    (PreReview.NONE, Action.PRE_RETURN): PreReview.RETURNED,
    (PreReview.RETURNED, Action.RESUPPLY): PreReview.RESUPPLIED,
}


def pre_review_after(before: PreReview, action: Action, state: CaseState) -> PreReview:
    """What a case shows after `action`, which left it in `state`.

    Raises Conflict `cases.pre_reviewed` for a second answer, `cases.nothing_to_correct` when
    nothing was sent back.
    """
    answered = _ANSWERS.get((before, action))
    if answered is not None:
        return answered
    if action in PRE_REVIEWING:
        raise pre_reviewed()
    if action is Action.RESUPPLY:
        raise nothing_to_correct()
    left = before is PreReview.RETURNED and state is not CaseState.SUBMITTED
    return PreReview.OVERTAKEN if left else before
