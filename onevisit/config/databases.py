"""Which PostgreSQL, and as whom: the owner of the tables or the restricted role of the server.

The owner migrates. The server connects as ``onevisit_app``, which cannot rewrite append-only
tables (see ``grants``). ``ONEVISIT_DB_ROLE`` chooses: ``owner`` (default) or ``runtime``.

Statements are prepared on the server of the embedded PostgreSQL, which saves about a tenth of the
time of a service. In front of a server of your own there may be a PgBouncer that pools by
transaction and knows nothing of prepared statements, so there ``ONEVISIT_PREPARED=1`` asks for it.
"""

from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from onevisit.config import env
from onevisit.config.embedded import place
from onevisit.config.grants import RUNTIME_ROLE

_ROLES = ("owner", "runtime")
_POOL_MAX = 16
_PREPARED_AFTER = 2
"""A statement sent more often than this on one connection is prepared."""


def is_external() -> bool:
    """Whether DATABASE_URL names a server of ours to use instead of the embedded one."""
    return bool(env.text("DATABASE_URL"))


def role() -> str:
    """``owner`` or ``runtime``; raises ImproperlyConfigured on anything else."""
    chosen = env.text("ONEVISIT_DB_ROLE", "owner")
    if chosen not in _ROLES:
        raise ImproperlyConfigured("ONEVISIT_DB_ROLE must be owner or runtime")
    return chosen


def settings(var: Path, secrets: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Django's DATABASES: the server named by DATABASE_URL, else the embedded one."""
    if is_external():
        return external(env.required("DATABASE_URL"))
    where = place.find(var)
    owner = role() == "owner"
    database = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": place.DATABASE,
        "USER": place.OWNER if owner else RUNTIME_ROLE,
        "PASSWORD": secrets["database_owner_password" if owner else "database_runtime_password"],
        "HOST": str(where.socket),
        "PORT": str(place.PORT),
        "OPTIONS": {},
    }
    return {"default": _finished(database)}


def external(url: str) -> dict[str, dict[str, Any]]:
    """DATABASES for a server outside: DATABASE_OWNER_URL, when given, is used by the owner."""
    owner_url = env.text("DATABASE_OWNER_URL")
    if owner_url and role() == "owner":
        return {"default": _finished(env.database(owner_url, variable="DATABASE_OWNER_URL"))}
    return {"default": _finished(env.database(url))}


def _finished(database: dict[str, Any]) -> dict[str, Any]:
    """Common options; a pool only in the server, whose threads live long."""
    database["CONN_MAX_AGE"] = 0
    database["OPTIONS"] = {"application_name": "onevisit", **database["OPTIONS"]}
    if env.flag("ONEVISIT_PREPARED", default=not is_external()):
        prepared = {"server_side_binding": True, "prepare_threshold": _PREPARED_AFTER}
        database["OPTIONS"] = {**prepared, **database["OPTIONS"]}
    if env.flag("ONEVISIT_SERVING"):
        size = env.integer("ONEVISIT_POOL", _POOL_MAX)
        database["OPTIONS"]["pool"] = {"min_size": 2, "max_size": max(size, 2), "timeout": 10}
    return database
