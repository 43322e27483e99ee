"""The yearly notice 国务院办公厅关于节假日安排的通知 as people write it, and what is asked of it.

Seven statutory holidays (全国年节及纪念日放假办法, 2024), each a range of days off and the weekend
days worked instead. A notice is read from its own text or from rows; nothing is guessed.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from onevisit.kernel.calendar import YearNotice
from onevisit.kernel.errors import Invalid

FEASTS: tuple[str, ...] = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")

LONGEST_FEAST = 15
"""More days off in one range than any notice ever gave are a slip of the pen."""

_MUST_HOLD: Mapping[str, tuple[tuple[int, int], tuple[int, int]]] = {
    "元旦": ((1, 1), (1, 1)),
    "春节": ((1, 21), (2, 21)),
    "清明节": ((4, 4), (4, 6)),
    "劳动节": ((5, 1), (5, 1)),
    "端午节": ((5, 27), (6, 26)),
    "中秋节": ((9, 7), (10, 8)),
    "国庆节": ((10, 1), (10, 1)),
}
"""Between which days (month, day) the feast itself can lie: one of them is a day off."""

_STATUTORY_DAYS: tuple[tuple[int, int], ...] = ((2025, 13), (2008, 11))
"""全国年节及纪念日放假办法 art. 2: from that year so many days; newest first."""

_NUMBER = re.compile(r"\S{2,20}〔(\d{4})〕\d{1,4}号")
_FEAST = "|".join(each.removesuffix("节") + "节?" if each != "元旦" else each for each in FEASTS)
_LINE = re.compile(rf"(?:[一二三四五六七八九十]+、)?((?:{_FEAST})(?:[、和](?:{_FEAST}))?)[：:](.+)")
_DAY = r"(?:(\d{1,2})月)?(\d{1,2})日"
_OFF = re.compile(rf"{_DAY}(?:[至到—-]+{_DAY})?(?:[^。]*?)(?:放假|休息|与周末连休|连休)")
_WORKED = re.compile(rf"((?:{_DAY}[、，和]?)+)上班")
_TOLD_WEEKDAY = re.compile(rf"{_DAY}（(?:周|星期)([一二三四五六日天])）")


@dataclass(frozen=True, slots=True)
class Feast:
    """One holiday of a notice: days off from `since` up to and including `until`, and the
    weekend days worked instead. Two feasts may share days (国庆节 and 中秋节).
    """

    name: str
    since: date
    until: date
    makeup: tuple[date, ...] = ()

    @property
    def days(self) -> tuple[date, ...]:
        """Its days off."""
        span = (self.until - self.since).days
        return tuple(self.since + timedelta(days=n) for n in range(span + 1))


def read_text(year: int, text: str) -> tuple[Feast, ...]:
    """The feasts a pasted notice names, in its order; what is no line of a feast is passed over.

    Raises Invalid `calendar.line_unreadable` for a line of a feast without days off or with days
    no calendar has, `calendar.weekday_wrong` where the text says another weekday.
    """
    found: list[Feast] = []
    for line in text.splitlines():
        named = _LINE.search(re.sub(r"\s+", "", line))
        if named is not None:
            found += _read_line(year, named[1], named[2])
    return tuple(found)


def _read_line(year: int, names: str, words: str) -> Iterable[Feast]:
    try:
        _check_weekdays(year, words)
        plain = re.sub(r"（[^）]*）", "", words)
        off = _OFF.search(plain)
        if off is None:
            raise Invalid("calendar.line_unreadable", field="text", line=names)
        month = int(off[1] or 0)
        since = date(year, month, int(off[2]))
        until = date(year, int(off[3] or month), int(off[4])) if off[4] else since
        makeup = tuple(day for part in _WORKED.finditer(plain) for day in _days(year, part[1]))
    except ValueError:
        raise Invalid("calendar.line_unreadable", field="text", line=names) from None
    feasts = [_feast_called(each) for each in re.split("[、和]", names)]
    return [Feast(each, since, until, () if n else makeup) for n, each in enumerate(feasts)]


def _feast_called(name: str) -> str:
    return next(each for each in FEASTS if each.removesuffix("节") == name.removesuffix("节"))


def _days(year: int, words: str) -> Iterable[date]:
    month = 0
    for told_month, day in re.findall(_DAY, words):
        month = int(told_month or month)
        yield date(year, month, int(day))


def _check_weekdays(year: int, words: str) -> None:
    month = 0
    for told_month, day, weekday in _TOLD_WEEKDAY.findall(words):
        month = int(told_month or month)
        told = "一二三四五六日".index(weekday.replace("天", "日"))
        on = date(year, month, int(day))
        if on.weekday() != told:
            raise Invalid("calendar.weekday_wrong", field="text", day=on, said=weekday)


def check_document(*, number: str, dated: date, year: int, today: date) -> None:
    """Raises Invalid `calendar.number_form` for what is no document number, `calendar.dated_wrong`
    for a notice dated after today, or neither in its own year nor in the one before.
    """
    if _NUMBER.fullmatch(number) is None:
        raise Invalid("calendar.number_form", field="number")
    if dated > today or dated.year not in (year - 1, year):
        raise Invalid("calendar.dated_wrong", field="dated", year=year)


def to_notice(year: int, feasts: Sequence[Feast]) -> YearNotice:
    """The days of a notice once everything that can be checked of it holds.

    Raises Invalid `calendar.feast_missing`, `calendar.feast_twice`, `calendar.range_wrong` (the
    wrong way round, too long, or without a weekday that it would free),
    `calendar.feast_outside_range`, `calendar.day_outside_year`, `calendar.makeup_on_weekday`,
    `calendar.day_twice`.
    """
    _check_names([each.name for each in feasts])
    for each in feasts:
        _check_feast(year, each)
    holidays: dict[date, str] = {}
    makeup: dict[date, str] = {}
    for each in sorted(feasts, key=lambda feast: FEASTS.index(feast.name)):
        for day in each.days:
            held = holidays.get(day)
            holidays[day] = each.name if held is None else f"{held}、{each.name}"
        for day in each.makeup:
            if day in makeup:
                raise Invalid("calendar.day_twice", field="feasts", day=day)
            makeup[day] = each.name
    notice = YearNotice(year, holidays, makeup)
    check_notice(notice)
    return notice


def _check_names(names: Sequence[str]) -> None:
    for name in FEASTS:
        if name not in names:
            raise Invalid("calendar.feast_missing", field="feasts", name=name)
        if names.count(name) > 1:
            raise Invalid("calendar.feast_twice", field="feasts", name=name)


def _check_feast(year: int, feast: Feast) -> None:
    for day in (feast.since, feast.until):
        if day.year != year:
            raise Invalid("calendar.day_outside_year", field="days", day=day, year=year)
    length = (feast.until - feast.since).days + 1
    if not 1 <= length <= LONGEST_FEAST:
        raise Invalid("calendar.range_wrong", field="feasts", name=feast.name)
    first, last = (date(year, *each) for each in _MUST_HOLD[feast.name])
    if feast.until < first or feast.since > last:
        raise Invalid("calendar.feast_outside_range", field="feasts", name=feast.name)


def check_notice(notice: YearNotice) -> None:
    """Raises Invalid `calendar.day_outside_year`, `calendar.day_twice`,
    `calendar.makeup_on_weekday`.
    """
    for day in (*notice.holidays, *notice.makeup_days):
        if day.year != notice.year:
            raise Invalid("calendar.day_outside_year", field="days", day=day, year=notice.year)
    for day in notice.makeup_days:
        if day in notice.holidays:
            raise Invalid("calendar.day_twice", field="days", day=day)
        if day.weekday() < 5:
            raise Invalid("calendar.makeup_on_weekday", field="days", day=day)


@dataclass(frozen=True, slots=True)
class Balance:
    """What a notice comes to: `off` days off, `made_up` days worked instead, and `free` weekdays
    more off than worked. `statutory` is how many the law gives that year (None: not known).
    """

    off: int
    made_up: int
    free: int
    statutory: int | None

    @property
    def even(self) -> bool:
        """Whether exactly what the law gives is given."""
        return self.statutory in (None, self.free)


def balance(notice: YearNotice) -> Balance:
    """How days off and days worked balance: shown to whoever confirms, refused by nobody."""
    weekdays = sum(day.weekday() < 5 for day in notice.holidays)
    law = next((days for since, days in _STATUTORY_DAYS if since <= notice.year), None)
    made_up = len(notice.makeup_days)
    return Balance(len(notice.holidays), made_up, weekdays - made_up, law)
