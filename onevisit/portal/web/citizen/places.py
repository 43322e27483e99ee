"""Where one may go: whether it is open now, and until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _

from onevisit.directory.rules import Opening, PlaceKind, ServicePointInfo, open_at
from onevisit.kernel import clock
from onevisit.kernel.calendar import WorkingCalendar
from onevisit.kernel.queries import load_calendar
from onevisit.ui.formatting import local_date

_DAYS_AHEAD = 15
"""Longer than the longest holiday."""


@dataclass(frozen=True)
class Place:
    """A service point with what matters before one sets out."""

    point: ServicePointInfo
    is_open: bool
    when: str


def place(point: ServicePointInfo, now: datetime, calendar: WorkingCalendar) -> Place:
    """The point as it stands at `now`."""
    running = [o for o in point.hours if _open(o, now, calendar)]
    if running:
        closes = max(opening.closes for opening in running)
        until = _("%(time)s 下班") % {"time": f"{closes:%H:%M}"}
        return Place(point, True, _("全天开放") if closes == time.max else until)
    return Place(point, False, _next(point.hours, now, calendar))


def nearby(points: Iterable[ServicePointInfo], limit: int) -> list[Place]:
    """The centre first, then what is open now."""
    now, calendar = clock.now(), load_calendar()
    order = list(PlaceKind)

    def rank(point: ServicePointInfo) -> tuple[bool, bool, int, str]:
        shut = not any(_open(each, now, calendar) for each in point.hours)
        return point.kind is not PlaceKind.CENTRE, shut, order.index(point.kind), point.code

    return [place(point, now, calendar) for point in sorted(points, key=rank)[:limit]]


def _next(hours: Iterable[Opening], now: datetime, calendar: WorkingCalendar) -> str:
    today = clock.local_date(now)
    listed = sorted(hours, key=lambda opening: opening.opens)
    for ahead in range(_DAYS_AHEAD):
        day = today + timedelta(days=ahead)
        for opening in listed:
            at = datetime.combine(day, opening.opens, clock.SHANGHAI)
            if at > now and _open(opening, at, calendar):
                when = _("今天") if not ahead else local_date(day, weekday=True)
                return _("%(day)s %(time)s 开门") % {"day": when, "time": f"{at:%H:%M}"}
    return _("开放时间请打电话问")


def _open(opening: Opening, at: datetime, calendar: WorkingCalendar) -> bool:
    day = clock.local_date(at)
    working = None if calendar.is_provisional(day) else calendar.is_working(day)
    return open_at([opening], at, working_day=working)
