"""What the runtime role may do: everything the services need, and never rewriting history.

A model whose class says ``append_only = True`` gives the role SELECT and INSERT only; all other
tables also UPDATE and DELETE. Nothing gives it TRUNCATE or the right to change the schema.
"""

from django.apps import apps
from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg import sql

RUNTIME_ROLE = "onevisit_app"


def append_only_tables() -> set[str]:
    """Names of the tables whose rows are written once and never changed."""
    return {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if getattr(model, "append_only", False)
    }


def role_exists() -> bool:
    """Whether the server knows the runtime role."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [RUNTIME_ROLE])
        return cursor.fetchone() is not None


def may_create_role() -> bool:
    """Whether the connected user may create the runtime role."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
        )
        row = cursor.fetchone()
    return bool(row and row[0])


def create_role(password: str | None) -> None:
    """Create the runtime role; without a password it can only be reached by SET ROLE."""
    login = (
        sql.SQL("LOGIN PASSWORD {}").format(sql.Literal(password))
        if password
        else sql.SQL("NOLOGIN")
    )
    statement = sql.SQL("CREATE ROLE {} NOSUPERUSER NOCREATEDB NOCREATEROLE {}")
    with connection.cursor() as cursor:
        cursor.execute(statement.format(sql.Identifier(RUNTIME_ROLE), login))


def apply() -> int:
    """Grant anew on every table of the current schema; returns how many are append-only."""
    protected = append_only_tables()
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        tables = [name for (name,) in cursor.fetchall()]
        _grant_schema(cursor)
        for table in tables:
            _grant_table(cursor, table, append_only=table in protected)
    return len(protected & set(tables))


def _grant_schema(cursor: CursorWrapper) -> None:
    role = sql.Identifier(RUNTIME_ROLE)
    cursor.execute("SELECT current_schema()")
    row = cursor.fetchone()
    schema = sql.Identifier(row[0] if row else "public")
    for template in (
        "GRANT USAGE ON SCHEMA {schema} TO {role}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role}",
    ):
        cursor.execute(sql.SQL(template).format(schema=schema, role=role))


def _grant_table(cursor: CursorWrapper, table: str, *, append_only: bool) -> None:
    rights = "SELECT, INSERT" if append_only else "SELECT, INSERT, UPDATE, DELETE"
    names = {"table": sql.Identifier(table), "role": sql.Identifier(RUNTIME_ROLE)}
    cursor.execute(sql.SQL("REVOKE ALL ON {table} FROM {role}").format(**names))
    template = sql.SQL("GRANT {rights} ON {table} TO {role}")
    cursor.execute(template.format(rights=sql.SQL(rights), **names))
