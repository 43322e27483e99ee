"""Production: refuses to start unless every secret, host and the database come from outside.

Needed: SECRET_KEY (50 characters or more), ALLOWED_HOSTS, DATABASE_URL, FIELD_KEYS,
BLIND_INDEX_KEYS (JSON, 32 bytes in base64 each) and, with several keys, FIELD_KEY_CURRENT and
BLIND_INDEX_KEY_CURRENT; ONEVISIT_VAR; ONEVISIT_BEHIND_PROXY=1 with ONEVISIT_TRUSTED_PROXIES, for
the server speaks no TLS itself. Optional: DATABASE_OWNER_URL for migrations, TRUSTED_ORIGINS,
ONEVISIT_PUBLIC_URL (https, for the QR code of results), ONEVISIT_METRICS_TOKEN,
ONEVISIT_MESSAGE_SENDER, ONEVISIT_IDENTITY_CHECK and ONEVISIT_FAMILY_REGISTER (dotted names of
adapters, never a sandbox);
ONEVISIT_PAYMENT_PROVIDER likewise, then also ONEVISIT_PAYMENT_SECRET (32 characters or more) and
ONEVISIT_PAYMENT_ORIGIN (https, where payers pay). ONEVISIT_SMS_GATEWAY, ONEVISIT_EMAIL_GATEWAY and
ONEVISIT_WECHAT_GATEWAY likewise, with ONEVISIT_MESSAGE_SECRET for their receipts.
ONEVISIT_REPORT_RECEIVER likewise: see docs/how-to/report-and-connect.md.
What else must hold stands in ``safety``; ``manage.py doctor`` says it.
"""

from csp.constants import SELF
from django.conf import global_settings
from django.core.exceptions import ImproperlyConfigured

from onevisit.config import databases, env, logs, safety
from onevisit.config.settings.base import *  # noqa: F403
from onevisit.config.settings.base import CONTENT_SECURITY_POLICY

_NEEDED = (
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "FIELD_KEYS",
    "BLIND_INDEX_KEYS",
    "ONEVISIT_VAR",
)
_missing = [name for name in _NEEDED if not env.text(name)]
if _missing:
    raise ImproperlyConfigured(f"set in the environment: {', '.join(_missing)}")

DEMO = False
DEBUG = env.flag("ONEVISIT_DEBUG")  # refused below: an old line in an environment is found out

SECRET_KEY = env.required("SECRET_KEY")
ALLOWED_HOSTS = env.items("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.items("TRUSTED_ORIGINS")

FIELD_KEYS = env.keys("FIELD_KEYS")
FIELD_KEY_CURRENT = env.current_key("FIELD_KEY_CURRENT", FIELD_KEYS)
BLIND_INDEX_KEYS = env.keys("BLIND_INDEX_KEYS")
BLIND_INDEX_KEY_CURRENT = env.current_key("BLIND_INDEX_KEY_CURRENT", BLIND_INDEX_KEYS)

DATABASES = databases.external(env.required("DATABASE_URL"))
MESSAGE_SENDER = env.adapter("ONEVISIT_MESSAGE_SENDER")
IDENTITY_CHECK = env.adapter("ONEVISIT_IDENTITY_CHECK")
FAMILY_REGISTER = env.adapter("ONEVISIT_FAMILY_REGISTER")
PAYMENT_PROVIDER = env.adapter("ONEVISIT_PAYMENT_PROVIDER")
PAYMENT_SECRET = env.text("ONEVISIT_PAYMENT_SECRET")
PAYMENT_ORIGIN = env.text("ONEVISIT_PAYMENT_ORIGIN").rstrip("/")
MESSAGE_GATEWAYS = {
    channel: env.adapter(f"ONEVISIT_{channel.upper()}_GATEWAY")
    for channel in ("sms", "email", "wechat")
}
MESSAGE_SECRET = env.text("ONEVISIT_MESSAGE_SECRET")
LOCKER_PROVIDER = env.adapter("ONEVISIT_LOCKER_PROVIDER")
LOCKER_SECRET = env.text("ONEVISIT_LOCKER_SECRET")
REPORT_RECEIVER = env.adapter("ONEVISIT_REPORT_RECEIVER")
REPORT_FOLDER = env.text("ONEVISIT_REPORT_FOLDER")
REPORT_FORM = env.text("ONEVISIT_REPORT_FORM", "jsonl")
REPORT_PROFILE = env.text("ONEVISIT_REPORT_PROFILE", "national")
WEBHOOK_NETWORKS = tuple(env.items("ONEVISIT_WEBHOOK_NETWORKS"))
REPORT_SOURCE = env.text("ONEVISIT_REPORT_SOURCE", "onevisit")
if PAYMENT_ORIGIN:
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"] = [SELF, PAYMENT_ORIGIN]
PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS

SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

LOGGING = logs.settings(
    form=env.choice("ONEVISIT_LOG_FORMAT", "json", logs.FORMATS),
    level=env.text("ONEVISIT_LOG_LEVEL", "INFO"),
    access=env.flag("ONEVISIT_ACCESS_LOG", default=True),
)

_problems = safety.problems(globals())
if _problems:
    raise ImproperlyConfigured("\n- ".join(["this would not be safe:", *_problems]))
