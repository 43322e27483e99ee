"""One change of many items: the functions, and the page from the list to drafts."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import msgspec
import pytest
from django.urls import reverse

from onevisit.accounts.rules import SYSTEM
from onevisit.catalogue import queries, services
from onevisit.catalogue.rules import together
from onevisit.catalogue.rules.definition import ItemDefinition, Material
from onevisit.catalogue.rules.parsing import parse_item
from onevisit.catalogue.rules.vocabulary import Collection, Need, OnlineDepth
from onevisit.catalogue.web.together.kinds import KINDS, summary
from tests.catalogue.conftest import COUNTY, item_document
from tests.catalogue.test_editing import OTHER
from tests.catalogue.test_findings_page import browser

THREE = ("elder_allowance", "sign", "small_food")
ITEM = parse_item(item_document("small_food")["document"])
PAPER = Material(key="m-new", name="新材料")


def test_a_paper_in_place_of_another_is_asked_in_the_same_cases_and_once() -> None:
    old = ITEM.materials[0]
    strict = msgspec.structs.replace(old, need=Need.OPTIONAL, why_not="不用")
    item = msgspec.structs.replace(ITEM, materials=(strict, *ITEM.materials[1:]))
    put = together.with_material(item, old.key, PAPER).materials[0]
    assert (put.key, put.need, put.when, put.why_not) == ("m-new", "2", old.when, "不用")
    second = ITEM.materials[1]
    merged = together.with_material(ITEM, old.key, second)
    assert merged == together.without_material(ITEM, old.key)
    assert together.with_material(ITEM, "m-nobody", PAPER) == ITEM


def test_a_law_is_called_otherwise_wherever_it_is_a_basis() -> None:
    item = msgspec.structs.replace(
        ITEM,
        regime=msgspec.structs.replace(ITEM.regime, basis="《甲法》第一条"),
        materials=(msgspec.structs.replace(ITEM.materials[0], basis="《甲法》"),),
        texts=msgspec.structs.replace(ITEM.texts, legal_basis=("《甲法》第二条", "《乙法》第二条")),
    )
    now = together.with_law(item, "《甲法》", "《乙法》")
    assert (now.regime.basis, now.materials[0].basis) == ("《乙法》第一条", "《乙法》")
    assert now.texts.legal_basis == ("《乙法》第二条",)


def test_an_item_that_came_without_a_process_gets_the_usual_one() -> None:
    bare = msgspec.structs.replace(ITEM, steps=(), online_depth=OnlineDepth.INFORM)
    window = together.with_steps(bare, on_spot=False)
    assert [each.key for each in window.steps] == ["apply", "accept", "review", "decide"]
    assert sum(each.limit for each in window.steps) == bare.regime.promise > 0
    assert not any(mode.remote for mode in window.steps[0].modes), "its catalogue knows no net"
    online = msgspec.structs.replace(bare, online_depth=OnlineDepth.FULL)
    spot = together.with_steps(online, on_spot=True)
    assert any(mode.remote for mode in spot.steps[0].modes)
    assert [(each.key, [a.step for a in each.after]) for each in spot.steps] == [
        ("apply", []),
        ("decide", ["apply"]),
    ]
    assert window.applicable and spot.applicable and not bare.applicable


def test_delivery_is_offered_for_every_result_and_taken_back_again() -> None:
    sent = together.with_delivery(ITEM, offered=True)
    assert sent.courier
    assert all(each.collections[-1] is Collection.COURIER for each in sent.results)
    back = together.with_delivery(sent, offered=False)
    assert all(Collection.COURIER not in each.collections for each in back.results)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "values", "changed"),
    [
        ("texts.hours", {"texts.hours": "天天开"}, lambda item: item.texts.hours == "天天开"),
        ("regime.promise", {"regime.promise": 0}, lambda item: item.regime.promise == 0),
        ("basis", {"line": "《甲法》"}, lambda item: "《甲法》" in item.texts.legal_basis),
        ("stop", {"word": "维权"}, lambda item: "维权" in item.life_events),
        ("review", {"review": "1"}, lambda item: item.review == "1"),
        ("steps", {"steps": "usual"}, lambda item: item.steps == ITEM.steps),
        ("name-off", {"word": ITEM.everyday[0]}, lambda i: ITEM.everyday[0] not in i.everyday),
        (
            "material-off",
            {"material": ITEM.materials[0].key},
            lambda item: item.materials == ITEM.materials[1:],
        ),
    ],
)
def test_each_change_says_what_it_does(
    kind: str, values: Mapping[str, Any], changed: Callable[[ItemDefinition], bool]
) -> None:
    chosen = KINDS[kind]
    boxes = chosen.boxes([ITEM])
    assert {box.place for box in boxes} == set(values)
    assert changed(chosen.change(values)(ITEM))
    assert str(chosen.label) in summary(chosen, boxes, values)


@pytest.mark.django_db
def test_a_phone_is_changed_everywhere_and_everywhere_back(publish: Callable[[str], UUID]) -> None:
    for name in THREE:
        publish(name)
    codes = sorted(item_document(name)["document"]["code"] for name in THREE)
    draft = services.begin_draft(code=codes[0], actor=OTHER)
    client = browser("keeper", "catalogue_officer", COUNTY)
    address = reverse("catalogue:together")
    assert client.get(address).status_code == 302
    start = client.get(address, {"every": "1", "show": "all", "kind": "texts.consult_phone"})
    form = {"codes": start.context["codes"], "kind": "texts.consult_phone"}
    assert form["codes"].split() == codes
    looked = client.post(address, {**form, "texts.consult_phone": "0578-1"})
    assert looked.context["count"] == 3
    assert "改成“0578-1”" in looked.content.decode()
    services.begin_draft(code=codes[2], actor=OTHER)
    seen = looked.context["seen"].replace(codes[1], "nobody")
    done = client.post(
        address, {**form, "texts.consult_phone": "0578-1", "seen": seen}, follow=True
    )
    assert "改了 2 个<" in done.content.decode()
    phones = {
        code: one.definition.texts.consult_phone == "0578-1"
        for code, one in queries.standing(codes, actor=SYSTEM).items()
    }
    assert phones == {codes[0]: True, codes[1]: False, codes[2]: True}
    client.post(done.redirect_chain[-1][0] + "undo/")
    now = queries.standing(codes, actor=SYSTEM)
    assert all(one.definition.texts.consult_phone != "0578-1" for one in now.values())
    assert queries.draft_view(codes[0], actor=OTHER).version_id == draft


@pytest.mark.django_db
def test_what_cannot_be_read_is_said_beside_its_box(publish: Callable[[str], UUID]) -> None:
    publish("small_food")
    client = browser("keeper", "catalogue_officer", COUNTY)
    form = {"codes": ITEM.code, "kind": "regime.promise", "regime.promise": "五天"}
    wrong = client.post(reverse("catalogue:together"), form)
    assert wrong.status_code == 422
    assert [name for name, _ in wrong.context["errors"]] == ["f-regime.promise"]
