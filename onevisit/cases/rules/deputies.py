"""Standing in for a colleague who is away: for how long, and how it is signed."""

from datetime import date, timedelta
from enum import StrEnum

from onevisit.cases import errors

LONGEST_AWAY = timedelta(days=92)
"""Who is away for longer gives the cases back or hands them over."""


class Away(StrEnum):
    """Why somebody is away; no more is asked, since illness is nobody's business."""

    LEAVE = "leave"  # 休假
    DUTY = "duty"  # 公出
    TRAINING = "training"  # 培训
    OTHER = "other"


def require_period(first: date, last: date, today: date) -> None:
    """Raise Invalid `cases.away_over` for a period that has passed, `cases.away_order` for one that
    ends before it begins or is longer than `LONGEST_AWAY`.
    """
    if last < today:
        raise errors.away_over()
    if not timedelta() <= last - first <= LONGEST_AWAY:
        raise errors.away_order(LONGEST_AWAY.days)


def stands_in(first: date, last: date, today: date) -> bool:
    """Whether the deputy acts today; both days count."""
    return first <= today <= last


def signed(deputy: str, absent: str) -> str:
    """How a deputy signs: by their own name, for the other."""
    return f"{deputy}（代{absent}）"
