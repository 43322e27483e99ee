"""告知承诺 by API: told, chosen, agreed to, and owed after the grant."""

from datetime import timedelta

import pytest

from onevisit.cases.models import Obligation
from onevisit.kernel import clock
from tests.api.programs import Program, issue, told
from tests.api.test_cases import program_of
from tests.cases.committed import granted
from tests.factories import cases as make
from tests.factories.cases import County

pytestmark = pytest.mark.django_db


def test_what_is_told_is_chosen_and_agreed_to_one_by_one(here: County) -> None:
    citizen = Program(issue(here.citizen.user_id).text)  # type: ignore[arg-type]
    path = f"/applications/{make.filled_draft(here, area=80).id}"
    (shown,) = told(citizen.get(f"{path}/draft"))["commitments"]
    assert (shown["material"], shown["offered"], shown["signed"]) == ("report", True, False)
    assert shown["told"][0]["conditions"] == ["出水达到标准。"]
    assert shown["told"][0]["check_days"] == 15
    wrong = told(citizen.post(f"{path}/commitments", {"material": "plan"}), 422)
    assert wrong["code"] == "cases.commitment_not_offered"
    chosen = told(citizen.post(f"{path}/commitments", {"material": "report"}), 201)["id"]
    draft = told(citizen.get(f"{path}/draft"))
    assert draft["commitments"][0]["signed"]
    assert not draft["barred"]
    sign = {"digest": draft["digest"], "version": draft["version"]}
    unread = told(citizen.post(f"{path}/submission", sign), 422)
    assert unread["code"] == "cases.commitment_unread"
    sign["commitments"] = ["report"]
    receipt = told(citizen.post(f"{path}/submission", sign), 201)
    status = told(citizen.get(f"/applications/{receipt['number']}"))
    assert ["检测报告"] in [case["pledged"] for case in status["cases"]]
    gone = citizen("DELETE", f"/evidence/{chosen}")
    assert told(gone, 409)["code"] == "cases.not_a_draft"


def test_what_is_owed_is_checked_and_the_applicant_reads_it(here: County) -> None:
    row = granted(here)
    officer = program_of(here.officer(row.case).user_id)
    (line,) = told(officer.get("/obligations"))["items"]
    assert (line["id"], line["name"], line["state"]) == (str(row.id), "检测报告", "open")
    path = f"/obligations/{row.id}"
    shown = told(officer.get(path))
    assert shown["told"]["conditions"] == ["出水达到标准。"]
    assert shown["may"] == ["confirm", "order"]
    order = {"check": "order", "words": "出水超标。", "version": shown["version"]}
    assert told(officer.post(f"{path}/checks", order), 422)["code"] == "cases.day_needed"
    order["until"] = (clock.today() + timedelta(days=9)).isoformat()
    told(officer.post(f"{path}/checks", order), 204)
    again = told(officer.post(f"{path}/checks", order), 409)
    assert again["code"] == "cases.check_not_possible"
    stale = told(officer.post(f"{path}/checks", {"check": "put_right", "version": 0}), 409)
    assert stale["code"] == "cases.moved_on"
    citizen = Program(issue(here.citizen.user_id).text)  # type: ignore[arg-type]
    (owed,) = told(citizen.get(f"/applications/{row.case.application.number}"))["obligations"]
    assert (owed["state"], owed["words"]) == ("ordered", "出水超标。")
    told(officer.post(f"{path}/checks", {"check": "put_right"}), 204)
    assert Obligation.objects.get(id=row.id).state == "put_right"
    assert told(officer.get("/obligations"))["items"] == []
    assert len(told(officer.get("/obligations?ended=true"))["items"]) == 1


def test_others_know_nothing_of_what_is_owed(here: County) -> None:
    row = granted(here)
    stranger = program_of(here.officers["fire"].user_id)
    assert told(stranger.get("/obligations"))["items"] == []
    assert stranger.get(f"/obligations/{row.id}").status_code == 404
    check = stranger.post(f"/obligations/{row.id}/checks", {"check": "confirm"})
    assert check.status_code == 404
    citizen = Program(issue(here.citizen.user_id).text)  # type: ignore[arg-type]
    assert citizen.get(f"/obligations/{row.id}").status_code == 403
