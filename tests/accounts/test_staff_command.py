"""The operator's command: the first administrator, and what happens to logins afterwards."""

from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from onevisit.accounts import queries
from onevisit.accounts.models import SecondFactor, User
from onevisit.accounts.rules import Permission, Scope
from onevisit.audit.models import AuditEntry
from tests.factories.people import make_staff
from tests.factories.places import COUNTY, make_department, make_region, make_service_point

pytestmark = pytest.mark.django_db


def staff(*arguments: str) -> str:
    """What the command writes to standard output."""
    out = StringIO()
    call_command("staff", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue().strip()


def test_the_first_administrator_comes_by_command_and_can_sign_in() -> None:
    make_region()
    password = staff("add", "chen.wei", "--name", "陈卫", "--role", "admin", "--region", COUNTY)
    assert authenticate(username="chen.wei", password=password) is not None
    actor = queries.actor_by_username("chen.wei")
    assert actor.may(Permission.STAFF_MANAGE, Scope(region=COUNTY))
    assert "chen.wei  陈卫  admin" in staff("list")
    assert AuditEntry.objects.filter(action="accounts.create_login").exists()


def test_roles_are_given_and_taken_back_where_they_were_given() -> None:
    department = make_department("water")
    login = make_staff("clerk", username="zhou")
    scope = ("--department", "water", "--region", COUNTY)
    staff("grant", "zhou", "--role", "approver", *scope)
    of = Scope(department.id, COUNTY)
    assert queries.actor_for(login).may(Permission.CASES_DECIDE, of)
    with pytest.raises(CommandError, match="no such grant"):
        staff("revoke", "zhou", "--role", "approver", "--region", COUNTY)
    staff("revoke", "zhou", "--role", "approver", *scope)
    assert not queries.actor_for(login).may(Permission.CASES_DECIDE, of)


def test_a_clerk_gets_a_seat_and_loses_it() -> None:
    login, point = make_staff("clerk", username="zhou"), make_service_point("centre")
    staff("seat", "zhou", "--service-point", "centre", "--window", "03")
    login.refresh_from_db()
    assert (login.service_point_id, login.window) == (point.id, "03")
    staff("seat", "zhou")
    login.refresh_from_db()
    assert (login.service_point_id, login.window) == (None, "")


def test_a_lost_authenticator_is_taken_away_and_a_login_closed() -> None:
    login = make_staff("clerk", username="zhou")
    with pytest.raises(CommandError):
        staff("reset", "zhou")
    SecondFactor.objects.create(user=login, secret_sealed=b"x", last_step=0)
    staff("reset", "zhou")
    assert not SecondFactor.objects.exists()
    staff("close", "zhou")
    assert not User.objects.get(username="zhou").is_active
    with pytest.raises(CommandError):
        staff("close", "zhou")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--role", "admin", "--region", "339999000000"), "339999000000"),
        (("--role", "approver"), "部门"),
        (("--role", "clerk", "--department", "nowhere"), "部门"),
    ],
)
def test_what_cannot_be_is_told_and_leaves_no_login(arguments: tuple[str, ...], told: str) -> None:
    with pytest.raises(CommandError, match=told):
        staff("add", "zhou", "--name", "周", *arguments)
    assert not User.objects.filter(username="zhou").exists()
