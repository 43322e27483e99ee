"""Bags between offices and doors of lockers, by programs: with the rights and refusals of pages."""

from uuid import UUID

from onevisit.accounts.rules import Actor
from onevisit.cases import services
from onevisit.cases.models import CaseEvent
from onevisit.delivery.models import Stay
from tests.api.programs import Program, issue, told
from tests.cases.lodging import DEVICE, by_locker, code, locker
from tests.factories import cases as make
from tests.factories import elsewhere
from tests.factories.cases import County


def program(who: Actor) -> Program:
    return Program(issue(UUID(str(who.user_id))).text)


def test_a_bag_goes_and_comes_and_what_is_missing_stays_open(here: County) -> None:
    away = elsewhere.points_beside()
    sent = make.submitted(here, area=80)
    services.keep_original(application_id=sent.id, material="plan", actor=here.clerk)
    hall, town, bank = (
        program(each) for each in (here.clerk, away.clerks["shiqiao"], away.clerks["bank"])
    )
    (paper,) = told(hall.get("/papers/here"))
    assert (paper["name"], paper["application_number"]) == ("平面图", sent.number)
    given = {
        "papers": [paper["paper_id"]],
        "receiver": str(away.points["shiqiao"]),
        "seal": "A0001",
    }
    assert hall.post("/bags", given, key="").status_code == 400
    bag = told(hall.post("/bags", given, key="one"), 201)["id"]
    assert told(hall.post("/bags", given, key="one"), 201)["id"] == bag
    assert told(hall.post("/bags", given), 409)["code"] == "delivery.paper_not_here"
    carrying = {"carried_by": "messenger", "carrier": "老李"}
    assert bank.post(f"/bags/{bag}/send", carrying).status_code == 404
    assert hall.post(f"/bags/{bag}/send", carrying).status_code == 204
    receipt = {"seal_whole": False, "papers": [], "note": "封条松了"}
    assert told(town.post(f"/bags/{bag}/receive", receipt), 422)["code"]
    receipt["papers"] = [{"paper_id": paper["paper_id"], "found": "missing"}]
    assert town.post(f"/bags/{bag}/receive", receipt).status_code == 204
    (item,) = told(hall.get(f"/bags/{bag}"))["papers"]
    assert (item["found"], item["settled"]) == ("missing", "")
    ended = {"item_id": item["item_id"], "how": "found", "note": "在车上"}
    assert town.post("/bag-settlements", ended).status_code == 204
    assert [each["number"] for each in told(town.get("/papers/here"))] == [paper["number"]]


def test_results_are_laid_in_and_taken_out_and_no_program_reads_the_code(here: County) -> None:
    kept = str(locker(here))
    application = by_locker(here)
    hall = program(here.clerk)
    (found,) = told(hall.get("/lockers"))
    assert (found["id"], found["device"]) == (kept, DEVICE)
    (ready,) = told(hall.get("/lockers/to-lay-in"))
    door = {"application_id": ready["application_id"], "locker_id": kept, "door": "A01"}
    reader = Program(issue(UUID(str(here.clerk.user_id)), ["cases.look_up"]).text)
    assert reader.post("/locker-stays", door).status_code == 403
    stay = told(hall.post("/locker-stays", door, key="one"), 201)["id"]
    assert told(hall.post("/locker-stays", door), 409)["code"]
    path = f"/locker-stays/{stay}"
    assert hall.post(f"{path}/lay-in").status_code == 204
    (lying,) = told(hall.get("/locker-stays"))
    assert (lying["state"], lying["application_number"]) == ("laid", application.number)
    assert code(Stay.objects.get(id=stay)) not in hall.get(path).content.decode()
    assert program(here.citizen).post(f"{path}/take-out").status_code == 403
    assert hall.post(f"{path}/take-out").status_code == 204
    assert told(hall.get(path))["state"] == "taken_back"
    assert not CaseEvent.objects.filter(action="deliver").exists()
