"""What a password must be, and changing one's own."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from onevisit.accounts import services
from onevisit.accounts.models import User
from onevisit.accounts.rules import SYSTEM, StaffDraft
from onevisit.audit.models import AuditEntry
from onevisit.kernel import clock
from onevisit.kernel.errors import Invalid
from tests.factories.people import PASSWORD, make_staff, make_user

pytestmark = pytest.mark.django_db
NEW = "three lamps by the river"


def change(client: Client, old: str = PASSWORD, new: str = NEW, again: str = NEW) -> int:
    form = {"old": old, "new": new, "again": again}
    return client.post("/account/password/", form).status_code


@pytest.mark.parametrize(
    "password", ["short-one-9", "123456789012345", "password1234", "zhou.wenjing", ""]
)
def test_a_weak_password_is_refused(client: Client, password: str) -> None:
    user = make_staff(username="zhou.wenjing")
    client.force_login(user)
    answer = client.post(
        "/account/password/", {"old": PASSWORD, "new": password, "again": password}
    )
    assert answer.status_code == 422
    assert "至少 12 个字符" in answer.content.decode()
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


@pytest.mark.parametrize("password", ["elevenchars", "987654321098765"])
def test_a_first_password_keeps_the_same_rules(password: str) -> None:
    with pytest.raises(Invalid) as refused:
        services.create_staff(StaffDraft("wu", "吴", "admin"), password=password, actor=SYSTEM)
    assert refused.value.code == "accounts.weak_password"


def test_a_change_renews_this_session_and_ends_every_other() -> None:
    user = make_staff()
    here, there = Client(), Client()
    for each in (here, there):
        each.force_login(user)
    before = here.session.session_key
    assert change(here) == 302
    assert here.session.session_key != before
    assert here.get("/account/password/").status_code == 200
    assert there.get("/account/password/")["Location"].startswith("/login/")
    assert User.objects.get(id=user.id).check_password(NEW)
    entry = AuditEntry.objects.get(action="accounts.change_password")
    assert entry.target_id == str(user.id)
    assert entry.facts == {}


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"old": "wrong"}, "原密码不对"),
        ({"again": "something else entirely"}, "两次输入的新密码不一样"),
        ({"new": PASSWORD, "again": PASSWORD}, "和原密码一样"),
    ],
)
def test_what_is_wrong_with_the_form_is_said(
    client: Client, form: dict[str, str], words: str
) -> None:
    client.force_login(make_staff())
    given = {"old": PASSWORD, "new": NEW, "again": NEW} | form
    answer = client.post("/account/password/", given)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not AuditEntry.objects.filter(action="accounts.change_password").exists()


def test_guessing_the_present_password_is_slowed_down(client: Client) -> None:
    client.force_login(make_staff())
    with clock.travel(datetime(2026, 11, 20, 4, 0, tzinfo=UTC)):
        assert [change(client, old="wrong") for _ in range(6)] == [422] * 5 + [429]
        assert change(client) == 429


def test_a_login_without_a_password_has_none_to_change(client: Client) -> None:
    user = make_user()
    user.set_unusable_password()
    user.save()
    client.force_login(user)
    answer = client.post("/account/password/", {"old": "x", "new": NEW, "again": NEW})
    assert "没有密码可改" in answer.content.decode()
