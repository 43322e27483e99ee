"""What must be said of a row, from what the other side holds; when it is said again.

A digest stands for the content of a row; "" for no row.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from onevisit.catalogue.rules.exchange.model import Operation
from onevisit.kernel.errors import Conflict

GONE = "-"
"""Stands for "no row" where "" means that nothing was refused."""

AGAIN_AFTER = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
)
"""After so many tries the next one waits so long; from then on as long as the last says."""

ASK_AFTER = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))
"""Answers that have not come are asked for then; from then on as often as the last says."""

LATE_AFTER = timedelta(days=1)
"""A batch that is not answered by then is pointed out."""

KEPT = timedelta(days=90)
"""So long the content of a batch is kept after its last answer: to compare, should they differ."""

HELD = timedelta(minutes=5)
"""Who took a batch to send it has so long; then another may, under the same number."""


class BatchState(StrEnum):
    """Where a batch stands."""

    MADE = "made"
    SENT = "sent"  # the other side has it
    ANSWERED = "answered"  # every row of it


class Outcome(StrEnum):
    """What was answered to a row of a batch."""

    OPEN = ""
    ACCEPTED = "accepted"
    REFUSED = "refused"


def operation(wanted: str, held: str, refused: str) -> Operation | None:
    """What to say of a row whose content is `wanted` now, `held` by the other side, and `refused`
    when it was said last ("" for nothing); None for nothing. What was refused as it stands is not
    said again by itself.
    """
    if wanted == held or (wanted or GONE) == refused:
        return None
    if not wanted:
        return Operation.DELETE
    return Operation.UPDATE if held else Operation.INSERT


def after_answer(wanted: str, outcome: Outcome, held: str, refused: str) -> tuple[str, str]:
    """What the other side holds and has refused of a row once it answered to `wanted`."""
    if outcome is Outcome.ACCEPTED:
        return wanted, ""
    return (held, wanted or GONE) if outcome is Outcome.REFUSED else (held, refused)


def next_try(tries: int, now: datetime) -> datetime:
    """When a batch is sent again after `tries` tries that failed: there is no end of it."""
    return now + AGAIN_AFTER[min(tries, len(AGAIN_AFTER)) - 1]


def next_question(asked: int, now: datetime) -> datetime:
    """When answers are asked for after they were `asked` times."""
    return now + ASK_AFTER[min(asked, len(ASK_AFTER) - 1)]


def require_refused(refused: str) -> None:
    """Only a refused row is sent again by hand. Raises Conflict `reporting.not_refused`."""
    if not refused:
        raise Conflict("reporting.not_refused")
