"""What departments may do, what they are refused, and what lasts."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from onevisit.accounts.rules import SYSTEM
from onevisit.audit.models import AuditEntry
from onevisit.cases import queries, services
from onevisit.cases.models import CaseEvent, Opinion
from onevisit.kernel import clock
from onevisit.kernel.calendar import YearNotice
from onevisit.kernel.errors import Conflict, Invalid, NotFound, Refused
from onevisit.kernel.queries import load_calendar
from onevisit.kernel.services import publish_year
from tests.cases.wholeness import assert_rows_fold, issued_at_window
from tests.factories import cases as make
from tests.factories.cases import County


def test_a_later_part_starts_when_the_earlier_is_settled(here: County) -> None:
    application = make.submitted(here)
    food, licence = make.case_of(application, "food"), make.case_of(application, "licence")
    services.accept(case_id=food.id, actor=here.officer(food))
    assert make.case_of(application, "food").state == "accepted"
    make.decide(here, licence, "refuse")
    assert make.case_of(application, "food").state == "in_review"
    assert_rows_fold()


def test_one_refusal_leaves_the_others_and_the_end_comes_once(here: County) -> None:
    application = make.submitted(here)
    for part in make.PARTS:
        make.decide(
            here, make.case_of(application, part), "refuse" if part == "sign" else "approve"
        )
    application.refresh_from_db()
    assert application.state == "ended"
    states = dict(application.cases.values_list("part", "state"))
    assert states.pop("sign") == "refused"
    assert set(states.values()) == {"delivered"}
    status = queries.status_view(application_id=application.id, actor=here.citizen)
    refused = next(case for case in status.cases if case.part == "sign")
    assert refused.reasons == ("不符合条件。",)
    assert_rows_fold()


def test_the_second_officer_is_told_who_was_first(here: County) -> None:
    application = make.submitted(here)
    case = make.case_of(application, "sign")
    first, second = here.officers["urban"], here.second_officers["urban"]
    make.review(here, case)
    services.claim(case_id=case.id, actor=first)
    with pytest.raises(Conflict) as told:
        services.decide(case_id=case.id, outcome="approve", reason="", actor=second)
    assert (told.value.code, told.value.facts["who"]) == ("cases.claimed_by_other", first.name)
    with pytest.raises(Conflict, match="not_claimed_by_you"):
        services.release(case_id=case.id, actor=second)
    services.decide(case_id=case.id, outcome="approve", reason="", actor=first)
    with pytest.raises(Conflict) as told:
        services.decide(case_id=case.id, outcome="refuse", reason="不。", actor=second)
    assert (told.value.code, told.value.facts["who"]) == ("cases.already_decided", first.name)


def test_deciding_on_what_was_shown_before_is_refused(here: County) -> None:
    application = make.submitted(here)
    case = make.case_of(application, "sign")
    make.review(here, case)
    officer = here.officer(case)
    shown = case.last_seq
    until = date(2026, 12, 1)
    services.suspend(case_id=case.id, reason="专家评审", until=until, actor=officer)
    services.resume(case_id=case.id, actor=officer)
    with pytest.raises(Conflict, match="moved_on"):
        services.decide(
            case_id=case.id, outcome="approve", reason="", actor=officer, last_seq=shown
        )


def test_other_departments_find_nothing_and_clerks_may_not_decide(here: County) -> None:
    application = make.submitted(here)
    case = make.case_of(application, "fire")
    with pytest.raises(NotFound):
        services.accept(case_id=case.id, actor=here.officers["urban"])
    with pytest.raises(NotFound):
        queries.case_view(case_id=case.id, actor=here.officers["urban"])
    with pytest.raises(Refused, match="not_permitted"):
        services.decide(case_id=case.id, outcome="approve", reason="", actor=here.clerk)
    with pytest.raises(Refused, match="not_permitted"):
        services.accept(case_id=case.id, actor=here.supervisor)


def test_the_window_accepts_only_what_was_delegated(here: County) -> None:
    application = make.submitted(here)
    with pytest.raises(Refused, match="not_delegated"):
        services.accept(case_id=make.case_of(application, "fire").id, actor=here.clerk)
    case = make.case_of(application, "sign")
    services.accept(case_id=case.id, actor=here.clerk)
    event = case.events.get(action="accept")
    assert event.facts["delegated_by"] == "安政〔2026〕7 号"


def test_refusing_needs_a_reason_and_keeps_it_sealed(here: County) -> None:
    application = make.submitted(here)
    case = make.case_of(application, "sign")
    with pytest.raises(Invalid, match="reason_needed"):
        services.not_accept(case_id=case.id, reason=" ", actor=here.officer(case))
    assert make.case_of(application, "sign").state == "submitted"
    services.not_accept(case_id=case.id, reason="不归本局管。", actor=here.officer(case))
    opinion = Opinion.objects.get(case=case)
    assert opinion.text == "不归本局管。"
    assert "不归".encode() not in bytes(opinion.text_sealed)
    assert opinion.event_seq == 2


def test_the_decision_waits_for_reviews_and_doubts(here: County) -> None:
    application = make.submitted(here)
    case = make.case_of(application, "sign")
    officer = here.officer(case)
    services.accept(case_id=case.id, actor=officer)
    with pytest.raises(Conflict, match="review_unfinished"):
        services.decide(case_id=case.id, outcome="approve", reason="", actor=officer)
    make.review(here, case)
    services.set_verdict(case_id=case.id, material="plan", verdict="doubt", actor=officer)
    with pytest.raises(Conflict, match="materials_in_doubt"):
        services.decide(case_id=case.id, outcome="approve", reason="", actor=officer)
    services.decide(case_id=case.id, outcome="refuse", reason="图不对。", actor=officer)


def test_what_no_service_answers_must_be_confirmed_by_hand(here: County) -> None:
    application = make.submitted(here)
    make.decide(here, make.case_of(application, "licence"))
    food = make.case_of(application, "food")
    make.review(here, food)
    officer = here.officer(food)
    services.set_verdict(case_id=food.id, material="health", verdict="", actor=officer)
    with pytest.raises(Conflict) as told:
        services.decide(case_id=food.id, outcome="approve", reason="", actor=officer)
    assert (told.value.code, told.value.facts["materials"]) == (
        "cases.materials_unconfirmed",
        "健康证",
    )


def test_a_special_procedure_stops_the_clock(here: County) -> None:
    application = make.submitted(here)
    case = make.case_of(application, "sign")
    make.review(here, case)
    officer = here.officer(case)
    due = case.promised_due
    services.suspend(case_id=case.id, reason="检测", until=date(2026, 11, 30), actor=officer)
    case.refresh_from_db()
    assert (case.paused, case.promised_due, case.suspended_until) == (
        True,
        None,
        date(2026, 11, 30),
    )
    with pytest.raises(Conflict, match="not_possible_now"):
        services.decide(case_id=case.id, outcome="approve", reason="", actor=officer)
    with clock.travel(make.MONDAY + timedelta(days=7)):
        services.resume(case_id=case.id, actor=officer)
    case.refresh_from_db()
    assert due is not None and case.promised_due is not None
    assert load_calendar().working_days_between(due, case.promised_due) == 5
    assert_rows_fold()


def test_suspending_needs_a_day_to_come(here: County) -> None:
    application = make.submitted(here)
    case = make.case_of(application, "sign")
    make.review(here, case)
    with pytest.raises(Invalid, match="until_in_past"):
        services.suspend(
            case_id=case.id, reason="检测", until=date(2026, 11, 16), actor=here.officer(case)
        )


def test_withdrawing_is_the_applicants_and_lets_the_rest_go_on(here: County) -> None:
    application = make.submitted(here)
    licence, food = make.case_of(application, "licence"), make.case_of(application, "food")
    services.accept(case_id=food.id, actor=here.officer(food))
    with pytest.raises(Refused, match="not_permitted"):
        services.withdraw(case_id=licence.id, actor=here.officer(licence))
    services.withdraw(case_id=licence.id, actor=here.citizen)
    assert make.case_of(application, "licence").state == "withdrawn"
    assert make.case_of(application, "food").state == "in_review"
    event = licence.events.get(action="withdraw")
    assert event.actor_name == ""
    with pytest.raises(Conflict, match="not_possible_now"):
        services.withdraw(case_id=licence.id, actor=here.citizen)


def test_the_clock_of_the_machine_going_back_does_not_break_the_order(here: County) -> None:
    application = make.submitted(here)
    case = make.case_of(application, "sign")
    with clock.travel(make.MONDAY - timedelta(days=3)):
        services.accept(case_id=case.id, actor=here.officer(case))
    times = list(case.events.order_by("seq").values_list("effective_at", flat=True))
    assert times == sorted(times)


@pytest.mark.parametrize("table", ["cases_caseevent", "cases_opinion"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
def test_history_cannot_be_rewritten(here: County, table: str, statement: str) -> None:
    application = make.submitted(here)
    case = make.case_of(application, "sign")
    services.not_accept(case_id=case.id, reason="不归本局管。", actor=here.officer(case))
    with pytest.raises(DatabaseError, match=r"append-only|pending trigger"), transaction.atomic():
        connection.cursor().execute(statement.format(table))
    assert CaseEvent.objects.filter(case=case).count() == 2


def test_nothing_personal_stands_in_events_or_trail(here: County) -> None:
    application = issued_at_window(here)
    number, phone = make.resident_id(1), "13800000001"
    texts = [str(v) for v in CaseEvent.objects.values_list("facts", "actor_name")]
    texts += [str(v) for v in AuditEntry.objects.values_list("facts", "actor_name")]
    texts.append(str(application.form_open))
    assert not [t for t in texts if number in t or phone in t or "陈小岚" in t]


def test_deadlines_on_a_guess_are_counted_anew_when_the_year_is_published(here: County) -> None:
    with clock.travel(make.MONDAY + timedelta(days=42)):  # 28 December
        application = make.submitted(here)
        case = make.case_of(application, "sign")
        services.accept(case_id=case.id, actor=here.officer(case))
        case.refresh_from_db()
        assert case.provisional and case.promised_due == date(2027, 1, 11)
        application.refresh_from_db()
        assert application.promise_provisional
        feast = {date(2027, 1, 1): "元旦", date(2027, 1, 4): "元旦"}
        publish_year(
            notice=YearNotice(2027, feast, {}), published_on=date(2026, 12, 28), source="test"
        )
        services.recount_limits()
        case.refresh_from_db()
        application.refresh_from_db()
    assert (case.provisional, case.promised_due) == (False, date(2027, 1, 13))
    assert not application.promise_provisional
    assert AuditEntry.objects.filter(action="cases.recount", target_id=str(case.id)).exists()
    assert_rows_fold()


def test_the_system_may_look_at_everything(here: County) -> None:
    application = make.submitted(here)
    assert queries.status_view(application_id=application.id, actor=SYSTEM).number
