"""请假交接: a deputy works off what somebody away has claimed, by their own rights and for them."""

from datetime import date, timedelta
from io import StringIO
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from onevisit.accounts.rules import Actor
from onevisit.audit.models import AuditEntry
from onevisit.cases import queries, services
from onevisit.cases.models import Case, Deputy
from onevisit.cases.rules.deputies import LONGEST_AWAY, Away, require_period, stands_in
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, DomainError, Invalid, NotFound, Refused
from tests.cases.wholeness import assert_whole
from tests.factories import cases as make
from tests.factories.cases import County

TODAY = date(2026, 11, 16)


@pytest.fixture
def case(here: County) -> Case:
    """Claimed by the first officer of the fire brigade."""
    found = Case.objects.get(application=make.submitted(here, code=here.two_code))
    services.accept(case_id=found.id, actor=here.officer(found))
    services.claim(case_id=found.id, actor=here.officer(found))
    found.refresh_from_db()
    return found


def named(here: County, *, actor: Actor | None = None, first: date = TODAY, days: int = 4) -> UUID:
    absent, deputy = here.officers["fire"], here.second_officers["fire"]
    draft = services.AwayDraft(
        absent_id=user(absent),
        deputy_id=user(deputy),
        department_id=here.departments["fire"],
        first_on=first,
        last_on=first + timedelta(days=days),
        reason=Away.LEAVE,
    )
    return services.name_deputy(draft, actor=actor or absent)


def user(actor: Actor) -> UUID:
    assert actor.user_id is not None
    return actor.user_id


def work(case: Case, actor: Actor) -> None:
    task = case.tasks.filter(state="open", kind="review").get()
    services.give_opinion(case_id=case.id, step=task.step, text="符合要求。", actor=actor)


def test_what_the_deputy_does_is_done_by_the_deputy_for_the_other(here: County, case: Case) -> None:
    deputy = here.second_officers["fire"]
    with pytest.raises(Conflict, match="claimed_by_other"):
        work(case, deputy)
    named(here)
    both = f"{deputy.name}（代{here.officers['fire'].name}）"
    work(case, deputy)
    assert case.opinions.get(kind="review").author_name == both
    until = TODAY + timedelta(days=9)
    services.suspend(case_id=case.id, reason="检测", until=until, actor=deputy)
    event = case.events.get(action="suspend")
    assert (event.actor_id, event.actor_name) == (deputy.user_id, both)
    assert event.facts["for"] == str(here.officers["fire"].user_id)
    entry = AuditEntry.objects.get(action="cases.suspend")
    assert (entry.actor_user_id, entry.actor_name) == (deputy.user_id, both)
    assert_whole()


def test_claims_are_on_the_desk_of_the_deputy_while_it_lasts(here: County, case: Case) -> None:
    deputy = here.second_officers["fire"]
    assert queries.desk(actor=deputy, only="mine").rows == ()
    named(here, first=TODAY + timedelta(days=1), days=1)
    for days, stands in ((0, False), (1, True), (2, True), (3, False)):
        with clock.travel(make.MONDAY + timedelta(days=days)):
            rows = queries.desk(actor=deputy, only="mine").rows
            assert [row.standing_in for row in rows] == [True] * stands
            view = queries.case_view(case_id=case.id, actor=deputy)
            assert ("opinion" in view.may) == stands
            assert view.two is not None and bool(view.two.standing_in) == stands


def test_a_deputy_lends_hands_and_no_rights(here: County, case: Case) -> None:
    """A deputy who proposes for the absent is the first pair of eyes, and cannot be the second."""
    named(here)
    deputy = here.second_officers["fire"]
    make.review(here, case)
    services.propose(case_id=case.id, outcome="approve", reason="", actor=deputy)
    assert case.proposals.get().proposed_by == deputy.user_id
    for actor in (deputy, here.officers["fire"]):
        with pytest.raises(Refused, match="not_permitted"):
            services.confirm(case_id=case.id, actor=actor)
    services.confirm(case_id=case.id, actor=here.heads["fire"])


def test_only_the_officer_or_the_head_names_a_colleague_and_only_one(here: County) -> None:
    named(here, actor=here.heads["fire"])
    with pytest.raises(Conflict, match="away_already") as told:
        named(here)
    assert told.value.facts["who"] == here.officers["fire"].name
    refusals: list[Actor] = [
        here.second_officers["fire"], here.heads["urban"], here.clerk, here.citizen
    ]  # fmt: skip
    for actor in refusals:
        with pytest.raises(Refused):
            named(here, actor=actor)
    stranger = services.AwayDraft(
        absent_id=user(here.second_officers["fire"]),
        deputy_id=user(here.officers["urban"]),
        department_id=here.departments["fire"],
        first_on=TODAY,
        last_on=TODAY,
        reason=Away.DUTY,
    )
    with pytest.raises(Invalid, match="not_a_colleague"):
        services.name_deputy(stranger, actor=here.heads["fire"])


def test_the_operator_names_one_for_who_is_away_already(here: County, case: Case) -> None:
    users = get_user_model().objects
    absent, deputy = (
        users.get(id=user(each)).get_username()
        for each in (here.officers["fire"], here.second_officers["fire"])
    )
    fire = ("--department", "fire", "--until", (TODAY + timedelta(days=4)).isoformat())
    with pytest.raises(CommandError):
        call_command("deputy", absent, absent, *fire, stderr=StringIO())
    with pytest.raises(CommandError):
        call_command("deputy", absent, deputy, *fire[:3], "soon", stderr=StringIO())
    call_command("deputy", absent, deputy, *fire, stderr=StringIO())
    work(case, here.second_officers["fire"])
    (line,) = queries.away(actor=here.officers["fire"])[0].lines
    assert (line.now, line.named_by, line.last_on) == (True, "system", TODAY + timedelta(days=4))


def test_it_ends_by_itself_and_another_can_be_named(here: County) -> None:
    first = named(here, days=1)
    with clock.travel(make.MONDAY + timedelta(days=5)):
        assert queries.away(actor=here.heads["fire"])[0].lines == ()
        second = named(here, first=TODAY + timedelta(days=6))
    assert Deputy.objects.get(id=first).ended_at is not None
    assert Deputy.objects.get(id=second).ended_at is None


def test_it_is_ended_early_by_the_officer_or_the_head(here: County, case: Case) -> None:
    deputy = here.second_officers["fire"]
    row = named(here)
    refusals: list[tuple[Actor, type[DomainError]]] = [
        (deputy, Refused), (here.heads["urban"], NotFound), (here.citizen, NotFound)
    ]  # fmt: skip
    for actor, refusal in refusals:
        with pytest.raises(refusal):
            services.end_deputy(deputy_id=row, actor=actor)
    for _ in range(2):
        services.end_deputy(deputy_id=row, actor=here.officers["fire"])
    with pytest.raises(Conflict, match="claimed_by_other"):
        work(case, deputy)
    assert AuditEntry.objects.filter(action="cases.end_deputy").count() == 1


def test_the_database_keeps_deputies_in_order(here: County) -> None:
    row = Deputy.objects.get(id=named(here))
    for change in ({"deputy_id": row.absent_id}, {"last_on": TODAY - timedelta(days=1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Deputy.objects.filter(id=row.id).update(**change)


def test_one_case_is_handed_over_by_who_holds_it_or_by_the_head(here: County, case: Case) -> None:
    officer, second, head = (
        here.officers["fire"], here.second_officers["fire"], here.heads["fire"]
    )  # fmt: skip
    hand = {"case_id": case.id, "reason": "要去培训。"}
    with pytest.raises(Refused, match="not_permitted"):
        services.pass_on(to=user(second), actor=second, **hand)  # type: ignore[arg-type]
    for to in (user(officer), user(here.officers["urban"])):
        with pytest.raises(Invalid, match="not_a_colleague"):
            services.pass_on(to=to, actor=officer, **hand)  # type: ignore[arg-type]
    with pytest.raises(Invalid, match="reason_needed"):
        services.pass_on(case_id=case.id, to=user(second), reason=" ", actor=officer)
    services.pass_on(to=user(second), actor=officer, **hand)  # type: ignore[arg-type]
    case.refresh_from_db()
    assert case.claimed_by_id == second.user_id
    services.pass_on(to=user(officer), actor=head, **hand)  # type: ignore[arg-type]
    case.refresh_from_db()
    assert case.claimed_by_id == officer.user_id
    said = [each.text for each in case.opinions.filter(kind="pass_on").order_by("at", "id")]
    assert len(said) == 2 and all("要去培训。" in each for each in said)
    assert AuditEntry.objects.filter(action="cases.pass_on").count() == 2
    assert_whole()


@given(first=st.integers(-40, 40), length=st.integers(-5, 120))
def test_a_period_lies_ahead_and_has_an_end(first: int, length: int) -> None:
    begins = TODAY + timedelta(days=first)
    ends = begins + timedelta(days=length)
    try:
        require_period(begins, ends, TODAY)
    except Invalid as refused:
        over = refused.code == "cases.away_over"
        assert over == (ends < TODAY)
        assert over or length < 0 or timedelta(days=length) > LONGEST_AWAY
    else:
        days = [begins + timedelta(days=n) for n in range(length + 1)]
        assert all(stands_in(begins, ends, day) for day in days)
        assert not stands_in(begins, ends, begins - timedelta(days=1))
        assert not stands_in(begins, ends, ends + timedelta(days=1))
        assert ends >= TODAY
