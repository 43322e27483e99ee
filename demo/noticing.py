"""The holiday notice of the year to come, entered and waiting for a second officer. Its days are
made up: they are what such a notice could say.
"""

from datetime import date, timedelta

from demo.founding import County
from demo.schedule import Days, Telling, at
from onevisit.cases import services
from onevisit.kernel.notices import Feast
from onevisit.kernel.queries import load_calendar

_SPRING = {2027: (2, 5), 2028: (1, 25), 2029: (2, 12)}
"""New Year's Eve by the moon."""
_DRAGON_BOAT = {2027: (6, 9), 2028: (5, 28), 2029: (6, 16)}
_MID_AUTUMN = {2027: (9, 15), 2028: (10, 3), 2029: (9, 22)}


def told(county: County, days: Days) -> Telling:
    """Yesterday an administrator entered it; the supervisor has still to confirm."""
    year = load_calendar().known_until.year + 1
    on = days.back(1)
    yield at(on, 300)
    if year not in _SPRING or on.year not in (year - 1, year):
        return
    services.enter_notice(
        year=year,
        number=f"国办发明电〔{on.year}〕9号",
        dated=on,
        feasts=_feasts(year),
        actor=county.actors["admin"],
    )


def _feasts(year: int) -> list[Feast]:
    eve = date(year, *_SPRING[year])
    boat, moon = date(year, *_DRAGON_BOAT[year]), date(year, *_MID_AUTUMN[year])
    national = date(year, 10, 1)
    return [
        Feast("元旦", date(year, 1, 1), date(year, 1, 3)),
        Feast("春节", eve, eve + timedelta(days=7), _weekend_days(eve + timedelta(days=15), 2)),
        Feast("清明节", date(year, 4, 4), date(year, 4, 5)),
        Feast("劳动节", date(year, 5, 1), date(year, 5, 5), _weekend_days(date(year, 5, 8), 1)),
        Feast("端午节", boat, boat),
        Feast("中秋节", moon, moon),
        Feast("国庆节", national, date(year, 10, 7), _weekend_days(date(year, 10, 9), 2)),
    ]


def _weekend_days(since: date, many: int) -> tuple[date, ...]:
    """The first days from `since` on that fall on a weekend."""
    found = (since + timedelta(days=n) for n in range(30))
    return tuple([day for day in found if day.weekday() > 4][:many])
