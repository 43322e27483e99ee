"""The figures of closed applications and decided cases: one statement each, two periods at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection

from onevisit.catalogue.rules.definition import Regime
from onevisit.hall.queries import merge_rules
from onevisit.kernel import clock
from onevisit.kernel.calendar import DayUnit
from onevisit.kernel.rows import planned_anew
from onevisit.oversight.access import Reach
from onevisit.oversight.queries.satisfaction import RATED
from onevisit.oversight.queries.statements import (
    APPLICATION_REACHED,
    CASE_REACHED,
    PLACE,
    TIMES,
    VISITS,
    composed,
)
from onevisit.oversight.rules import Carded, Closed, Days, Decided, Period, Rated

Row = tuple[Any, ...]
FigureRows = tuple[list[Row], list[Row], list[Row], list[Row]]

_MEASURES = """count(*), count(f.visits), count(*) FILTER (WHERE f.visits <= 1),
    count(*) FILTER (WHERE f.visits = 0), coalesce(sum(f.visits), 0)::bigint,
    sum(f.expected)::bigint, sum(f.recorded)::bigint, count(*) FILTER (WHERE f.contacts > 0)"""

_CLOSED = composed(
    """
WITH closed AS MATERIALIZED (
    SELECT a.id, a.offer_code, a.offer_name, a.channel, a.helped, {place} AS place,
        date_trunc('week', a.ended_at AT TIME ZONE 'Asia/Shanghai')::date AS week,
        a.ended_at >= %(begin)s AND a.ended_at < %(end)s AS now,
        a.ended_at >= %(begin_before)s AND a.ended_at < %(end_before)s AS before
    FROM cases_application AS a
    WHERE ((a.ended_at >= %(begin)s AND a.ended_at < %(end)s)
        OR (a.ended_at >= %(begin_before)s AND a.ended_at < %(end_before)s)) AND {reached}
), {visits}
SELECT f.now, CASE grouping(f.offer_code, f.week, f.place) WHEN 7 THEN 'all' WHEN 3 THEN 'thing'
        WHEN 5 THEN 'week' ELSE 'place' END, coalesce(f.offer_code, f.week::text, f.place, ''),
    max(f.offer_name), {measures}
FROM facts AS f
GROUP BY GROUPING SETS ((f.now), (f.now, f.offer_code), (f.now, f.week), (f.now, f.place))
UNION ALL
SELECT f.now, 'department', d.id::text, max(d.name), {measures}
FROM facts AS f
JOIN LATERAL (SELECT DISTINCT c.department_id FROM cases_case AS c
    WHERE c.application_id = f.id AND {case_reached}) AS p ON true
JOIN directory_department AS d ON d.id = p.department_id
GROUP BY f.now, d.id""",
    reached=APPLICATION_REACHED,
    case_reached=CASE_REACHED,
    visits=VISITS,
    measures=_MEASURES,
    place=PLACE,
)

_DECIDED = composed(
    """
WITH decided AS MATERIALIZED (
    SELECT c.id, c.department_id, c.item_version_id, c.promise_days, c.promised_due, c.name,
        (c.accepted_at AT TIME ZONE 'Asia/Shanghai')::date AS accepted_on,
        (c.decided_at AT TIME ZONE 'Asia/Shanghai')::date AS decided_on,
        c.application_id, c.decided_at >= %(begin)s AND c.decided_at < %(end)s AS now
    FROM cases_case AS c
    WHERE ((c.decided_at >= %(begin)s AND c.decided_at < %(end)s)
        OR (c.decided_at >= %(begin_before)s AND c.decided_at < %(end_before)s)) AND {reached}
), {times}
SELECT f.now, CASE grouping(f.department_id, a.offer_code, v.item_id, at.place)
        WHEN 15 THEN 'all' WHEN 7 THEN 'department' WHEN 11 THEN 'thing' WHEN 13 THEN 'item'
        ELSE 'place' END,
    coalesce(f.department_id::text, a.offer_code, v.item_id::text, at.place, ''),
    CASE grouping(f.department_id, a.offer_code, v.item_id, at.place) WHEN 7 THEN max(d.name)
        WHEN 11 THEN max(a.offer_name) ELSE max(f.name) END,
    count(*), count(f.on_time), count(*) FILTER (WHERE f.on_time), count(f.used),
    coalesce(sum(f.used), 0)::bigint, count(*) FILTER (WHERE f.promise + f.legal >= 0),
    coalesce(sum(f.promise) FILTER (WHERE f.legal >= 0), 0)::bigint,
    coalesce(sum(f.legal) FILTER (WHERE f.promise >= 0), 0)::bigint
FROM facts AS f
JOIN cases_application AS a ON a.id = f.application_id
JOIN catalogue_itemversion AS v ON v.id = f.item_version_id
JOIN directory_department AS d ON d.id = f.department_id
CROSS JOIN LATERAL (SELECT {place} AS place) AS at
GROUP BY GROUPING SETS ((f.now), (f.now, f.department_id), (f.now, a.offer_code),
    (f.now, v.item_id), (f.now, at.place))""",
    reached=CASE_REACHED,
    times=TIMES,
    place=PLACE,
)


_CARDS = composed(
    """
SELECT k.shown_at >= %(begin)s AND k.shown_at < %(end)s AS now,
    count(*) FILTER (WHERE k.red AND k.state <> 'withdrawn'),
    count(*) FILTER (WHERE NOT k.red), count(*) FILTER (WHERE k.state = 'withdrawn')
FROM oversight_card AS k JOIN cases_case AS c ON c.id = k.case_id
WHERE ((k.shown_at >= %(begin)s AND k.shown_at < %(end)s)
    OR (k.shown_at >= %(begin_before)s AND k.shown_at < %(end_before)s)) AND {reached}
GROUP BY 1""",
    reached=CASE_REACHED,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One department, thing, item, week or place of the period: its name and its figures. Places
    are named by who knows the directory.
    """

    key: str
    name: str
    closed: Closed = field(default_factory=Closed)
    decided: Decided = field(default_factory=Decided)


@dataclass(frozen=True, slots=True)
class Figures:
    """The period, the one before, and the period by department, thing, item, week and place.

    Cuts are sorted by how many closed, most first; weeks by their Monday.
    """

    now: Line
    before: Line
    departments: tuple[Line, ...] = ()
    things: tuple[Line, ...] = ()
    items: tuple[Line, ...] = ()
    weeks: tuple[Line, ...] = ()
    places: tuple[Line, ...] = ()
    rated: Rated = field(default_factory=Rated)
    rated_before: Rated = field(default_factory=Rated)
    cards: Carded = field(default_factory=Carded)
    cards_before: Carded = field(default_factory=Carded)


def instants(days: Days) -> tuple[datetime, datetime]:
    """The beginning of the first day and the end of the last, in Shanghai."""
    return _midnight(days.since), _midnight(days.until + timedelta(days=1))


def figure_rows(reach: Reach, period: Period) -> FigureRows:
    """What the database answers, as plain values that may be kept; four statements.

    Rows are (now, cut, key, name, measures…) of closed applications and of decided cases,
    (now, ratings, satisfied) of ratings, (now, red, yellow, withdrawn) of cards.
    """
    begin, end = instants(period.now)
    begin_before, end_before = instants(period.before)
    params = (
        reach.params
        | rule_params()
        | {
            "begin": begin,
            "end": end,
            "begin_before": begin_before,
            "end_before": end_before,
        }
    )
    return (
        asked(_CLOSED, params),
        asked(_DECIDED, params),
        asked(RATED, params),
        asked(_CARDS, params),
    )


def rule_params() -> dict[str, Any]:
    """By which rules visits merge and limits are read."""
    rules = merge_rules()
    return {
        "rule_days": [rule.since for rule in rules],
        "rule_minutes": [int(rule.within.total_seconds()) // 60 for rule in rules],
        "working_unit": str(DayUnit.WORKING),
        "natural_unit": str(DayUnit.NATURAL),
        "legal_default": Regime().legal,
    }


def asked(statement: str, params: dict[str, Any]) -> list[Row]:
    """All rows of one statement, planned for just these days and regions."""
    with planned_anew(), connection.cursor() as cursor:
        cursor.execute(statement, params)
        rows: list[Row] = cursor.fetchall()
        return rows


def figures_of(
    rows: tuple[Iterable[Row], Iterable[Row], Iterable[Row], Iterable[Row]],
) -> Figures:
    """The figures those rows make."""
    closed, decided = ({tuple(r[:3]): r for r in part} for part in rows[:2])
    rated = {bool(row[0]): Rated(*row[1:]) for row in rows[2]}
    cards = {bool(row[0]): Carded(*row[1:]) for row in rows[3]}
    keys = closed.keys() | decided.keys()
    lines = {key: _line(key[2], closed.get(key), decided.get(key)) for key in keys}

    def cut(name: str) -> tuple[Line, ...]:
        found = [line for key, line in lines.items() if key[0] and key[1] == name]
        return tuple(sorted(found, key=_by_count))

    weeks = sorted(cut("week"), key=lambda line: line.key)
    nothing = Line("", "")
    return Figures(
        lines.get((True, "all", ""), nothing),
        lines.get((False, "all", ""), nothing),
        cut("department"),
        cut("thing"),
        cut("item"),
        tuple(weeks),
        cut("place"),
        rated.get(True, Rated()),
        rated.get(False, Rated()),
        cards.get(True, Carded()),
        cards.get(False, Carded()),
    )


def _line(key: str, closed: Row | None, decided: Row | None) -> Line:
    name = next((str(row[3]) for row in (closed, decided) if row), "")
    return Line(
        key,
        name,
        Closed(*closed[4:]) if closed else Closed(),
        Decided(*decided[4:]) if decided else Decided(),
    )


def _by_count(line: Line) -> tuple[int, int, str]:
    return -line.closed.count, -line.decided.count, line.key


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.SHANGHAI)
