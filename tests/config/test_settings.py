"""Production refuses to start insecure; what it does start with is strict."""

import base64
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from onevisit.config import checkup, demo_secrets, safety
from onevisit.kernel import clock
from onevisit.ui.site import OWN
from tests.config.nursery import Nursery, nursery


def key(word: str) -> str:
    return base64.b64encode(hashlib.sha256(word.encode()).digest()).decode()


ROOT_KEYS = {"f1": key("a")}
BLIND_KEYS = {"b1": key("b")}
COMPLETE = {
    "SECRET_KEY": "s3cret-" + "k7QzW9xP2mVb4nT8" * 3,
    "ALLOWED_HOSTS": "service.example",
    "DATABASE_URL": "postgresql://app:pw@db.example:5432/onevisit?sslmode=verify-full",
    "FIELD_KEYS": json.dumps(ROOT_KEYS),
    "BLIND_INDEX_KEYS": json.dumps(BLIND_KEYS),
    "ONEVISIT_BEHIND_PROXY": "1",
    "ONEVISIT_TRUSTED_PROXIES": "10.0.0.0/24",
}
OURS = (
    *COMPLETE,
    *("FIELD_KEY_CURRENT", "BLIND_INDEX_KEY_CURRENT", "DATABASE_OWNER_URL", "TRUSTED_ORIGINS"),
    *("ONEVISIT_VAR", "ONEVISIT_DEBUG", "ONEVISIT_METRICS_TOKEN"),
)
REFUSED_WITHOUT = sorted({*COMPLETE, "ONEVISIT_VAR"})

DEPLOYMENT_CHECK = ("manage.py", "check", "--deploy", "--fail-level", "WARNING")
PRINT_SETTINGS = (
    "-c",
    (
        "from onevisit.config.settings import production as p; from onevisit.config import safety;"
        "print(safety.problems(vars(p)), p.LOGGING['handlers']['console']['formatter'])"
    ),
)


@pytest.fixture
def complete(tmp_path: Path) -> dict[str, str]:
    return COMPLETE | {"ONEVISIT_VAR": str(tmp_path)}


@pytest.fixture(scope="module")
def young() -> Iterator[Nursery]:
    with nursery() as running:
        yield running


def surroundings(environment: dict[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    kept["DJANGO_SETTINGS_MODULE"] = "onevisit.config.settings.production"
    return kept | environment


def start(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command under the production settings."""
    return subprocess.run(
        [sys.executable, *command],
        env=surroundings(environment),
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_starts_when_everything_is_given_and_passes_the_deployment_check(
    complete: dict[str, str],
) -> None:
    done = start(*DEPLOYMENT_CHECK, **complete)
    assert done.returncode == 0, done.stderr
    done = start(*PRINT_SETTINGS, **complete)
    assert done.stdout.split() == ["[]", "json"], done.stderr


@pytest.mark.parametrize("name", REFUSED_WITHOUT)
def test_production_refuses_to_start_without(
    name: str, complete: dict[str, str], young: Nursery
) -> None:
    done = young.start(surroundings({k: v for k, v in complete.items() if k != name}))
    assert done.returncode != 0
    assert "ImproperlyConfigured" in done.stderr
    assert name in done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("ALLOWED_HOSTS", "service.example,*"),
        ("DATABASE_URL", "sqlite:///x"),
        ("DATABASE_URL", "postgresql://app:pw@db.example/onevisit"),
        ("FIELD_KEYS", '{"f1": "c2hvcnQ="}'),
        ("FIELD_KEYS", "[]"),
        ("BLIND_INDEX_KEYS", json.dumps(ROOT_KEYS)),
        ("ONEVISIT_MESSAGE_SENDER", "onevisit.accounts.adapters.sandbox.SandboxSender"),
        ("ONEVISIT_IDENTITY_CHECK", "onevisit.accounts.adapters.sandbox.SandboxRegister"),
        ("ONEVISIT_PAYMENT_PROVIDER", "onevisit.payments.adapters.sandbox.SandboxProvider"),
        ("TRUSTED_ORIGINS", "http://service.example"),
        ("ONEVISIT_PUBLIC_URL", "http://service.example"),
        ("ONEVISIT_METRICS_TOKEN", "guess"),
    ],
)
def test_production_refuses_a_weak_value(
    name: str, value: str, complete: dict[str, str], young: Nursery
) -> None:
    done = young.start(surroundings(complete | {name: value}))
    assert done.returncode != 0
    assert name in done.stderr
    assert value not in done.stderr.replace(name, "")


def test_production_loads_when_everything_is_given(
    complete: dict[str, str], young: Nursery
) -> None:
    assert young.start(surroundings(complete)).returncode == 0


def test_production_refuses_debug(complete: dict[str, str], young: Nursery) -> None:
    done = young.start(surroundings(complete | {"ONEVISIT_DEBUG": "1"}))
    assert done.returncode != 0
    assert "DEBUG is on" in done.stderr


def test_the_doctor_says_why_the_settings_refuse_without_a_traceback(
    complete: dict[str, str],
) -> None:
    done = start("manage.py", "doctor", **(complete | {"SECRET_KEY": "x"}))
    assert done.returncode == 1
    assert "SECRET_KEY has less than 50 characters" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture
def sound(tmp_path: Path) -> dict[str, Any]:
    """The settings of production as safety sees them."""
    from onevisit.config.settings import base

    values = {name: getattr(base, name) for name in dir(base) if name.isupper()}
    var = tmp_path / "var"
    (var / "vault").mkdir(parents=True, mode=0o700)
    return values | {
        "VAR": var,
        "VAULT_ROOT": var / "vault",
        "STATIC_ROOT": var / "static",
        "DEBUG": False,
        "DEMO": False,
        "SECRET_KEY": COMPLETE["SECRET_KEY"],
        "FIELD_KEYS": ROOT_KEYS,
        "FIELD_KEY_CURRENT": "f1",
        "BLIND_INDEX_KEYS": BLIND_KEYS,
        "BLIND_INDEX_KEY_CURRENT": "b1",
        "ALLOWED_HOSTS": ["service.example"],
        "CSRF_TRUSTED_ORIGINS": ["https://service.example"],
        "BEHIND_PROXY": True,
        "TRUSTED_PROXIES": ["10.0.0.7"],
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 365 * 24 * 3600,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.PBKDF2PasswordHasher"],
        "METRICS_TOKEN": "",
        "DATABASES": {"default": database("/run/postgresql")},
    }


def database(host: str, **options: str) -> dict[str, Any]:
    return {"HOST": host, "PASSWORD": "pw", "OPTIONS": options}


def broken(settings: dict[str, Any]) -> list[str]:
    return [point.name for point in safety.points(settings) if point.problems]


def test_sound_settings_break_no_point_of_safety(sound: dict[str, Any]) -> None:
    without_sandbox = {k: v for k, v in sound.items() if "sandbox" not in str(v).lower()}
    assert broken(without_sandbox) == []


REFUSALS: list[tuple[str, dict[str, Any]]] = [
    ("site", {"SITE": {"nmae": "青溪"}}),
    ("site", {"SITE": {"identifiers": "ICP 1"}}),
    ("site", {"SITE": {"en": {"name": "Qingxi"}}}),
    ("debug and demo", {"DEBUG": True}),
    ("debug and demo", {"DEMO": True}),
    ("sandbox", {"MESSAGE_SENDER": "onevisit.accounts.adapters.sandbox.SandboxSender"}),
    ("sandbox", {"ADAPTERS": {"courier": "onevisit.delivery.adapters.SandboxCourier"}}),
    ("secret key", {"SECRET_KEY": "short"}),
    ("secret key", {"SECRET_KEY": "ab" * 40}),
    ("secret key", {"SECRET_KEY": "django-insecure-" + COMPLETE["SECRET_KEY"]}),
    ("encryption keys", {"FIELD_KEYS": {"f1": base64.b64encode(b"a" * 32).decode()}}),
    ("encryption keys", {"FIELD_KEYS": BLIND_KEYS, "FIELD_KEY_CURRENT": "b1"}),
    ("encryption keys", {"BLIND_INDEX_KEY_CURRENT": "b0"}),
    ("payments", {"PAYMENT_PROVIDER": "city.pay.Provider", "PAYMENT_SECRET": "short"}),
    (
        "payments",
        {"PAYMENT_PROVIDER": "city.pay.Provider", "PAYMENT_ORIGIN": "http://pay.example"},
    ),
    ("lockers", {"LOCKER_PROVIDER": "maker.Cabinets", "LOCKER_SECRET": "short"}),
    ("messages", {"MESSAGE_GATEWAYS": {"sms": "city.sms.Gateway"}, "MESSAGE_SECRET": "short"}),
    ("hosts", {"ALLOWED_HOSTS": []}),
    ("hosts", {"ALLOWED_HOSTS": ["*"]}),
    ("hosts", {"ALLOWED_HOSTS": [".service.example"]}),
    ("hosts", {"CSRF_TRUSTED_ORIGINS": ["http://service.example"]}),
    ("hosts", {"CSRF_TRUSTED_ORIGINS": ["https://*.example"]}),
    ("hosts", {"PUBLIC_URL": "http://service.example"}),
    ("hosts", {"PUBLIC_URL": "https://service.example/somewhere"}),
    ("tls", {"SECURE_SSL_REDIRECT": False}),
    ("tls", {"SECURE_HSTS_SECONDS": 3600}),
    ("tls", {"SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https")}),
    ("proxy", {"BEHIND_PROXY": False}),
    ("proxy", {"TRUSTED_PROXIES": []}),
    ("proxy", {"TRUSTED_PROXIES": ["0.0.0.0/0"]}),
    ("cookies", {"SESSION_COOKIE_SECURE": False}),
    ("cookies", {"SESSION_COOKIE_HTTPONLY": False}),
    ("cookies", {"CSRF_COOKIE_SECURE": False}),
    ("cookies", {"SESSION_COOKIE_SAMESITE": "None"}),
    ("browser rules", {"CONTENT_SECURITY_POLICY": {}}),
    (
        "browser rules",
        {"CONTENT_SECURITY_POLICY": {"DIRECTIVES": {"script-src": ["'unsafe-inline'"]}}},
    ),
    ("browser rules", {"X_FRAME_OPTIONS": "SAMEORIGIN"}),
    ("database", {"DATABASES": {"default": database("db.example")}}),
    ("database", {"DATABASES": {"default": database("db.example", sslmode="prefer")}}),
    (
        "database",
        {"DATABASES": {"default": database("db", sslmode="verify-full") | {"PASSWORD": ""}}},
    ),
    ("passwords", {"PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"]}),
    ("passwords", {"AUTH_PASSWORD_VALIDATORS": []}),
    ("shared state", {"CACHES": {"default": {"BACKEND": "x.locmem.LocMemCache"}}}),
    ("shared state", {"SESSION_ENGINE": "django.contrib.sessions.backends.signed_cookies"}),
    ("logs", {"LOGGING": {"handlers": {"plain": {"class": "logging.StreamHandler"}}}}),
    ("watch token", {"METRICS_TOKEN": "guess"}),
    ("watch token", {"METRICS_TOKEN": "a" * 40}),
]


@pytest.mark.parametrize(("point", "change"), REFUSALS)
def test_each_broken_point_is_refused(
    point: str, change: dict[str, Any], sound: dict[str, Any]
) -> None:
    assert point in broken(sound | change)


def open_vault(settings: dict[str, Any]) -> None:
    settings["VAULT_ROOT"].chmod(0o750)


def open_var(settings: dict[str, Any]) -> None:
    settings["VAR"].chmod(0o777)


def vault_among_static_files(settings: dict[str, Any]) -> None:
    settings["VAULT_ROOT"] = settings["STATIC_ROOT"] / "vault"


def checkout(settings: dict[str, Any]) -> None:
    settings["VAR"] = settings["BASE_DIR"] / "var"


@pytest.mark.parametrize("spoil", [open_vault, open_var, vault_among_static_files, checkout])
def test_open_folders_are_refused(
    spoil: Callable[[dict[str, Any]], None], sound: dict[str, Any]
) -> None:
    spoil(sound)
    assert "folders" in broken(sound)


def test_secrets_that_a_demonstration_made_are_refused(sound: dict[str, Any]) -> None:
    kept = demo_secrets.load(sound["VAR"])
    assert "demo secrets" not in broken(sound)
    assert "demo secrets" in broken(sound | {"SECRET_KEY": kept["secret_key"]})
    assert "demo secrets" in broken(sound | {"FIELD_KEYS": kept["field_keys"]})


def test_no_problem_ever_shows_a_secret(sound: dict[str, Any]) -> None:
    everything = {name: value for _point, change in REFUSALS for name, value in change.items()}
    told = "\n".join(safety.problems(sound | everything))
    for secret in ("guess", "django-insecure", "pw", ROOT_KEYS["f1"], BLIND_KEYS["b1"]):
        assert secret not in told


def test_every_point_has_a_test_and_a_remedy(sound: dict[str, Any]) -> None:
    tested = {name for name, _change in REFUSALS} | {"folders", "demo secrets"}
    points = safety.points(sound)
    assert {point.name for point in points} == tested
    assert all(point.remedy for point in points)


@pytest.mark.django_db
def test_the_doctor_looks_at_roles_triggers_calendar_disk_and_who_runs_the_site(
    settings: Any,
) -> None:
    from onevisit.kernel.services import seed_calendar

    seed_calendar()
    settings.DEMO = False
    found = {line.name: line for line in checkup.of_the_house()}
    assert list(found) == [
        *("database", "migrations", "vault", "calendar"),
        *("runtime role", "history", "calendar year", "clock", "keys", "background worker"),
        *("disk", "who runs the site", "static files"),
    ]
    heading = found["who runs the site"]
    assert (heading.ok, heading.must) == (False, False) and "Name a file" in heading.remedy
    settings.SITE = {"name": "青溪政务服务"}
    (half,) = [each for each in checkup.of_the_house() if each.name == heading.name]
    assert not half.ok and "county" in half.found and "name" not in half.found.split(", ")
    settings.SITE = dict.fromkeys(OWN, "青溪") | {"identifiers": ["x"]}
    (own,) = [each for each in checkup.of_the_house() if each.name == heading.name]
    assert (own.ok, own.found) == (True, "青溪")
    with clock.travel(clock.now() + timedelta(hours=2)):
        ahead = {line.name: line for line in checkup.of_the_house()}["clock"]
    assert (found["clock"].ok, ahead.ok, ahead.must) == (True, False, False)
    assert [line.name for line in found.values() if not line.ok and line.must] == []
