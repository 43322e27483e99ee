"""Which words people use for a thing are worth an officer's look.

What was typed may be anything, a name or a number too. So only short Chinese phrases are kept, they
are shown to nobody before several visitors have used the same one, and they are forgotten in time.
"""

import re
from datetime import timedelta

from onevisit.guidance.rules.words import normal

KEPT = timedelta(days=90)
SEVERAL = 5
"""Visits of different visitors or days: fewer are shown to nobody."""
MOST = 0.6
"""The share of those who said it that opened this thing."""
AT_MOST = 50
"""Notes a day for one visitor; who does more is no person."""

_PHRASE = re.compile("[\u3400-\u9fff]{2,12}")


def learnable(typed: str) -> str:
    """The phrase in its one form, or nothing if it is not kept: one to learn from is two to twelve
    Chinese characters and nothing else.
    """
    phrase = normal(typed)
    return phrase if _PHRASE.fullmatch(phrase) else ""


def is_worth_a_look(chosen: int, said: int) -> bool:
    """Whether so many choices of one thing, among all that followed the phrase, say something."""
    return chosen >= SEVERAL and chosen >= MOST * said
