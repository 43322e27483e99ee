"""Typed reading of the process environment, so that a typing error stops the start, not a citizen.

Every reader names the variable in its error and never shows the value.
"""

import base64
import binascii
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

KEY_BYTES = 32
_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off", ""})
_POSTGRES_SCHEMES = frozenset({"postgres", "postgresql"})


def text(name: str, default: str = "") -> str:
    """The variable without surrounding blanks, or the default when unset or empty."""
    return os.environ.get(name, "").strip() or default


def required(name: str) -> str:
    """The variable; raises ImproperlyConfigured when unset or empty."""
    value = text(name)
    if not value:
        raise ImproperlyConfigured(f"{name} must be set in the environment")
    return value


def flag(name: str, *, default: bool = False) -> bool:
    """A yes/no variable: 1/true/yes/on or 0/false/no/off."""
    raw = os.environ.get(name)
    if raw is None:
        return default
    value = raw.strip().lower()
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name} must be one of 1, true, yes, on, 0, false, no, off")


def integer(name: str, default: int) -> int:
    """A whole number."""
    raw = text(name)
    if not raw:
        return default
    try:
        return int(raw)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number") from None


def choice(name: str, default: str, allowed: Iterable[str]) -> str:
    """One of a few words; raises ImproperlyConfigured on any other."""
    chosen = text(name, default)
    if chosen not in allowed:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(allowed)}")
    return chosen


def items(name: str, default: str = "") -> list[str]:
    """A list separated by commas; empty parts are dropped."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def keys(name: str) -> dict[str, str]:
    """Encryption keys as JSON, ``{"key-id": "32 bytes in base64"}``.

    Raises ImproperlyConfigured when unset, empty, not JSON, or a key is not exactly 32 bytes.
    """
    try:
        found = json.loads(required(name))
    except json.JSONDecodeError:
        raise ImproperlyConfigured(f"{name} must be a JSON object of key id to key") from None
    if not isinstance(found, dict) or not found:
        raise ImproperlyConfigured(f"{name} must be a JSON object of key id to key")
    for key_id, value in found.items():
        if not key_id or _decoded_length(value) != KEY_BYTES:
            raise ImproperlyConfigured(f"{name}: each key must be {KEY_BYTES} bytes in base64")
    return found


def document(name: str) -> dict[str, Any]:
    """The JSON object in the file that the variable names, {} when unset.

    Raises ImproperlyConfigured when the file cannot be read or holds anything else.
    """
    path = text(name)
    if not path:
        return {}
    try:
        found = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        found = None
    if not isinstance(found, dict):
        raise ImproperlyConfigured(f"{name} must name a file with a JSON object")
    return found


def current_key(name: str, available: dict[str, str]) -> str:
    """The id of the key that new data is written with; the only key when there is one."""
    chosen = text(name)
    if not chosen and len(available) == 1:
        return next(iter(available))
    if chosen not in available:
        raise ImproperlyConfigured(f"{name} must name one of the given keys")
    return chosen


def database(url: str, *, variable: str = "DATABASE_URL") -> dict[str, Any]:
    """Django's settings of a ``postgresql://user:password@host:port/name?option=value`` address.

    A host that starts with ``/`` (percent-encoded) or is absent means a Unix socket. Options
    such as ``sslmode`` go to libpq as they are.
    """
    parts = urlsplit(url)
    if parts.scheme not in _POSTGRES_SCHEMES:
        raise ImproperlyConfigured(f"{variable} must be a postgresql:// address")
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise ImproperlyConfigured(f"{variable} must name a database")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }


def adapter(name: str) -> str:
    """The dotted name of an adapter, "" when unset; a stand-in of the demonstration is refused."""
    chosen = text(name)
    if "sandbox" in chosen.lower():
        raise ImproperlyConfigured(f"{name} must not name a sandbox: it proves nothing")
    return chosen


def _decoded_length(value: object) -> int:
    if not isinstance(value, str):
        return -1
    try:
        return len(base64.b64decode(value, validate=True))
    except (binascii.Error, ValueError):
        return -1
