"""Tries are counted by login and by address, in the database, and pauses grow."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import F
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from onevisit.accounts.models import Attempts
from onevisit.accounts.rules.pauses import CODE, LOGIN_ADDRESS, LOGIN_NAME, PauseRule
from onevisit.accounts.services.attempts import count_try, forget_tries, take_back
from onevisit.kernel import clock
from onevisit.kernel.errors import Refused
from tests.factories.parallel import at_once
from tests.factories.people import PASSWORD, make_staff, make_user

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
RULE = PauseRule("test", 3, timedelta(minutes=1), timedelta(minutes=10))


@given(st.integers(0, 10_000))
def test_pauses_never_shrink_and_never_exceed_the_longest(tries: int) -> None:
    for rule in (RULE, LOGIN_NAME, LOGIN_ADDRESS, CODE):
        now, more = rule.pause_after(tries), rule.pause_after(tries + 1)
        assert timedelta(0) <= now <= more <= rule.longest
        assert (now == timedelta(0)) is (tries < rule.free)


def waits(*subjects: tuple[PauseRule, str]) -> datetime | None:
    try:
        count_try(*subjects)
    except Refused as refused:
        until = refused.facts["until"]
        assert isinstance(until, datetime)
        return until
    return None


@pytest.mark.django_db
def test_the_pause_doubles_with_each_further_try_and_is_told_to_the_minute() -> None:
    at = NOON
    with clock.travel(at):
        for _ in range(3):
            assert waits((RULE, "a")) is None
        assert waits((RULE, "b")) is None
    for minutes in (1, 2, 4, 8, 10, 10):
        with clock.travel(at):
            assert waits((RULE, "a")) == at + timedelta(minutes=minutes)
        at += timedelta(minutes=minutes)
        with clock.travel(at):
            assert waits((RULE, "a")) is None
    with clock.travel(at + timedelta(days=1)):
        assert [waits((RULE, "a")) for _ in range(3)] == [None] * 3


@pytest.mark.django_db
def test_a_pause_is_told_to_the_minute_never_too_early() -> None:
    with clock.travel(NOON + timedelta(seconds=20)):
        assert [waits((RULE, "a")) for _ in range(4)] == [None] * 3 + [NOON + timedelta(minutes=2)]


@pytest.mark.django_db
def test_while_one_waits_nothing_is_counted() -> None:
    with clock.travel(NOON):
        for _ in range(3):
            waits((RULE, "login"))
        for _ in range(9):
            assert waits((RULE, "login"), (RULE, "address"))
    assert sorted(Attempts.objects.values_list("count", flat=True)) == [0, 3]


@pytest.mark.django_db
def test_what_was_right_is_forgotten_or_taken_back() -> None:
    with clock.travel(NOON):
        for _ in range(3):
            waits((RULE, "a"), (RULE, "b"))
        forget_tries((RULE, "a"))
        take_back((RULE, "b"))
        assert waits((RULE, "a")) is None
        assert waits((RULE, "b")) is None
        assert waits((RULE, "b"))


@pytest.mark.django_db
def test_old_rows_are_swept_away() -> None:
    waits((RULE, "old"))
    Attempts.objects.update(last_at=F("last_at") - timedelta(days=3))
    waits((RULE, "new"))
    forget_tries((RULE, "new"))
    assert not Attempts.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_parallel_tries_are_counted_one_by_one() -> None:
    results = at_once(*[lambda: waits((RULE, "z"), (RULE, "a"))] * 6)
    assert results.count(None) == 3


def fail(client: Client, username: str) -> int:
    return client.post("/login/", {"username": username, "password": "wrong"}).status_code


@pytest.mark.django_db
def test_a_login_waits_wherever_it_is_tried_from_and_however_it_is_written() -> None:
    user = make_user(username="zhou")
    with clock.travel(NOON):
        for number in range(5):
            assert fail(Client(REMOTE_ADDR=f"192.0.2.{number}"), "zhou") == 422
        answer = Client(REMOTE_ADDR="192.0.2.99").post(
            "/login/", {"username": "ZHOU", "password": PASSWORD}
        )
        assert answer.status_code == 429
        assert "11月20日 12:01" in answer.content.decode()
    with clock.travel(NOON + timedelta(minutes=1)):
        ready = Client().post("/login/", {"username": "zhou", "password": PASSWORD})
    assert ready["Location"] == "/"
    assert user.username not in " ".join(Attempts.objects.values_list("key", flat=True))


@pytest.mark.django_db
def test_an_address_that_tries_many_logins_waits_and_others_do_not() -> None:
    make_user(username="zhou")
    right = {"username": "zhou", "password": PASSWORD}
    with clock.travel(NOON):
        client = Client(REMOTE_ADDR="192.0.2.1")
        for number in range(30):
            assert fail(client, f"nobody{number}") == 422
        assert client.post("/login/", right).status_code == 429
        assert Client(REMOTE_ADDR="192.0.2.2").post("/login/", right).status_code == 302


@pytest.mark.django_db
def test_a_hall_full_of_clerks_behind_one_address_is_never_made_to_wait() -> None:
    make_staff(username="zhou")
    for _ in range(40):
        answer = Client().post("/login/", {"username": "zhou", "password": PASSWORD})
        assert answer.status_code == 302
