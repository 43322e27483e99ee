"""Where statements are prepared on the server: on our own, and elsewhere when told to."""

import pytest

from onevisit.config import databases

URL = "postgresql://one:two@127.0.0.1:5432/visits"


def test_an_outside_server_is_asked_for_prepared_statements_only_when_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", URL)
    monkeypatch.delenv("ONEVISIT_PREPARED", raising=False)
    assert "prepare_threshold" not in databases.external(URL)["default"]["OPTIONS"]
    monkeypatch.setenv("ONEVISIT_PREPARED", "1")
    assert databases.external(URL)["default"]["OPTIONS"]["server_side_binding"] is True


def test_the_embedded_server_prepares_statements(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("ONEVISIT_PREPARED", raising=False)
    assert databases._finished({"OPTIONS": {}})["OPTIONS"]["prepare_threshold"] == 2
