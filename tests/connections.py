"""What the connection of a worker need not do again for each of four thousand tests.

Statements stay prepared: psycopg forgets them all whenever anything is rolled back, since a table
made meanwhile may come again as another; here every test is rolled back, and tables stay.
Savepoints, a quarter of all statements, have one name, as PostgreSQL allows where the innermost
is meant, and go to the server directly unless somebody counts, reads or cuts statements.
"""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.base import DatabaseWrapper
from django.db.backends.signals import connection_created
from psycopg._preparing import Prepare, PrepareManager
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.pq.abc import PGresult

PREPARED = 1000
"""Statements that a worker keeps; psycopg alone would keep a hundred."""

_CHANGING = {b"DROP", b"ALTER", b"DISCARD", b"DEALLOCATE"}


class _Lasting(PrepareManager):
    """Forgets when something is dropped or altered, never for a rollback."""

    def _should_discard(self, prep: Prepare, results: Sequence[PGresult], *rest: Any) -> bool:
        done = {(each.command_status or b"").partition(b" ")[0] for each in results}
        return not done.isdisjoint(_CHANGING) and super().clear()

    def clear(self) -> bool:
        """What psycopg calls as it rolls back."""
        return False


def _lasting(connection: BaseDatabaseWrapper, **_details: object) -> None:
    connection.connection._prepared.__class__ = _Lasting
    connection.connection.prepared_max = PREPARED


def _savepoint(self: DatabaseWrapper, sid: str) -> None:
    _say(self, "SAVEPOINT s")


def _savepoint_rollback(self: DatabaseWrapper, sid: str) -> None:
    _say(self, "ROLLBACK TO SAVEPOINT s")


def _savepoint_commit(self: DatabaseWrapper, sid: str) -> None:
    _say(self, "RELEASE SAVEPOINT s")


def _say(wrapper: DatabaseWrapper, statement: str) -> None:
    """Where it is refused, or no transaction has begun, psycopg does what it does."""
    watched = wrapper.execute_wrappers or wrapper.queries_logged or wrapper.connection is None
    raw = None if watched else wrapper.connection.pgconn
    if raw and raw.transaction_status != TransactionStatus.IDLE:
        done = raw.exec_(statement.encode())
        if done.status == ExecStatus.COMMAND_OK:
            return
    with wrapper.cursor() as cursor:
        cursor.execute(statement)


def make_quick() -> None:
    """For every connection made from now on."""
    connection_created.connect(_lasting)
    for each in (_savepoint, _savepoint_rollback, _savepoint_commit):
        setattr(DatabaseWrapper, each.__name__, each)
