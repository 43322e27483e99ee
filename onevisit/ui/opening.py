"""Opening hours as people say them."""

from datetime import datetime, time

from django.utils.translation import gettext as _

from onevisit.kernel import clock
from onevisit.ui.formatting import joined, local_date, weekday_name

_MONDAY = datetime(2026, 1, 5, tzinfo=clock.SHANGHAI).toordinal()


def week_words(days: tuple[int, ...], opens: time, closes: time) -> str:
    """`周一至周五 09:00–17:30`; `days` are ISO weekdays, in order."""
    return _("%(days)s %(span)s") % {"days": _days(days), "span": _span(opens, closes)}


def state_words(until: time | None, opens: datetime | None) -> str:
    """`17:30 下班` while it is open, else `周一 11月23日 09:00 开门`."""
    if until is not None:
        return (
            _("全天开放") if until == time.max else _("%(time)s 下班") % {"time": f"{until:%H:%M}"}
        )
    if opens is None:
        return _("开放时间请打电话问")
    day = clock.local_date(opens)
    when = _("今天") if day == clock.today() else local_date(day, weekday=True)
    local = opens.astimezone(clock.SHANGHAI)
    return _("%(day)s %(time)s 开门") % {"day": when, "time": f"{local:%H:%M}"}


def _weekday(day: int) -> str:
    return weekday_name(datetime.fromordinal(_MONDAY + day - 1).date())


def _days(days: tuple[int, ...]) -> str:
    if days == (1, 2, 3, 4, 5, 6, 7):
        return _("每天")
    first, last = days[0], days[-1]
    if len(days) > 2 and days == tuple(range(first, last + 1)):
        return _("%(first)s至%(last)s") % {"first": _weekday(first), "last": _weekday(last)}
    return joined(_weekday(day) for day in days)


def _span(opens: time, closes: time) -> str:
    if opens == time.min and closes == time.max:
        return _("全天")
    shut = "24:00" if closes == time.max else f"{closes:%H:%M}"
    return f"{opens:%H:%M}–{shut}"
