"""Cases whose clocks passed a mark and have no card for it yet."""

from datetime import date
from typing import Any
from uuid import UUID

from onevisit.kernel import clock
from onevisit.kernel.calendar import DayUnit
from onevisit.kernel.queries import load_calendar
from onevisit.oversight.queries.figures import asked

Mark = tuple[UUID, UUID, str, UUID | None, str, date]
"""Case, department, region, who claimed it, kind of card, the day that is near or over."""

_NEW = """
SELECT c.id, c.department_id, c.region_id, c.claimed_by_id, k.kind, k.due
FROM cases_case AS c
JOIN catalogue_itemversion AS v ON v.id = c.item_version_id
CROSS JOIN LATERAL (SELECT CASE v.document->'regime'->>'unit'
    WHEN %(natural)s THEN %(today)s::date ELSE %(edge)s::date END AS day) AS past
CROSS JOIN LATERAL (
    SELECT 'intake_near' AS kind, c.intake_due AS due
        WHERE c.state = 'submitted' AND c.intake_due BETWEEN past.day AND %(near)s
    UNION ALL SELECT 'promise_near', c.promised_due
        WHERE {review} AND c.promised_due BETWEEN past.day AND %(near)s
    UNION ALL SELECT 'suspension_over', c.suspended_until
        WHERE c.state = 'suspended' AND c.suspended_until < %(today)s
    UNION ALL SELECT 'promise_over', c.promised_due WHERE {review} AND c.promised_due < past.day
    UNION ALL SELECT 'legal_over', c.legal_due WHERE {review} AND c.legal_due < past.day
) AS k
WHERE c.ended_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM oversight_card AS h WHERE h.case_id = c.id AND h.kind = k.kind)
UNION ALL
SELECT c.id, c.department_id, c.region_id, c.claimed_by_id, r.kind, r.due_on
FROM cases_redcard AS r JOIN cases_case AS c ON c.id = r.case_id
WHERE NOT EXISTS (
    SELECT 1 FROM oversight_card AS h WHERE h.case_id = c.id AND h.kind = r.kind)
ORDER BY 1, 5 LIMIT %(batch)s
""".replace("{review}", "c.accepted_at IS NOT NULL AND c.decided_at IS NULL AND NOT c.paused")


def marks(*, near: int, batch: int) -> list[Mark]:
    """The next of them; `near` working days before its end a clock makes a yellow card. A limit in
    working days that ended on Friday is not over on Saturday. One statement.
    """
    calendar, today = load_calendar(), clock.today()
    edge = today if calendar.is_working(today) else calendar.previous_working_day(today)
    params: dict[str, Any] = {
        "today": today,
        "edge": edge,
        "near": calendar.add_working_days(today, near).day,
        "natural": str(DayUnit.NATURAL),
        "batch": batch,
    }
    return asked(_NEW, params)
