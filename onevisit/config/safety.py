"""What must hold before anybody's data may be entrusted to this house.

Production refuses to start while one point is broken; ``manage.py doctor`` shows every point with
what to do. Pure: reads the given settings, and the rights of folders.
"""

import base64
import json
import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

SECRET_LENGTH = 50
TOKEN_LENGTH = 24
SHARED_SECRET_LENGTH = 32
_DISTINCT = 12
_WEAK_WORDS = ("django-insecure", "only-for-tests", "change", "secret-key", "example")
_ENCRYPTED = frozenset({"require", "verify-ca", "verify-full"})
_SANDBOX = re.compile(r"onevisit\.[A-Za-z_.]*sandbox", re.IGNORECASE)
_YEAR = 365 * 24 * 60 * 60
Settings = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Point:
    """One demand: its name, what is wrong (nothing when it holds) and what to do about it."""

    name: str
    problems: tuple[str, ...]
    remedy: str


def points(settings: Settings) -> tuple[Point, ...]:
    """Every demand in a fixed order. No secret is ever part of a text."""
    return tuple(
        Point(name, tuple(find(settings)), remedy) for name, (find, remedy) in _POINTS.items()
    )


def problems(settings: Settings) -> list[str]:
    """One line for each point that is broken; empty when all hold."""
    return [
        f"{point.name}: {'; '.join(point.problems)}. {point.remedy}"
        for point in points(settings)
        if point.problems
    ]


def _debug(settings: Settings) -> Iterator[str]:
    if settings["DEBUG"]:
        yield "DEBUG is on"
    if settings["DEMO"]:
        yield "DEMO is on, people sign in by a button"


def _sandbox(settings: Settings) -> Iterator[str]:
    for name, value in settings.items():
        if name.isupper() and any(_SANDBOX.search(text) for text in _texts(value)):
            yield f"{name} names a sandbox"


def _texts(value: object) -> Iterator[str]:
    """The plain texts in a setting; translated ones cannot be read while settings load."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _texts(list(value.values()))
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)


def _site(settings: Settings) -> Iterator[str]:
    """A file that heads no page would be found out by the first visitor."""
    from onevisit.ui.site import faults

    yield from faults(settings["SITE"])


def _secret_key(settings: Settings) -> Iterator[str]:
    secret = str(settings["SECRET_KEY"])
    if len(secret) < SECRET_LENGTH:
        yield f"SECRET_KEY has less than {SECRET_LENGTH} characters"
    if len(set(secret)) < _DISTINCT:
        yield "SECRET_KEY repeats itself"
    if any(word in secret.lower() for word in _WEAK_WORDS):
        yield "SECRET_KEY is a placeholder"


def _keys(settings: Settings) -> Iterator[str]:
    rings = {name: settings[name] for name in ("FIELD_KEYS", "BLIND_INDEX_KEYS")}
    for name, ring in rings.items():
        if any(len(set(base64.b64decode(key))) < _DISTINCT for key in ring.values()):
            yield f"{name} has a key that is not random"
        if settings[f"{name[:-1]}_CURRENT"] not in ring:
            yield f"{name[:-1]}_CURRENT names none of {name}"
    if set(rings["FIELD_KEYS"].values()) & set(rings["BLIND_INDEX_KEYS"].values()):
        yield "FIELD_KEYS and BLIND_INDEX_KEYS share a key"


def _demo_secrets(settings: Settings) -> Iterator[str]:
    """Secrets that a demonstration made and wrote to the disk are no secrets."""
    path = Path(settings["VAR"]) / "secrets.json"
    if not path.is_file():
        return
    kept = json.loads(path.read_text(encoding="utf-8"))
    demo = {kept["secret_key"], *kept["field_keys"].values(), *kept["blind_index_keys"].values()}
    ours = {settings["SECRET_KEY"], *settings["FIELD_KEYS"].values()}
    if demo & (ours | set(settings["BLIND_INDEX_KEYS"].values())):
        yield "a secret is the demonstration's"


def _hosts(settings: Settings) -> Iterator[str]:
    hosts = settings["ALLOWED_HOSTS"]
    if not hosts:
        yield "ALLOWED_HOSTS is empty"
    if any("*" in host or host.startswith(".") for host in hosts):
        yield "ALLOWED_HOSTS has a wildcard"
    public = settings.get("PUBLIC_URL", "")
    if public and (urlsplit(public).scheme, urlsplit(public).path) != ("https", ""):
        yield "ONEVISIT_PUBLIC_URL is not a whole https:// address"
    for origin in settings["CSRF_TRUSTED_ORIGINS"]:
        if urlsplit(origin).scheme != "https" or "*" in origin:
            yield "TRUSTED_ORIGINS has one that is not a whole https:// address"


def _tls(settings: Settings) -> Iterator[str]:
    if not settings["SECURE_SSL_REDIRECT"]:
        yield "SECURE_SSL_REDIRECT is off"
    if settings["SECURE_HSTS_SECONDS"] < _YEAR:
        yield "SECURE_HSTS_SECONDS is less than a year"
    if settings.get("SECURE_PROXY_SSL_HEADER"):
        yield "SECURE_PROXY_SSL_HEADER believes a header of anybody"


def _proxy(settings: Settings) -> Iterator[str]:
    trusted = settings["TRUSTED_PROXIES"]
    if not settings["BEHIND_PROXY"] or not trusted:
        yield "no TLS proxy is named, and the server itself speaks no TLS"
    if any("*" in each or each.endswith("/0") for each in trusted):
        yield "TRUSTED_PROXIES believes everybody"


def _cookies(settings: Settings) -> Iterator[str]:
    for name in ("SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "CSRF_COOKIE_SECURE"):
        if not settings[name]:
            yield f"{name} is off"
    for name in ("SESSION_COOKIE_SAMESITE", "CSRF_COOKIE_SAMESITE"):
        if settings[name] not in ("Lax", "Strict"):
            yield f"{name} is {settings[name]}"


def _browser(settings: Settings) -> Iterator[str]:
    policy = settings.get("CONTENT_SECURITY_POLICY", {}).get("DIRECTIVES", {})
    if not policy or any("unsafe" in str(each) for each in policy.values()):
        yield "CONTENT_SECURITY_POLICY is missing or lets scripts in"
    if settings["X_FRAME_OPTIONS"] != "DENY" or not settings["SECURE_CONTENT_TYPE_NOSNIFF"]:
        yield "framing or sniffing is allowed"


def _database(settings: Settings) -> Iterator[str]:
    for alias, each in settings["DATABASES"].items():
        host = str(each["HOST"])
        remote = not (host == "" or host.startswith("/") or host in ("localhost", "127.0.0.1"))
        if remote and each["OPTIONS"].get("sslmode") not in _ENCRYPTED:
            yield f"{alias}: sslmode lets the connection to {host} go unencrypted"
        if remote and not each["PASSWORD"] and "sslcert" not in each["OPTIONS"]:
            yield f"{alias}: neither a password nor a certificate"


def _passwords(settings: Settings) -> Iterator[str]:
    first = settings["PASSWORD_HASHERS"][0]
    if not any(word in first for word in ("PBKDF2", "Argon2", "BCrypt", "Scrypt")):
        yield "PASSWORD_HASHERS begins with a quick one"
    if not settings["AUTH_PASSWORD_VALIDATORS"]:
        yield "AUTH_PASSWORD_VALIDATORS is empty"


def _shared_state(settings: Settings) -> Iterator[str]:
    if "locmem" in settings["CACHES"]["default"]["BACKEND"]:
        yield "limits are counted for each process apart"
    if "cookies" in settings["SESSION_ENGINE"]:
        yield "sessions live in cookies and cannot be ended"


def _logs(settings: Settings) -> Iterator[str]:
    for name, handler in settings["LOGGING"]["handlers"].items():
        if "redact" not in handler.get("filters", ()):
            yield f"log handler {name} does not mask personal numbers"


def _watch_token(settings: Settings) -> Iterator[str]:
    token = settings["METRICS_TOKEN"]
    if token and (len(token) < TOKEN_LENGTH or len(set(token)) < _DISTINCT):
        yield "ONEVISIT_METRICS_TOKEN is weak"


def _is_weak(secret: str) -> bool:
    """Whether a secret shared with a system outside is short, repetitive or a placeholder."""
    if len(secret) < SHARED_SECRET_LENGTH or len(set(secret)) < _DISTINCT:
        return True
    return any(word in secret.lower() for word in _WEAK_WORDS)


def _payments(settings: Settings) -> Iterator[str]:
    """Whoever knows the secret can say that something was paid."""
    if not settings.get("PAYMENT_PROVIDER"):
        return
    secret = str(settings.get("PAYMENT_SECRET", ""))
    if _is_weak(secret):
        yield "ONEVISIT_PAYMENT_SECRET is missing, short or a placeholder"
    if secret and secret == settings["SECRET_KEY"]:
        yield "ONEVISIT_PAYMENT_SECRET is the SECRET_KEY"
    origin = urlsplit(str(settings.get("PAYMENT_ORIGIN", "")))
    if origin.scheme != "https" or not origin.netloc or origin.path:
        yield "ONEVISIT_PAYMENT_ORIGIN is not a whole https:// address"


def _messages(settings: Settings) -> Iterator[str]:
    """Whoever knows the secret can say that something was delivered."""
    if not any(settings.get("MESSAGE_GATEWAYS", {}).values()):
        return
    secret = str(settings.get("MESSAGE_SECRET", ""))
    if _is_weak(secret):
        yield "ONEVISIT_MESSAGE_SECRET is missing, short or a placeholder"
    if secret and secret in (settings["SECRET_KEY"], settings.get("PAYMENT_SECRET")):
        yield "ONEVISIT_MESSAGE_SECRET is used for something else too"


def _lockers(settings: Settings) -> Iterator[str]:
    """Whoever knows the secret can say that a result was fetched."""
    if not settings.get("LOCKER_PROVIDER"):
        return
    secret = str(settings.get("LOCKER_SECRET", ""))
    if _is_weak(secret):
        yield "ONEVISIT_LOCKER_SECRET is missing, short or a placeholder"
    others = ("SECRET_KEY", "PAYMENT_SECRET", "MESSAGE_SECRET")
    if secret and secret in {settings.get(each) for each in others}:
        yield "ONEVISIT_LOCKER_SECRET is used for something else too"


def _folders(settings: Settings) -> Iterator[str]:
    var, vault = Path(settings["VAR"]), Path(settings["VAULT_ROOT"])
    if var == Path(settings["BASE_DIR"]) / "var":
        yield "run-time data would lie in the checkout"
    if vault.is_relative_to(Path(settings["STATIC_ROOT"])):
        yield "the vault lies where static files are served from"
    if var.exists() and stat.S_IMODE(var.stat().st_mode) & stat.S_IWOTH:
        yield "ONEVISIT_VAR can be written by everybody"
    if vault.exists():
        found = vault.stat()
        if stat.S_IMODE(found.st_mode) & 0o077:
            yield "the vault is open to other accounts"
        if found.st_uid != os.geteuid():
            yield "the vault belongs to another account"


_POINTS: dict[str, tuple[Callable[[Settings], Iterator[str]], str]] = {
    "debug and demo": (_debug, "Use onevisit.config.settings.production and unset ONEVISIT_DEBUG"),
    "sandbox": (_sandbox, "Name a real adapter for each outside system"),
    "site": (_site, "Correct the file of ONEVISIT_SITE: docs/how-to/go-to-production.md"),
    "secret key": (
        _secret_key,
        ("Set SECRET_KEY: python -c 'import secrets; print(secrets.token_urlsafe(50))'"),
    ),
    "encryption keys": (
        _keys,
        ("Give 32 random bytes in base64 for each key: openssl rand -base64 32"),
    ),
    "payments": (
        _payments,
        "Give ONEVISIT_PAYMENT_SECRET and ONEVISIT_PAYMENT_ORIGIN, or name no provider",
    ),
    "lockers": (_lockers, "Give ONEVISIT_LOCKER_SECRET, or name no lockers"),
    "messages": (_messages, "Give ONEVISIT_MESSAGE_SECRET, or name no gateway"),
    "demo secrets": (_demo_secrets, "Make secrets of your own and keep them out of ONEVISIT_VAR"),
    "hosts": (
        _hosts,
        ("List the exact host names in ALLOWED_HOSTS, https:// origins in TRUSTED_ORIGINS"),
    ),
    "tls": (
        _tls,
        ("Keep HTTPS redirect and HSTS on; the proxy's scheme is taken from TRUSTED_PROXIES only"),
    ),
    "proxy": (
        _proxy,
        ("Set ONEVISIT_BEHIND_PROXY=1 and ONEVISIT_TRUSTED_PROXIES to the proxy's addresses"),
    ),
    "cookies": (_cookies, "Keep session and CSRF cookies Secure, SameSite and HttpOnly"),
    "browser rules": (_browser, "Keep the content security policy without exceptions"),
    "database": (
        _database,
        ("Add ?sslmode=verify-full&sslrootcert=… to DATABASE_URL and DATABASE_OWNER_URL"),
    ),
    "passwords": (_passwords, "Keep a slow hasher first, and the validators"),
    "shared state": (_shared_state, "Keep cache and sessions in the database"),
    "logs": (_logs, "Give every log handler the filter redact"),
    "watch token": (_watch_token, f"At least {TOKEN_LENGTH} random characters, or none"),
    "folders": (
        _folders,
        ("Set ONEVISIT_VAR to a folder of the server's own account; chmod 700 its vault"),
    ),
}
