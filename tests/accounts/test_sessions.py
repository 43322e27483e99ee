"""Whom a session belongs to: read by written-out statements, with Django's meaning."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from onevisit.accounts.backends import LoginBackend
from onevisit.accounts.models import User
from onevisit.accounts.sessions import SessionStore
from onevisit.kernel import clock
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def stored() -> SessionStore:
    store = SessionStore()
    store["who"] = "张桂兰"
    store.save()
    return store


def test_a_session_is_read_as_it_was_stored() -> None:
    again = SessionStore(stored().session_key)
    with CaptureQueriesContext(connection) as sent:
        assert again["who"] == "张桂兰"
    assert len(sent) == 1


def test_a_session_that_ended_is_empty_and_its_key_is_not_used_again() -> None:
    key = stored().session_key
    Session.objects.filter(session_key=key).update(expire_date=clock.now() - timedelta(seconds=1))
    again = SessionStore(key)
    assert "who" not in again
    assert again.session_key is None


def test_an_unknown_key_is_an_empty_session() -> None:
    assert list(SessionStore("a" * 32).keys()) == []


def test_a_login_is_found_while_it_is_active() -> None:
    user = make_user()
    found = LoginBackend().get_user(user.pk)
    assert found == user
    assert found is not None
    assert found.get_session_auth_hash() == user.get_session_auth_hash()
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert LoginBackend().get_user(user.pk) is None
