"""The order of time: many stories told at once, each step at its own instant.

A story is a generator that yields the instant of its next step and does the step when it is
resumed; the clock stands at that instant meanwhile. Steps of all stories run in the order of
time, so that numbers, audit and events come out as they would have in life. A step later than
`until` is never told: the story stops there.
"""

import heapq
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from onevisit.kernel import clock
from onevisit.kernel.calendar import WorkingCalendar
from onevisit.kernel.clock import SHANGHAI

OPENS = time(9, 0)
CLOSES = time(17, 30)

Telling = Iterator[datetime]


class Days:
    """Working days counted from the last one that is over."""

    def __init__(self, calendar: WorkingCalendar, now: datetime) -> None:
        self._calendar = calendar
        self.now = now
        self.today = now.astimezone(SHANGHAI).date()

    def back(self, n: int) -> date:
        """The `n`-th working day before today; 1 is the last that is over. `n` of 1 or more."""
        day = self.today
        for _ in range(n):
            day = self._calendar.previous_working_day(day)
        return day

    def after(self, day: date, n: int) -> date:
        """The `n`-th working day after `day`; with 0 the day itself, or the next working day."""
        if n:
            return self._calendar.add_working_days(day, n).day
        return day if self._calendar.is_working(day) else self._calendar.next_working_day(day)

    def is_working(self, day: date) -> bool:
        """Whether offices are open that day."""
        return self._calendar.is_working(day)


def at(day: date, minutes: int) -> datetime:
    """The instant `minutes` after nine o'clock of that day, in the county."""
    return datetime.combine(day, OPENS, SHANGHAI) + timedelta(minutes=minutes)


class Schedule:
    """The stories still being told."""

    def __init__(self, until: datetime) -> None:
        self._until = until
        self._waiting: list[tuple[datetime, int, Telling]] = []
        self._told = 0
        self._reached = datetime.min.replace(tzinfo=SHANGHAI)

    def add(self, story: Telling) -> None:
        """Begin a story; its first step runs when its time has come.

        Raises ValueError for a story that would go back in time.
        """
        when = next(story, None)
        if when is not None and when < self._reached:
            raise ValueError(f"a story goes back from {self._reached} to {when}")
        if when is not None and when <= self._until:
            self._told += 1
            heapq.heappush(self._waiting, (when, self._told, story))

    def run(self) -> Iterator[datetime]:
        """Take step after step; yields the instant of each as it is done."""
        while self._waiting:
            when, _, story = heapq.heappop(self._waiting)
            self._reached = when
            with clock.travel(when):
                self.add(story)
            yield when
