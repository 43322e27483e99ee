"""Production refuses to start insecure; what it does start with is strict."""

import base64
import json
import os
import subprocess
import sys

import pytest

ROOT_KEYS = {"f1": base64.b64encode(b"a" * 32).decode()}
BLIND_KEYS = {"b1": base64.b64encode(b"b" * 32).decode()}
COMPLETE = {
    "SECRET_KEY": "s3cret-" + "k7Qz" * 12,
    "ALLOWED_HOSTS": "service.example",
    "DATABASE_URL": "postgresql://app:pw@db.example:5432/onevisit?sslmode=verify-full",
    "FIELD_KEYS": json.dumps(ROOT_KEYS),
    "BLIND_INDEX_KEYS": json.dumps(BLIND_KEYS),
}
OURS = (*COMPLETE, "FIELD_KEY_CURRENT", "BLIND_INDEX_KEY_CURRENT", "DATABASE_OWNER_URL")


IMPORT_ONLY = ("-c", "import onevisit.config.settings.production")
DEPLOYMENT_CHECK = ("manage.py", "check", "--deploy", "--fail-level", "WARNING")


def start(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Load the production settings in a process of its own."""
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    kept["DJANGO_SETTINGS_MODULE"] = "onevisit.config.settings.production"
    return subprocess.run(
        [sys.executable, *(command or IMPORT_ONLY)],
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_starts_when_everything_is_given_and_passes_the_deployment_check() -> None:
    done = start(*DEPLOYMENT_CHECK, **COMPLETE)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", sorted(COMPLETE))
def test_production_refuses_to_start_without(name: str) -> None:
    done = start(**{key: value for key, value in COMPLETE.items() if key != name})
    assert done.returncode != 0
    assert "ImproperlyConfigured" in done.stderr
    assert name in done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("ALLOWED_HOSTS", "service.example,*"),
        ("DATABASE_URL", "sqlite:///x"),
        ("FIELD_KEYS", '{"f1": "c2hvcnQ="}'),
        ("FIELD_KEYS", "[]"),
        ("BLIND_INDEX_KEYS", json.dumps(ROOT_KEYS)),
        ("ONEVISIT_MESSAGE_SENDER", "onevisit.accounts.adapters.sandbox.SandboxSender"),
        ("ONEVISIT_IDENTITY_CHECK", "onevisit.accounts.adapters.sandbox.SandboxRegister"),
    ],
)
def test_production_refuses_a_weak_value(name: str, value: str) -> None:
    done = start(**(COMPLETE | {name: value}))
    assert done.returncode != 0
    assert name in done.stderr
    assert value not in done.stderr.replace(name, "")
