"""Where one may go: whether it is open now, and until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from onevisit.directory.rules import PlaceKind, ServicePointInfo, open_state
from onevisit.kernel import clock
from onevisit.kernel.calendar import WorkingCalendar
from onevisit.kernel.queries import load_calendar
from onevisit.ui.opening import state_words


@dataclass(frozen=True)
class Place:
    """A service point with what matters before one sets out."""

    point: ServicePointInfo
    is_open: bool
    when: str


def place(point: ServicePointInfo, now: datetime, calendar: WorkingCalendar) -> Place:
    """The point as it stands at `now`."""
    state = open_state(point.hours, now, calendar)
    return Place(point, state.is_open, state_words(state.until, state.opens))


def nearby(points: Iterable[ServicePointInfo], limit: int) -> list[Place]:
    """The centre first, then what is open now."""
    now, calendar = clock.now(), load_calendar()
    order = list(PlaceKind)

    def rank(point: ServicePointInfo) -> tuple[bool, bool, int, str]:
        shut = not open_state(point.hours, now, calendar).is_open
        return point.kind is not PlaceKind.CENTRE, shut, order.index(point.kind), point.code

    return [place(point, now, calendar) for point in sorted(points, key=rank)[:limit]]
