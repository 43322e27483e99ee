"""What stands beside a million cases: archives, projects, mandates and lockers, by plain SQL.

What the county made through the services gives the shape; SQL writes so many more with keys,
numbers and days of their own, as long as the tables' constraints hold them true. What a page opens
is sealed for its row. Files have no content behind them: no page measured opens one.
"""

import json
from itertools import islice
from uuid import UUID

import psycopg
from psycopg import sql

from onevisit.kernel import crypto

SIZES = {
    "packages": 300_000,
    "taken": 200_000,
    "projects": 20_000,
    "mandates": 200_000,
    "helped": 100_000,
    "stays": 200_000,
}
"""Beside a million cases; of fewer as many less."""

_MILLION = 1_000_000
_TABLES = (
    *("archive_package", "archive_kept", "archive_oldpiece", "archive_transferpiece"),
    *("archive_transfer", "archive_destruction", "archive_destructionpiece", "archive_hold"),
    *("vault_storedobject", "projects_project", "projects_projectapplication"),
    *("accounts_authority", "delivery_stay", "delivery_locker", "cases_lodged"),
)
_KEY = """
CREATE OR REPLACE FUNCTION pg_temp.key(kind int, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS
$$ SELECT ('0190' || lpad(to_hex(n), 8, '0') || '7' || lpad(to_hex(kind), 3, '0')
    || '8' || repeat('0', 15))::uuid $$
"""
"""Keys in the order of their numbers, no two kinds alike."""

_CHOSEN = """
CREATE TEMP TABLE filed AS
SELECT *, (ARRAY['D10', 'D10', 'D10', 'D30', 'D30', 'Y'])[1 + n %% 6] AS retention FROM (
SELECT row_number() OVER (ORDER BY c.id) AS n, c.id AS case_id, c.number, c.name, c.department_id,
    c.region_id, c.ended_at, a.offer_code, a.number AS application_number, a.applicant_id,
    p.name AS holder
FROM (SELECT * FROM cases_case WHERE ended_at IS NOT NULL AND NOT EXISTS
    (SELECT FROM archive_package k WHERE k.case_id = cases_case.id) LIMIT %(packages)s) c
JOIN cases_application a ON a.id = c.application_id JOIN accounts_person p ON p.id = a.applicant_id
) f
"""
_OBJECTS = """
INSERT INTO vault_storedobject (id, owner_kind, owner_id, content_key, media_type, size, pages,
    name_sealed, key_sealed, storage_path, created_at)
SELECT pg_temp.key(1, n), 'department', s.owner_id, 'beside:' || n, s.media_type, s.size, s.pages,
    s.name_sealed, s.key_sealed, 'beside/' || n, s.created_at
FROM generate_series(1, %(packages)s::int + %(taken)s::int) n,
    (SELECT * FROM vault_storedobject WHERE id IN (SELECT stored_object_id FROM archive_kept)
        LIMIT 1) s
"""
_UNTIL = (
    "CASE l.retention WHEN 'Y' THEN NULL WHEN 'D30' THEN make_date(l.year + 30, 12, 31)"
    " ELSE make_date(l.year + 10, 12, 31) END"
)
_PACKED = """
INSERT INTO archive_package (id, number, case_id, old_id, applicant_id, supplement, department_id,
    region_id, year, retention, piece, keep_until, title, case_number, application_number,
    item_code, ended_on, manifest, root, before, signature, key_id, size, sha256, made_at)
SELECT pg_temp.key(2, m), l.number, l.case_id, l.old_id, l.applicant_id, 0, l.department_id,
    l.region_id, l.year, l.retention, l.piece, {until}, l.title, l.case_number,
    l.application_number, l.item_code, l.ended_on, s.manifest, s.root, '', s.signature, s.key_id,
    s.size, s.sha256, s.made_at
FROM ({lines}) l, (SELECT * FROM archive_package WHERE case_id IS NOT NULL LIMIT 1) s
"""
_OF_CASES = """
SELECT n + %(taken)s AS m, 'B339921-ZW·' || year || '-' || retention || '-' || n AS number,
    case_id, NULL::uuid AS old_id, applicant_id, department_id, region_id, year, retention,
    n AS piece,
    left(holder, 1) || '*：' || name AS title, number AS case_number, application_number,
    left(offer_code, 40) AS item_code, make_date(year, 6, 1) AS ended_on
FROM (SELECT *, (2000 + n %% 27)::int AS year FROM filed) f
"""
_OLD = """
INSERT INTO archive_oldpiece (id, source, place, verified, taken_by_name, holder, name_index,
    number_index)
SELECT pg_temp.key(3, n), '旧审批系统', '库房 ' || n %% 90 || ' 架', n %% 2 = 0, '史存真',
    left(name, 1) || '*', 'b1:' || md5(name), coalesce(id_number_index, '')
FROM (SELECT row_number() OVER () AS n, * FROM (SELECT * FROM accounts_person, generate_series(0, 9)
    LIMIT %(taken)s) p) p
"""
_OF_OLD = """
SELECT n AS m, 'X' || n %% 40 || '-' || year || '-' || n AS number, NULL::uuid AS case_id,
    pg_temp.key(3, n) AS old_id, NULL::uuid AS applicant_id, department_id, region_id, year,
    retention, NULL::int AS piece,
    '陈*：' || name || (ARRAY['', '变更', '注销', '补正'])[1 + n %% 4] AS title,
    '' AS case_number, '' AS application_number, '' AS item_code, make_date(year, 3, 9) AS ended_on
FROM (SELECT *, (1990 + n %% 28)::int AS year FROM filed WHERE n <= %(taken)s) f
"""
_ARCHIVE = (
    _CHOSEN,
    _OBJECTS,
    _OLD,
    _PACKED.format(until=_UNTIL, lines=_OF_OLD),
    _PACKED.format(until=_UNTIL, lines=_OF_CASES),
    "DELETE FROM archive_due WHERE case_id IN (SELECT case_id FROM filed)",
    # every tenth was destroyed, every other handed over
    """
    INSERT INTO archive_kept (package_id, stored_object_id, keep_until)
    SELECT pg_temp.key(2, n), pg_temp.key(1, n), p.keep_until
    FROM generate_series(1, %(packages)s::int + %(taken)s::int) n
    JOIN archive_package p ON p.id = pg_temp.key(2, n) WHERE n %% 10 > 0
    """,
    """
    INSERT INTO archive_destruction (id, number, state, reason, region_id, proposed_at, proposed_by,
        proposed_by_name, answered_at, answered_by, answered_by_name, answer, words, files)
    SELECT pg_temp.key(4, n), 'XHB-' || n, 'done', '期满', s.region_id, s.proposed_at,
        s.proposed_by, s.proposed_by_name, now(), gen_random_uuid(), '档案负责人', '', 0, 0
    FROM generate_series(1, 1 + (%(packages)s::int + %(taken)s::int) / 2000) n,
        (SELECT * FROM archive_destruction LIMIT 1) s
    """,
    """
    INSERT INTO archive_destructionpiece (id, destruction_id, package_id)
    SELECT gen_random_uuid(), pg_temp.key(4, 1 + n / 2000), pg_temp.key(2, n)
    FROM generate_series(10, %(packages)s::int + %(taken)s::int, 10) n
    """,
    """
    INSERT INTO archive_transfer (id, number, to_office, region_id, made_at, made_by, made_by_name,
        received_at, receipt)
    SELECT pg_temp.key(5, n), 'YJB-' || n, s.to_office, s.region_id, s.made_at, s.made_by,
        s.made_by_name, s.received_at, s.receipt
    FROM generate_series(1, 1 + (%(packages)s::int + %(taken)s::int) / 400) n,
        (SELECT * FROM archive_transfer LIMIT 1) s
    """,
    """
    INSERT INTO archive_transferpiece (package_id, transfer_id, place)
    SELECT pg_temp.key(2, n), pg_temp.key(5, 1 + n / 400), n %% 400
    FROM generate_series(2, %(packages)s::int + %(taken)s::int, 2) n
    """,
)

_PROJECTS = (
    """
    CREATE TEMP TABLE owners AS
    SELECT row_number() OVER () AS at, id FROM accounts_organisation LIMIT %(projects)s
    """,
    """
    INSERT INTO projects_project (id, code, name, kind_id, nature, site, organisation_id,
        region_id, registered_at, clerk_name, "window")
    SELECT pg_temp.key(7, n), '2509-339921-04-01-' || lpad(n::text, 6, '0'), '项目 ' || n,
        s.kind_id,
        s.nature, s.site, o.id, s.region_id, s.registered_at - n * interval '10 minutes', '', ''
    FROM generate_series(1, %(projects)s) AS g(n)
    JOIN owners o ON o.at = 1 + n %% (SELECT count(*) FROM owners),
        (SELECT * FROM projects_project LIMIT 1) s
    """,
    # of each kind of application that the county's projects have, and of others, three to a project
    """
    INSERT INTO projects_projectapplication (application_id, project_id, joined_at)
    SELECT a.id, pg_temp.key(7, 1 + row_number() OVER (ORDER BY md5(a.id::text)) %% %(projects)s),
        a.created_at
    FROM (SELECT * FROM cases_application a WHERE a.number IS NOT NULL AND NOT EXISTS
        (SELECT FROM projects_projectapplication x WHERE x.application_id = a.id)
        ORDER BY a.offer_code LIKE 'project%%' DESC LIMIT %(projects)s * 3) a
    """,
    """
    UPDATE projects_project SET handed_in_at = first.at
    FROM (SELECT x.project_id, min(a.submitted_at) AS at FROM projects_projectapplication x
        JOIN cases_application a ON a.id = x.application_id GROUP BY x.project_id) first
    WHERE first.project_id = projects_project.id
    """,
)

_LOCKERS = (
    """
    INSERT INTO delivery_locker (id, name, device, point_id, "where", hours, keep_days, doors)
    SELECT pg_temp.key(8, n), '柜 ' || n, 'beside-' || n, l.point_id, l."where", l.hours,
        l.keep_days, (SELECT jsonb_agg(jsonb_build_array('D' || d, 's'))
            FROM generate_series(1, 40) d)
    FROM generate_series(1, 5) n, (SELECT * FROM delivery_locker ORDER BY id LIMIT 1) l
    """,
    # two hundred lie there now, all others were fetched
    """
    CREATE TEMP TABLE lying AS
    SELECT row_number() OVER (ORDER BY c.state = 'issued' DESC) AS n, c.id,
        c.state = 'issued' AS ready
    FROM cases_case c WHERE c.state IN ('issued', 'delivered')
        AND NOT EXISTS (SELECT FROM cases_lodged l WHERE l.case_id = c.id)
    ORDER BY c.state = 'issued' DESC LIMIT %(stays)s
    """,
    """
    INSERT INTO delivery_stay (id, number, state, locker_id, door, pieces, issue, tries, laid_at,
        laid_by, until, ended_at, ended_by)
    SELECT pg_temp.key(9, n), 'GZB' || n, CASE WHEN n <= 150 AND ready THEN 'laid'
        ELSE 'collected' END, pg_temp.key(8, 1 + n %% 5), 'D' || 1 + (n / 5) %% 40, 1, 1, 0,
        now() - interval '2 days', '钱小芸', now() + interval '3 days',
        CASE WHEN n <= 150 AND ready THEN NULL ELSE now() END, ''
    FROM lying
    """,
    """
    INSERT INTO cases_lodged (id, case_id, stay_id, live)
    SELECT pg_temp.key(10, n), id, pg_temp.key(9, n), n <= 150 AND ready FROM lying
    """,
)

# Of the helped, four hundred are one helper's now; of all others the day has passed.
_HELPED = """
INSERT INTO accounts_authority (id, number, basis, principal_id, helper_id, place_id, agent_index,
    offers, deeds, given_at, given_on, until, way, agreed_digest, paper, recorded_by, "window",
    ended_at, ended_why)
SELECT pg_temp.key(11, n), 'WTB-' || n, 'helper', p.id, h.helper_id, h.place_id, '', '[]', '[]',
    now() - interval '300 days', current_date - 300, current_date - 120, 'account', md5(n::text),
    '', h.recorded_by, '', now() - interval '100 days', 'lapsed'
FROM (SELECT row_number() OVER () AS n, id FROM accounts_person LIMIT %(helped)s) p,
    (SELECT * FROM accounts_authority WHERE basis = 'helper' ORDER BY id LIMIT 1) h
"""
_LIVE = """
UPDATE accounts_authority SET given_at = now() - interval '9 days', given_on = current_date - 9,
    until = current_date + 160, ended_at = NULL, ended_why = ''
WHERE id IN (SELECT pg_temp.key(11, n) FROM generate_series(1, 400) n)
"""
_AGENT = """
INSERT INTO accounts_authority (id, number, basis, principal_id, agent_id, accepted_at, agent_index,
    agent_sealed, offers, deeds, begins, given_at, given_on, until, way, agreed_digest, paper,
    recorded_by, "window", ended_why)
SELECT key, 'WTC-' || n, 'agent', principal, agent, now(), 'beside:' || n, sealed, '[]', '[]',
    current_date - 9, now(), current_date - 9, current_date + 160, 'account', md5('c' || n), '',
    gen_random_uuid(), '', ''
FROM mandated
"""
_AT_ONCE = 10_000


def fill(dsn: str, cases: int) -> dict[str, int]:
    """Write all of it; how many rows of each table there are then."""
    sizes = {name: max(1, size * cases // _MILLION) for name, size in SIZES.items()}
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("SET work_mem = '256MB'; SET session_replication_role = replica")
        connection.execute(_KEY)
        for part in (_PROJECTS, _LOCKERS, (_HELPED, _LIVE), _ARCHIVE):
            with connection.transaction():
                for statement in part:
                    connection.execute(statement, sizes)
        _mandates(connection, sizes["mandates"])
        _holds(connection, (sizes["packages"] + sizes["taken"]) // 500)
        for table in _TABLES:
            connection.execute(sql.SQL("VACUUM (ANALYZE) {}").format(sql.Identifier(table)))
        return {table: _count(connection, table) for table in _TABLES}


def _mandates(connection: psycopg.Connection, number: int) -> None:
    """Each person is another's agent; the first hundred have four hundred givers each."""
    connection.execute(
        "CREATE TEMP TABLE mandated (n int, key uuid, principal uuid, agent uuid, sealed bytea)"
    )
    people = [each for (each,) in connection.execute("SELECT id FROM accounts_person ORDER BY id")]
    rows = iter(range(1, number + 1))
    while some := list(islice(rows, _AT_ONCE)):
        copying = "COPY mandated (n, key, principal, agent, sealed) FROM STDIN"
        with connection.cursor().copy(copying) as copy:
            for n in some:
                giver, agent = (
                    people[n % len(people)],
                    people[n % 100 if n <= 400 * 100 else -n % len(people)],
                )
                if giver != agent:
                    copy.write_row((n, _key(12, n), giver, agent, _named(_key(12, n))))
    connection.execute(_AGENT)


_HOLD = """
INSERT INTO archive_hold (id, case_id, old_id, reason_sealed, placed_at, placed_by_name,
    lifted_by_name) SELECT %s, case_id, old_id, %s, now(), '史存真', ''
FROM archive_package WHERE id = %s
"""


def _holds(connection: psycopg.Connection, number: int) -> None:
    """On one package of five hundred."""
    rows = [(_key(6, n), _key(2, n * 500 + 1)) for n in range(number)]
    sealed = [
        (key, crypto.seal("诉讼".encode(), bound_to=f"archive_hold.reason_sealed:{key}"), package)
        for key, package in rows
    ]
    connection.cursor().executemany(_HOLD, sealed)


def _key(kind: int, n: int) -> UUID:
    """As `pg_temp.key` makes it."""
    return UUID(f"0190{n:08x}7{kind:03x}8{'0' * 15}")


def _named(key: UUID) -> bytes:
    said = json.dumps({"name": "某人", "number": ""}).encode()
    return crypto.seal(said, bound_to=f"accounts_authority.agent_sealed:{key}")


def _count(connection: psycopg.Connection, table: str) -> int:
    found = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
    (number,) = found.fetchone() or (0,)
    return int(number)
