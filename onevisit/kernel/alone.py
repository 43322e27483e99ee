"""Work that one process of the house does at a time: the first alone, or one after the other."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from onevisit.kernel import rows


@contextmanager
def alone(name: str) -> Iterator[bool]:
    """Whether no other process is at the work of this name; held until the end of the block.

    The lock is the session's (`pg_try_advisory_lock`): it outlives transactions, and PostgreSQL
    lets it go when the process dies. Raises OperationalError when the database is away.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [name])
        mine = bool((cursor.fetchone() or (False,))[0])
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [name])


def in_turn(name: str) -> None:
    """Wait until nobody else is at the work of this name, and keep it until this transaction ends.

    For what has no row yet that could be locked. Raises OperationalError when the database is away.
    """
    rows.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
