"""Numbers in series, taken in blocks: none twice, and none lost to a rollback."""

from collections.abc import Mapping
from typing import Final

from django.db import connection

TAKE: Final = """
INSERT INTO cases_numberseries (series, last)
SELECT series, count FROM unnest(%s::text[], %s::int[]) AS wanted(series, count)
ORDER BY series
ON CONFLICT (series) DO UPDATE SET last = cases_numberseries.last + excluded.last
RETURNING series, last
"""
"""Takes the series and how many of each; gives the last number of each block."""


def take(counts: Mapping[str, int]) -> dict[str, int]:
    """The last number of a block in each of the series.

    The rows stay locked until the transaction ends, so this is done as late as can be, once, in a
    fixed order that cannot deadlock.
    """
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [list(counts), list(counts.values())])
        return dict(cursor.fetchall())
