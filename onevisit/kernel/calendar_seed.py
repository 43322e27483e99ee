"""The yearly notices from 2004 on, as the package ``chinesecalendar`` keeps them."""

from datetime import date
from functools import lru_cache
from importlib.metadata import version

from chinese_calendar import constants

from onevisit.kernel.calendar import WorkingCalendar, YearNotice

_CHINESE: dict[str, str] = {each.value: each.chinese for each in constants.Holiday}


def source() -> str:
    """Where the notices come from, for the record."""
    return f"chinesecalendar {version('chinesecalendar')}"


def notices() -> tuple[YearNotice, ...]:
    """One notice per year, in order, with the feasts' Chinese names."""
    years = range(min(constants.holidays).year, max(constants.holidays).year + 1)
    return tuple(
        YearNotice(year, _of(year, constants.holidays), _of(year, constants.workdays))
        for year in years
    )


@lru_cache(maxsize=1)
def seeded_calendar() -> WorkingCalendar:
    """The calendar of those notices alone, for rules tried without a database. Revision 0."""
    return WorkingCalendar.from_notices(notices(), revision=0)


def _of(year: int, days: dict[date, str]) -> dict[date, str]:
    return {day: _CHINESE.get(name, name) for day, name in days.items() if day.year == year}
