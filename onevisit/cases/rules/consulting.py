"""征求意见: what a department that only advises is asked about a case, and what it says. Pure.

Advice stops no clock and decides nothing: whoever asked decides with it, or without it when it does
not come.
"""

from enum import StrEnum

from onevisit.kernel.errors import Invalid

MOST_DAYS = 20
"""Working days an answer may be given."""
LONGEST_WORDS = 2000


class Asked(StrEnum):
    """Where a request for an opinion stands."""

    OPEN = "open"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class Stance(StrEnum):
    """What the advising department says."""

    AGREE = "agree"
    CONDITION = "condition"  # if something is done
    OBJECT = "object"
    NO_VIEW = "no_view"  # not ours to say


def check_question(words: str, days: int | None) -> int:
    """The days, checked. Raises Invalid `cases.reason_needed`, `cases.text_too_long`,
    `cases.consult_days`.
    """
    if not words:
        raise Invalid("cases.reason_needed", field="question")
    if len(words) > LONGEST_WORDS:
        raise Invalid("cases.text_too_long", field="question", limit=LONGEST_WORDS)
    if days is None or not 1 <= days <= MOST_DAYS:
        raise Invalid("cases.consult_days", field="days", most=MOST_DAYS)
    return days


def check_opinion(stance: Stance, words: str) -> None:
    """A condition and an objection are explained. Raises Invalid `cases.reason_needed`,
    `cases.text_too_long`.
    """
    if stance in (Stance.CONDITION, Stance.OBJECT) and not words:
        raise Invalid("cases.reason_needed", field="words")
    if len(words) > LONGEST_WORDS:
        raise Invalid("cases.text_too_long", field="words", limit=LONGEST_WORDS)
