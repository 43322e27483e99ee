"""Declared, computed and counted visits of everything within reach: two statements."""

import json
from collections.abc import Sequence
from dataclasses import replace

from onevisit.oversight.access import Reach
from onevisit.oversight.queries.figures import Row, asked, instants, rule_params
from onevisit.oversight.queries.promises import (
    ANY_CAUSE,
    CONTACT_SHOWS,
    PROMISED,
    PROMISED_FACTS,
)
from onevisit.oversight.queries.statements import APPLICATION_REACHED, VISITS, composed
from onevisit.oversight.rules import Days
from onevisit.oversight.rules.comparing import Cause, Compared, Counted, Offered

_COUNTED = composed(
    """
WITH closed AS MATERIALIZED (
    SELECT a.id, a.offer_code, a.channel, a.helped, {facts}
    FROM cases_application AS a {promised}
    WHERE a.ended_at >= %(begin)s AND a.ended_at < %(end)s AND {reached}
), {visits}, why AS (
    SELECT x.id, {shown}
    FROM closed AS x JOIN hall_contact AS k ON k.application_id = x.id GROUP BY x.id
)
SELECT f.offer_code, count(*), count(f.visits), count(*) FILTER (WHERE f.visits <= 1),
    count(*) FILTER (WHERE f.visits = 0), coalesce(sum(f.visits), 0)::bigint,
    sum(f.expected)::bigint, sum(f.recorded)::bigint, coalesce(max(f.visits), 0),
    count(*) FILTER (WHERE f.visits > f.declared), {counts}
FROM facts AS f LEFT JOIN why AS w ON w.id = f.id GROUP BY f.offer_code""",
    facts=PROMISED_FACTS,
    promised=PROMISED,
    reached=APPLICATION_REACHED,
    visits=VISITS,
    shown=", ".join(
        [f"bool_or({shown}) AS {cause.value}" for cause, shown in CONTACT_SHOWS.items()]
        + [f"NOT bool_or({ANY_CAUSE}) AS {Cause.OTHER.value}"]
    ),
    counts=", ".join(
        f"count(*) FILTER (WHERE f.visits > f.declared AND w.{cause.value})" for cause in Cause
    ),
)

_REACHED = """(t.current_id IS NOT NULL OR t.bundle_id IS NOT NULL)
    AND (t.region_id LIKE ANY(%(whole)s::text[]) OR EXISTS (
        SELECT 1 FROM unnest(%(patterns)s::text[], %(holders)s::uuid[]) AS g(pattern, holder)
        WHERE t.region_id LIKE g.pattern AND g.holder = t.department_id))
    OR t.code = ANY(%(codes)s::text[])"""

_OFFERED = composed(
    """
SELECT t.code, t.name, t.department_id, t.declared, j.worst, j.best,
    coalesce(j.asked = j.answered, false), j.expected_visits, coalesce(j.expected_of, 0),
    coalesce(j.sides, '[]')::text
FROM (
    SELECT code, name, department_id, region_id, declared_visits AS declared, current_id,
        NULL::uuid AS bundle_id FROM catalogue_item
    UNION ALL
    SELECT code, name, lead_id, region_id, declared_visits, NULL, current_id
    FROM catalogue_bundle
) AS t
LEFT JOIN journeys_figure AS j
    ON j.item_version_id = t.current_id OR j.bundle_version_id = t.bundle_id
WHERE {reached}""",
    reached=_REACHED,
)


def counted_rows(reach: Reach, days: Days) -> list[Row]:
    """What was counted within reach of what ended in these days, by what was applied for, as it can
    be kept. One statement over the ledger.
    """
    begin, end = instants(days)
    return asked(_COUNTED, reach.params | rule_params() | {"begin": begin, "end": end})


def compared_with(counts: Sequence[Row], reach: Reach) -> tuple[Compared, ...]:
    """Everything within reach that is published beside what was counted; what is most out of step
    comes first. One statement over the catalogue.
    """
    counted = {row[0]: _counted(row) for row in counts}
    offered = asked(_OFFERED, reach.params | {"codes": list(counted)})
    lines = [Compared(_offered(row), counted.get(row[0], Counted())) for row in offered]
    return tuple(sorted(lines, key=lambda each: each.rank))


def _counted(row: Row) -> Counted:
    return replace(Counted(*row[1:10]), causes=tuple(row[10:]))


def _offered(row: Row) -> Offered:
    code, name, department_id, declared, worst, best, fresh, expected, of, told = row
    if not fresh:
        return Offered(code, name, department_id, declared)
    sides = tuple((party, worst) for party, worst, _lived in json.loads(told))
    return Offered(code, name, department_id, declared, worst, best, True, expected, of, sides)
