"""What else the pages can do, by API: letters, extensions, two signatures, visits, couriers."""

import io
from datetime import date

import pytest

from onevisit.accounts.rules import Actor
from onevisit.cases import services
from onevisit.cases.models import Application, Case, Result
from onevisit.cases.rules.lifecycle import CaseState
from onevisit.cases.rules.obligations import Check
from onevisit.cases.rules.verifying import WRONG_CODES
from onevisit.kernel import clock
from onevisit.ratings.models import Rating
from tests.api.programs import Program, issue, told
from tests.api.test_cases import program_of
from tests.cases.committed import check, granted
from tests.cases.posting import HOME, NUMBER, by_courier
from tests.cases.posting import granted as all_granted
from tests.cases.test_discrepancies import AREA, SHOP, begun, save
from tests.cases.wholeness import issued_at_window
from tests.factories import cases as make
from tests.factories import files, joint
from tests.factories.cases import County

pytestmark = pytest.mark.django_db


@pytest.fixture
def citizen(here: County) -> Program:
    return Program(issue(here.citizen.user_id).text)  # type: ignore[arg-type]


@pytest.fixture
def clerk(here: County) -> Program:
    return Program(issue(here.clerk.user_id).text)  # type: ignore[arg-type]


def test_letters_are_fetched_by_whom_they_concern(here: County, citizen: Program) -> None:
    row = check(here, granted(here), Check.ORDER, "超标。", date(2026, 11, 27))
    status = told(citizen.get(f"/applications/{row.case.application.number}"))
    for letter in status["letters"]:
        where = (
            f"/obligations/{letter['obligation_id']}"
            if letter["obligation_id"]
            else f"/cases/{letter['case_id']}"
        )
        assert citizen.get(f"{where}/letters/{letter['seq']}").content.startswith(b"%PDF")
    assert citizen.get(f"/cases/{row.case_id}/commitment-letter").content.startswith(b"%PDF")
    assert told(citizen.get(f"/cases/{row.case_id}/letters/999"), 404)["code"] == (
        "cases.no_such_letter"
    )
    other = Program(issue(here.other_citizen.user_id).text)  # type: ignore[arg-type]
    assert other.get(f"/cases/{row.case_id}/letters/1").status_code == 404


def test_anybody_verifies_a_result_without_a_token(here: County) -> None:
    case = make.case_of(make.submitted(here), "licence")
    make.decide(here, case)
    result = Result.objects.get(case=case)
    asked = f"/verifications?number={result.number}&code="
    found = told(Program().get(asked + result.check_code))
    assert (found["holds"], found["revoked_on"]) == (True, None)
    assert "*" in found["holder"]
    for _try in range(WRONG_CODES.free):
        assert told(Program().get(asked + "X"), 404)["code"] == "cases.no_such_document"
    assert told(Program().get(asked + "X"), 429)["code"] == "accounts.must_wait"


def test_one_asks_for_more_time_and_another_grants_it(here: County) -> None:
    case = make.case_of(make.submitted(here, area=80), "sign")
    services.accept(case_id=case.id, actor=here.officer(case))
    officer, head = program_of(here.officer(case).user_id), program_of(here.heads["urban"].user_id)
    path = f"/cases/{case.id}/extension"
    told(officer.post(path, {"reason": "等检测报告。"}), 204)
    assert told(officer.post(path, {"reason": "再等等。"}), 409)["code"] == "cases.extension_asked"
    (waiting,) = told(head.get("/extensions"))["items"]
    assert (waiting["case_id"], waiting["extension"]["reason"]) == (str(case.id), "等检测报告。")
    assert officer.post(f"{path}/answer", {"grant": True}).status_code == 403
    assert told(head.post(f"{path}/answer", {"grant": False}), 422)["code"] == "cases.reason_needed"
    told(head.post(f"{path}/answer", {"grant": True}), 204)
    assert told(officer.get(f"/cases/{case.id}"))["extension"]["state"] == "granted"
    assert told(head.get("/extensions"))["items"] == []


def test_a_decision_of_two_is_proposed_sent_back_and_signed(here: County) -> None:
    case = Case.objects.get(application=make.submitted(here, code=here.two_code))
    make.review(here, case)
    officer, head = program_of(here.officer(case).user_id), program_of(here.heads["fire"].user_id)
    path = f"/cases/{case.id}/proposal"
    told(officer.post(path, {"outcome": "approve"}), 204)
    assert officer.post(f"{path}/confirmation", {}).status_code == 403
    told(head.post(f"{path}/return", {"reason": "再看一遍。"}), 204)
    assert told(officer.get(f"/cases/{case.id}"))["proposal"]["answer"] == "再看一遍。"
    told(officer.post(path, {"outcome": "approve", "reason": "符合条件。"}), 204)
    told(officer("DELETE", path), 204)
    told(officer.post(path, {"outcome": "approve", "reason": "符合条件。"}), 204)
    told(head.post(f"{path}/confirmation", {}), 204)
    case.refresh_from_db()
    assert case.state == CaseState.DELIVERED


def test_a_visit_is_planned_once_and_each_department_writes_what_it_found(here: County) -> None:
    joint.publish(here)
    application = joint.accepted(here)
    kitchen, flame = (make.case_of(application, part) for part in ("kitchen", "flame"))
    market, fire = (program_of(here.officer(case).user_id) for case in (kitchen, flame))
    path = f"/cases/{kitchen.id}/site-visit"
    plan = {"on": "2026-11-18", "half": "am", "place": "人民路 86 号", "phone": "0580-5550111"}
    made = told(market.post(path, plan), 201)["id"]
    again = told(fire.post(f"/cases/{flame.id}/site-visit", plan), 409)
    assert again["code"] == "cases.visit_already_planned"
    (ahead,) = told(fire.get("/site-visits"))["items"]
    assert (ahead["appointment"]["id"], ahead["case_id"]) == (made, str(flame.id))
    told(market("PUT", f"{path}/attendance", {"going": True}), 204)
    move = {"on": "2026-11-19", "half": "pm", "reason": "下雨。"}
    told(market("PATCH", path, {**move, "version": 99}), 409)
    told(market("PATCH", path, move), 204)
    ask = {"on": "2026-11-20", "half": "am", "reason": "那天店里盘点。"}
    owner, stranger = (program_of(each.user_id) for each in (here.citizen, here.other_citizen))
    told(owner.post(f"/appointments/{made}/other-time", ask, key="ask"), 204)
    told(owner.post(f"/appointments/{made}/other-time", ask, key="ask"), 204)  # the same again
    assert stranger.post(f"/appointments/{made}/other-time", ask).status_code == 404
    (own,) = told(owner.get("/appointments"))["items"]
    assert (own["appointment"]["asked"]["on"], own["appointment"]["may_ask"]) == (ask["on"], False)
    told(fire.post(f"/cases/{flame.id}/site-visit/kept-time", {"reason": "车已经派了。"}), 204)
    (ahead,) = told(fire.get("/site-visits"))["items"]
    assert (ahead["appointment"]["asked"], ahead["appointment"]["on"]) == (None, move["on"])
    with clock.travel(make.MONDAY.replace(day=19)):
        market, fire = (program_of(here.officer(case).user_id) for case in (kitchen, flame))
        fail = {"verdict": "failed", "note": "没有灭火器。"}
        picture = io.BytesIO(files.png(seed=3))
        picture.name = "现场.png"
        sent = fire.client.post(
            f"/api/v1/cases/{flame.id}/site-visit/findings",
            {**fail, "photos": [picture]},
            headers={**fire.headers, "Idempotency-Key": "found"},
        )
        told(sent, 204)
        wrong = fire.client.post(
            f"/api/v1/cases/{flame.id}/site-visit/findings", {"verdict": "?"}, headers=fire.headers
        )
        assert wrong.status_code == 422
        shown = told(fire.get(f"/cases/{flame.id}"))["site_visit"]
        seat = next(s for s in shown["appointment"]["seats"] if s["case_id"] == str(flame.id))
        assert [(f["verdict"], f["note"], len(f["photos"])) for f in seat["findings"]] == [
            ("failed", "没有灭火器。", 1)
        ]
        told(market.post(f"{path}/cancellation", {"reason": "改用视频。"}), 204)


def test_a_department_reviews_drawings_along_by_program(here: County) -> None:
    joint.publish(here)
    application = joint.accepted(here)
    kitchen, flame = (make.case_of(application, part) for part in ("kitchen", "flame"))
    lead, fire = here.officer(kitchen), program_of(here.officer(flame).user_id)
    services.open_drawings(
        case_id=kitchen.id,
        materials=["plan"],
        departments=[here.departments["fire"]],
        days=3,
        mend_days=5,
        special=False,
        actor=lead,
    )
    (line,) = told(fire.get("/drawing-reviews"))
    assert (line["waits"], line["late"], len(line["missing"])) == (True, False, 2)
    path = f"/drawing-reviews/{line['id']}"
    ((sheet,),) = told(fire.get(path))["versions"]
    assert fire.get(f"{path}/files/{sheet['id']}").content.startswith(b"\x89PNG")
    one = {"sheet": "消施-02", "severity": "must", "words": "疏散门改为向外开。"}
    told(fire("PUT", f"{path}/comments", {"comments": [one], "ready": True}), 204)
    assert told(program_of(lead.user_id).get(path))["may"] == ["comment", "fail"]
    services.write_comments(review_id=line["id"], comments=[], ready=True, actor=lead)
    services.tell_drawings(review_id=line["id"], actor=lead)
    late = told(fire("PUT", f"{path}/comments", {"comments": [one, one], "ready": True}), 409)
    assert late["code"] == "cases.drawing_not_now"
    the_owner_asks_for_more_days(here, path, application.number, lead, fire)
    services.hand_in_drawings(
        review_id=line["id"],
        files=[("plan", make.upload(seed=9), "图.png")],
        answers={(here.departments["fire"], 0): "改了。"},
        actor=here.citizen,
    )
    marks = {"marks": [{"n": 0, "settled": True}]}
    told(fire.post(f"{path}/checks", marks, key="checked"), 204)
    told(fire.post(f"{path}/checks", marks, key="checked"), 204)  # the same call again
    assert told(fire.post(f"{path}/checks", marks), 409)["code"] == "cases.drawing_not_now"
    seat = next(each for each in told(fire.get(path))["seats"] if each["own"])
    assert [(c["sheet"], c["settled"]) for c in seat["comments"]] == [("消施-02", True)]
    stranger = program_of(here.officer(make.case_of(application, "board")).user_id)
    assert stranger.get(path).status_code == 404 and told(stranger.get("/drawing-reviews")) == []


def the_owner_asks_for_more_days(
    here: County, path: str, number: str, lead: Actor, along: Program
) -> None:
    """Once, and at most as many as the letter gave; the department that leads answers."""
    owner, other = (program_of(each.user_id) for each in (here.citizen, here.other_citizen))
    leads = program_of(lead.user_id)
    (line,) = told(owner.get(f"/applications/{number}"))["drawings"]
    assert (line["id"], line["state"]) == (path.rpartition("/")[2], "mending")
    assert told(leads.get(f"/applications/{number}"))["drawings"] == []
    before = told(owner.get(path))
    assert (before["may"], before["more"]) == (["ask_more", "revise"], None)
    ask = {"more": 2, "why": "放样要两天。"}
    asked = f"{path}/more-days"
    assert told(owner.post(asked, {**ask, "more": 6}), 422)["code"] == "cases.drawing_days"
    assert other.post(asked, ask).status_code == other.get(path).status_code == 404
    assert leads.post(asked, ask).status_code == 403
    told(owner.post(asked, ask, key="more"), 204)
    told(owner.post(asked, ask, key="more"), 204)  # the same call again
    assert told(owner.post(asked, ask), 409)["code"] == "cases.drawing_more_before"
    assert told(owner.get(f"{asked}/letter"), 404)["code"] == "cases.no_such_letter"
    assert along.post(f"{asked}/answer", {"allow": True}).status_code == 404
    assert told(leads.get(path))["may"] == ["answer_more", "fail"]
    told(leads.post(f"{asked}/answer", {"allow": True}), 204)
    after = told(owner.get(path))
    assert (after["more"]["state"], after["more"]["was"]) == ("allowed", before["due_on"])
    assert after["due_on"] == after["more"]["until"] > before["due_on"]
    assert owner.get(f"{asked}/letter").content.startswith(b"%PDF")
    assert owner.get(f"{path}/letters/1").content.startswith(b"%PDF")


def test_a_parcel_from_packing_to_received(here: County, clerk: Program, citizen: Program) -> None:
    application = by_courier(here)
    all_granted(here, application)
    (line,) = told(clerk.get("/parcels/to-send"))["items"]
    assert line["application_id"] == str(application.id)
    parcel = told(clerk.post("/parcels", {"application_id": str(application.id)}), 201)["id"]
    path = f"/parcels/{parcel}"
    assert told(clerk.get(f"{path}/label"))["address"] == HOME.address
    assert HOME.address not in clerk.get(path).content.decode()
    assert citizen.get(path).status_code == 403
    taken = {"carrier": "ems", "tracking_number": NUMBER}
    told(clerk.post(f"{path}/hand-over", taken), 204)
    assert [each["id"] for each in told(clerk.get("/parcels"))["items"]] == [parcel]
    (own,) = told(citizen.get(f"/applications/{application.number}/parcels"))
    assert (own["tracking_number"], own["state"]) == (NUMBER, "handed_over")
    told(clerk.post(f"{path}/marks", {"mark": "deliver"}), 422)
    told(clerk.post(f"{path}/marks", {"mark": "deliver", "note": "self"}), 204)
    assert set(application.cases.values_list("state", flat=True)) == {CaseState.DELIVERED}
    assert told(clerk.get("/parcels?state=delivered"))["items"][0]["id"] == parcel


def test_an_address_is_given_with_the_draft_and_changed_before_it_is_sent(
    here: County, citizen: Program
) -> None:
    draft = make.filled_draft(here, area=80)
    address = {"recipient": HOME.recipient, "phone": HOME.phone, "address": HOME.address}
    path = f"/applications/{draft.id}"
    told(citizen("PUT", f"{path}/collection", {"collection": "courier"}), 422)
    given = {"collection": "courier", "address": address}
    assert told(citizen("PUT", f"{path}/collection", given))["collection"] == "courier"
    shown = told(citizen.get(f"{path}/draft"))
    sign = {"digest": shown["digest"], "version": shown["version"]}
    told(citizen.post(f"{path}/submission", sign), 201)
    window = {"collection": "window", "service_point": str(here.centre)}
    told(citizen("PUT", f"{path}/delivery", window), 204)
    assert Application.objects.get(id=draft.id).collection == "window"
    told(citizen("PUT", f"{path}/delivery", window), 204)


def test_a_contact_is_rated(here: County, citizen: Program) -> None:
    application = issued_at_window(here)
    services.hand_out(
        case_ids=application.cases.filter(state="issued").values_list("id", flat=True),
        receiver_id=application.applicant_id,
        identified_by="id_card",
        actor=here.clerk,
        originals_seen=True,
    )
    (occasion,) = [
        each for each in told(citizen.get("/ratings"))["items"] if each["kind"] == "hand_out"
    ]
    path = f"/ratings/{occasion['token']}"
    done = told(citizen.post(path, {"level": 2, "reasons": ["fast"]}))
    assert (done["level"], done["reasons"]) == (2, ["fast"])
    assert told(citizen.get(path))["level"] == 2
    assert told(citizen.post(path, {"level": 6}), 422)["code"]
    assert Rating.objects.get().level == 2
    assert told(citizen.get("/ratings/none"), 404)["code"] == "ratings.no_such_occasion"


def test_what_differs_is_settled_before_it_is_taken_in(here: County, clerk: Program) -> None:
    application = begun(here)
    save(here, application, shop_name="吉祥小馆", shop_area=90)
    path = f"/applications/{application.id}"
    (row,) = told(clerk.get(f"{path}/draft"))["differences"]
    assert (row["field"], row["source"], row["form"], row["said"]) == (AREA, "answer", "90", "86")
    settle = {"field": AREA, "source": "answer", "take": True}
    assert told(clerk.post(f"{path}/differences", settle))["differences"] == []
    services.note_paper(application_id=application.id, material="plan", actor=here.clerk)
    reading = {"material": "plan", "field": SHOP, "value": "吉祥大馆"}
    (row,) = told(clerk.post(f"{path}/readings", reading))["differences"]
    assert (row["source"], row["said"]) == ("document", "吉祥大馆")
    leave = {"field": SHOP, "source": "document", "take": False}
    assert told(clerk.post(f"{path}/differences", leave))["differences"] == []
