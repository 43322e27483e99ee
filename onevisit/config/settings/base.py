"""What every way of running shares. Secrets, hosts and the database stand in the other modules."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from onevisit.config import env, generics, logs, rooms

generics.enable()

BASE_DIR = Path(__file__).resolve().parents[3]
VAR = Path(env.text("ONEVISIT_VAR", str(BASE_DIR / "var"))).absolute()

DEMO = False
DEBUG = False

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "csp",
    "onevisit.config",
    *rooms.installed(),
]

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["onevisit.accounts.backends.LoginBackend"]

MIDDLEWARE = [
    "onevisit.audit.middleware.RequestContextMiddleware",
    "onevisit.config.observe.ObserveMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "onevisit.config.headers.HeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "onevisit.accounts.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "onevisit.ui.middleware.ViewModeMiddleware",
    "onevisit.ui.middleware.DomainErrorMiddleware",
    "onevisit.ui.middleware.PlainTextMiddleware",
    "onevisit.accounts.edge.ApiEdgeMiddleware",
]

ROOT_URLCONF = "onevisit.config.urls"
WSGI_APPLICATION = "onevisit.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": rooms.folders("web/templates"),
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "onevisit.ui.context.navigation",
            ],
        },
    }
]

# Language and time: the source language of every text is Chinese.
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "onevisit" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# People: passwords are for staff (whose second factor no setting spares); citizens sign in by
# phone, and national sign-in is an adapter.
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "display_name")},
    },
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
]
# Who sends messages to phones and who checks names against the resident register: dotted names
# of adapters (accounts.adapters). Empty: not joined, and what needs it says so.
MESSAGE_SENDER = ""
IDENTITY_CHECK = ""
FAMILY_REGISTER = ""
SANDBOX_FAMILIES = ""
# Programs: requests a minute of one token, and of one address without a token; bytes of one
# request's JSON. Citizens get tokens in demonstrations only.
API_REQUESTS = 600
API_REQUESTS_WITHOUT_TOKEN = 120
API_BODY_BYTES = 256 * 1024
API_CITIZEN_TOKENS = False
PUBLIC_URL = env.text("ONEVISIT_PUBLIC_URL").rstrip("/")
"""Where the public finds this site (https://…, no path): printed in the QR code of results."""

LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "/"
STAFF_REDIRECT_URL = "/staff/"
LOGOUT_REDIRECT_URL = "/"

# Sessions and caches live in PostgreSQL: several processes share them, nothing else is needed.
SESSION_ENGINE = "onevisit.accounts.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 60 * 60
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False
CSRF_FAILURE_VIEW = "onevisit.ui.web.views.csrf_failure"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "onevisit_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

# Uploads: 20 MB a file (the vault checks pages and content), and room for one form around it.
UPLOAD_MAX_BYTES = 20 * 1024 * 1024
UPLOAD_MAX_PAGES = 100
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
VAULT_ROOT = VAR / "vault"
REPORTS_ROOT = VAR / "reports"

# Numbers people quote, and the rule by which contacts merge into one visit (dated: the newest
# rule whose day has come counts; minutes at the same place).
SITE = env.document("ONEVISIT_SITE")
"""Who runs the site (`ui.site.Site`), where it is not the county of the demonstration."""
APPLICATION_NUMBER_PREFIX = env.text("ONEVISIT_APPLICATION_PREFIX", "AL")
RESULT_NUMBER_PREFIX = env.text("ONEVISIT_RESULT_PREFIX", "安澜准")
VISIT_MERGE_MINUTES = (("2016-12-01", 120),)
# Working days before a limit of the applicant at which they are reminded (dated likewise).
REMIND_DAYS_BEFORE = (("2016-12-01", 3),)
SUPERVISION_ORDERS = (("2016-12-01", 5, 1),)
"""督办: from a day on, working days to answer, and how many before their end one is reminded."""
CARD_MARKS = (("2016-12-01", 1, 5),)
"""黄牌、红牌: from a day on, working days before its end at which a clock turns yellow, and those
within which a red card may be contested."""
# Ratings (dated likewise): days in which one may be changed; clock H of a bad one, working days
# until somebody is called back and until it is put right.
RATING_RULES = (("2016-12-01", 7, 1, 15),)
# Courier (dated likewise): who pays, "centre" or "receiver"; days an address is kept after the end.
COURIER_TERMS = (("2016-12-01", "centre", 30),)
# Papers between offices (dated likewise): working days until a bag arrives, by messenger, by post.
TRANSIT_TERMS = (("2016-12-01", 2, 5),)
# Lockers: the dotted name of their maker's adapter (delivery.adapters), "" = none are offered; the
# secret their news are signed with; the origin of a sandbox.
LOCKER_PROVIDER = ""
LOCKER_SECRET = ""
LOCKER_ORIGIN = ""

# Archive: the number of this house among archives 全宗号; days after the end of a case until it is
# archived, and after something late until its supplement (dated likewise). What is kept how long
# (dated likewise): type of item or "*"; granted, refused, other or "*"; Y for ever, D30, D10 years.
ARCHIVE_FONDS = env.text("ONEVISIT_ARCHIVE_FONDS", "339921")
ARCHIVE_TERMS = (("2016-12-01", 15, 7),)
ARCHIVE_RETENTION = (
    ("2016-12-01", "*", "*", "D10"),
    ("2016-12-01", "*", "granted", "D30"),
    ("2016-12-01", "*", "refused", "D30"),
    ("2016-12-01", "07", "granted", "Y"),
)

# Payments: the dotted name of the provider's adapter (payments.adapters), "" = only at windows;
# the secret it signs with; the origin of its pages, where our forms lead. Terms (dated likewise):
# days until an order is reckoned anew, minutes of one try to pay, days before its end the payer is
# reminded.
PAYMENT_PROVIDER = ""
PAYMENT_SECRET = ""
PAYMENT_ORIGIN = ""
PAYMENT_TERMS = (("2016-12-01", 30, 30, 5),)

# Messages: dotted names of the gateways by channel (notifications.adapters), none = only in the
# pages; the secret that receipts are signed with; the origin of a sandbox; where receipts are told.
MESSAGE_GATEWAYS: dict[str, str] = {}
MESSAGE_SECRET = ""
MESSAGE_ORIGIN = ""
MESSAGE_RECEIPTS = PUBLIC_URL

# Reports to the platform above: the dotted name of its adapter (reporting.adapters), "" = nothing
# is reported; for one with a folder the folder, for a sandbox its origin and secret; the
# form of the tables, the province's numbers (a profile of the exchange), our name as data_source.
REPORT_RECEIVER = ""
REPORT_FOLDER = ""
REPORT_ORIGIN = ""
REPORT_SECRET = ""
REPORT_FORM = "jsonl"
REPORT_PROFILE = "national"
REPORT_SOURCE = "onevisit"

# Offices that work by files: where their folders are, and the form of what they are given.
OFFICE_ROOT = Path(env.text("ONEVISIT_OFFICE_ROOT", str(VAR / "offices"))).absolute()
OFFICE_FORM = "csv"

# Webhooks: networks that are not public and may be called nevertheless, also without TLS.
WEBHOOK_NETWORKS: tuple[str, ...] = ()

# Static files: hashed names, served by the application itself.
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("ONEVISIT_STATIC", str(VAR / "static"))).absolute()
STATICFILES_DIRS = rooms.folders("web/static")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "onevisit.config.static.HashedOnceCollected"},
}
WHITENOISE_AUTOREFRESH = False
WHITENOISE_USE_FINDERS = False

# The browser may do nothing that was not written down here.
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [SELF],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Logs: one line a record on standard error, with the request's id, personal numbers masked.
LOGGING = logs.settings(
    form=env.choice("ONEVISIT_LOG_FORMAT", "line", logs.FORMATS),
    level=env.text("ONEVISIT_LOG_LEVEL", "INFO"),
    access=env.flag("ONEVISIT_ACCESS_LOG"),
)

# Who watches: figures and details only for this machine, or for who shows the token. Behind a
# proxy nothing is believed to come from this machine, and the proxy's request id is taken over.
METRICS_TOKEN = env.text("ONEVISIT_METRICS_TOKEN")
BEHIND_PROXY = env.flag("ONEVISIT_BEHIND_PROXY")
TRUSTED_PROXIES = env.items("ONEVISIT_TRUSTED_PROXIES")
