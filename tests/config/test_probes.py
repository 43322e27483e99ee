"""What machines ask, and what they are told."""

import json
import logging
from pathlib import Path

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from onevisit.config import health, metrics, watching
from onevisit.config.logs import RequestIdFilter
from onevisit.kernel import services as kernel

OUTSIDE = "192.0.2.9"
TOKEN = "watch-" + "t" * 30


@pytest.fixture
def seeded(db: None) -> None:
    kernel.seed_calendar()
    health._migrated.clear()


def test_it_is_alive_without_a_database_and_under_any_host_name() -> None:
    response = Client(REMOTE_ADDR=OUTSIDE).get("/healthz", HTTP_HOST="10.1.2.3")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "Set-Cookie" not in response.headers


@pytest.mark.usefixtures("seeded")
def test_it_is_ready_with_database_migrations_vault_and_calendar() -> None:
    response = Client().get("/readyz")
    assert response.status_code == 200
    checks = {check["name"]: check["ok"] for check in response.json()["checks"]}
    assert checks == {"database": True, "migrations": True, "vault": True, "calendar": True}


@pytest.mark.usefixtures("seeded")
def test_who_asks_from_outside_is_told_no_details() -> None:
    assert Client(REMOTE_ADDR=OUTSIDE).get("/readyz").json() == {"status": "ok"}


@pytest.mark.django_db
def test_without_a_calendar_it_is_not_ready() -> None:
    response = Client().get("/readyz")
    assert response.status_code == 503
    assert [check["name"] for check in response.json()["checks"] if not check["ok"]] == ["calendar"]


@pytest.mark.usefixtures("seeded")
def test_with_migrations_waiting_it_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    def waiting(*_args: object) -> list[str]:
        return ["one"]

    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", waiting)
    response = Client().get("/readyz")
    assert response.status_code == 503
    assert {"name": "migrations", "ok": False, "detail": "1 not applied"} in response.json()[
        "checks"
    ]


@pytest.mark.usefixtures("seeded")
def test_with_a_vault_that_cannot_be_written_it_is_not_ready(
    settings: Settings, tmp_path: Path
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("not a folder")
    settings.VAULT_ROOT = in_the_way
    checks = {check.name: check for check in health.readiness()}
    assert not checks["vault"].ok
    assert checks["calendar"].ok


def test_a_lost_database_is_told_without_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OperationalError("host db.secret.example refused")

    monkeypatch.setattr(health, "_database", fail)
    response = Client().get("/readyz")
    assert response.status_code == 503
    assert "secret" not in response.content.decode()


@pytest.mark.parametrize(
    "headers",
    [
        {"REMOTE_ADDR": OUTSIDE},
        {"REMOTE_ADDR": ""},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_FORWARDED": "for=127.0.0.1"},
        {"REMOTE_ADDR": OUTSIDE, "HTTP_AUTHORIZATION": "Bearer wrong"},
        {"REMOTE_ADDR": OUTSIDE, "HTTP_AUTHORIZATION": "Bearer "},
    ],
)
def test_figures_do_not_exist_for_strangers(headers: dict[str, str], settings: Settings) -> None:
    settings.METRICS_TOKEN = TOKEN
    assert Client(**headers).get("/metrics").status_code == 404  # type: ignore[arg-type]


def test_an_empty_token_opens_nothing() -> None:
    client = Client(REMOTE_ADDR=OUTSIDE, HTTP_AUTHORIZATION="Bearer ")
    assert client.get("/metrics").status_code == 404


def test_behind_a_proxy_this_machine_is_nobody_special(settings: Settings) -> None:
    settings.BEHIND_PROXY = True
    assert Client().get("/metrics").status_code == 404


@pytest.mark.django_db
def test_figures_are_read_with_the_token(settings: Settings) -> None:
    settings.METRICS_TOKEN = TOKEN
    settings.BEHIND_PROXY = True
    client = Client(REMOTE_ADDR=OUTSIDE, HTTP_AUTHORIZATION=f"Bearer {TOKEN}")
    response = client.get("/metrics")
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/plain; version=0.0.4")


@pytest.mark.django_db
def test_requests_are_counted_by_page_and_status_not_by_address() -> None:
    metrics.figures.__init__()  # type: ignore[misc]
    client = Client()
    client.get(reverse("ui:help"))
    client.get("/no/such/page/")
    client.generic("BREW", "/no/such/page/")
    text = client.get("/metrics").content.decode()
    assert 'onevisit_http_requests_total{route="unmatched",method="GET",status="404"} 1' in text
    assert 'method="OTHER"' in text
    assert 'onevisit_http_requests_total{route="ui:help",method="GET",status="200"} 1' in text
    assert "such" not in text
    assert 'onevisit_http_request_seconds_count{route="unmatched"} 2' in text
    assert 'onevisit_http_request_seconds_bucket{route="unmatched",le="+Inf"} 2' in text


def test_the_workers_figures_are_added_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = metrics.Figures()
    other.observe("portal:home", "GET", 200, 0.2)
    (tmp_path / "1.json").write_text(json.dumps(other.snapshot({"pool_size": 4})))
    monkeypatch.setenv("ONEVISIT_METRICS_DIR", str(tmp_path))
    mine = metrics.Figures()
    mine.observe("portal:home", "GET", 200, 0.01)
    monkeypatch.setattr(metrics, "figures", mine)
    monkeypatch.setattr(watching, "_of_cases", dict)
    text = watching.text()
    assert 'onevisit_http_requests_total{route="portal:home",method="GET",status="200"} 2' in text
    assert 'onevisit_http_request_seconds_bucket{route="portal:home",le="0.01"} 1' in text
    assert 'onevisit_http_request_seconds_bucket{route="portal:home",le="0.25"} 2' in text
    assert "onevisit_db_pool_connections 4" in text


def test_the_access_line_names_the_page_and_nobody(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "onevisit.access"):
        Client(REMOTE_ADDR=OUTSIDE).get("/no/张三/33992119900307123X/?q=secret")
    (line,) = [each.getMessage() for each in caplog.records if each.name == "onevisit.access"]
    assert line.startswith("GET unmatched 404 ")
    assert not any(word in line for word in ("张三", "3399", "secret", OUTSIDE))


def test_lines_of_the_framework_after_the_answer_have_the_request_id_too(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.handler.addFilter(RequestIdFilter())
    answered = Client().get("/no/such/page/").headers["X-Request-ID"]
    (line,) = [each for each in caplog.records if each.name == "django.request"]
    assert line.request_id == answered


def test_each_answer_has_a_request_id_of_ours() -> None:
    given = "0123456789abcdef0123456789abcdef"
    first = Client().get("/healthz", HTTP_X_REQUEST_ID=given).headers["X-Request-ID"]
    assert first != given
    assert Client().get("/healthz").headers["X-Request-ID"] != first


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("0123456789abcdef0123456789abcdef", True),
        ("01234567-89ab-4def-8123-456789abcdef", True),
        ("13800138000", False),
        ('x" injected', False),
        ("0123456789abcdef0123456789abcdef0", False),
    ],
)
def test_behind_a_proxy_its_request_id_is_taken_over_when_it_is_one(
    given: str, taken: bool, settings: Settings
) -> None:
    settings.BEHIND_PROXY = True
    answered = Client().get("/healthz", HTTP_X_REQUEST_ID=given).headers["X-Request-ID"]
    assert (answered == given) is taken
