"""Signing in and out, the guards, acting for an organisation, the demonstration's logins."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from onevisit.accounts.guards import citizen_required, login_required, staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Permission
from onevisit.accounts.rules.rights import ROLES
from onevisit.accounts.web.urls import patterns
from onevisit.accounts.web.wordings import ROLE_NAMES
from onevisit.audit.models import AccessEntry, AuditEntry
from onevisit.kernel.errors import NotFound, Refused
from tests.factories.people import (
    PASSWORD,
    make_organisation,
    make_staff,
    make_user,
)

pytestmark = pytest.mark.django_db


def sign_in(client: Client, username: str, password: str = PASSWORD, **more: str) -> HttpResponse:
    return client.post("/login/", {"username": username, "password": password, **more})  # type: ignore[return-value]


def test_a_right_password_leads_on_with_a_new_session_key(client: Client) -> None:
    user = make_user()
    session = client.session
    session["answers"] = "kept"
    session.save()
    before = session.session_key
    answer = sign_in(client, user.username, next="/places/")
    assert answer.status_code == 302
    assert answer["Location"] == "/places/"
    assert client.session.session_key != before
    assert client.session["answers"] == "kept"
    assert AccessEntry.objects.get(kind="login").actor_user_id == user.id


@pytest.mark.parametrize("wish", ["", "/"])
def test_without_another_wish_staff_go_to_their_desk_and_citizens_home(wish: str) -> None:
    staff, citizen = make_staff(), make_user()
    clerk = Client()
    clerk.force_login(staff)
    assert clerk.get(f"/login/?next={wish}")["Location"] == "/staff/"
    assert clerk.get("/login/?next=/places/")["Location"] == "/places/"
    assert sign_in(Client(), citizen.username, next=wish)["Location"] == "/"


@pytest.mark.parametrize("wish", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_the_way_on_never_leaves_the_site(client: Client, wish: str) -> None:
    assert sign_in(client, make_user().username, next=wish)["Location"] == "/"


@pytest.mark.parametrize(
    ("username", "password"),
    [("nobody", PASSWORD), ("zhou", "wrong"), ("", ""), ("zhou\0", "x"), ("z" * 300, "x")],
)
def test_a_failure_tells_nothing_of_what_was_wrong(
    client: Client, username: str, password: str
) -> None:
    make_staff("clerk", username="zhou")
    answer = sign_in(client, username, password)
    assert answer.status_code == 422
    assert "账号或密码不对" in answer.content.decode()
    assert AccessEntry.objects.get().kind == "login_failed"


def test_a_closed_login_does_not_open(client: Client) -> None:
    user = make_staff("clerk", username="zhou")
    user.is_active = False
    user.save()
    assert sign_in(client, "zhou").status_code == 422


def test_success_forgets_earlier_failures(client: Client) -> None:
    make_user(username="zhou")
    for _ in range(3):
        for _ in range(4):
            sign_in(client, "zhou", "wrong")
        assert sign_in(client, "zhou").status_code == 302
        client.logout()


def test_signing_out_takes_a_post_and_forgets_all(client: Client) -> None:
    client.force_login(make_user())
    assert client.get("/logout/").status_code == 405
    assert client.post("/logout/").status_code == 302
    assert not list(client.session.keys())
    assert AccessEntry.objects.filter(kind="logout").exists()


def test_forms_are_protected_against_forgery() -> None:
    strict = Client(enforce_csrf_checks=True)
    for path in (
        "/login/",
        "/login/code/",
        "/account/password/",
        "/logout/",
        "/act-for/",
        "/demo/logins/",
    ):
        assert strict.post(path, {}).status_code == 403


def test_the_login_page_needs_no_script_and_offers_the_demonstration(client: Client) -> None:
    page = client.get("/login/?next=/places/").content.decode()
    assert 'name="next" value="/places/"' in page
    assert "/demo/logins/?next=%2Fplaces%2F" in page
    client.force_login(make_user())
    assert client.get("/login/?next=/places/")["Location"] == "/places/"


def test_acting_for_an_organisation_is_checked_again_on_each_request(client: Client) -> None:
    user = make_user()
    own = make_organisation(represented_by=user.person_id)
    other = make_organisation("别家公司")
    client.force_login(user)
    answer = client.post("/act-for/", {"organisation": str(own.id), "next": "/places/"})
    assert answer["Location"] == "/places/"
    assert client.session["acting_for"] == str(own.id)
    assert AuditEntry.objects.filter(action="accounts.act_for").count() == 1
    assert client.post("/act-for/", {"organisation": str(other.id)}).status_code == 403
    assert client.session["acting_for"] == str(own.id)
    client.post("/act-for/", {"organisation": ""})
    assert "acting_for" not in client.session


def test_staff_do_not_act_for_organisations(client: Client) -> None:
    client.force_login(make_staff("clerk"))
    assert client.post("/act-for/", {}).status_code == 403
    assert AccessEntry.objects.get(kind="refused").what == "accounts.not_citizen"


def test_the_demonstration_lists_everybody_and_one_click_signs_in(client: Client) -> None:
    citizen, clerk = make_user("陈一岚"), make_staff("clerk", name="周文静")
    boss = make_user("王老板")
    make_organisation("安澜小满餐饮有限公司", represented_by=boss.person_id)
    page = client.get("/demo/logins/").content.decode()
    for words in ("群众", "企业", "综合窗口", "陈一岚", "王老板", "周文静", "安澜小满餐饮有限公司"):
        assert words in page
    assert client.post("/demo/logins/", {"user": str(clerk.id)}).status_code == 302
    assert client.session["_auth_user_id"] == str(clerk.id)
    client.post("/demo/logins/", {"user": str(citizen.id)})
    assert client.session["_auth_user_id"] == str(citizen.id)
    assert client.post("/demo/logins/", {"user": str(uuid4())}).status_code == 404
    assert client.post("/demo/logins/", {"user": "x"}).status_code == 404


def test_without_a_demonstration_there_are_no_demo_logins(
    client: Client, settings: Settings
) -> None:
    settings.DEMO = False
    clerk = make_staff("clerk")
    assert client.get("/demo/logins/").status_code == 404
    assert client.post("/demo/logins/", {"user": str(clerk.id)}).status_code == 404
    assert "_auth_user_id" not in client.session
    assert "demo-logins" not in {pattern.name for pattern in patterns(demonstration=False)}
    assert "demo" not in client.get("/login/").content.decode()


def request_of(user: object, **headers: str) -> HttpRequest:
    request = RequestFactory().get("/desk/?a=1", headers=headers)
    request.user = user  # type: ignore[assignment]
    request.session = {}  # type: ignore[assignment]
    return request


def view(request: HttpRequest) -> HttpResponse:
    return HttpResponse("in")


def test_guests_are_sent_to_the_login_and_back() -> None:
    for guarded in (citizen_required(view), login_required(view), staff_required()(view)):
        answer = guarded(request_of(AnonymousUser()))
        assert answer["Location"] == "/login/?next=%2Fdesk%2F%3Fa%3D1"
        answer = guarded(request_of(AnonymousUser(), **{"HX-Request": "true"}))
        assert answer["HX-Redirect"].startswith("/login/")


def test_staff_pages_do_not_exist_for_citizens_and_refuse_staff_without_the_right() -> None:
    guarded = staff_required(Permission.AUDIT_READ)(view)
    assert guarded(request_of(make_staff("supervisor"))).content == b"in"
    with pytest.raises(Refused):
        guarded(request_of(make_staff("clerk")))
    with pytest.raises(NotFound):
        guarded(request_of(make_user()))


def test_citizen_pages_refuse_staff() -> None:
    guarded = citizen_required(view)
    assert guarded(request_of(make_user())).content == b"in"
    with pytest.raises(Refused):
        guarded(request_of(make_staff("clerk")))


def test_who_asks_is_worked_out_once_per_request(django_assert_num_queries: object) -> None:
    request = request_of(make_staff("clerk"))
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert actor_of(request) is actor_of(request)


def test_every_role_has_a_name_and_so_a_place_among_the_logins() -> None:
    assert set(ROLE_NAMES) == set(ROLES)
