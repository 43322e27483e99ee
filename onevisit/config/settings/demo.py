"""A demonstration or a developer's machine: embedded PostgreSQL, secrets made once."""

import hashlib

from csp.constants import SELF

from onevisit.config import databases, demo_secrets, env
from onevisit.config.settings.base import *  # noqa: F403
from onevisit.config.settings.base import CONTENT_SECURITY_POLICY, PUBLIC_URL, STATIC_ROOT, VAR

DEMO = True
MESSAGE_SENDER = "onevisit.accounts.adapters.sandbox.SandboxSender"
IDENTITY_CHECK = "onevisit.accounts.adapters.sandbox.SandboxRegister"
FAMILY_REGISTER = "onevisit.accounts.adapters.sandbox.SandboxFamilies"
SANDBOX_FAMILIES = str(VAR / "families.json")
API_CITIZEN_TOKENS = True
DEBUG = env.flag("ONEVISIT_DEBUG")

_secrets = demo_secrets.load(VAR)
SECRET_KEY = _secrets["secret_key"]
FIELD_KEYS: dict[str, str] = _secrets["field_keys"]
FIELD_KEY_CURRENT = next(reversed(FIELD_KEYS))
BLIND_INDEX_KEYS: dict[str, str] = _secrets["blind_index_keys"]
BLIND_INDEX_KEY_CURRENT = next(reversed(BLIND_INDEX_KEYS))

# The provider of payments is a process of its own beside the server (see `config.server`).
PAYMENT_PROVIDER = "onevisit.payments.adapters.sandbox.SandboxProvider"
PAYMENT_SECRET = hashlib.sha256(f"payments {SECRET_KEY}".encode()).hexdigest()
PAYMENT_ORIGIN = f"http://127.0.0.1:{env.integer('ONEVISIT_PAY_PORT', 9000)}"
CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"] = [SELF, PAYMENT_ORIGIN]

# So are the gateways of messages.
_SANDBOX = "onevisit.notifications.adapters.sandbox"
MESSAGE_GATEWAYS = {
    "sms": f"{_SANDBOX}.SandboxSms",
    "email": f"{_SANDBOX}.SandboxMail",
    "wechat": f"{_SANDBOX}.SandboxWechat",
}
MESSAGE_SECRET = hashlib.sha256(f"messages {SECRET_KEY}".encode()).hexdigest()
MESSAGE_ORIGIN = f"http://127.0.0.1:{env.integer('ONEVISIT_MESSAGE_PORT', 10000)}"
MESSAGE_RECEIPTS = env.text("ONEVISIT_MESSAGE_RECEIPTS", "http://127.0.0.1:8000")

# So are lockers.
LOCKER_PROVIDER = "onevisit.delivery.adapters.sandbox.SandboxCabinets"
LOCKER_SECRET = hashlib.sha256(f"lockers {SECRET_KEY}".encode()).hexdigest()
LOCKER_ORIGIN = f"http://127.0.0.1:{env.integer('ONEVISIT_LOCKER_PORT', 12000)}"

# So is the other side of reports and webhooks.
REPORT_RECEIVER = "onevisit.reporting.adapters.sandbox.SandboxReceiver"
REPORT_SECRET = hashlib.sha256(f"reports {SECRET_KEY}".encode()).hexdigest()
REPORT_ORIGIN = f"http://127.0.0.1:{env.integer('ONEVISIT_REPORT_PORT', 11000)}"
WEBHOOK_NETWORKS = ("127.0.0.0/8",)

PUBLIC_URL = PUBLIC_URL or "http://127.0.0.1:8000"
ALLOWED_HOSTS = env.items("ONEVISIT_HOSTS", "127.0.0.1,localhost,[::1]")
DATABASES = databases.settings(VAR, _secrets)

# Before the first collection of static files, and while developing, they are found in the rooms.
if DEBUG or not (STATIC_ROOT / "staticfiles.json").exists():
    WHITENOISE_USE_FINDERS = True
    WHITENOISE_AUTOREFRESH = True
