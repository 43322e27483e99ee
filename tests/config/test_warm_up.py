"""What a worker of the server does beside serving, so that nobody waits for it later."""

import pytest
from django.db import OperationalError
from pytest_django.fixtures import DjangoAssertNumQueries

from onevisit.config import server
from onevisit.guidance import queries


@pytest.mark.django_db(transaction=True)
def test_after_warming_up_a_search_only_asks_whether_anything_changed(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    server.warm_up()
    with django_assert_num_queries(1):
        queries.search("食品")


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_not_ready_does_not_stop_a_worker(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise OperationalError("secret address")

    monkeypatch.setattr(queries, "warm_up", fail)
    server.warm_up()
    assert "no search index yet" in caplog.text
    assert "secret" not in caplog.text
