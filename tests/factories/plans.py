"""How PostgreSQL would answer a statement if the tables were large."""

from collections.abc import Mapping
from typing import Any

from django.db import connection

_LARGE = """
UPDATE pg_class SET relpages = 1, reltuples = 1000000
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""
"""The planner takes a table's rows to be its pages times what stands on a page. With a handful of
rows every way costs the same, and a look of autovacuum in between changes which is taken.
"""


def plan_of(
    asked: str, params: Mapping[str, Any] | None = None, *, without: tuple[str, ...] = ()
) -> str:
    """The plan, line by line; `without` names what the planner may not use (`sort`, `seqscan`)."""
    with connection.cursor() as cursor:
        cursor.execute(_LARGE)
        for way in without:
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute(f"EXPLAIN (COSTS OFF) {asked}", params)
        return "\n".join(row[0] for row in cursor.fetchall())
