"""Opening hours as a person reads them."""

from collections.abc import Iterable
from datetime import datetime, time

from django.utils.translation import gettext as _

from onevisit.directory.rules import Opening, open_at
from onevisit.directory.web.wordings import WEEKDAYS
from onevisit.kernel.calendar_seed import seeded_calendar
from onevisit.kernel.clock import local_date
from onevisit.ui.formatting import joined


def hours_text(hours: Iterable[Opening]) -> list[str]:
    """One line per stretch: `周一至周五 09:00–17:30`."""
    return [_("%(days)s %(span)s") % {"days": _days(o.days), "span": _span(o)} for o in hours]


def is_open(hours: Iterable[Opening], at: datetime) -> bool:
    """Whether it is open at this instant, public holidays and make-up days considered."""
    day, calendar = local_date(at), seeded_calendar()
    working = None if calendar.is_provisional(day) else calendar.is_working(day)
    return open_at(hours, at, working_day=working)


def _days(days: tuple[int, ...]) -> str:
    if days == (1, 2, 3, 4, 5, 6, 7):
        return _("每天")
    first, last = days[0], days[-1]
    if len(days) > 2 and days == tuple(range(first, last + 1)):
        return _("%(first)s至%(last)s") % {
            "first": WEEKDAYS[first - 1],
            "last": WEEKDAYS[last - 1],
        }
    return joined(str(WEEKDAYS[day - 1]) for day in days)


def _span(opening: Opening) -> str:
    if opening.opens == time.min and opening.closes == time.max:
        return _("全天")
    closes = "24:00" if opening.closes == time.max else f"{opening.closes:%H:%M}"
    return f"{opening.opens:%H:%M}–{closes}"
