"""What the front page tells everybody: figures of the month and what people apply for most.

Worked out at most every ten minutes: the front page is the one most people open.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.cache import cache
from django.utils.translation import gettext as _

from onevisit.cases import queries as cases
from onevisit.hall import queries as hall
from onevisit.kernel import clock

KEPT_SECONDS = 600
_WANTED_DAYS = 90


@dataclass(frozen=True)
class Figures:
    """`month` is the first day of the month told of; `average` the counted visits of what `ended`
    in it, however it ended; `wanted` codes of what was applied for in 90 days, most first.
    """

    month: date
    ended: int
    average: float
    wanted: tuple[str, ...]

    @property
    def month_text(self) -> str:
        """Which month, and that it is not over where it is not."""
        name = month_name(self.month)
        this = clock.today()
        if (self.month.year, self.month.month) == (this.year, this.month):
            return _("%(month)s到今天") % {"month": name}
        return name

    @property
    def average_text(self) -> str:
        """Two decimals, none where there are none."""
        return f"{self.average:.2f}".rstrip("0").rstrip(".")


def month_name(day: date) -> str:
    """11 月 as people say it."""
    names = (
        _("1 月"), _("2 月"), _("3 月"), _("4 月"), _("5 月"), _("6 月"),
        _("7 月"), _("8 月"), _("9 月"), _("10 月"), _("11 月"), _("12 月"),
    )  # fmt: skip
    return names[day.month - 1]


def public_figures() -> Figures:
    """This month's figures so far; the month's before, while nothing has ended in this one."""
    key = f"portal.figures:{clock.today().isoformat()}"
    kept = cache.get(key)  # plain values: they outlive a new version of this house
    if kept is not None:
        month, ended, average, wanted = kept
        return Figures(date.fromisoformat(month), ended, average, tuple(wanted))
    found = _worked_out()
    plain = (found.month.isoformat(), found.ended, found.average, found.wanted)
    cache.set(key, plain, KEPT_SECONDS)
    return found


def _worked_out() -> Figures:
    wanted = cases.most_applied(since=clock.now() - timedelta(days=_WANTED_DAYS))
    this = clock.today().replace(day=1)
    for first in (this, (this - timedelta(days=1)).replace(day=1)):
        ended = cases.ended_between(_midnight(first), _midnight(_following(first)))
        if ended:
            counted = hall.visits_of_many(ended).values()
            made = [each.count for each in counted if not each.unrecorded]
            average = sum(made) / max(len(made), 1)
            return Figures(first, len(ended), average, wanted)
    return Figures(this, 0, 0.0, wanted)


def _following(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.SHANGHAI)
