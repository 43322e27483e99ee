"""延长办理期限: asked by one, answered by another, once; the clocks move and say so."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from onevisit.accounts import queries as accounts
from onevisit.accounts import services as people
from onevisit.accounts.rules import SYSTEM, Actor, GrantDraft
from onevisit.audit.models import AuditEntry
from onevisit.cases import queries, services
from onevisit.cases.models import Case, CaseEvent, Extension
from onevisit.cases.rules.clocks import ClockEvent, Limits, clocks, due_day, explain, read
from onevisit.cases.rules.extension import approver_name, extension_action, who_extends
from onevisit.cases.rules.lifecycle import Action, CaseState, ClockKind
from onevisit.catalogue.rules.definition import Regime
from onevisit.catalogue.rules.vocabulary import ExtensionBy
from onevisit.kernel import clock
from onevisit.kernel.calendar import DayUnit, WorkingCalendar, YearNotice
from onevisit.kernel.errors import Conflict, DomainError, Invalid, NotFound, Refused
from tests.cases.wholeness import assert_whole
from tests.factories import cases as make
from tests.factories.cases import County

CALENDAR = WorkingCalendar.from_notices([YearNotice(2026, {}, {})], revision=1)
WHY = "要等检测单位的报告。"


def head_of(here: County, code: str) -> Actor:
    return here.heads[code]


def in_review(here: County, part: str = "sign") -> Case:
    case = make.case_of(make.submitted(here, area=80), part)
    services.accept(case_id=case.id, actor=here.officer(case))
    return make.case_of(case.application, part)


def ask(here: County, case: Case) -> None:
    services.ask_extension(case_id=case.id, reason=WHY, actor=here.officer(case))


def again(case: Case) -> Case:
    return Case.objects.get(id=case.id)


def test_an_approved_extension_moves_both_limits_and_everybody_is_told(here: County) -> None:
    case, head = in_review(here), head_of(here, "urban")
    assert (case.legal_due, case.promised_due) == (date(2026, 12, 14), date(2026, 11, 30))
    ask(here, case)
    assert again(case).legal_due == case.legal_due
    services.grant_extension(case_id=case.id, actor=head)
    after = again(case)
    assert (after.legal_due, after.promised_due) == (date(2026, 12, 28), date(2026, 12, 14))
    assert after.state == CaseState.IN_REVIEW
    assert_whole()
    shown = queries.status_view(application_id=case.application_id, actor=here.citizen)
    told = next(each for each in shown.cases if each.id == case.id).extended
    assert told is not None and (told.days, told.on, told.reason) == (10, date(2026, 11, 16), WHY)
    assert AuditEntry.objects.filter(action="cases.extend", actor_user_id=head.user_id).count() == 1


def test_the_day_by_day_explanation_shows_the_extension(here: County) -> None:
    case, head = in_review(here), head_of(here, "urban")
    ask(here, case)
    services.grant_extension(case_id=case.id, actor=head)
    for kind, limit in (("C1", 30), ("C2", 20)):
        view = queries.clock_explanation(case_id=case.id, kind=kind, actor=here.citizen)
        found = view.reading.clock
        assert (found.limit, found.extended) == (limit, 10)
        assert found.extended_on == date(2026, 11, 16)
        assert view.lines[-1].day == view.reading.due


def test_a_promise_that_was_missed_stays_missed(here: County) -> None:
    case, head = in_review(here), head_of(here, "urban")
    with clock.travel(make.MONDAY + timedelta(days=15)):
        ask(here, case)
        services.grant_extension(case_id=case.id, actor=head)
    after = again(case)
    assert (after.legal_due, after.promised_due) == (date(2026, 12, 28), date(2026, 11, 30))
    assert after.events.last().action == Action.EXTEND_LATE  # type: ignore[union-attr]
    assert_whole()


def test_the_day_promised_for_the_whole_moves_when_this_part_ends_after_it(here: County) -> None:
    case, head = in_review(here), head_of(here, "urban")
    before = case.application.promised_on
    ask(here, case)
    services.grant_extension(case_id=case.id, actor=head)
    case.application.refresh_from_db()
    assert before is not None
    assert case.application.promised_on == max(before, date(2026, 12, 14))


def test_one_person_with_two_roles_cannot_be_both_pairs_of_eyes(here: County) -> None:
    case = in_review(here)
    both = here.officer(case)
    assert both.user_id is not None
    people.grant_role(
        GrantDraft(both.user_id, "head", here.departments["urban"], make.REGION), actor=SYSTEM
    )
    both = accounts.actor_for(accounts.user_by_id(both.user_id))
    services.ask_extension(case_id=case.id, reason=WHY, actor=both)
    for deed in (
        lambda: services.grant_extension(case_id=case.id, actor=both),
        lambda: services.decline_extension(case_id=case.id, reason="不。", actor=both),
    ):
        with pytest.raises(Refused, match="same_person"):
            deed()
    view = queries.case_view(case_id=case.id, actor=both)
    assert "answer_extension" not in view.may
    row = Extension.objects.get()
    row.state, row.answered_at, row.answered_by = "granted", row.asked_at, row.asked_by
    with pytest.raises(IntegrityError, match="extension_two_people"), transaction.atomic():
        row.save()


def test_a_limit_is_extended_once(here: County) -> None:
    case, head = in_review(here), head_of(here, "urban")
    ask(here, case)
    with pytest.raises(Conflict, match="extension_asked"):
        ask(here, case)
    services.grant_extension(case_id=case.id, actor=head)
    with pytest.raises(Conflict, match="extended_before"):
        ask(here, case)
    with pytest.raises(Conflict, match="extension_answered") as told:
        services.grant_extension(case_id=case.id, actor=head)
    assert told.value.facts["who"] == head.name
    event = CaseEvent.objects.get(case=case, action="extend")
    event.id, event.seq, event.action = None, 99, "extend_late"  # type: ignore[assignment]
    with pytest.raises(IntegrityError, match="case_extended_once"), transaction.atomic():
        event.save(force_insert=True)


def test_a_declined_request_says_why_and_may_be_made_again(here: County) -> None:
    case, head = in_review(here), head_of(here, "urban")
    ask(here, case)
    with pytest.raises(Invalid, match="reason_needed"):
        services.decline_extension(case_id=case.id, reason=" ", actor=head)
    services.decline_extension(case_id=case.id, reason="报告后天就到。", actor=head)
    view = queries.case_view(case_id=case.id, actor=here.officer(case))
    assert view.extension is not None
    assert (view.extension.state, view.extension.answer) == ("declined", "报告后天就到。")
    assert "ask_extension" in view.may
    shown = queries.status_view(application_id=case.application_id, actor=here.citizen)
    assert all(WHY not in each.reasons and each.extended is None for each in shown.cases)
    ask(here, case)
    services.grant_extension(case_id=case.id, actor=head)


def test_nothing_is_extended_once_the_legal_limit_is_over(here: County) -> None:
    case, head = in_review(here), head_of(here, "urban")
    ask(here, case)
    with clock.travel(make.MONDAY + timedelta(days=29)):
        with pytest.raises(Conflict, match="limit_over"):
            services.grant_extension(case_id=case.id, actor=head)
        assert queries.extensions_waiting(actor=head).rows == ()
        view = queries.case_view(case_id=case.id, actor=head)
        assert view.extension is not None and view.extension.lapsed
        assert not {"ask_extension", "answer_extension"} & view.may


def test_only_the_head_of_that_department_answers(here: County) -> None:
    case = in_review(here)
    ask(here, case)
    answers: list[tuple[Actor, type[DomainError]]] = [
        (here.second_officers["urban"], Refused),
        (head_of(here, "fire"), NotFound),
        (make.staff("mayor", "government_head"), Refused),
        (here.clerk, Refused),
        (here.citizen, Refused),
        (here.other_citizen, NotFound),
    ]
    for actor, refusal in answers:
        with pytest.raises(refusal):
            services.grant_extension(case_id=case.id, actor=actor)
    assert queries.extensions_waiting(actor=head_of(here, "urban")).rows[0].case_id == case.id


def test_a_case_that_stands_still_can_be_extended_and_runs_on_longer(here: County) -> None:
    case, head = in_review(here), head_of(here, "urban")
    ask(here, case)
    officer = here.officer(case)
    until = date(2026, 12, 8)
    services.suspend(case_id=case.id, reason="检测", until=until, actor=officer)
    services.grant_extension(case_id=case.id, actor=head)
    with clock.travel(make.MONDAY + timedelta(days=7)):
        services.resume(case_id=case.id, actor=officer)
    assert again(case).legal_due == date(2027, 1, 4)
    assert_whole()


def test_nothing_can_be_extended_before_the_review_or_after_the_decision(here: County) -> None:
    case = make.case_of(make.submitted(here, area=80), "sign")
    with pytest.raises(Conflict, match="not_possible_now"):
        ask(here, case)
    make.decide(here, case)
    with pytest.raises(Conflict, match="already_decided"):
        ask(here, case)


def test_the_head_of_the_government_answers_where_departments_act_jointly() -> None:
    joint = Regime(legal=45, extension=15, extension_by=ExtensionBy.GOVERNMENT)
    assert who_extends(joint) == "cases.extend_joint"
    assert approver_name(joint) == "本级人民政府负责人"
    assert who_extends(Regime()) == "cases.extend"
    assert approver_name(Regime(extension_approver="水利局负责人")) == "水利局负责人"


DAY = date(2026, 3, 2)


@given(
    limit=st.integers(1, 45),
    days=st.integers(1, 15),
    on=st.integers(0, 60),
    unit=st.sampled_from(list(DayUnit)),
)
def test_an_extension_adds_its_days_to_the_end_and_nothing_else(
    limit: int, days: int, on: int, unit: DayUnit
) -> None:
    limits = Limits(unit, 5, limit, limit, 10, extension=days)
    events = [
        ClockEvent(None, Action.SUBMIT, DAY),
        ClockEvent(CaseState.SUBMITTED, Action.ACCEPT, DAY),
        ClockEvent(CaseState.ACCEPTED, Action.START, DAY),
    ]
    plain = clocks(events, limits)[ClockKind.LEGAL]
    asked = DAY + timedelta(days=on)
    moved = clocks([*events, ClockEvent(CaseState.IN_REVIEW, Action.EXTEND, asked)], limits)
    longer = moved[ClockKind.LEGAL]
    due, _ = due_day(plain, CALENDAR)
    assert due is not None
    assert due_day(longer, CALENDAR)[0] == CALENDAR.add_days(due, days, unit).day
    assert read(longer, CALENDAR, asked).used == read(plain, CALENDAR, asked).used
    assert explain(longer, CALENDAR, asked) == explain(plain, CALENDAR, asked)
    late = clocks([*events, ClockEvent(CaseState.IN_REVIEW, Action.EXTEND_LATE, asked)], limits)
    assert late[ClockKind.PROMISED] == plain_of(events, limits, ClockKind.PROMISED)
    assert late[ClockKind.LEGAL].limit == limit + days


def plain_of(events: list[ClockEvent], limits: Limits, kind: ClockKind) -> object:
    return clocks(events, limits)[kind]


def test_the_promise_goes_along_while_it_is_kept() -> None:
    due = date(2026, 11, 30)
    assert extension_action(due, due) is Action.EXTEND
    assert extension_action(due, due + timedelta(days=1)) is Action.EXTEND_LATE
    assert extension_action(None, due) is Action.EXTEND
