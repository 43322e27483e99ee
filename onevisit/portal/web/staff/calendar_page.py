"""What the calendar's pages show: a year month by month, and the rows of a notice's form."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from onevisit.cases.queries import MovedLine
from onevisit.cases.rules.lifecycle import ClockKind
from onevisit.cases.rules.recounting import Lateness
from onevisit.kernel import clock
from onevisit.kernel.calendar import YearNotice
from onevisit.kernel.errors import Invalid
from onevisit.kernel.notices import FEASTS, Feast
from onevisit.portal.web.staff import labels
from onevisit.ui.formatting import weekday_name
from onevisit.ui.posted import text_of

_MONDAY = date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class Cell:
    """One day: its number, the mark that is seen (休, 班) and what is said of it."""

    number: int
    mark: str
    said: str
    kind: str


@dataclass(frozen=True, slots=True)
class Month:
    """One month: weeks from Monday to Sunday, None where a day belongs to another month."""

    first: date
    weeks: tuple[tuple[Cell | None, ...], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """What the days of a week are called, Monday first."""
        return tuple(weekday_name(_MONDAY + timedelta(days=n)) for n in range(7))


@dataclass(frozen=True, slots=True)
class Row:
    """One feast of the form as it was typed."""

    name: str
    place: int
    since: str
    until: str
    makeup: str


def months(notice: YearNotice) -> tuple[Month, ...]:
    """The year as twelve tables."""
    return tuple(_month(notice, date(notice.year, number, 1)) for number in range(1, 13))


def _month(notice: YearNotice, first: date) -> Month:
    nights = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - first
    days: list[Cell | None] = [None] * first.weekday()
    days += [_cell(notice, first + timedelta(days=n)) for n in range(nights.days)]
    days += [None] * (-len(days) % 7)
    return Month(first, tuple(tuple(days[n : n + 7]) for n in range(0, len(days), 7)))


def _cell(notice: YearNotice, day: date) -> Cell:
    if day in notice.makeup_days:
        return Cell(
            day.day, _("班"), _("%(name)s调休上班") % {"name": notice.makeup_days[day]}, "work"
        )
    if day in notice.holidays:
        return Cell(day.day, _("休"), _("%(name)s放假") % {"name": notice.holidays[day]}, "off")
    if day.weekday() > 4:
        return Cell(day.day, "", _("周末"), "weekend")
    return Cell(day.day, "", "", "")


def rows_of(feasts: Iterable[Feast]) -> list[Row]:
    """The form filled with these feasts; what is not among them stays empty."""
    known = {each.name: each for each in feasts}
    return [_row(place, name, known.get(name)) for place, name in enumerate(FEASTS)]


def _row(place: int, name: str, feast: Feast | None) -> Row:
    if feast is None:
        return Row(name, place, "", "", "")
    makeup = " ".join(day.isoformat() for day in feast.makeup)
    return Row(name, place, feast.since.isoformat(), feast.until.isoformat(), makeup)


def typed_rows(request: HttpRequest) -> list[Row]:
    """The form as it was sent."""
    return [
        Row(
            name,
            place,
            text_of(request, f"since-{place}"),
            text_of(request, f"until-{place}"),
            text_of(request, f"makeup-{place}"),
        )
        for place, name in enumerate(FEASTS)
    ]


def feasts_of(rows: Iterable[Row]) -> list[Feast]:
    """The feasts that are filled in. Raises Invalid `portal.bad_day`."""
    return [
        Feast(
            row.name,
            _day(row.since),
            _day(row.until or row.since),
            tuple(_day(each) for each in row.makeup.replace("、", " ").replace("，", " ").split()),
        )
        for row in rows
        if row.since
    ]


def _day(text: str) -> date:
    found = clock.parse_day(text)
    if found is None:
        raise Invalid("portal.bad_day", field="feasts")
    return found


def day_of(request: HttpRequest, name: str) -> date:
    """A day that was sent. Raises Invalid `portal.bad_day`."""
    return _day(text_of(request, name))


LATENESS = {Lateness.BECOMES: "bad", Lateness.NO_LONGER: "ok", Lateness.SAME: ""}


def clock_name(letter: str) -> str | Promise:
    """What a limit is called; G is a commitment to be checked."""
    return _("承诺核查") if letter == "G" else labels.CLOCKS[ClockKind(letter)]


def moved_rows(lines: Sequence[MovedLine]) -> list[tuple[MovedLine, str | Promise, str]]:
    """Each with the name of its limit and the class of its tag."""
    return [(each, clock_name(each.clock), LATENESS[each.lateness]) for each in lines]
