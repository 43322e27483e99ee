"""Emptying what people wrote into rows of history: the one change that history allows.

The database does it by a function of its own and lists each row (see ``models.Erasure``); whoever
calls answers for the order it is done on.
"""

from collections.abc import Collection
from uuid import UUID

from django.db import connection, models

from onevisit.kernel import clock


def erase(rows: Collection[models.Model], name: str, *, order: UUID) -> int:
    """Nothing stands any more in the sealed attribute ``name`` of these rows of one history, which
    read as where nothing was ever written. How many rows; call it inside a transaction.
    """
    if not rows:
        return 0
    first = next(iter(rows))
    sealed = getattr(type(first), name)
    for row in rows:
        setattr(row, name, sealed.nothing())
    blobs = [getattr(row, sealed.column) for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT onevisit_erase(%s, %s, %s, %s, %s::uuid[], %s::bytea[])",
            [
                first._meta.db_table,
                sealed.column,
                order,
                clock.now(),
                [row.pk for row in rows],
                blobs,
            ],
        )
        done = cursor.fetchone()
    return int(done[0]) if done else 0
