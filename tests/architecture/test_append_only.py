"""History is kept by the database: by the server's role, and by triggers against everybody."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from onevisit.config import grants

pytestmark = pytest.mark.django_db


def test_there_is_history_to_keep() -> None:
    tables = grants.append_only_tables()
    assert {"audit_auditentry", "audit_accessentry"} <= tables
    named = {m._meta.db_table for m in apps.get_models() if m.__name__.endswith("Event")}
    assert named <= tables


@pytest.mark.parametrize(
    "verb", ["UPDATE {table} SET {key} = {key}", "DELETE FROM {table}", "TRUNCATE {table}"]
)
def test_the_role_of_the_server_cannot_rewrite_history(verb: str) -> None:
    quote = connection.ops.quote_name
    for model in apps.get_models():
        if not getattr(model, "append_only", False):
            continue
        key = quote(model._meta.pk.column)
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"SET LOCAL ROLE {grants.RUNTIME_ROLE}")
            cursor.execute(verb.format(table=quote(model._meta.db_table), key=key))


def test_the_role_of_the_server_may_do_everything_else_it_needs() -> None:
    names = {m._meta.db_table for m in apps.get_models(include_auto_created=True)}
    with connection.cursor() as cursor:
        for table in sorted(names):
            quoted = connection.ops.quote_name(table)
            wanted = {"SELECT", "INSERT"}
            if table not in grants.append_only_tables():
                wanted |= {"UPDATE", "DELETE"}
            for right in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE"):
                cursor.execute(
                    "SELECT has_table_privilege(%s, %s, %s)", [grants.RUNTIME_ROLE, quoted, right]
                )
                row = cursor.fetchone()
                assert row is not None
                assert row[0] is (right in wanted), f"{right} on {table}"


def test_a_trigger_keeps_history_from_the_owner_too() -> None:
    """tgtype bits: 8 delete, 16 update (catalogue pg_trigger)."""
    with connection.cursor() as cursor:
        for table in sorted(grants.append_only_tables()):
            cursor.execute(
                "SELECT coalesce(bit_or(tgtype), 0) FROM pg_trigger"
                " WHERE tgrelid = %s::regclass AND NOT tgisinternal AND tgenabled <> 'D'",
                [connection.ops.quote_name(table)],
            )
            row = cursor.fetchone()
            assert row is not None
            assert row[0] & 8, f"{table} may be deleted from"
            assert row[0] & 16, f"{table} may be updated"
