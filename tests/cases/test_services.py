"""What may happen to an application, and what is refused, against the real database."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from onevisit.accounts.rules import SYSTEM
from onevisit.audit.models import AuditEntry
from onevisit.cases import queries, services
from onevisit.cases.models import Application, Case, CaseEvent, Evidence, Opinion
from onevisit.cases.queries.pinning import happenings, pinned
from onevisit.cases.queries.signing import signing_digest
from onevisit.cases.rules.fold import COLUMNS, fold, limits_from
from onevisit.hall.queries import visits_of
from onevisit.kernel import clock
from onevisit.kernel.calendar import YearNotice
from onevisit.kernel.errors import Conflict, Invalid, NotFound, Refused
from onevisit.kernel.queries import load_calendar
from onevisit.kernel.services import publish_year
from tests.factories import cases as make
from tests.factories.cases import County


def assert_rows_fold() -> None:
    """Every case has events, and folding them gives its row."""
    for case in Case.objects.select_related("application"):
        item = pinned(case.application).offer.part(case.part).item
        folded = fold(
            happenings(case.events.order_by("seq")),
            limits_from(item.regime, case.promise_days),
            load_calendar(),
        )
        assert {n: getattr(case, n) for n in COLUMNS} == {n: getattr(folded, n) for n in COLUMNS}


def submit(application: Application, here: County, actor: object = None) -> services.Receipt:
    return services.submit(
        application_id=application.id,
        actor=actor or here.citizen,  # type: ignore[arg-type]
        signed_digest=signing_digest(application),
        version=application.version,
    )


# Drafts


def test_starting_again_goes_on_with_the_draft(here: County) -> None:
    first = services.start_application(offer_code=make.BUNDLE, actor=here.citizen)
    assert services.start_application(offer_code=make.BUNDLE, actor=here.citizen) == first
    assert services.start_application(offer_code=make.BUNDLE, actor=here.other_citizen) != first


def test_a_draft_begun_online_goes_on_at_the_window(here: County) -> None:
    draft = make.filled_draft(here)
    taken = services.start_application(
        offer_code=make.BUNDLE,
        actor=here.clerk,
        applicant_id=here.citizen.person_id,
        channel="window",
    )
    assert taken == draft.id
    receipt = submit(Application.objects.get(id=taken), here, here.clerk)
    application = Application.objects.get(id=taken)
    assert application.channel == "window"
    assert application.intake_point_id == here.centre
    assert application.parties.get().signed_assurance == 3
    assert visits_of(taken).count == 1
    assert receipt.number.startswith("AL20261116-")


def test_what_the_platform_knows_is_filled_in_and_sealed(here: County) -> None:
    application = make.filled_draft(here)
    number = make.resident_id(1)
    assert application.unsealed().values["person.id"] == number
    assert number not in str(application.form_open)
    with connection.cursor() as cursor:
        cursor.execute("SELECT a::text FROM cases_application a")
        assert number not in cursor.fetchall()[0][0]


def test_a_sealed_form_does_not_open_in_another_row(here: County) -> None:
    mine, theirs = make.filled_draft(here), make.filled_draft(here, here.other_citizen)
    theirs.form_sealed = mine.form_sealed
    with pytest.raises(Exception, match="damaged"):
        theirs.unsealed()


def test_the_answer_stands_in_the_form(here: County) -> None:
    application = make.filled_draft(here, area=120)
    services.save_answers(
        application_id=application.id, answers={"shop.area": "300"}, actor=here.citizen
    )
    application.refresh_from_db()
    assert application.answers == {"shop.area": 300}
    assert application.form_open["shop.area"] == 300


def test_two_tabs_lose_nothing_and_the_second_is_told(here: County) -> None:
    application = make.filled_draft(here)
    base = application.version
    save = services.save_form
    save(
        application_id=application.id,
        values={"shop.name": "甲", "shop.note": ""},
        actor=here.citizen,
        version=base,
    )
    with pytest.raises(Conflict) as told:
        save(
            application_id=application.id,
            values={"shop.name": "乙", "shop.note": "靠窗"},
            actor=here.citizen,
            version=base,
        )
    assert told.value.code == "cases.changed_elsewhere"
    assert told.value.facts["fields"] == ["shop.name"]
    application.refresh_from_db()
    assert (application.form_open["shop.name"], application.form_open["shop.note"]) == (
        "甲",
        "靠窗",
    )


def test_an_incomplete_form_is_kept_before_it_is_refused(here: County) -> None:
    draft = services.start_application(offer_code=make.BUNDLE, actor=here.citizen)
    services.save_answers(application_id=draft, answers={"shop.area": 80}, actor=here.citizen)
    with pytest.raises(Invalid) as told:
        services.save_form(
            application_id=draft, values={"shop.note": "x"}, actor=here.citizen, partial=False
        )
    assert [p.place for p in told.value.problems] == ["shop.name"]
    assert Application.objects.get(id=draft).form_open["shop.note"] == "x"


def test_outsiders_find_nothing(here: County) -> None:
    application = make.filled_draft(here)
    for actor in (here.other_citizen, here.officers["fire"], here.supervisor, here.clerk):
        with pytest.raises(NotFound):
            services.save_form(application_id=application.id, values={}, actor=actor)


def test_a_company_is_served_through_whoever_acts_for_it(here: County) -> None:
    application = make.submitted(here, here.boss)
    assert application.organisation_id == here.organisation
    kinds = dict(application.evidence.values_list("material", "kind"))
    assert kinds == {"form": "generated", "id_card": "fetched", "plan": "upload"}
    with pytest.raises(NotFound):
        queries.status_view(application_id=application.id, actor=here.citizen)


def test_who_does_not_act_for_a_company_is_refused(here: County) -> None:
    with pytest.raises(Refused, match="not_representing"):
        services.start_application(
            offer_code=make.BUNDLE, actor=here.citizen, organisation_id=here.organisation
        )


# Papers


def test_the_same_file_twice_is_one_paper(here: County) -> None:
    application = make.filled_draft(here)
    again = services.attach_file(
        application_id=application.id,
        material="plan",
        upload=make.upload(),
        name="又一次.png",
        actor=here.citizen,
    )
    other = services.attach_file(
        application_id=application.id,
        material="plan",
        upload=make.upload(2),
        name="另一张.png",
        actor=here.citizen,
    )
    rows = Evidence.objects.filter(application=application, material="plan").order_by("index")
    assert [row.id for row in rows] == [again, other]
    assert [row.index for row in rows] == [0, 1]


def test_only_what_is_asked_for_is_taken(here: County) -> None:
    application = make.filled_draft(here)
    for material in ("form", "nonsense"):
        with pytest.raises(Invalid, match="material_not_wanted"):
            services.attach_file(
                application_id=application.id,
                material=material,
                upload=make.upload(),
                name="x.png",
                actor=here.citizen,
            )


def test_a_paper_taken_out_is_gone_and_signing_changes(here: County) -> None:
    application = make.filled_draft(here)
    before = signing_digest(application)
    services.remove_evidence(evidence_id=application.evidence.get().id, actor=here.citizen)
    assert signing_digest(application) != before
    with pytest.raises(Invalid) as told:
        submit(application, here)
    assert told.value.facts["materials"] == "平面图"


def test_ticking_a_paper_twice_at_the_window_is_once(here: County) -> None:
    draft = services.start_application(
        offer_code=make.BUNDLE,
        actor=here.clerk,
        applicant_id=here.citizen.person_id,
        channel="window",
        answers={"shop.area": 80},
    )
    first = services.note_paper(application_id=draft, material="plan", actor=here.clerk)
    assert services.note_paper(application_id=draft, material="plan", actor=here.clerk) == first


def test_what_may_follow_can_be_handed_in_until_the_decision(here: County) -> None:
    application = make.submitted(here)
    drain = make.case_of(application, "drain")
    make.review(here, drain)
    services.set_verdict(case_id=drain.id, material="report", verdict="", actor=here.officer(drain))
    with pytest.raises(Conflict) as told:
        services.decide(case_id=drain.id, outcome="approve", reason="", actor=here.officer(drain))
    assert told.value.facts["materials"] == "检测报告"
    services.attach_file(
        application_id=application.id,
        material="report",
        upload=make.upload(5),
        name="报告.png",
        actor=here.citizen,
    )
    services.decide(case_id=drain.id, outcome="approve", reason="", actor=here.officer(drain))
    with pytest.raises(Conflict, match="not_a_draft"):
        services.attach_file(
            application_id=application.id,
            material="report",
            upload=make.upload(6),
            name="报告.png",
            actor=here.citizen,
        )


# Submission


def test_only_active_parts_become_cases(here: County) -> None:
    application = make.submitted(here, area=80)
    parts = [case.part for case in application.cases.order_by("id")]
    assert parts == ["licence", "food", "sign", "drain"]


def test_numbers_have_the_form_of_the_law_and_follow_each_other(here: County) -> None:
    first, second = make.submitted(here), make.submitted(here)
    one, two = make.case_of(first, "food").number, make.case_of(second, "food").number
    assert len(one) == 43
    assert one[31:39] == "20261116"
    assert int(two[39:]) == int(one[39:]) + 1
    assert first.number != second.number


def test_submitting_twice_gives_the_same_receipt(here: County) -> None:
    draft = make.filled_draft(here)
    first = submit(draft, here)
    assert submit(draft, here) == first
    assert Case.objects.count() == 5


def test_a_phone_alone_never_signs(here: County) -> None:
    draft = make.filled_draft(here, here.phone_only)
    with pytest.raises(Refused, match="assurance_too_low"):
        submit(draft, here, here.phone_only)


def test_what_was_not_shown_is_not_signed(here: County) -> None:
    draft = make.filled_draft(here)
    shown = signing_digest(draft)
    services.save_form(application_id=draft.id, values={"shop.name": "改"}, actor=here.citizen)
    with pytest.raises(Conflict, match="changed_since_shown"):
        services.submit(application_id=draft.id, actor=here.citizen, signed_digest=shown, version=1)
    assert not Case.objects.exists()


def test_open_questions_and_form_problems_are_refused(here: County) -> None:
    draft = services.start_application(offer_code=make.BUNDLE, actor=here.citizen)
    with pytest.raises(Invalid, match="questions_open"):
        submit(Application.objects.get(id=draft), here)


def test_a_submitted_application_cannot_be_written_in(here: County) -> None:
    application = make.submitted(here)
    with pytest.raises(Conflict, match="not_a_draft"):
        services.save_form(application_id=application.id, values={}, actor=here.citizen)
    assert services.start_application(offer_code=make.BUNDLE, actor=here.citizen) != application.id


# Departments


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


# Windows


def window_application(here: County) -> UUID:
    draft = services.start_application(
        offer_code=here.card_code,
        actor=here.clerk,
        applicant_id=here.citizen.person_id,
        channel="window",
    )
    services.save_form(
        application_id=draft,
        values={"shop.name": "无", "shop.area": "1"},
        actor=here.clerk,
    )
    services.note_paper(application_id=draft, material="old_card", actor=here.clerk)
    return draft


def test_an_immediate_item_is_finished_in_one_sitting(here: County) -> None:
    draft = window_application(here)
    receipt = services.finish_on_the_spot(application_id=draft, actor=here.clerk)
    assert services.finish_on_the_spot(application_id=draft, actor=here.clerk) == receipt
    application = Application.objects.get(id=draft)
    assert application.state == "ended"
    case = application.cases.get()
    assert [e.action for e in case.events.order_by("seq")] == [
        "submit",
        "accept",
        "start",
        "approve",
        "issue",
        "deliver",
    ]
    counted = visits_of(draft)
    assert (counted.count, [c.kind for c in counted.contacts]) == (1, ["on_the_spot"])
    content = services.result_document(case_id=case.id, actor=here.citizen)
    assert content.content.startswith(b"%PDF")
    assert_rows_fold()


def test_what_is_not_immediate_is_not_finished_on_the_spot(here: County) -> None:
    draft = make.filled_draft(here)
    services.start_application(
        offer_code=make.BUNDLE,
        actor=here.clerk,
        applicant_id=here.citizen.person_id,
        channel="window",
    )
    with pytest.raises(Refused, match="not_immediate"):
        services.finish_on_the_spot(application_id=draft.id, actor=here.clerk)


def test_being_sent_home_counts_and_coming_back_counts_again(here: County) -> None:
    draft = window_application(here)
    services.send_home(
        application_id=draft, reason="materials", actor=here.clerk, materials=("old_card",)
    )
    with clock.travel(make.MONDAY + timedelta(minutes=20)):
        services.finish_on_the_spot(application_id=draft, actor=here.clerk)
    assert visits_of(draft).count == 2


def issued_at_window(here: County) -> Application:
    application = make.filled_draft(here, area=80)
    services.choose_collection(
        application_id=application.id,
        collection="window",
        service_point_id=here.centre,
        actor=here.citizen,
    )
    application.refresh_from_db()
    submit(application, here)
    for part in ("licence", "food", "sign", "drain"):
        make.decide(here, make.case_of(application, part))
    application.refresh_from_db()
    return application


def test_all_results_are_handed_out_in_one_visit(here: County) -> None:
    application = issued_at_window(here)
    assert application.state == "submitted"
    (line,) = queries.out_window(actor=here.clerk, person_id=here.citizen.person_id)
    assert len(line.cases) == 4 and line.running == ()
    ids = [case.id for case in line.cases]
    assert here.citizen.person_id is not None and here.other_citizen.person_id is not None
    with pytest.raises(Refused, match="wrong_receiver"):
        services.hand_out(
            case_ids=ids,
            receiver_id=here.other_citizen.person_id,
            identified_by="id_card",
            actor=here.clerk,
        )
    services.hand_out(
        case_ids=ids,
        receiver_id=here.citizen.person_id,
        identified_by="id_card",
        actor=here.clerk,
    )
    application.refresh_from_db()
    assert application.state == "ended"
    assert visits_of(application.id).count == 1
    assert queries.out_window(actor=here.clerk) == ()
    with pytest.raises(Conflict):
        services.hand_out(
            case_ids=ids,
            receiver_id=here.citizen.person_id,
            identified_by="id_card",
            actor=here.clerk,
        )
    assert_rows_fold()


def test_collecting_at_a_window_needs_the_window(here: County) -> None:
    draft = make.filled_draft(here)
    for collection, point in (("window", None), ("pigeon", here.centre)):
        with pytest.raises(Invalid):
            services.choose_collection(
                application_id=draft.id,
                collection=collection,
                service_point_id=point,
                actor=here.citizen,
            )


# What lasts


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
        case.refresh_from_db()
        application.refresh_from_db()
    assert (case.provisional, case.promised_due) == (False, date(2027, 1, 13))
    assert not application.promise_provisional
    assert AuditEntry.objects.filter(action="cases.recount", target_id=str(case.id)).exists()
    assert_rows_fold()


def test_the_system_may_look_at_everything(here: County) -> None:
    application = make.submitted(here)
    assert queries.status_view(application_id=application.id, actor=SYSTEM).number
