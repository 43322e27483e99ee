"""终止、作废: why a case that runs goes no further, though nobody asked for that.

A case is terminated when there is nobody or nothing left to decide for (行政许可法 art. 70); it is
void when it should never have been opened. Neither is a refusal: nothing was found against it.
"""

from collections.abc import Mapping
from enum import StrEnum

from onevisit.cases.rules.lifecycle import Action


class Stop(StrEnum):
    """Why."""

    DEATH = "death"  # the applicant died, or can act no more
    CEASED = "ceased"  # the organisation was dissolved
    GONE = "gone"  # what it was about is no more
    DUPLICATE = "duplicate"  # the same was taken in twice
    MISTAKE = "mistake"  # taken in by mistake: for another person, under a wrong item


ACTIONS: Mapping[Stop, Action] = {
    Stop.DEATH: Action.TERMINATE,
    Stop.CEASED: Action.TERMINATE,
    Stop.GONE: Action.TERMINATE,
    Stop.DUPLICATE: Action.VOID,
    Stop.MISTAKE: Action.VOID,
}

WORDS: Mapping[Stop, str] = {
    Stop.DEATH: "申请人死亡或者丧失行为能力",
    Stop.CEASED: "申请的单位已经终止",
    Stop.GONE: "申请办理的对象已经不存在",
    Stop.DUPLICATE: "同一件事重复收件",
    Stop.MISTAKE: "收件有误",
}
"""As the letter says it."""
