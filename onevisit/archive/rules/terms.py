"""The dated configuration of the archive, read. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from onevisit.archive.rules.retention import Line, Retention


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds from the day `since`: natural days after the end of a case until it is archived,
    and after something late until its supplement is made.
    """

    since: date
    after_end: int
    after_late: int


def terms_on(told: Iterable[tuple[str, int, int]], day: date) -> Terms:
    """The terms of that day; the earliest before any began."""
    known = sorted(
        (Terms(date.fromisoformat(s), *rest) for s, *rest in told), key=lambda t: t.since
    )
    return [*known[:1], *(each for each in known if each.since <= day)][-1]


def due_after_end(told: Iterable[tuple[str, int, int]], ended: date) -> date:
    """The first day on which a case that ended on `ended` is archived."""
    return ended + timedelta(days=terms_on(told, ended).after_end)


def due_after_late(told: Iterable[tuple[str, int, int]], came: date) -> date:
    """The first day on which a supplement is made of what came on `came`."""
    return came + timedelta(days=terms_on(told, came).after_late)


def schedule(told: Iterable[tuple[str, str, str, str]]) -> tuple[Line, ...]:
    """The retention schedule."""
    return tuple(
        Line(date.fromisoformat(since), task_type, outcome, Retention(code))
        for since, task_type, outcome, code in told
    )
