"""The SQL that the figures and the lists behind them share, so that they cannot tell two stories.

Parameters everywhere: `whole`, `patterns`, `holders` and `place` (`access.Reach.params`): regions
seen whole stand apart, since asking row by row about departments takes many times longer. Days are
days in Shanghai.
"""

from psycopg import sql


def composed(text: str, **parts: str) -> str:
    """`text` with its named parts put in; parts are constants of this module, never data."""
    return sql.SQL(text).format(**{k: sql.SQL(v) for k, v in parts.items()}).as_string(None)


_PLACED = """(%(place)s::text = '' OR (%(place)s::text = 'online' AND {row}.intake_point_id IS NULL)
    OR {row}.intake_point_id IN (SELECT i.id FROM directory_servicepoint AS i
        WHERE left(i.region_id, 9) = %(place)s::text))"""

PLACE = """coalesce((SELECT left(i.region_id, 9) FROM directory_servicepoint AS i
    WHERE i.id = a.intake_point_id), 'online')"""
"""Where an application `a` was taken in."""

CASE_REACHED = composed(
    """((c.region_id LIKE ANY(%(whole)s::text[]) OR EXISTS (
    SELECT 1 FROM unnest(%(patterns)s::text[], %(holders)s::uuid[]) AS g(pattern, holder)
    WHERE c.region_id LIKE g.pattern AND g.holder = c.department_id))
    AND (%(place)s::text = '' OR EXISTS (
        SELECT 1 FROM cases_application AS w WHERE w.id = c.application_id AND {placed})))""",
    placed=composed(_PLACED, row="w"),
)
"""A case `c` is within reach."""

APPLICATION_REACHED = composed(
    """((a.region_id LIKE ANY(%(whole)s::text[]) OR EXISTS (
    SELECT 1 FROM unnest(%(patterns)s::text[], %(holders)s::uuid[]) AS g(pattern, holder)
    WHERE a.region_id LIKE g.pattern AND EXISTS (
        SELECT 1 FROM cases_case AS held
        WHERE held.application_id = a.id AND held.department_id = g.holder)))
    AND {placed})""",
    placed=composed(_PLACED, row="a"),
)
"""An application `a` is within reach."""

VISITS = """
seen AS (
    SELECT k.application_id, k.kind, k.at,
        CASE WHEN bool_or(k.kind = 'consent') OVER (PARTITION BY k.application_id, k.person_id)
            THEN k.person_id END AS party,
        lag(k.at) OVER sitting AS at_before, lag(k.kind) OVER sitting AS kind_before,
        coalesce(k.ticket_id = lag(k.ticket_id) OVER sitting, false) AS same_ticket
    FROM hall_contact AS k WHERE k.application_id IN (SELECT id FROM closed)
    WINDOW sitting AS (PARTITION BY k.application_id, k.person_id, k.service_point_id,
        k.kind = 'home_visit' ORDER BY k.at, k.kind = 'sent_home',
        coalesce(k.ticket_id::text, '') COLLATE "C", k.id)
),
sides AS (
    SELECT application_id, count(*) AS contacts,
        count(*) FILTER (WHERE kind <> 'home_visit' AND (at_before IS NULL
            OR kind_before = 'sent_home' OR (NOT same_ticket
                AND at - at_before > make_interval(mins => coalesce((
                    SELECT r.minutes
                    FROM unnest(%(rule_days)s::date[], %(rule_minutes)s::int[]) AS r(since, minutes)
                    WHERE r.since <= (at AT TIME ZONE 'Asia/Shanghai')::date
                    ORDER BY r.since DESC LIMIT 1), 0))))) AS visits,
        bool_or(kind IN ('intake', 'on_the_spot')) AS handed_in,
        bool_or(kind IN ('hand_out', 'on_the_spot')) AS collected,
        bool_or(kind IN ('home_visit', 'at_helper')) AS met
    FROM seen GROUP BY application_id, party
),
trips AS (
    SELECT application_id, sum(contacts)::bigint AS contacts, max(visits) AS visits,
        bool_or(handed_in) AS handed_in, bool_or(collected) AS collected, bool_or(met) AS met
    FROM sides GROUP BY application_id
),
given AS MATERIALIZED (
    SELECT DISTINCT p.application_id
    FROM closed AS x JOIN cases_case AS p ON p.application_id = x.id
    JOIN cases_handout AS h ON h.case_id = p.id
),
facts AS (
    SELECT x.*, CASE WHEN t.visits IS NULL AND e.expected > 0 THEN NULL
            ELSE coalesce(t.visits, 0) END AS visits,
        coalesce(t.contacts, 0) AS contacts, e.expected,
        (x.channel = 'window' AND coalesce(t.handed_in, false))::int
            + (y.given AND coalesce(t.collected, false))::int
            + (x.helped IN ('home', 'place') AND coalesce(t.met, false))::int AS recorded
    FROM closed AS x LEFT JOIN trips AS t ON t.application_id = x.id
    LEFT JOIN given AS h ON h.application_id = x.id
    CROSS JOIN LATERAL (SELECT h.application_id IS NOT NULL AS given) AS y
    CROSS JOIN LATERAL (SELECT (x.channel = 'window')::int + y.given::int
        + (x.helped IN ('home', 'place'))::int AS expected) AS e
)"""
"""From `closed` (id, channel, helped, …) to `facts`: counted visits by the rule of
`hall.rules.visits`, NULL where somebody must have come and no contact is on record; and which
contacts must have been recorded. Parameters `rule_days`, `rule_minutes`.
"""

TIMES = """
calendar AS MATERIALIZED (
    SELECT d::date AS day, sum(CASE WHEN x.kind = 'makeup' THEN 1 WHEN x.kind = 'holiday' THEN 0
        WHEN extract(isodow FROM d) < 6 THEN 1 ELSE 0 END) OVER (ORDER BY d) AS rank
    FROM generate_series(
        (SELECT least(min(accepted_on), min(promised_due)) FROM decided),
        (SELECT greatest(max(decided_on), max(promised_due)) FROM decided), interval '1 day') AS d
    LEFT JOIN kernel_calendarday AS x ON x.day = d::date
),
pauses AS (
    SELECT events.case_id, since, coalesce(until, d.decided_on) AS until FROM (
        SELECT e.case_id, (e.effective_at AT TIME ZONE 'Asia/Shanghai')::date AS since,
            (lead(e.effective_at) OVER story AT TIME ZONE 'Asia/Shanghai')::date AS until,
            sum(CASE WHEN e.action IN ('suspend', 'fee_asked', 'mend_asked') THEN 1 ELSE -1 END)
                OVER story AS held
        FROM cases_caseevent AS e
        WHERE e.action IN ('suspend', 'resume', 'fee_asked', 'fee_settled', 'mend_asked',
                'mend_over')
            AND e.before <> 'approved' AND e.case_id IN (SELECT id FROM decided)
        WINDOW story AS (PARTITION BY e.case_id ORDER BY e.seq)
    ) AS events JOIN decided AS d ON d.id = events.case_id WHERE held > 0
),
paused AS (
    SELECT p.case_id, sum(u.rank - s.rank) AS working, sum(p.until - p.since) AS natural
    FROM pauses AS p JOIN calendar AS s ON s.day = p.since JOIN calendar AS u ON u.day = p.until
    GROUP BY p.case_id
),
regimes AS MATERIALIZED (
    SELECT v.id, coalesce(v.document->'regime'->>'unit', %(working_unit)s) = %(working_unit)s
            AS working,
        CASE WHEN jsonb_exists(v.document->'regime', 'legal')
            THEN (v.document->'regime'->>'legal')::int ELSE %(legal_default)s END AS legal
    FROM catalogue_itemversion AS v WHERE v.id IN (SELECT item_version_id FROM decided)
),
facts AS (
    SELECT d.*, r.working,
        CASE WHEN r.working AND d.accepted_on IS NOT NULL
            THEN (b.rank - s.rank - coalesce(p.working, 0))::int END AS used,
        CASE WHEN r.working THEN d.promise_days END AS promise,
        CASE WHEN r.working THEN r.legal END AS legal,
        CASE WHEN d.promised_due IS NULL THEN NULL
            WHEN r.working THEN b.rank <= l.rank
                OR b.rank - s.rank - coalesce(p.working, 0) <= d.promise_days
            ELSE d.decided_on <= d.promised_due
                OR d.decided_on - d.accepted_on - coalesce(p.natural, 0) <= d.promise_days
            END AS on_time
    FROM decided AS d JOIN regimes AS r ON r.id = d.item_version_id
    LEFT JOIN calendar AS s ON s.day = d.accepted_on
    LEFT JOIN calendar AS b ON b.day = d.decided_on
    LEFT JOIN calendar AS l ON l.day = d.promised_due
    LEFT JOIN paused AS p ON p.case_id = d.id
)"""
"""From `decided` (id, item_version_id, accepted_on, decided_on, promised_due, promise_days, …) to
`facts`: working days used as `cases.rules.clocks.used_days` counts them, and whether the promise
was kept: by the promised day, or by the days used (a clock stopped on its very last day names that
day and yet has nothing overdue when it goes on). Parameters `working_unit`, `legal_default`.
"""

_NATURAL = """ANY(ARRAY(SELECT v.id FROM catalogue_itemversion AS v
    WHERE v.document->'regime'->>'unit' = %(natural_unit)s))"""
_RUNNING = "c.accepted_at IS NOT NULL AND c.decided_at IS NULL AND NOT c.paused"

TROUBLES = {
    "overdue": (
        "c.promised_due",
        composed(
            """{running} AND c.promised_due < %(today)s
    AND (c.promised_due < %(edge)s OR c.item_version_id = {natural})""",
            running=_RUNNING,
            natural=_NATURAL,
        ),
    ),
    "soon": (
        "c.promised_due",
        composed(
            """{running} AND c.promised_due BETWEEN %(edge)s AND %(soon)s
    AND NOT (c.promised_due < %(today)s AND c.item_version_id = {natural})""",
            running=_RUNNING,
            natural=_NATURAL,
        ),
    ),
    "suspended": ("c.suspended_until", "c.state = 'suspended' AND c.suspended_until < %(today)s"),
    "intake": ("c.intake_due", "c.state = 'submitted' AND c.intake_due <= %(soon)s"),
    "uncollected": (
        "c.delivery_due",
        """c.state = 'issued' AND c.delivery_due < %(today)s AND NOT EXISTS (
        SELECT 1 FROM cases_posted AS p JOIN delivery_parcel AS q ON q.id = p.parcel_id
        WHERE p.case_id = c.id AND p.live AND q.state = ANY(%(travelling)s))""",
    ),
    "provisional": (
        "coalesce(c.promised_due, '9999-12-31')",
        "c.provisional AND c.decided_at IS NULL",
    ),
}
"""What may be wrong with an open case `c`: the day it goes by, and when it is so. Each has an index
with just its cases in the order of that day. Parameters of `exceptions.open_params`.
"""
