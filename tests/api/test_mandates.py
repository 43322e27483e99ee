"""Programs give a mandate, take it, act under it, and end it, as people do on the pages."""

from datetime import timedelta
from uuid import UUID

from onevisit.accounts import queries as accounts
from onevisit.accounts.rules import Actor
from onevisit.kernel import clock
from tests.accounts.phones import came
from tests.api.programs import Program, issue, told
from tests.factories import cases as make
from tests.factories.cases import County


def program(who: Actor) -> Program:
    return Program(issue(UUID(str(who.user_id))).text)


def test_a_mandate_is_given_taken_used_and_ended_by_programs(here: County) -> None:
    giver, agent = program(here.citizen), program(here.other_citizen)
    named = accounts.own_person(UUID(str(here.other_citizen.person_id)))
    today = clock.today()
    wanted = {
        "agent_name": named.name,
        "agent_number": named.id_number,
        "begins": today.isoformat(),
        "until": (today + timedelta(days=30)).isoformat(),
        "offers": [make.BUNDLE],
    }
    stray = {**wanted, "offers": ["no-such-thing"]}
    assert told(giver.post("/mandates/requests", stray), 422)["code"] == "cases.no_such_offer"
    asked = told(giver.post("/mandates/requests", wanted))
    assert "开办餐饮店" in asked["says"]
    signed = {**wanted, "request": asked["request"], "code": came()}
    made = told(giver.post("/mandates/signatures", signed), 201)
    assert (made["side"], made["state"], made["offers"]) == ("given", "waiting", [make.BUNDLE])
    (seen,) = told(agent.get("/mandates"))["items"]
    assert (seen["id"], seen["side"]) == (made["id"], "asked")
    path = f"/mandates/{made['id']}"
    outsider = program(here.boss)
    assert outsider.post(f"{path}/accept", {"agreed": True}).status_code == 404
    assert told(agent.post(f"{path}/accept", {"agreed": True}))["state"] == "live"
    header = {"OneVisit_Authority": made["number"]}
    begun = {"offer": make.BUNDLE, "answers": {"shop.area": 80}}
    draft = told(agent.post("/applications", begun, **header), 201)
    assert told(giver.get(f"/applications/{draft['id']}/draft"))["offer"] == make.BUNDLE
    under = agent.get("/mandates", **header)
    assert told(under, 403)["code"] == "accounts.only_themselves"
    assert told(giver.post(f"{path}/end"))["ended_why"] == "withdrawn"
    assert agent.post(f"{path}/end").status_code == 404
    assert told(agent.post("/applications", begun, **header), 404)
