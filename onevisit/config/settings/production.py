"""Production: refuses to start unless every secret, host and the database come from outside.

Needed: SECRET_KEY (50 characters or more), ALLOWED_HOSTS, DATABASE_URL, FIELD_KEYS,
BLIND_INDEX_KEYS (JSON, 32 bytes in base64 each) and, with several keys, FIELD_KEY_CURRENT and
BLIND_INDEX_KEY_CURRENT. Optional: DATABASE_OWNER_URL for migrations, TRUSTED_ORIGINS,
ONEVISIT_BEHIND_PROXY=1 when a proxy sets X-Forwarded-Proto and appends to X-Forwarded-For,
ONEVISIT_MESSAGE_SENDER and ONEVISIT_IDENTITY_CHECK (dotted names of adapters, never a sandbox).
"""

from django.core.exceptions import ImproperlyConfigured

from onevisit.config import databases, env
from onevisit.config.settings.base import *  # noqa: F403
from onevisit.config.settings.base import MIDDLEWARE

_SECRET_KEY_LENGTH = 50

DEMO = False
DEBUG = False

SECRET_KEY = env.required("SECRET_KEY")
if len(SECRET_KEY) < _SECRET_KEY_LENGTH:
    raise ImproperlyConfigured(f"SECRET_KEY must have at least {_SECRET_KEY_LENGTH} characters")

ALLOWED_HOSTS = env.items("ALLOWED_HOSTS")
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must list the host names, without *")

FIELD_KEYS = env.keys("FIELD_KEYS")
FIELD_KEY_CURRENT = env.current_key("FIELD_KEY_CURRENT", FIELD_KEYS)
BLIND_INDEX_KEYS = env.keys("BLIND_INDEX_KEYS")
BLIND_INDEX_KEY_CURRENT = env.current_key("BLIND_INDEX_KEY_CURRENT", BLIND_INDEX_KEYS)
if set(FIELD_KEYS.values()) & set(BLIND_INDEX_KEYS.values()):
    raise ImproperlyConfigured("FIELD_KEYS and BLIND_INDEX_KEYS must not share a key")

DATABASES = databases.external(env.required("DATABASE_URL"))

MESSAGE_SENDER = env.adapter("ONEVISIT_MESSAGE_SENDER")
IDENTITY_CHECK = env.adapter("ONEVISIT_IDENTITY_CHECK")

CSRF_TRUSTED_ORIGINS = env.items("TRUSTED_ORIGINS")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
if env.flag("ONEVISIT_BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    MIDDLEWARE = ["onevisit.config.forwarded.ForwardedMiddleware", *MIDDLEWARE]
