"""The environment is read with types."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from onevisit.config import env


def test_a_database_address_becomes_settings() -> None:
    found = env.database("postgresql://u%40x:p%2Fw@db.example:6543/one?sslmode=require")
    assert found == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "one",
        "USER": "u@x",
        "PASSWORD": "p/w",
        "HOST": "db.example",
        "PORT": "6543",
        "OPTIONS": {"sslmode": "require"},
    }


def test_a_socket_folder_may_be_the_host() -> None:
    assert env.database("postgresql:///one?host=/run/pg")["HOST"] == "/run/pg"


@pytest.mark.parametrize("url", ["mysql://h/x", "postgresql://h", "x"])
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        env.database(url)


@pytest.mark.parametrize(
    ("raw", "value"), [("1", True), ("Yes", True), ("off", False), ("", False)]
)
def test_flags(raw: str, value: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X_FLAG", raw)
    assert env.flag("X_FLAG", default=not value) is value


def test_nonsense_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X_VALUE", "secret-nonsense")
    for read in (env.flag, lambda name: env.integer(name, 1)):
        with pytest.raises(ImproperlyConfigured, match="X_VALUE") as caught:
            read("X_VALUE")
        assert "secret-nonsense" not in str(caught.value)


def test_a_document_is_read_from_the_file_that_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert env.document("X_FILE") == {}
    held = tmp_path / "site.json"
    held.write_text('{"name": "青溪政务服务"}', encoding="utf-8")
    monkeypatch.setenv("X_FILE", str(held))
    assert env.document("X_FILE") == {"name": "青溪政务服务"}
    held.write_text("[]", encoding="utf-8")
    for path in (held, tmp_path / "nowhere.json"):
        monkeypatch.setenv("X_FILE", str(path))
        with pytest.raises(ImproperlyConfigured, match="X_FILE"):
            env.document("X_FILE")
