"""The pages by which a citizen signs in with a phone."""

import re

import pytest
from django.conf import settings as django_settings
from django.test import Client
from pytest_django import Settings

from onevisit.accounts import queries
from onevisit.accounts.models import PhoneCode, User
from onevisit.accounts.web.urls import patterns
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
PHONE = "13905701234"


def asked(client: Client, onward: str = "") -> str:
    """The code that came after asking on the login page."""
    answer = client.post("/login/phone/", {"phone": PHONE, "next": onward})
    assert answer["Location"] == "/login/phone/code/"
    found = re.search(r"[0-9]{6}", queries.sandbox_messages()[0].text)
    assert found
    return found[0]


def test_a_new_citizen_walks_from_the_phone_to_where_they_wanted_to_go(client: Client) -> None:
    code = asked(client, "/places/")
    page = client.get("/login/phone/code/").content.decode()
    assert "139****1234" in page
    assert PHONE not in page
    assert 'href="/demo/messages/"' in page
    assert code in client.get("/demo/messages/").content.decode()
    before = client.session.session_key
    assert client.post("/login/phone/code/", {"code": code})["Location"] == "/login/register/"
    assert client.session.session_key != before
    assert client.post("/login/register/", {"name": "陈一岚"}).status_code == 422
    answer = client.post("/login/register/", {"name": "陈一岚", "consent": "1"})
    assert answer["Location"] == "/places/"
    user = User.objects.get()
    assert client.session["_auth_user_id"] == str(user.id)
    assert "phone_code" not in client.session
    client.post("/logout/")
    code = asked(client)
    assert client.post("/login/phone/code/", {"code": code})["Location"] == "/"
    assert client.session["_auth_user_id"] == str(user.id)


def test_the_session_holds_no_phone(client: Client) -> None:
    asked(client)
    assert PHONE not in repr(dict(client.session))


def test_a_wrong_code_says_how_many_tries_are_left(client: Client) -> None:
    asked(client)
    answer = client.post("/login/phone/code/", {"code": "x"})
    assert answer.status_code == 422
    assert "还可以试 4 次" in answer.content.decode()


def test_another_message_waits_and_then_comes(client: Client) -> None:
    asked(client)
    assert client.post("/login/phone/again/")["Location"] == "/login/phone/code/"
    assert "短信刚发过" in client.get("/login/phone/code/").content.decode()
    assert PhoneCode.objects.count() == 1


def test_asking_again_too_soon_on_the_login_page_says_until_when(client: Client) -> None:
    asked(client)
    answer = client.post("/login/phone/", {"phone": PHONE})
    assert answer.status_code == 429
    assert "短信刚发过" in answer.content.decode()
    assert client.post("/login/phone/", {"phone": "110"}).status_code == 422


@pytest.mark.parametrize("path", ["/login/phone/code/", "/login/register/", "/login/phone/again/"])
def test_pages_of_a_way_not_begun_lead_to_its_beginning(client: Client, path: str) -> None:
    assert client.post(path)["Location"] == "/login/"


def test_an_account_is_not_opened_with_a_code_that_was_only_sent(client: Client) -> None:
    asked(client)
    answer = client.post("/login/register/", {"name": "陈一岚", "consent": "1"})
    assert answer["Location"] == "/login/"
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "path", ["/login/phone/", "/login/phone/code/", "/login/phone/again/", "/login/register/"]
)
def test_who_is_signed_in_is_led_on(client: Client, path: str) -> None:
    client.force_login(make_user())
    assert client.post(path)["Location"] == django_settings.LOGIN_REDIRECT_URL


def test_without_a_gateway_the_login_page_says_where_to_go(
    client: Client, settings: Settings
) -> None:
    settings.MESSAGE_SENDER = ""
    page = client.get("/login/").content.decode()
    assert "还没有开通手机登录" in page
    assert 'name="phone"' not in page
    assert client.post("/login/phone/", {"phone": PHONE}).status_code == 429


def test_demo_messages_exist_only_in_a_demonstration(client: Client, settings: Settings) -> None:
    assert "还没有短信" in client.get("/demo/messages/").content.decode()
    settings.DEMO = False
    assert client.get("/demo/messages/").status_code == 404
    assert "demo-messages" not in {each.name for each in patterns(demonstration=False)}
