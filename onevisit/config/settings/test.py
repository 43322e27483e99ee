"""Tests: the embedded PostgreSQL, fixed keys, quick passwords, no collected static files."""

import base64

from onevisit.config import databases, demo_secrets, env
from onevisit.config.settings.base import *  # noqa: F403
from onevisit.config.settings.base import STORAGES, VAR

DEMO = True
MESSAGE_SENDER = "onevisit.accounts.adapters.sandbox.SandboxSender"
IDENTITY_CHECK = "onevisit.accounts.adapters.sandbox.SandboxRegister"
FAMILY_REGISTER = "onevisit.accounts.adapters.sandbox.SandboxFamilies"
API_CITIZEN_TOKENS = True
LOCKER_PROVIDER = "onevisit.delivery.adapters.sandbox.SandboxCabinets"
LOCKER_SECRET = "only-for-tests-" + "k" * 40
LOCKER_ORIGIN = "http://127.0.0.1:9"
PAYMENT_PROVIDER = "onevisit.payments.adapters.sandbox.SandboxProvider"
PAYMENT_SECRET = "only-for-tests-" + "p" * 40
PAYMENT_ORIGIN = "http://127.0.0.1:9"
_SANDBOX = "onevisit.notifications.adapters.sandbox"
MESSAGE_GATEWAYS = {
    "sms": f"{_SANDBOX}.SandboxSms",
    "email": f"{_SANDBOX}.SandboxMail",
    "wechat": f"{_SANDBOX}.SandboxWechat",
}
MESSAGE_SECRET = "only-for-tests-" + "m" * 40
MESSAGE_ORIGIN = "http://127.0.0.1:9"
MESSAGE_RECEIPTS = "http://testserver"
REPORT_RECEIVER = "onevisit.reporting.adapters.sandbox.SandboxReceiver"
REPORT_SECRET = "only-for-tests-" + "r" * 40
REPORT_ORIGIN = "http://127.0.0.1:9"
WEBHOOK_NETWORKS = ("127.0.0.0/8",)
OFFICE_ROOT = VAR / "offices-of-tests"
SECRET_KEY = "only-for-tests-" + "x" * 40
FIELD_KEYS = {
    "f0": base64.b64encode(b"0" * 32).decode(),
    "f1": base64.b64encode(b"1" * 32).decode(),
}
FIELD_KEY_CURRENT = "f1"
BLIND_INDEX_KEYS = {"b1": base64.b64encode(b"2" * 32).decode()}
BLIND_INDEX_KEY_CURRENT = "b1"

ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
DATABASES = databases.settings(VAR, demo_secrets.load(VAR))
DATABASES["default"]["TEST"] = {"NAME": env.text("ONEVISIT_TEST_DB", "test_onevisit")}
DATABASES["default"]["OPTIONS"]["options"] = "-c synchronous_commit=off"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STATIC_ROOT = VAR / "static-test"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
