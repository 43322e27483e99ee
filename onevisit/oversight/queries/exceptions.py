"""What is wrong now: open cases that want somebody's eye, by kind and by who holds them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from onevisit.delivery.rules import TRAVELLING
from onevisit.kernel import clock
from onevisit.kernel.queries import load_calendar
from onevisit.oversight.access import Reach
from onevisit.oversight.queries.figures import asked, instants, rule_params
from onevisit.oversight.queries.statements import (
    APPLICATION_REACHED,
    CASE_REACHED,
    TROUBLES,
    composed,
)
from onevisit.oversight.rules import Days


class Trouble(StrEnum):
    """The kinds of exceptions, the most pressing first."""

    OVERDUE = "overdue"  # promised day over
    SOON = "soon"  # promised day today or the next working day
    INTAKE = "intake"  # nobody answered, the limit of acceptance is near or over
    SUSPENDED = "suspended"  # paused past the end the notice named
    UNCOLLECTED = "uncollected"  # not with a courier, delivery limit over
    PROVISIONAL = "provisional"  # limit counted in a year whose notice is not out


@dataclass(frozen=True, slots=True)
class Holder:
    """A department and how many of the kind it holds."""

    department_id: UUID
    name: str
    count: int
    unclaimed: int


@dataclass(frozen=True, slots=True)
class Exceptional:
    """All of one kind: how many, the earliest day, who holds them (most first)."""

    kind: Trouble
    count: int
    earliest: date | None
    holders: tuple[Holder, ...]

    @property
    def unclaimed(self) -> int:
        """How many nobody has claimed."""
        return sum(each.unclaimed for each in self.holders)


@dataclass(frozen=True, slots=True)
class Today:
    """What came in and what ended since midnight in Shanghai, and at which instant that was."""

    at: datetime
    received: int
    ended: int


_HELD = """
SELECT '{kind}' AS kind, c.department_id AS held, count(*) AS cases,
    min({day}) FILTER (WHERE {day} < '9999-12-31') AS earliest,
    count(*) FILTER (WHERE c.claimed_by_id IS NULL) AS unclaimed
FROM cases_case AS c WHERE c.ended_at IS NULL AND {wrong} AND {reached} GROUP BY c.department_id"""

_BY_HOLDER = composed(
    """
SELECT o.kind, o.held, d.short_name, o.cases, o.earliest, o.unclaimed
FROM ({held}) AS o JOIN directory_department AS d ON d.id = o.held""",
    held=" UNION ALL ".join(
        composed(_HELD, kind=kind, day=day, wrong=wrong, reached=CASE_REACHED)
        for kind, (day, wrong) in TROUBLES.items()
    ),
)

_TODAY = composed(
    """
SELECT (SELECT count(*) FROM cases_application AS a
        WHERE a.submitted_at >= %(begin)s AND a.submitted_at < %(end)s AND {reached}),
    (SELECT count(*) FROM cases_application AS a
        WHERE a.ended_at >= %(begin)s AND a.ended_at < %(end)s AND {reached})""",
    reached=APPLICATION_REACHED,
)


def open_params(reach: Reach) -> dict[str, Any]:
    """By what open cases are judged. A limit that ended on Friday is not over on
    Saturday for who counts working days: `edge` is the last working day up to today.
    """
    calendar, today = load_calendar(), clock.today()
    edge = today if calendar.is_working(today) else calendar.previous_working_day(today)
    soon = calendar.next_working_day(today)
    days = {"today": today, "edge": edge, "soon": soon}
    return reach.params | rule_params() | days | {"travelling": [str(s) for s in TRAVELLING]}


def exceptions(reach: Reach) -> tuple[Exceptional, ...]:
    """Every kind, also those of which there are none; one statement."""
    rows = asked(_BY_HOLDER, open_params(reach))
    found = []
    for kind in Trouble:
        mine = [row for row in rows if row[0] == kind]
        holders = [Holder(row[1], row[2], row[3], row[5]) for row in mine]
        holders.sort(key=lambda each: (-each.count, each.name))
        days = [row[4] for row in mine if row[4] is not None]
        count = sum(each.count for each in holders)
        found.append(Exceptional(kind, count, min(days, default=None), tuple(holders)))
    return tuple(found)


def today(reach: Reach) -> Today:
    """One statement."""
    day = clock.today()
    begin, end = instants(Days(day, day))
    ((received, ended),) = asked(_TODAY, reach.params | {"begin": begin, "end": end})
    return Today(clock.now(), received, ended)
