"""Dates and durations as people say them. Days are days in Shanghai."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.utils.translation import get_language, gettext, ngettext

from onevisit.kernel import clock

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def weekday_name(day: date) -> str:
    """``周五`` or ``Fri``."""
    names = (
        gettext("周一"),
        gettext("周二"),
        gettext("周三"),
        gettext("周四"),
        gettext("周五"),
        gettext("周六"),
        gettext("周日"),
    )
    return names[day.weekday()]


def _chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


def local_date(value: date | datetime | None, *, weekday: bool = False) -> str:
    """``11月20日`` or ``20 Nov``; with the year when it is not the present one.

    With its `weekday`: ``11月20日 周五`` or ``Fri 20 Nov``. Raises ValueError for a datetime
    without a zone.
    """
    if not value:
        return ""
    day = clock.local_date(value) if isinstance(value, datetime) else value
    other_year = day.year != clock.today().year
    if _chinese():
        text = f"{day.month}月{day.day}日"
        text = f"{day.year}年{text}" if other_year else text
    else:
        text = f"{day.day} {_MONTHS[day.month - 1]}"
        text = f"{text} {day.year}" if other_year else text
    if not weekday:
        return text
    name = weekday_name(day)
    return f"{text} {name}" if _chinese() else f"{name} {text}"


def spoken_day(text: str) -> str:
    """``2026-11-20`` as `local_date` says it; any other text as it is."""
    return local_date(date.fromisoformat(text)) if _ISO_DAY.fullmatch(text) else text


def local_datetime(value: datetime | None) -> str:
    """``11月20日 14:32`` or ``20 Nov 14:32``. Raises ValueError for one without a zone."""
    if not value:
        return ""
    return f"{local_date(value)} {local_time(value)}"


def local_time(value: datetime) -> str:
    """``14:32`` in Shanghai."""
    clock.local_date(value)
    return f"{value.astimezone(clock.SHANGHAI):%H:%M}"


def working_days(count: int) -> str:
    """``5 个工作日``; none is ``当天``."""
    if count == 0:
        return gettext("当天")
    return ngettext("%(n)d 个工作日", "%(n)d 个工作日", count) % {"n": count}


def natural_days(count: int) -> str:
    """``5 天``; none is ``当天``."""
    if count == 0:
        return gettext("当天")
    return ngettext("%(n)s 天", "%(n)s 天", count) % {"n": count}


def joined(names: Iterable[object]) -> str:
    """Names in a row: ``甲、乙`` or ``A, B``."""
    return gettext("、").join(str(name) for name in names)


def time_left(left: int) -> str:
    """What a running clock says: working days left, due today, or working days overdue."""
    if left > 0:
        return ngettext("还剩 %(n)d 个工作日", "还剩 %(n)d 个工作日", left) % {"n": left}
    if left == 0:
        return gettext("今天到期")
    return ngettext("超期 %(n)d 个工作日", "超期 %(n)d 个工作日", -left) % {"n": -left}


def span(length: timedelta) -> str:
    """``7 分 12 秒``; an hour and more ``1 小时 5 分``."""
    seconds = int(length.total_seconds())
    if seconds < 3600:
        return gettext("%(m)s 分 %(s)s 秒") % {"m": seconds // 60, "s": seconds % 60}
    return gettext("%(h)s 小时 %(m)s 分") % {"h": seconds // 3600, "m": seconds % 3600 // 60}


def stopwatch(seconds: int) -> str:
    """``4:18``, ``61:05``."""
    return f"{seconds // 60}:{seconds % 60:02d}"
