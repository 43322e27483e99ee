"""联合审图 that run: with whom the drawings lie, since when, and who is late."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from onevisit.cases.queries.paging import ListPage, day_and_id
from onevisit.cases.rules.drawings import OPEN, ReviewState
from onevisit.kernel import clock
from onevisit.kernel.calendar import WorkingCalendar
from onevisit.kernel.queries import load_calendar
from onevisit.oversight.access import Reach
from onevisit.oversight.queries.figures import Row, asked
from onevisit.oversight.queries.statements import CASE_REACHED, composed


class With(StrEnum):
    """With whom the drawings lie."""

    DEPARTMENTS = "departments"  # some have not said what they have to say
    APPLICANT = "applicant"
    LEAD = "lead"  # all have: it tells the applicant, or issues the opinion


@dataclass(frozen=True, slots=True)
class RunningReview:
    """One review. `silent`: the departments it waits for; `since` when it lies there; `over`: how
    many working days its day is over, 0 while it is not.
    """

    id: UUID
    case_id: UUID
    case_name: str
    application_number: str
    lead: str
    state: ReviewState
    lies: With
    silent: tuple[str, ...]
    since: datetime
    due_on: date
    over: int

    @property
    def late(self) -> bool:
        """Whether whoever has it should be done."""
        return self.over > 0


@dataclass(frozen=True, slots=True)
class LateReviews:
    """How many are late, the earliest day, and who leads them."""

    count: int
    earliest: date | None
    leads: tuple[str, ...]


_RUNS = composed(
    """cases_drawingreview AS r JOIN cases_case AS c ON c.id = r.case_id
    JOIN directory_department AS l ON l.id = c.department_id
WHERE r.state = ANY(%(open)s) AND c.decided_at IS NULL AND c.ended_at IS NULL
    AND (NOT %(late)s OR r.due_on < %(today)s) AND {reached}""",
    reached=CASE_REACHED,
)
_LIST = composed(
    """
SELECT x.id, x.case_id, x.name, a.number, x.lead, x.state, coalesce(s.silent, '{{}}'),
    greatest(x.opened_at, e.at, CASE WHEN s.silent IS NULL AND x.state <> 'mending'
        THEN s.ready END), x.due_on
FROM (SELECT r.id, r.case_id, r.state, r.opened_at, r.due_on, c.name, c.application_id,
        l.name AS lead FROM {runs} AND (r.due_on, r.id) > (%(day)s, %(last)s)
    ORDER BY r.due_on, r.id LIMIT %(limit)s) AS x
JOIN cases_application AS a ON a.id = x.application_id
CROSS JOIN LATERAL (SELECT max(effective_at) AS at FROM cases_caseevent
    WHERE case_id = x.case_id AND action IN ('mend_asked', 'mend_over')) AS e
CROSS JOIN LATERAL (SELECT array_agg(d.name ORDER BY d.code) FILTER (WHERE t.ready_at IS NULL)
        AS silent, max(t.ready_at) AS ready
    FROM cases_drawingseat AS t JOIN directory_department AS d ON d.id = t.department_id
    WHERE t.review_id = x.id) AS s
ORDER BY x.due_on, x.id""",
    runs=_RUNS,
)
_LATE = composed(
    "SELECT count(*), min(r.due_on), array_agg(DISTINCT l.name ORDER BY l.name) FROM {runs}",
    runs=_RUNS,
)


def running_reviews(
    reach: Reach, *, late: bool = False, after: str = "", limit: int = 50
) -> ListPage[RunningReview]:
    """Those of the reach, the earliest day first; `late`: only those whose day is over. One query,
    and the calendar.
    """
    day, last = day_and_id(after)
    rows = asked(_LIST, _params(reach, late=late) | {"day": day, "last": last, "limit": limit + 1})
    calendar, today = load_calendar(), clock.today()
    found = tuple(_running(row, calendar, today) for row in rows[:limit])
    more = len(rows) > limit
    return ListPage(found, f"{found[-1].due_on:%Y-%m-%d}_{found[-1].id}" if more else None)


def _running(row: Row, calendar: WorkingCalendar, today: date) -> RunningReview:
    review, case_id, name, number, lead, stands, silent, since, due_on = row
    state = ReviewState(stands)
    over = max(0, calendar.working_days_between(due_on, today))
    told = (tuple(silent), since, due_on, over)
    return RunningReview(review, case_id, name, number, lead, state, _lies(state, silent), *told)


def late_reviews(reach: Reach) -> LateReviews:
    """Those whose day is over, added up; one query."""
    ((count, earliest, leads),) = asked(_LATE, _params(reach, late=True))
    return LateReviews(count, earliest, tuple(leads or ()))


def _params(reach: Reach, *, late: bool) -> dict[str, Any]:
    open_ = sorted(each.value for each in OPEN)
    return reach.params | {"open": open_, "late": late, "today": clock.today()}


def _lies(state: ReviewState, silent: list[str]) -> With:
    if state is ReviewState.MENDING:
        return With.APPLICANT
    return With.DEPARTMENTS if silent else With.LEAD
