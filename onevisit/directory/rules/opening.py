"""Whether a place is open now, until when, and when it opens next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from onevisit.directory.rules.places import Opening, open_at
from onevisit.kernel import clock
from onevisit.kernel.calendar import WorkingCalendar

_DAYS_AHEAD = 15
"""Longer than the longest holiday."""


@dataclass(frozen=True, slots=True)
class OpenState:
    """`until` only while it is open, `opens` only while it is shut; neither where nobody knows.

    `until` of a place that never shuts is `time.max`.
    """

    is_open: bool
    until: time | None = None
    opens: datetime | None = None


def open_state(hours: Iterable[Opening], now: datetime, calendar: WorkingCalendar) -> OpenState:
    """The state of a place with these hours at the instant `now` (aware)."""
    listed = sorted(hours, key=lambda opening: opening.opens)
    running = [each for each in listed if _open(each, now, calendar)]
    if running:
        return OpenState(True, until=max(opening.closes for opening in running))
    return OpenState(False, opens=_next(listed, now, calendar))


def _next(hours: Iterable[Opening], now: datetime, calendar: WorkingCalendar) -> datetime | None:
    today = clock.local_date(now)
    for ahead in range(_DAYS_AHEAD):
        for opening in hours:
            at = datetime.combine(today + timedelta(days=ahead), opening.opens, clock.SHANGHAI)
            if at > now and _open(opening, at, calendar):
                return at
    return None


def _open(opening: Opening, at: datetime, calendar: WorkingCalendar) -> bool:
    day = clock.local_date(at)
    working = None if calendar.is_provisional(day) else calendar.is_working(day)
    return open_at([opening], at, working_day=working)
