"""Watching and breaking the statements a service sends to the database."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection

Execute = Callable[[str, Any, bool, dict[str, Any]], Any]

_CONTROL = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")
TABLES = (
    "cases_application",
    "cases_party",
    "cases_evidence",
    "cases_case",
    "cases_caseevent",
    "cases_task",
    "cases_casematerial",
    "cases_opinion",
    "cases_result",
    "cases_handout",
    "cases_notice",
    "cases_gap",
    "cases_redcard",
    "cases_jointact",
    "cases_jointevent",
    "cases_jointfinding",
    "cases_jointphoto",
    "hall_contact",
    "audit_auditentry",
)


class Cut(Exception):
    """The process died here."""


@contextmanager
def counting() -> Iterator[list[str]]:
    """Collects the statements sent inside, without those that only control transactions."""
    seen: list[str] = []

    def watch(execute: Execute, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(_CONTROL):
            seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield seen


@contextmanager
def dying_before(number: int, die: Callable[[], None]) -> Iterator[None]:
    """Calls `die` in place of the statement of that number, counted from 1."""
    sent = 0

    def cut(execute: Execute, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal sent
        if not sql.startswith(_CONTROL):
            sent += 1
            if sent == number:
                die()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(cut):
        yield


def raise_cut() -> None:
    """Dying as an exception: everything after it does not happen."""
    raise Cut


def snapshot(tables: Sequence[str] = TABLES) -> dict[str, str]:
    """A digest of every row of these tables."""
    parts = " UNION ALL ".join(
        f"SELECT '{t}', md5(coalesce(string_agg(x::text, '|' ORDER BY x::text), '')) FROM {t} x"
        for t in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(parts)
        return dict(cursor.fetchall())
