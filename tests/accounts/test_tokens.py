"""Tokens: made, shown once, narrowed to their scopes, used up, ended."""

import re
from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client, override_settings
from hypothesis import given
from hypothesis import strategies as st

from onevisit.accounts import queries, services
from onevisit.accounts.models import ApiToken, Grant, User
from onevisit.accounts.rules import SYSTEM, Actor, GrantFact, Permission, Scope, StaffDraft
from onevisit.accounts.rules.rights import ROLES
from onevisit.accounts.rules.tokens import (
    ApiScope,
    TokenDraft,
    digest_of,
    narrowed,
    new_text,
    prefix_of,
    require_held,
)
from onevisit.audit.models import AuditEntry
from onevisit.kernel import clock
from onevisit.kernel.errors import DomainError, Invalid
from tests.factories.people import make_staff, make_user
from tests.factories.places import COUNTY, make_department

DAY = timedelta(days=1)


def draft(user: User, *scopes: ApiScope, life: timedelta = DAY) -> TokenDraft:
    return TokenDraft(user.id, "系统", frozenset(scopes), life)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(DomainError) as raised:
        act()
    return raised.value.code


grants = st.builds(
    GrantFact,
    st.sampled_from([*sorted(ROLES), "unknown"]),
    st.builds(Scope, st.none() | st.uuids(), st.sampled_from([None, "330000000000", COUNTY])),
)
actors = st.builds(
    Actor,
    st.uuids(),
    st.just("某"),
    person_id=st.none() | st.uuids(),
    grants=st.lists(grants, max_size=4).map(tuple),
)


@given(actors, st.sets(st.sampled_from(ApiScope)), st.sampled_from(Permission), st.uuids())
def test_a_token_never_gives_more_than_its_owner_has(
    owner: Actor, scopes: set[ApiScope], permission: Permission, department: object
) -> None:
    less = narrowed(owner, scopes)
    where = Scope(department, COUNTY)  # type: ignore[arg-type]
    for of in (None, where):
        may = less.may(permission, of)
        assert may == (owner.may(permission, of) and permission.value in scopes)
    assert less.departments(permission) <= owner.departments(permission)
    assert narrowed(owner, [s for s in ApiScope if s.value == permission.value]).departments(
        permission
    ) == (owner.departments(permission) if permission.value in set(ApiScope) else frozenset())


@given(actors, st.sets(st.sampled_from(ApiScope), min_size=1))
def test_only_what_the_owner_could_use_can_be_given(owner: Actor, scopes: set[ApiScope]) -> None:
    own = {s for s in scopes if s.value.startswith("own.")}
    held = all(owner.may(Permission(s.value)) for s in scopes - own)
    fine = held and (not own or owner.person_id is not None)
    if fine:
        require_held(owner, frozenset(scopes))
    else:
        assert refused(lambda: require_held(owner, frozenset(scopes))) == (
            "accounts.scope_beyond_owner"
        )


def test_a_token_looks_like_one() -> None:
    text, prefix = new_text()
    assert prefix_of(text) == prefix
    assert len({new_text()[0] for _ in range(50)}) == 50
    assert [prefix_of(t) for t in ("", text + "x", text[:-1], f" {text}", "ovt_ä_")] == [None] * 5


@pytest.mark.django_db
def test_a_token_is_kept_as_its_digest_only_and_goes_on_record() -> None:
    clerk = make_staff("clerk")
    made = services.issue_token(draft(clerk, ApiScope.CASES_INTAKE), actor=SYSTEM)
    row = ApiToken.objects.get()
    assert row.digest == digest_of(made.text)
    secret = made.text.rpartition("_")[2]
    entry = AuditEntry.objects.get(action="accounts.issue_token")
    assert entry.facts["scopes"] == ["cases.intake"]
    for kept in (*(str(v) for v in vars(row).values()), str(entry.facts), entry.target_id):
        assert secret not in kept


@pytest.mark.django_db
def test_the_caller_has_what_the_scopes_leave_and_what_the_owner_has_now() -> None:
    clerk = make_staff("clerk")
    text = services.issue_token(draft(clerk, ApiScope.CASES_INTAKE), actor=SYSTEM).text
    caller = services.authenticate_token(text)
    assert caller.actor.user_id == clerk.id
    assert caller.actor.may(Permission.CASES_INTAKE)
    assert not caller.actor.may(Permission.CASES_ACCEPT)
    Grant.objects.filter(user=clerk).delete()
    assert not services.authenticate_token(text).actor.may(Permission.CASES_INTAKE)


@pytest.mark.django_db
def test_revoked_expired_wrong_and_closed_are_told_alike() -> None:
    clerk = make_staff("clerk")
    made = services.issue_token(draft(clerk, ApiScope.CASES_INTAKE), actor=SYSTEM)

    def tried(text: str = made.text) -> str:
        return refused(lambda: services.authenticate_token(text))

    assert {tried(""), tried("nonsense"), tried(new_text()[0])} == {"accounts.token_invalid"}
    with clock.travel(made.expires_at):
        assert tried() == "accounts.token_invalid"
    with clock.travel(made.expires_at - timedelta(seconds=1)):
        services.authenticate_token(made.text)
    User.objects.filter(id=clerk.id).update(is_active=False)
    assert tried() == "accounts.token_invalid"
    User.objects.filter(id=clerk.id).update(is_active=True)
    services.revoke_token(made.prefix, actor=SYSTEM)
    assert tried() == "accounts.token_invalid"
    again = refused(lambda: services.revoke_token(made.prefix, actor=SYSTEM))
    assert again == "accounts.no_such_token"
    assert AuditEntry.objects.filter(action="accounts.revoke_token").count() == 1


@pytest.mark.django_db
def test_the_last_use_is_written_once_a_minute(django_assert_num_queries: object) -> None:
    clerk = make_staff("clerk")
    text = services.issue_token(draft(clerk, ApiScope.CASES_INTAKE), actor=SYSTEM).text
    with django_assert_num_queries(3):  # type: ignore[operator]
        services.authenticate_token(text)
    with django_assert_num_queries(2):  # type: ignore[operator]
        services.authenticate_token(text)
    assert ApiToken.objects.get().last_used_at is not None


@pytest.mark.django_db
def test_who_may_make_a_token_for_whom() -> None:
    clerk, other, citizen = make_staff("clerk"), make_staff("clerk"), make_user()
    admin, elsewhere = make_staff("admin"), make_staff("admin", region="339922000000")
    as_actor = queries.actor_for
    services.issue_token(draft(clerk, ApiScope.CASES_INTAKE), actor=as_actor(clerk))
    services.issue_token(draft(clerk, ApiScope.CASES_INTAKE), actor=as_actor(admin))
    services.issue_token(draft(citizen, ApiScope.OWN_READ), actor=as_actor(citizen))

    def tried(whom: User, by: User, scope: ApiScope = ApiScope.CASES_INTAKE) -> str:
        return refused(lambda: services.issue_token(draft(whom, scope), actor=as_actor(by)))

    assert tried(clerk, other) == "accounts.not_permitted"
    assert tried(clerk, elsewhere) == "accounts.not_permitted"
    assert tried(clerk, citizen) == "accounts.not_permitted"
    assert tried(citizen, admin, ApiScope.OWN_READ) == "accounts.no_such_user"
    assert tried(clerk, clerk, ApiScope.CASES_DECIDE) == "accounts.scope_beyond_owner"
    with override_settings(API_CITIZEN_TOKENS=False):
        own = tried(citizen, citizen, ApiScope.OWN_READ)
    assert own == "accounts.no_citizen_tokens_here"


@pytest.mark.django_db
def test_a_token_lives_between_an_hour_and_a_year() -> None:
    clerk = make_staff("clerk")
    for life in (timedelta(minutes=59), timedelta(days=367)):
        made = draft(clerk, ApiScope.CASES_INTAKE, life=life)
        code = refused(lambda made=made: services.issue_token(made, actor=SYSTEM))  # type: ignore[misc]
        assert code == "accounts.bad_token_life"


@pytest.mark.django_db
def test_the_system_of_a_department_calls_but_never_signs_in() -> None:
    office = make_department()
    new = StaffDraft("market-system", "市监局许可系统", "approver", office.id, COUNTY)
    machine = User.objects.get(id=services.create_machine(new, actor=SYSTEM))
    assert not machine.has_usable_password()
    assert new.username not in {each.username for each in queries.logins()}
    text = services.issue_token(draft(machine, ApiScope.CASES_DECIDE), actor=SYSTEM).text
    actor = services.authenticate_token(text).actor
    assert actor.departments(Permission.CASES_DECIDE) == {office.id}
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(id=machine.id).update(password="pbkdf2$x")


@pytest.mark.django_db
def test_a_machine_is_not_granted_in_a_region_nobody_registered() -> None:
    office = make_department()
    new = StaffDraft("market-system", "市监局许可系统", "approver", office.id, "339999000000")
    with pytest.raises(Invalid) as told:
        services.create_machine(new, actor=SYSTEM)
    assert (told.value.code, told.value.field) == ("accounts.unknown_region", "region")
    assert not User.objects.filter(username="market-system").exists()


@pytest.mark.django_db
def test_the_operator_makes_lists_and_revokes_by_command() -> None:
    clerk = make_staff("clerk", username="zhou")
    out, err = StringIO(), StringIO()
    call_command("api_token", "make", "zhou", "--scope", "cases.intake", stdout=out, stderr=err)
    text = out.getvalue().strip()
    assert services.authenticate_token(text).actor.user_id == clerk.id
    prefix = prefix_of(text)
    assert prefix is not None
    listed = StringIO()
    call_command("api_token", "list", stdout=listed)
    assert prefix in listed.getvalue()
    assert text not in listed.getvalue() + err.getvalue()
    call_command("api_token", "revoke", prefix, stderr=StringIO())
    assert refused(lambda: services.authenticate_token(text)) == "accounts.token_invalid"
    with pytest.raises(CommandError, match="令牌"):
        call_command("api_token", "revoke", prefix)
    make_department("water")
    call_command(
        *("api_token", "machine", "water-system", "--name", "排水系统", "--role", "approver"),
        *("--department", "water", "--region", COUNTY),
        stderr=StringIO(),
    )
    assert queries.user_by_username("water-system").kind == "machine"


@pytest.mark.django_db
def test_staff_make_and_revoke_their_tokens_on_a_page(client: Client) -> None:
    clerk = make_staff("clerk")
    client.force_login(clerk)
    page = client.get("/account/tokens/").content.decode()
    assert "cases.intake" in page
    assert "cases.decide" not in page
    given = {"name": "排号系统", "scopes": ["cases.intake"], "days": "30"}
    made = client.post("/account/tokens/", given)
    text = re.search(r"ovt_\w{8}_[\w-]{43}", made.content.decode())
    assert text is not None
    assert made["Cache-Control"].startswith("max-age=0")
    assert services.authenticate_token(text.group()).actor.user_id == clerk.id
    assert text.group() not in client.get("/account/tokens/").content.decode()
    prefix = prefix_of(text.group())
    assert client.post("/account/tokens/revoke/", {"prefix": prefix}).status_code == 302
    assert client.post("/account/tokens/revoke/", {"prefix": prefix}).status_code == 302
    for wrong in (
        {**given, "scopes": []},
        {**given, "scopes": ["cases.decide"]},
        {**given, "scopes": ["everything"]},
        {**given, "days": "9999"},
        {**given, "name": " "},
    ):
        assert client.post("/account/tokens/", wrong).status_code == 422


@pytest.mark.django_db
def test_nobody_revokes_the_token_of_somebody_else_on_the_page(client: Client) -> None:
    made = services.issue_token(draft(make_staff("clerk"), ApiScope.CASES_INTAKE), actor=SYSTEM)
    client.force_login(make_staff("clerk"))
    assert client.post("/account/tokens/revoke/", {"prefix": made.prefix}).status_code == 403
    services.authenticate_token(made.text)
