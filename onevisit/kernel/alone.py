"""Work that one process of the house does at a time, whichever comes first."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def alone(lock: int) -> Iterator[bool]:
    """Whether no other process is at the work of this number; held until the end of the block.

    The lock is the session's (`pg_try_advisory_lock`): it outlives transactions, and PostgreSQL
    lets it go when the process dies. Raises OperationalError when the database is away.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [lock])
        mine = bool((cursor.fetchone() or (False,))[0])
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [lock])
