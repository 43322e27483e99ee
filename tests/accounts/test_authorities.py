"""委托: given by the person's own act only, for what and how long they said, taken back at once."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from onevisit.accounts import queries, services
from onevisit.accounts.models import Authority, Grant, Person, PhoneCode, User
from onevisit.accounts.rules import (
    SYSTEM,
    Acting,
    Actor,
    AuthorityDraft,
    AuthorityEnd,
    AuthorityWay,
    GrantDraft,
    Met,
)
from onevisit.accounts.rules.authority import LONGEST, checked_until
from onevisit.accounts.rules.identity import Claim
from onevisit.accounts.rules.phones import CodeUse
from onevisit.audit.models import AccessEntry, AuditEntry
from onevisit.kernel import clock, crypto
from onevisit.kernel.errors import DomainError, Invalid
from tests.accounts.phones import HERE, came
from tests.factories import cases, helping
from tests.factories.cases import County
from tests.factories.parallel import at_once

THING = "a-thing"


@pytest.fixture
def here(db: None) -> Iterator[County]:
    with clock.travel(cases.MONDAY):
        yield cases.county()


@pytest.fixture
def there(transactional_db: None) -> Iterator[County]:
    with clock.travel(cases.MONDAY):
        yield cases.county()


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(DomainError) as caught:
        act()
    return caught.value.code


def wanted(by: Actor, person: UUID, *offers: str) -> services.Wanted:
    draft = AuthorityDraft(
        person, UUID(str(by.user_id)), clock.today() + timedelta(days=30), offers
    )
    return services.Wanted(draft, "高龄津贴", "12月16日", "安澜政务服务")


# the rules


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(-800, 800))
def test_an_authority_ends_between_today_and_a_year_from_now(today: date, days: int) -> None:
    until = today + timedelta(days=days)
    if 0 <= days <= LONGEST.days:
        assert checked_until(until, today) == until
    else:
        with pytest.raises(Invalid, match=r"accounts\.bad_authority_until"):
            checked_until(until, today)


drafts = st.builds(
    AuthorityDraft,
    st.uuids(),
    st.uuids(),
    st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    st.lists(st.sampled_from("abcd"), max_size=3, unique=True).map(tuple),
)


@given(drafts, drafts)
def test_the_digest_says_all_that_is_agreed_to_and_no_order(
    one: AuthorityDraft, other: AuthorityDraft
) -> None:
    assert one.agreed == replace(one, offers=tuple(reversed(one.offers))).agreed
    same = replace(one, offers=tuple(sorted(one.offers))) == replace(
        other, offers=tuple(sorted(other.offers))
    )
    assert (one.agreed == other.agreed) == same


@given(st.frozensets(st.sampled_from("abcd")), st.sampled_from("abcd"))
def test_named_things_are_covered_and_nothing_else(offers: frozenset[str], code: str) -> None:
    acting = Acting(uuid4(), "WT1", "张桂兰", offers, date(2027, 1, 1), Met.HOME, cases.MONDAY)
    assert acting.covers(code) == (not offers or code in offers)


# signed on one's own account


def test_a_person_signs_and_the_helper_stands_in_for_them(here: County) -> None:
    by = helping.helper()
    given_id = helping.signed(here.citizen, by, THING)
    (line,) = queries.authorities_of(UUID(str(here.citizen.person_id)))
    assert (line.id, line.live, line.way) == (given_id, True, AuthorityWay.ACCOUNT)
    assert line.offers == (THING,)
    assert re.fullmatch(r"WT20261116-\d{5}", line.number)
    acting = helping.standing_in(by, given_id)
    assert acting.person_id == here.citizen.person_id
    assert (acting.user_id, acting.name) == (by.user_id, by.name)
    assert (acting.grants, acting.is_staff, acting.organisation_id) == ((), False, None)
    assert acting.authority == line.number
    assert [each.id for each in queries.authorities_for(UUID(str(by.user_id)))] == [given_id]
    written = AuditEntry.objects.get(action="accounts.give_authority")
    assert written.facts["way"] == "account"
    assert AccessEntry.objects.filter(
        what="person.helped", subject_person_id=here.citizen.person_id
    ).exists()


def test_only_who_is_surely_there_signs_and_for_themselves(here: County) -> None:
    by = helping.helper()
    draft = helping.draft(here.citizen, by)

    def sign(actor: Actor, agreed: bool = True) -> str:
        return refused(lambda: services.sign_authority(draft, agreed=agreed, actor=actor))

    assert sign(here.other_citizen) == "accounts.only_themselves"
    assert sign(by) == "accounts.not_citizen"
    assert sign(here.citizen, agreed=False) == "accounts.authority_unsigned"
    phone = helping.draft(here.phone_only, by)
    assert (
        refused(lambda: services.sign_authority(phone, agreed=True, actor=here.phone_only))
        == "accounts.real_name_first"
    )


def test_a_helper_gives_nothing_in_the_name_of_whom_they_help(here: County) -> None:
    by, other = helping.helper(), helping.helper("helper-2")
    acting = helping.standing_in(by, helping.signed(here.citizen, by))
    draft = helping.draft(here.citizen, other)
    assert (
        refused(lambda: services.sign_authority(draft, agreed=True, actor=acting))
        == "accounts.only_themselves"
    )


@pytest.mark.parametrize("who", ["nobody", "clerk", "closed", "revoked"])
def test_only_who_helps_now_can_be_chosen(here: County, who: str) -> None:
    by = helping.helper()
    chosen = {"nobody": uuid4(), "clerk": here.clerk.user_id}.get(who, by.user_id)
    if who == "closed":
        services.close_login(user_id=UUID(str(by.user_id)), actor=SYSTEM)
    if who == "revoked":
        services.revoke_role(
            GrantDraft(UUID(str(by.user_id)), "helper", region=cases.REGION), actor=SYSTEM
        )
    draft = replace(helping.draft(here.citizen, by), helper_id=UUID(str(chosen)))
    assert (
        refused(lambda: services.sign_authority(draft, agreed=True, actor=here.citizen))
        == "accounts.no_such_helper"
    )


def test_one_stands_at_a_time_and_another_may_follow(here: County) -> None:
    by = helping.helper()
    first = helping.signed(here.citizen, by)
    assert refused(lambda: helping.signed(here.citizen, by)) == "accounts.authority_stands"
    services.withdraw_authority(authority_id=first, actor=here.citizen)
    second = helping.signed(here.citizen, by, days=timedelta(days=1))
    with clock.travel(cases.MONDAY + timedelta(days=3)):
        third = helping.signed(here.citizen, by)
        lines = queries.authorities_of(UUID(str(here.citizen.person_id)))
    assert [line.id for line in lines] == [third, second, first]
    assert lines[1].ended_why is AuthorityEnd.LAPSED
    assert lines[1].ended_at is not None
    assert clock.local_date(lines[1].ended_at) == date(2026, 11, 18)


def test_of_two_at_one_instant_one_is_given(there: County) -> None:
    by = helping.helper()

    def sign() -> UUID:
        with clock.travel(cases.MONDAY):
            return helping.signed(there.citizen, by)

    results = at_once(sign, sign)
    assert sorted(type(each).__name__ for each in results) == ["Conflict", "UUID"]
    assert Authority.objects.count() == 1


# withdrawn, expired, no helper any more


def test_withdrawn_it_ends_at_the_next_request(here: County) -> None:
    by = helping.helper()
    given_id = helping.signed(here.citizen, by)
    helping.standing_in(by, given_id)
    assert (
        refused(
            lambda: services.withdraw_authority(authority_id=given_id, actor=here.other_citizen)
        )
        == "accounts.no_such_authority"
    )
    services.withdraw_authority(authority_id=given_id, actor=here.citizen)
    assert helping.again(by, given_id) is None
    assert queries.authorities_for(UUID(str(by.user_id))) == ()
    assert (
        refused(lambda: services.withdraw_authority(authority_id=given_id, actor=here.citizen))
        == "accounts.no_such_authority"
    )
    row = Authority.objects.get(id=given_id)
    assert (row.ended_why, row.ended_by) == ("withdrawn", here.citizen.user_id)


def test_a_helper_cannot_keep_it_nor_take_it_back_in_the_persons_name(here: County) -> None:
    by = helping.helper()
    given_id = helping.signed(here.citizen, by)
    acting = helping.standing_in(by, given_id)
    for actor in (acting, by):
        assert (
            refused(lambda a=actor: services.withdraw_authority(authority_id=given_id, actor=a))
            == "accounts.no_such_authority"
        )


def test_its_last_day_counts_and_the_next_does_not(here: County) -> None:
    by = helping.helper()
    given_id = helping.signed(here.citizen, by, days=timedelta(days=1))
    with clock.travel(cases.MONDAY + timedelta(days=1, hours=14)):  # 23:30 of the last day
        assert helping.again(by, given_id) is not None
    with clock.travel(cases.MONDAY + timedelta(days=1, hours=15)):
        assert helping.again(by, given_id) is None


def test_who_is_no_helper_any_more_stands_in_for_nobody(here: County) -> None:
    by = helping.helper()
    given_id = helping.signed(here.citizen, by)
    Grant.objects.filter(user_id=by.user_id).update(valid_until=clock.now())
    assert helping.again(by, given_id) is None


def test_another_helper_cannot_use_it(here: County) -> None:
    by, other = helping.helper(), helping.helper("helper-2")
    given_id = helping.signed(here.citizen, by)
    assert helping.again(other, given_id) is None
    assert refused(lambda: helping.standing_in(other, given_id)) == "accounts.no_such_authority"
    assert refused(lambda: helping.standing_in(here.clerk, given_id)) == "accounts.not_permitted"


def test_where_they_meet_must_be_said(here: County) -> None:
    by = helping.helper()
    given_id = helping.signed(here.citizen, by)
    assert (
        refused(lambda: services.begin_helping(authority_id=given_id, met="somewhere", actor=by))
        == "accounts.unknown_met"
    )


def test_what_is_a_persons_own_is_not_their_helpers(here: County) -> None:
    by = helping.helper()
    acting = helping.standing_in(by, helping.signed(here.boss, by))
    person = UUID(str(here.boss.person_id))
    assert (
        refused(lambda: services.change_phone(person_id=person, phone="", actor=acting))
        == "accounts.no_such_person"
    )
    assert (
        refused(
            lambda: services.choose_organisation(organisation_id=here.organisation, actor=acting)
        )
        == "accounts.not_representing"
    )


# at a window


def test_a_clerk_records_what_the_person_says_at_the_window(here: County) -> None:
    by = helping.helper()
    draft = helping.draft(here.citizen, by)

    def record(actor: Actor, seen: bool = True) -> UUID:
        return services.record_authority(draft, seen=seen, actor=actor)

    assert refused(lambda: record(by)) == "accounts.not_permitted"
    assert refused(lambda: record(here.clerk, seen=False)) == "accounts.authority_unsigned"
    row = Authority.objects.get(id=record(here.clerk))
    assert (row.way, row.point_id, row.recorded_by) == (
        "window",
        here.centre,
        here.clerk.user_id,
    )
    services.withdraw_authority(authority_id=row.id, actor=here.clerk)
    row.refresh_from_db()
    assert row.ended_why == "at_window"


def test_a_clerk_who_helps_too_records_nothing_for_themselves(here: County) -> None:
    both = GrantDraft(UUID(str(here.clerk.user_id)), "helper", region=cases.REGION)
    services.grant_role(both, actor=SYSTEM)
    clerk = queries.actor_for(queries.user_by_id(UUID(str(here.clerk.user_id))))
    draft = helping.draft(here.citizen, clerk)
    assert (
        refused(lambda: services.record_authority(draft, seen=True, actor=clerk))
        == "accounts.own_helper"
    )
    helping.signed(here.citizen, clerk)  # the person may choose them on their own account
    with pytest.raises(IntegrityError, match="authority_not_to_oneself"), transaction.atomic():
        Authority.objects.bulk_create(
            [
                Authority(
                    number="WT1",
                    principal_id=here.other_citizen.person_id,
                    helper_id=clerk.user_id,
                    place_id=here.centre,
                    given_at=clock.now(),
                    given_on=clock.today(),
                    until=clock.today(),
                    way="window",
                    recorded_by=clerk.user_id,
                    point_id=here.centre,
                )
            ]
        )


# by the code sent to the person's phone


def test_the_code_goes_to_the_phone_the_person_left_and_says_yes(here: County) -> None:
    by = helping.helper()
    person = services.find_principal(Claim("陈小岚", cases.resident_id(1)), address=HERE, actor=by)
    asked = services.ask_for_authority(wanted(by, person, THING), address=HERE, actor=by)
    (message, *_) = queries.sandbox_messages()
    assert message.phone == "138****0001"
    for said in (by.name, "高龄津贴", "12月16日", "石桥村"):
        assert said in message.text
    given_id = services.give_by_code(asked, code=came(), address=HERE, actor=by)
    row = Authority.objects.get(id=given_id)
    assert (row.way, row.offers) == ("code", [THING])
    kept = crypto.unseal(bytes(row.phone_sealed or b""), bound_to=Authority.seal_place(row.id))
    assert kept.decode() == "13800000001"
    assert helping.again(by, given_id) is not None


def test_a_code_says_yes_to_nothing_but_what_it_was_sent_for(here: County) -> None:
    by = helping.helper()
    person = UUID(str(here.citizen.person_id))
    asked = services.ask_for_authority(wanted(by, person, THING), address=HERE, actor=by)
    wider = replace(asked, draft=replace(asked.draft, offers=()))
    longer = replace(asked, draft=replace(asked.draft, until=clock.today() + LONGEST))
    another = replace(
        asked, draft=replace(asked.draft, principal_id=UUID(str(here.boss.person_id)))
    )
    for other in (wider, longer, another):
        assert (
            refused(lambda o=other: services.give_by_code(o, code=came(), address=HERE, actor=by))
            == "accounts.code_expired"
        )
    assert not Authority.objects.exists()
    assert PhoneCode.objects.get().use == CodeUse.ENTRUST.value
    services.give_by_code(asked, code=came(), address=HERE, actor=by)


def test_a_wrong_code_and_one_used_before_give_nothing(here: County) -> None:
    by = helping.helper()
    person = UUID(str(here.citizen.person_id))
    asked = services.ask_for_authority(wanted(by, person), address=HERE, actor=by)
    wrong = f"{(int(came()) + 1) % 10**6:06d}"
    assert (
        refused(lambda: services.give_by_code(asked, code=wrong, address=HERE, actor=by))
        == "accounts.wrong_phone_code"
    )
    given_id = services.give_by_code(asked, code=came(), address=HERE, actor=by)
    services.withdraw_authority(authority_id=given_id, actor=here.citizen)
    assert (
        refused(lambda: services.give_by_code(asked, code=came(), address=HERE, actor=by))
        == "accounts.code_expired"
    )


def test_a_helper_asks_for_themselves_only(here: County) -> None:
    by, other = helping.helper(), helping.helper("helper-2")
    person = UUID(str(here.citizen.person_id))
    for actor in (other, here.clerk):
        assert refused(
            lambda a=actor: services.ask_for_authority(wanted(by, person), address=HERE, actor=a)
        ) in ("accounts.own_helper", "accounts.not_permitted")


@pytest.mark.parametrize("claim", ["another name", "unknown number", "no phone"])
def test_why_no_code_can_be_sent_is_not_told(here: County, claim: str) -> None:
    by = helping.helper()
    if claim == "no phone":
        Person.objects.filter(id=here.citizen.person_id).update(phone_sealed=None, phone_index="")
    name = "别人" if claim == "another name" else "陈小岚"
    number = cases.resident_id(77 if claim == "unknown number" else 1)
    assert (
        refused(lambda: services.find_principal(Claim(name, number), address=HERE, actor=by))
        == "accounts.cannot_send_to_person"
    )


def test_who_looks_for_people_in_vain_has_to_wait(here: County) -> None:
    by = helping.helper()
    codes = [
        refused(
            lambda n=n: services.find_principal(
                Claim("陈小岚", cases.resident_id(100 + n)), address=HERE, actor=by
            )
        )
        for n in range(7)
    ]
    assert codes[0] == "accounts.cannot_send_to_person"
    assert codes[-1] == "accounts.must_wait"


# what was given stands


@pytest.mark.parametrize(
    "change", [{"until": date(2027, 2, 1)}, {"offers": ["x"]}, {"helper_id": None}, {"way": "code"}]
)
def test_what_was_given_never_changes(here: County, change: dict[str, object]) -> None:
    by = helping.helper()
    given_id = helping.signed(here.citizen, by)
    if "helper_id" in change:
        change = {"helper_id": User.objects.exclude(id=by.user_id).values_list("id")[0][0]}
    with pytest.raises(DatabaseError), transaction.atomic():
        Authority.objects.filter(id=given_id).update(**change)
    with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic():
        Authority.objects.filter(id=given_id).delete()
    services.withdraw_authority(authority_id=given_id, actor=here.citizen)
    with pytest.raises(DatabaseError), transaction.atomic():
        Authority.objects.filter(id=given_id).update(ended_at=None, ended_why="")
