"""The frozen peer: the least SQL that keeps the same facts as one whole life cycle.

One commit for each act a person makes, as the services have; tables with the same keys but without
foreign keys to rooms below, triggers or checks. It is frozen on purpose: when the product stores
more facts, the ratio falls and says so. The facts: a draft with answers and form, a signature, two
pieces of evidence, one case with four materials, six events, four tasks, an opinion, two verdicts,
a result, nine audit rows.
"""

import json
import os
import uuid
from pathlib import Path

import psycopg

from onevisit.kernel.clock import now as _now

SCHEMA = (Path(__file__).parent / "raw_sql.sql").read_text(encoding="utf-8")

_FORM = json.dumps({f"field_{n}": "安澜县云溪路 118 号" for n in range(9)}, ensure_ascii=False)
_ANSWERS = json.dumps({"applicant_for": "self", "age_band": "80", "pay_to": "card"})
_SEALED = os.urandom(400)
_MATERIALS = 4
_EVENT = (
    "INSERT INTO event (kase, seq, action, after, at, actor, facts) VALUES (%s,%s,%s,%s,%s,%s,'{}')"
)
_AUDIT = "INSERT INTO audit (at, action, target, actor, facts) VALUES (%s,%s,%s,%s,'{}')"
_TASK = "INSERT INTO task VALUES (%s,%s,%s,'open',%s,NULL)"
_DONE = "UPDATE task SET state = 'done', done_at = %s WHERE kase = %s AND step = %s"
_LOCK = (
    "SELECT a.state, k.state, k.seq FROM application a JOIN kase k ON k.application = a.id"
    " WHERE k.id = %s FOR UPDATE"
)
_MATERIAL = "INSERT INTO material VALUES (%s,%s,%s,'')"
_VERDICT = "UPDATE material SET verdict = 'ok' WHERE kase = %s AND key = %s"
_MOVE = "UPDATE kase SET state = %s, seq = %s, ended_at = %s, promised_due = %s WHERE id = %s"


def prepare(connection: psycopg.Connection) -> None:
    """Make the frozen tables anew."""
    connection.execute(SCHEMA)
    connection.commit()


def life_cycle(connection: psycopg.Connection, person: uuid.UUID, officer: uuid.UUID) -> None:
    """One application from draft to result in hand."""
    application, case = uuid.uuid4(), uuid.uuid4()
    draft(connection, application, person)
    submit(connection, application, case, person)
    _accept(connection, case, officer)
    _review(connection, case, officer)
    _decide(connection, application, case, officer)


def draft(connection: psycopg.Connection, application: uuid.UUID, person: uuid.UUID) -> None:
    now = _now()
    connection.execute("SET LOCAL search_path TO bench_raw")
    connection.execute(
        "INSERT INTO application VALUES (%s,NULL,'draft','x',%s,%s,'{}',NULL,1,%s,NULL,NULL)",
        (application, person, _ANSWERS, now),
    )
    connection.execute(_AUDIT, (now, "start", application, person))
    connection.commit()
    connection.execute("SET LOCAL search_path TO bench_raw")
    connection.execute("SELECT version FROM application WHERE id = %s FOR UPDATE", (application,))
    connection.execute(
        "UPDATE application SET form = %s, sealed = %s, version = 2 WHERE id = %s",
        (_FORM, _SEALED, application),
    )
    connection.commit()


def submit(
    connection: psycopg.Connection, application: uuid.UUID, case: uuid.UUID, person: uuid.UUID
) -> None:
    now = _now()
    connection.execute("SET LOCAL search_path TO bench_raw")
    connection.execute("SELECT state FROM application WHERE id = %s FOR UPDATE", (application,))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO party VALUES (%s,%s,%s,%s,'d')", (uuid.uuid4(), application, person, now)
        )
        cursor.execute(
            "INSERT INTO evidence VALUES (%s,%s,'form','generated',%s),(%s,%s,'id','fetched',%s)",
            (uuid.uuid4(), application, now, uuid.uuid4(), application, now),
        )
        cursor.execute(
            "WITH s AS (INSERT INTO series VALUES (%s,1) ON CONFLICT (series) DO UPDATE"
            " SET last = series.last + 1 RETURNING last)"
            " SELECT nextval('number_of_application'), last FROM s",
            (f"bench:{now:%Y%m%d}",),
        )
        row = cursor.fetchone()
        assert row is not None
        cursor.execute(
            "UPDATE application SET state = 'submitted', number = %s, submitted_at = %s"
            " WHERE id = %s",
            (f"R{row[0]}", now, application),
        )
        cursor.execute(
            "INSERT INTO kase VALUES (%s,%s,%s,'submitted',1,%s,NULL,NULL,NULL)",
            (case, f"C{row[0]}-{row[1]}", application, person),
        )
        cursor.executemany(_MATERIAL, [(uuid.uuid4(), case, f"m{n}") for n in range(_MATERIALS)])
        cursor.execute(_EVENT, (case, 1, "submit", "submitted", now, person))
        cursor.execute(_TASK, (uuid.uuid4(), case, "accept", now))
        cursor.execute(_AUDIT, (now, "sign", application, person))
    connection.commit()


def _accept(connection: psycopg.Connection, case: uuid.UUID, officer: uuid.UUID) -> None:
    now = _now()
    connection.execute("SET LOCAL search_path TO bench_raw")
    connection.execute(_LOCK, (case,))
    connection.execute(_MOVE, ("in_review", 3, None, now.date(), case))
    connection.execute(_EVENT, (case, 2, "accept", "accepted", now, officer))
    connection.execute(_EVENT, (case, 3, "start", "in_review", now, officer))
    connection.execute(_DONE, (now, case, "accept"))
    connection.execute(_TASK, (uuid.uuid4(), case, "review", now))
    connection.execute(_AUDIT, (now, "accept", case, officer))
    connection.commit()


def _review(connection: psycopg.Connection, case: uuid.UUID, officer: uuid.UUID) -> None:
    now = _now()
    connection.execute("SET LOCAL search_path TO bench_raw")
    connection.execute(_LOCK, (case,))
    connection.execute("UPDATE kase SET claimed_by = %s WHERE id = %s", (officer, case))
    connection.execute(_AUDIT, (now, "claim", case, officer))
    connection.commit()
    for key in ("m2", "m3"):
        connection.execute("SET LOCAL search_path TO bench_raw")
        connection.execute(_LOCK, (case,))
        connection.execute(
            "UPDATE material SET verdict = 'ok' WHERE kase = %s AND key = %s", (case, key)
        )
        connection.execute(_AUDIT, (now, "verdict", case, officer))
        connection.commit()
    connection.execute("SET LOCAL search_path TO bench_raw")
    connection.execute(_LOCK, (case,))
    connection.execute(
        "INSERT INTO opinion VALUES (%s,%s,%s,%s)", (uuid.uuid4(), case, _SEALED, now)
    )
    connection.execute(_DONE, (now, case, "review"))
    connection.execute(_TASK, (uuid.uuid4(), case, "decide", now))
    connection.execute(_AUDIT, (now, "opinion", case, officer))
    connection.commit()


def _decide(
    connection: psycopg.Connection, application: uuid.UUID, case: uuid.UUID, officer: uuid.UUID
) -> None:
    now = _now()
    connection.execute("SET LOCAL search_path TO bench_raw")
    connection.execute(_LOCK, (case,))
    connection.execute(_MOVE, ("delivered", 6, now, now.date(), case))
    for seq, action, after in (
        (4, "approve", "approved"),
        (5, "issue", "issued"),
        (6, "deliver", "delivered"),
    ):
        connection.execute(_EVENT, (case, seq, action, after, now, officer))
    connection.execute(_DONE, (now, case, "decide"))
    connection.execute(
        "INSERT INTO task VALUES (%s,%s,'issue','done',%s,%s)", (uuid.uuid4(), case, now, now)
    )
    connection.execute(
        "INSERT INTO result VALUES (%s,%s,'N' || nextval('number_of_result'),%s,%s)",
        (uuid.uuid4(), case, _SEALED, now),
    )
    connection.execute(
        "UPDATE application SET state = 'ended', ended_at = %s WHERE id = %s", (now, application)
    )
    for action in ("decide", "issue", "deliver"):
        connection.execute(_AUDIT, (now, action, case, officer))
    connection.commit()
