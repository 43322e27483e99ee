"""Logins, grants and the actor behind a login."""

from uuid import uuid4

import pytest

from onevisit.accounts import queries, services
from onevisit.accounts.models import Grant
from onevisit.accounts.rules import (
    ANONYMOUS,
    SYSTEM,
    Actor,
    AssuranceLevel,
    CitizenLoginDraft,
    GrantDraft,
    GrantFact,
    Permission,
    Scope,
    StaffDraft,
)
from onevisit.kernel.errors import Conflict, DomainError, Invalid, NotFound, Refused
from tests.factories.people import (
    PASSWORD,
    make_organisation,
    make_person,
    make_staff,
    make_user,
    staff_actor,
)
from tests.factories.places import COUNTY, make_department, make_region, make_service_point

pytestmark = pytest.mark.django_db


def test_the_actor_of_a_clerk_knows_window_and_grants(
    django_assert_num_queries: object,
) -> None:
    place = make_service_point()
    clerk = make_staff("clerk", service_point_id=place.id, window="3 号窗口")
    with django_assert_num_queries(1):  # type: ignore[operator]
        actor = queries.actor_for(clerk)
    assert actor.grants == (GrantFact("clerk", Scope(None, COUNTY)),)
    assert (actor.service_point_id, actor.window) == (place.id, "3 号窗口")
    assert actor.is_staff
    assert actor.may(Permission.CASES_INTAKE, Scope(uuid4(), COUNTY))


def test_the_actor_of_a_citizen_knows_person_and_assurance(
    django_assert_num_queries: object,
) -> None:
    user = make_user(assurance=AssuranceLevel.IN_PERSON)
    with django_assert_num_queries(1):  # type: ignore[operator]
        actor = queries.actor_for(user)
    assert actor.person_id == user.person_id
    assert actor.assurance is AssuranceLevel.IN_PERSON
    assert not actor.is_staff


def test_one_acts_only_for_an_organisation_one_represents() -> None:
    user = make_user()
    own = make_organisation(represented_by=user.person_id)
    other = make_organisation("别家公司")
    assert queries.actor_for(user, acting_for=own.id).organisation_id == own.id
    assert queries.actor_for(user, acting_for=other.id).organisation_id is None


def test_a_departmental_role_reaches_its_department_only() -> None:
    one, other = make_department(), make_department()
    actor = staff_actor("approver", one.id)
    assert actor.may(Permission.CASES_DECIDE, Scope(one.id, COUNTY))
    assert not actor.may(Permission.CASES_DECIDE, Scope(other.id, COUNTY))
    with pytest.raises(Invalid) as refused:
        services.create_staff(
            StaffDraft("nobody", "某人", "approver"), password=PASSWORD, actor=SYSTEM
        )
    assert refused.value.code == "accounts.role_needs_department"


def test_a_closed_login_is_nobody() -> None:
    user = make_staff("clerk")
    services.close_login(user_id=user.id, actor=staff_actor("admin"))
    user.refresh_from_db()
    assert queries.actor_for(user) == ANONYMOUS
    with pytest.raises(NotFound):
        queries.user_by_id(user.id)


def test_a_revoked_role_is_gone_at_once_and_can_be_given_again() -> None:
    user = make_staff("clerk")
    admin = staff_actor("admin")
    grant = GrantDraft(user.id, "clerk", None, COUNTY)
    assert services.revoke_role(grant, actor=admin)
    assert not services.revoke_role(grant, actor=admin)
    assert not queries.actor_for(user).is_staff
    services.grant_role(grant, actor=admin)
    services.grant_role(grant, actor=admin)
    assert queries.actor_for(user).is_staff
    assert Grant.objects.filter(user=user).count() == 2


def test_nobody_gives_more_than_they_reach() -> None:
    make_region("330000000000", "浙江省")
    user = make_staff("clerk")
    county_admin = staff_actor("admin", region=COUNTY)
    for region in (None, "330000000000"):
        with pytest.raises(Refused):
            services.grant_role(GrantDraft(user.id, "admin", None, region), actor=county_admin)
    for outsider in (staff_actor("clerk"), staff_actor("supervisor"), ANONYMOUS):
        with pytest.raises(Refused):
            services.grant_role(GrantDraft(user.id, "admin", None, COUNTY), actor=outsider)
    province = Actor(uuid4(), "省管理员", grants=(GrantFact("admin", Scope()),))
    services.grant_role(GrantDraft(user.id, "supervisor"), actor=province)


@pytest.mark.parametrize(
    ("draft", "kind", "code"),
    [
        (GrantDraft(uuid4(), "clerk"), NotFound, "accounts.no_such_user"),
        (GrantDraft(uuid4(), "emperor"), Invalid, "accounts.unknown_role"),
    ],
)
def test_grants_that_make_no_sense_are_refused(
    draft: GrantDraft, kind: type[DomainError], code: str
) -> None:
    with pytest.raises(kind) as refused:
        services.grant_role(draft, actor=SYSTEM)
    assert refused.value.code == code


def test_a_citizen_login_is_never_given_a_role() -> None:
    with pytest.raises(Invalid) as refused:
        services.grant_role(GrantDraft(make_user().id, "clerk"), actor=SYSTEM)
    assert refused.value.code == "accounts.not_staff"


def test_a_user_name_is_given_once() -> None:
    make_staff("clerk", username="zhou")
    with pytest.raises(Conflict):
        make_staff("clerk", username="zhou")
    with pytest.raises(Invalid):
        make_staff("clerk", username="周 文静")


def test_a_weak_password_is_refused() -> None:
    draft = CitizenLoginDraft("someone", make_person().id)
    with pytest.raises(Invalid) as refused:
        services.create_citizen_login(draft, password="12345678", actor=SYSTEM)
    assert refused.value.code == "accounts.weak_password"


def test_twenty_staff_logins_cost_a_handful_of_queries(
    django_assert_max_num_queries: object,
) -> None:
    make_region()
    drafts = [StaffDraft(f"clerk-{n}", f"人{n}", "clerk", region=COUNTY) for n in range(20)]
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        services.create_staff_logins(drafts, password=PASSWORD, actor=SYSTEM)
    assert {login.roles for login in queries.logins()} == {("clerk",)}


def test_the_list_of_logins_is_two_queries(django_assert_num_queries: object) -> None:
    make_staff("clerk")
    make_user()
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert len(queries.logins()) == 2


def test_a_clerk_is_seated_at_a_window() -> None:
    place, clerk = make_service_point(), make_staff("clerk")
    services.seat(
        user_id=clerk.id, service_point_id=place.id, window="5", actor=staff_actor("admin")
    )
    assert queries.actor_by_username(clerk.username).window == "5"
    with pytest.raises(NotFound):
        services.seat(user_id=make_user().id, service_point_id=None, window="", actor=SYSTEM)
