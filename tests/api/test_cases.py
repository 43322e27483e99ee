"""Cases by API: what each side sees, does, and finds on record."""

import json
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from onevisit.audit.models import AccessEntry
from onevisit.cases.models import Application, Case, Evidence
from onevisit.kernel import clock
from tests.api.programs import Program, issue, told
from tests.cases.wholeness import issued_at_window
from tests.factories import cases as make
from tests.factories import files
from tests.factories.cases import BUNDLE, County


@pytest.fixture
def citizen(here: County) -> Program:
    return Program(issue(here.citizen.user_id).text)  # type: ignore[arg-type]


def program_of(user_id: UUID | None) -> Program:
    assert user_id is not None
    return Program(issue(user_id).text)


def test_a_whole_application_by_api(here: County, citizen: Program) -> None:
    begun = citizen.post("/applications", {"offer": BUNDLE, "answers": {"shop.area": 400}})
    draft = told(begun, 201)
    assert begun["Location"].endswith(f"/applications/{draft['id']}/draft")
    assert not draft["ready"]
    here_it_is = f"/applications/{draft['id']}"
    values = {"shop.name": "吉祥小馆", "shop.area": 400}
    told(citizen("PATCH", f"{here_it_is}/form", {"values": values, "complete": True}))
    sent = citizen.client.post(
        f"/api/v1{here_it_is}/evidence",
        {"material": "plan", "file": SimpleUploadedFile("图.png", files.png())},
        headers={**citizen.headers, "Idempotency-Key": "plan"},
    )
    paper = told(sent, 201)["id"]
    assert citizen.get(f"/evidence/{paper}").content == content_of(paper)
    shown = told(citizen.get(f"{here_it_is}/draft"))
    assert shown["ready"]
    assert shown["missing"] == shown["problems"] == []
    sign = {"digest": shown["digest"], "version": shown["version"]}
    receipt = told(citizen.post(f"{here_it_is}/submission", sign), 201)
    assert told(citizen.post(f"{here_it_is}/submission", sign), 201) == receipt
    status = told(citizen.get(f"/applications/{receipt['number']}"))
    assert {case["state"] for case in status["cases"]} == {"submitted"}
    assert status["cases"][0]["clock"]["kind"] == "A"
    late = citizen("PATCH", f"{here_it_is}/form", {"values": {"shop.name": "x"}})
    assert told(late, 409)["code"] == "cases.not_a_draft"


def content_of(evidence_id: str) -> bytes:
    from onevisit.accounts.rules import SYSTEM
    from onevisit.cases.services import evidence_content

    row = Evidence.objects.get(id=evidence_id)
    return evidence_content(evidence_id=row.id, actor=SYSTEM).content


def test_a_signature_covers_exactly_what_was_shown(here: County, citizen: Program) -> None:
    draft = make.filled_draft(here)
    shown = told(citizen.get(f"/applications/{draft.id}/draft"))
    told(citizen("PATCH", f"/applications/{draft.id}/form", {"values": {"shop.name": "别的"}}))
    sign = {"digest": shown["digest"], "version": shown["version"]}
    problem = told(citizen.post(f"/applications/{draft.id}/submission", sign), 409)
    assert problem["code"] == "cases.changed_since_shown"


def test_what_is_missing_is_named_field_by_field(here: County, citizen: Program) -> None:
    draft = told(citizen.post("/applications", {"offer": BUNDLE}), 201)
    body = {"values": {}, "complete": True}
    problem = told(citizen("PATCH", f"/applications/{draft['id']}/form", body), 422)
    assert problem["code"] == "guidance.form_problems"
    assert {each["code"] for each in problem["errors"]} == {"guidance.field_required"}
    assert all(each["detail"] for each in problem["errors"])


def test_a_department_handles_its_case_and_every_look_is_logged(here: County) -> None:
    case = make.case_of(make.submitted(here), "licence")
    officer = program_of(here.officer(case).user_id)
    listed = told(officer.get("/cases?only=intake"))["items"]
    assert str(case.id) in {each["id"] for each in listed}
    assert "小岚" not in json.dumps(listed, ensure_ascii=False)
    told(officer.post(f"/cases/{case.id}/acceptance"), 204)
    again = told(officer.post(f"/cases/{case.id}/acceptance"), 409)
    assert again["code"] == "cases.not_possible_now"
    shown = told(officer.get(f"/cases/{case.id}"))
    assert AccessEntry.objects.filter(what="case.view").count() == 1
    assert make.resident_id(1) not in json.dumps(shown)
    make.review(here, case)
    version = told(officer.get(f"/cases/{case.id}"))["version"]
    stale = {"outcome": "approve", "version": version - 1}
    assert told(officer.post(f"/cases/{case.id}/decision", stale), 409)["code"] == "cases.moved_on"
    told(
        officer.post(f"/cases/{case.id}/decision", {"outcome": "approve", "version": version}), 204
    )
    case.refresh_from_db()
    assert case.decided_at is not None


def test_a_notice_and_its_correction_by_api(here: County, citizen: Program) -> None:
    application = make.submitted(here)
    sign = make.case_of(application, "sign")
    for case in application.cases.exclude(id=sign.id):
        told(program_of(here.officer(case).user_id).post(f"/cases/{case.id}/acceptance"), 204)
    gap = {"kind": "field", "key": "shop.name", "reason": "和招牌不一样。", "remedy": "写全称。"}
    officer = program_of(here.officer(sign).user_id)
    assert told(officer.post(f"/cases/{sign.id}/gaps", {"gaps": [gap]})) == {"sent": True}
    path = f"/applications/{application.id}/correction"
    told_now = told(citizen.get(path))
    assert [each["gaps"][0]["reason"] for each in told_now["cases"]] == ["和招牌不一样。"]
    assert told(citizen("PATCH", path, {"values": {"shop.name": "吉祥小馆总店"}})) == {
        "changed": ["shop.name"]
    }
    digest = told(citizen.get(path))["digest"]
    assert told(citizen.post(path, {"digest": digest}))["changed"] == [sign.name]


def test_results_are_handed_out_once_in_one_visit(here: County, citizen: Program) -> None:
    application = issued_at_window(here)
    clerk = program_of(here.clerk.user_id)
    (waiting,) = told(clerk.get(f"/hand-outs/waiting?number={application.number}"))
    body = {
        "cases": [each["id"] for each in waiting["cases"]],
        "receiver": waiting["applicant_id"],
        "identified_by": "id_card",
        "originals_seen": True,
    }
    told(clerk.post("/hand-outs", body, key="h"), 201)
    told(clerk.post("/hand-outs", body, key="h"), 201)
    assert told(clerk.post("/hand-outs", body), 409)["code"] == "cases.not_possible_now"
    visits = told(citizen.get(f"/applications/{application.number}/visits"))
    assert visits["count"] >= 1
    result = citizen.get(f"/cases/{body['cases'][0]}/result")
    assert result.content.startswith(b"%PDF-")
    assert result["Content-Disposition"].startswith("attachment")


def test_what_is_not_ones_own_does_not_exist(here: County) -> None:
    application = make.submitted(here)
    stranger = program_of(here.other_citizen.user_id)
    case = make.case_of(application, "licence")
    for path in (
        f"/applications/{application.number}",
        f"/applications/{application.number}/visits",
        f"/applications/{application.id}/correction",
        f"/cases/{case.id}/result",
        f"/cases/{case.number}/clocks/A",
    ):
        told(stranger.get(path), 404)
    assert told(stranger.get("/applications"))["items"] == []


def test_pages_follow_each_other_without_gap_or_repeat(here: County, citizen: Program) -> None:
    for day in range(5):
        with clock.travel(make.MONDAY.replace(day=16 + day)):
            make.submitted(here)
    seen, cursor = [], ""
    while True:
        page = told(citizen.get(f"/applications?limit=2&cursor={cursor}"))
        seen += [each["id"] for each in page["items"]]
        if page["next"] is None:
            break
        cursor = page["next"]
    newest_first = Application.objects.order_by("-id").values_list("id", flat=True)
    assert seen == [str(each) for each in newest_first]
    officer = program_of(here.officer(Case.objects.filter(part="licence")[0]).user_id)
    first = told(officer.get("/cases?limit=2"))
    second = told(officer.get(f"/cases?limit=2&cursor={first['next']}"))
    assert not {c["id"] for c in first["items"]} & {c["id"] for c in second["items"]}
    other = told(officer.get(f"/cases?only=mine&cursor={first['next']}"), 422)
    assert other["code"] == "ui.bad_cursor"
    tasks = told(officer.get("/tasks?limit=100"))["items"]
    assert {task["kind"] for task in tasks} == {"accept"}


def test_a_clerks_system_finds_the_person_and_takes_the_application_in(here: County) -> None:
    clerk = program_of(here.clerk.user_id)
    person = told(clerk.post("/lookups/people", {"id_number": make.resident_id(1)}))
    assert make.resident_id(1) not in json.dumps(person)
    body = {"offer": BUNDLE, "applicant": person["id"], "channel": "window"}
    assert told(clerk.post("/applications", body), 201)["channel"] == "window"
    told(clerk.post("/lookups/people", {"id_number": make.resident_id(77)}), 404)
    assert AccessEntry.objects.filter(what="person.look_up").count() == 2


def test_a_first_look_and_what_answers_it_by_api(here: County, citizen: Program) -> None:
    application = make.submitted(here)
    sign = make.case_of(application, "sign")
    gap = {"kind": "field", "key": "shop.name", "reason": "和招牌不一样。", "remedy": "写全称。"}
    officer = program_of(here.officer(sign).user_id)
    path = f"/cases/{sign.id}/pre-review"
    told(officer.post(path, {"gaps": [gap], "version": sign.last_seq}), 204)
    assert officer.post(path, {}).status_code == 409
    desk = told(officer.get("/cases"))["items"]
    assert [each["pre_review"] for each in desk if each["id"] == str(sign.id)] == ["returned"]
    path = f"/applications/{application.id}/correction"
    (asked,) = told(citizen.get(path))["cases"]
    assert (asked["pre_review"], asked["until"]) == (True, None)
    assert asked["answer_by"] == f"{sign.intake_due}"
    told(citizen("PATCH", path, {"values": {"shop.name": "吉祥小馆总店"}}))
    digest = told(citizen.get(path))["digest"]
    assert told(citizen.post(path, {"digest": digest}))["changed"] == [sign.name]
    drain = make.case_of(application, "drain")
    office = program_of(here.officer(drain).user_id)
    told(office.post(f"/cases/{drain.id}/pre-review", {}), 204)
    shown = told(office.get(f"/cases/{drain.id}"))
    assert (shown["state"], shown["pre_review"]) == ("submitted", "passed")
