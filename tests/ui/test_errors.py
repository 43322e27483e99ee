"""Domain errors become pages that say what to do."""

import logging
from collections.abc import Iterator

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from onevisit.kernel.errors import Conflict, DomainError, Invalid, NotFound, Refused
from onevisit.ui import refusals, wordings
from onevisit.ui.middleware import DomainErrorMiddleware, ViewModeMiddleware

WORDED = {"demo.gone": "编号%(number)s不存在", "demo.broken": "%(missing)s"}


@pytest.fixture(autouse=True)
def known_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wordings, "wordings", lambda: WORDED)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[DomainError]]:
    heard: list[DomainError] = []
    monkeypatch.setattr(refusals, "_listeners", [lambda request, error: heard.append(error)])
    yield heard


def answer(error: Exception, **headers: str) -> HttpResponse | None:
    request = RequestFactory().get("/x/", headers=headers)
    middleware = DomainErrorMiddleware(lambda request: HttpResponse())
    return middleware.process_exception(request, error)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFound("demo.gone", number=1), 404),
        (Refused("demo.x"), 403),
        (Conflict("demo.x"), 409),
        (Invalid("demo.x"), 400),
        (DomainError("demo.x"), 500),
        (PermissionDenied("secret reason"), 403),
        (Http404("secret reason"), 404),
    ],
)
def test_each_error_has_its_page(error: Exception, status: int) -> None:
    response = answer(error)
    assert response is not None
    assert response.status_code == status
    page = response.content.decode()
    assert "您可以这样做" in page
    assert "secret reason" not in page
    assert "<main" in page


def test_the_rooms_words_are_shown_with_their_facts() -> None:
    response = answer(NotFound("demo.gone", number="AL<1"))
    assert response is not None
    assert "编号AL&lt;1不存在" in response.content.decode()


def test_missing_words_or_facts_fall_back_to_the_general_ones(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.ERROR):
        for code in ("demo.broken", "demo.unknown"):
            response = answer(Conflict(code))
            assert response is not None
            assert "情况已经变了" in response.content.decode()
    assert sum(record.name == "onevisit.ui.wordings" for record in caplog.records) == 2


def test_htmx_gets_a_message_where_messages_go() -> None:
    response = answer(Conflict("demo.x"), HX_Request="true")
    assert response is not None
    assert response.status_code == 409
    assert response["HX-Retarget"] == "#messages"
    assert "<html" not in response.content.decode()


def test_faults_are_left_to_django() -> None:
    assert answer(ValueError("x")) is None


def test_refusals_are_told_and_conflicts_are_not(told: list[DomainError]) -> None:
    answer(Refused("demo.a"))
    answer(NotFound("demo.b"))
    answer(Conflict("demo.c"))
    answer(PermissionDenied())
    assert [error.code for error in told] == ["demo.a", "demo.b", "ui.permission_denied"]


def test_a_failing_listener_stops_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(request: HttpRequest, error: DomainError) -> None:
        raise RuntimeError

    monkeypatch.setattr(refusals, "_listeners", [fail])
    response = answer(Refused("demo.a"))
    assert response is not None
    assert response.status_code == 403
    assert "listener" in caplog.text


def test_answers_vary_by_who_asks() -> None:
    middleware = DomainErrorMiddleware(lambda request: HttpResponse())
    assert "HX-Request" in middleware(RequestFactory().get("/"))["Vary"]


def test_pages_of_a_session_are_kept_nowhere(settings: Settings) -> None:
    middleware = ViewModeMiddleware(lambda request: HttpResponse())
    request = RequestFactory().get("/")
    assert not middleware(request).has_header("Cache-Control")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "x"
    assert middleware(request)["Cache-Control"] == "no-store"
