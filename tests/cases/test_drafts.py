"""Drafts, papers and handing in, against the real database."""

import pytest
from django.db import connection

from onevisit.audit.models import AccessEntry
from onevisit.cases import queries, services
from onevisit.cases.models import Application, Case, Evidence
from onevisit.cases.queries.signing import signing_digest
from onevisit.hall.queries import visits_of
from onevisit.kernel.errors import Conflict, Invalid, NotFound, Refused
from tests.cases.wholeness import submit
from tests.factories import cases as make
from tests.factories.cases import County


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


def test_a_company_s_form_knows_its_representative_and_who_signed(here: County) -> None:
    application = make.submitted(here, here.boss)
    party = application.parties.get()
    assert (party.role, party.person_id) == ("applicant", here.boss.person_id)
    assert party.signed_digest and party.signed_at == make.MONDAY


def test_looking_at_a_case_is_on_record_for_staff_alone(here: County) -> None:
    application = make.submitted(here)
    case = make.case_of(application, "sign")
    queries.case_view(case_id=case.id, actor=here.citizen)
    queries.status_view(application_id=application.id, actor=here.citizen)
    assert not AccessEntry.objects.filter(what__startswith="case").exists()
    queries.case_view(case_id=case.id, actor=here.officer(case))
    entry = AccessEntry.objects.get(what="case.view")
    assert entry.subject_person_id == here.citizen.person_id
    assert entry.actor_user_id == here.officer(case).user_id


def test_a_field_that_contradicts_its_question_must_be_settled_before_signing(
    here: County,
) -> None:
    application = make.filled_draft(here, area=80)
    services.save_form(
        application_id=application.id, values={"shop.area": "350"}, actor=here.citizen
    )
    application.refresh_from_db()
    assert application.answers["shop.area"] == 80
    view = queries.draft_view(application_id=application.id, actor=here.citizen)
    assert [p.code for p in view.problems] == ["cases.answer_contradicted"] and not view.ready
    with pytest.raises(Invalid, match="contradicts_answers"):
        submit(application, here)
    services.save_answers(
        application_id=application.id, answers={"shop.area": 350}, actor=here.citizen
    )
    assert queries.draft_view(application_id=application.id, actor=here.citizen).ready


def test_an_open_form_does_not_bring_back_an_answer_changed_elsewhere(here: County) -> None:
    application = make.filled_draft(here, area=80)
    page = queries.draft_view(application_id=application.id, actor=here.citizen).page
    services.save_answers(
        application_id=application.id, answers={"shop.area": 350}, actor=here.citizen
    )
    services.save_form(
        application_id=application.id,
        values={"shop.area": "80", "shop.note": "靠窗"},
        actor=here.citizen,
        page=page,
    )
    application.refresh_from_db()
    assert application.answers == {"shop.area": 350}
    assert application.form_open["shop.area"] == 350
    assert application.form_open["shop.note"] == "靠窗"
