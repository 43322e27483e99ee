"""What may be done to many cases at once: who works on them. A decision is made case by case."""

from enum import StrEnum

MOST = 50
"""Cases of one step."""


class Many(StrEnum):
    """One of these, for all that were chosen."""

    CLAIM = "claim"
    RELEASE = "release"
    HAND_ON = "hand_on"
