"""Declared visits held against computed ones, where a definition is published and looked at."""

import io
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.management import call_command
from django.test import Client

from onevisit.accounts.rules import SYSTEM
from onevisit.catalogue import queries as catalogue
from onevisit.catalogue import services
from onevisit.catalogue.models import ItemVersion
from onevisit.journeys.queries import visits
from onevisit.kernel.errors import Invalid
from tests.catalogue.conftest import COUNTY, item_document
from tests.factories.enablers import change
from tests.factories.publishing import OFFICER

pytestmark = pytest.mark.django_db
LICENCE = item_document("driver_licence")["document"]
RULES = ("visits_understated", "visits_overstated", "visits_unknown", "visits_impossible")
Working = Callable[..., Any]
Publish = Callable[[str], UUID]
WRITER = replace(OFFICER, user_id=uuid4(), name="陆一鸣")


def draft(**changes: Any) -> UUID:
    return services.save_item_draft(
        LICENCE | changes, region=COUNTY, department="police", actor=SYSTEM
    )


def found(version: UUID) -> dict[str, str]:
    return {each.rule: each.found for each in catalogue.findings_of(version) if each.rule in RULES}


@pytest.mark.parametrize(
    ("changes", "rule", "said"),
    [
        ({"declared_visits": 1}, "visits_understated", "1 → 2：县级以上医院"),
        ({"declared_visits": 2}, "", ""),
        ({"declared_visits": 4}, "visits_overstated", "4 → 2：（开通police.fee_online就不用到场）"),
        ({"steps": [], "delegation": {}}, "visits_unknown", "机动车驾驶证换证：没有写办理环节"),
    ],
)
def test_the_finding_says_by_how_much_and_shows_the_trips(
    working: Working, changes: dict[str, Any], rule: str, said: str
) -> None:
    version = draft(**changes)
    assert found(version) == {}, "nobody knows yet what works"
    change(working("driver_licence")["police.fee_online"], "planned", planned_by="2027-03-01")
    told = found(version)
    assert list(told) == [rule][: bool(rule)]
    if said:
        assert told[rule].startswith(said.partition("：")[0])
        assert said.partition("：")[2] in told[rule]


def test_each_thing_that_is_missing_is_a_finding_at_the_field_to_fill_in(working: Working) -> None:
    working("driver_licence")
    steps = [{k: v for k, v in each.items() if k != "modes"} if each["key"] == "pay" else each
             for each in LICENCE["steps"]]  # fmt: skip
    materials = [
        *LICENCE["materials"],
        {"key": "proof", "name": "证明", "source": {"kind": "unknown"}},
    ]
    version = draft(steps=steps, materials=materials)
    lint = catalogue.findings_of(version)
    told = {each.place: each.found for each in lint if each.rule == "visits_unknown"}
    pay = [each["key"] for each in steps].index("pay")
    assert set(told) == {f"/steps/{pay}/modes", f"/materials/{len(materials) - 1}/source"}
    assert told[f"/materials/{len(materials) - 1}/source"].startswith("机动车驾驶证换证 证明：")


def test_a_situation_nobody_can_finish_blocks_and_is_named(working: Working) -> None:
    remote = {"modes": [{"remote": True, "needs": ["remote_id"]}]}
    steps = [step | (remote if step["key"] == "apply" else {}) for step in LICENCE["steps"]]
    rows = working("driver_licence")
    version = draft(steps=steps, declared_visits=1)
    assert "visits_impossible" not in found(version)
    change(rows["remote_id"], "absent")
    assert found(version)["visits_impossible"]
    with pytest.raises(Invalid, match=r"catalogue\.publish_refused") as refusal:
        services.publish_item(version, actor=SYSTEM)
    assert "catalogue.rule_visits_impossible" in {e.code for e in refusal.value.problems}


def test_lint_tells_it_and_solves_each_document_once(
    publish: Callable[[str], UUID], working: Working, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lint() -> dict[str, str]:
        out = io.StringIO()
        call_command("lint_catalogue", "--json", stdout=out)
        lines = [json.loads(line) for line in out.getvalue().splitlines()]
        return {line["code"]: line["found"] for line in lines if line.get("rule") in RULES}

    for name in ("driver_licence", "social_card", "elder_allowance"):
        publish(name)
    rows = working("driver_licence", "social_card", "elder_allowance")
    change(rows["police.fee_online"], "absent")
    solved: list[object] = []
    real = visits.solve

    def counted(flat: Any) -> Any:
        solved.append(flat.id)
        return real(flat)

    monkeypatch.setattr(visits, "solve", counted)
    told = lint()
    assert told[LICENCE["code"]].startswith("1 → 2")
    solved.clear()
    assert lint() == told
    assert solved == []
    change(rows["civil.centenarian_visit"], "absent")  # of the allowance alone
    lint()
    assert solved == [item_document("elder_allowance")["document"]["code"]]
    view = catalogue.findings_of_thing(LICENCE["code"], actor=OFFICER)
    assert "visits_understated" in {each.rule for each in view.findings}


def test_a_version_that_takes_more_trips_is_approved_with_a_reason_only(
    publish: Publish, working: Working
) -> None:
    publish("elder_allowance")
    working("elder_allowance")
    document = item_document("elder_allowance")["document"]
    at_window = {"modes": [{"place": "centre"}]}
    steps = [each | (at_window if each["key"] == "apply" else {}) for each in document["steps"]]
    changed = document | {"steps": steps, "online_depth": "3"}
    saved = services.save_item_draft(changed, region=COUNTY, department="civil", actor=WRITER)
    version = ItemVersion.objects.select_related("item").get(id=saved)
    row = version.item
    draft_of = catalogue.draft_view(document["code"], actor=WRITER)
    assert draft_of.computed.worst == 1
    assert "政务服务中心 " in draft_of.computed.told
    view = catalogue.version_view(version.id, actor=OFFICER)
    assert view.effects is not None
    assert [each.computed for each in view.effects] == [0, 1]
    flagged = {each.kind.value: (each.was, each.now) for each in catalogue.flags_of(row, version)}
    assert flagged["computed_raised"] == ("0", "1")
    services.submit_for_review(version.id, actor=WRITER)
    with pytest.raises(Invalid, match=r"catalogue\.flags_unanswered"):
        services.approve(version.id, reasons={"more_on_site": "要按指纹"}, actor=OFFICER)
    services.approve(version.id, reasons=dict.fromkeys(flagged, "要按指纹"), actor=OFFICER)


def test_a_program_reads_the_figure_its_journey_and_what_would_lower_it(
    publish: Publish, working: Working, client: Client
) -> None:
    rows = working("driver_licence")
    publish("driver_licence")
    url = f"/api/v1/catalogue/offers/{LICENCE['code']}/visits"
    change(rows["police.fee_online"], "planned", planned_by="2027-03-01")
    told = client.get(url).json()
    assert (told["declared"], told["official"]["worst"], told["differs"]) == (1, 2, True)
    trips = told["official"]["trips"]
    assert [each["number"] for each in trips] == list(range(1, len(trips) + 1))
    assert sum(not each["external"] for each in trips) == 2
    (repair,) = told["repairs"]
    assert (repair["code"], repair["state"], repair["worst"]) == ("police.fee_online", "planned", 1)
    change(rows["police.fee_online"], "open")
    told = client.get(url).json()
    assert (told["official"]["worst"], told["differs"], told["repairs"]) == (1, False, [])
    assert client.get("/api/v1/catalogue/offers/nothing/visits").status_code == 404
