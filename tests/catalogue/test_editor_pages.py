"""The editor's pages: from four lines to a draft, section by section, and what went wrong kept."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import msgspec
import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from onevisit.catalogue import queries, services
from onevisit.catalogue.models import ItemVersion
from onevisit.catalogue.rules.definition import Material
from onevisit.catalogue.rules.vocabulary import Need
from onevisit.catalogue.services import NewItem
from onevisit.catalogue.web.editor.listing import anchor_of
from tests.catalogue import publishable
from tests.catalogue.test_editing import MAKER, NEW, OTHER, change, put, seen
from tests.catalogue.test_findings_page import COUNTY, browser

pytestmark = pytest.mark.django_db
LINES = {
    "name": "临时占道经营登记",
    "department": "market",
    "code": "330131009000",
    "task_type": "20",
    "level": "4",
}


@pytest.fixture
def client(offices: dict[str, UUID]) -> Client:
    return browser("keeper", "catalogue_officer", COUNTY)


@pytest.fixture
def code(offices: dict[str, UUID]) -> str:
    return services.new_item(NEW, actor=MAKER)


def at(code: str, section: str) -> str:
    return reverse("catalogue:draft-section", args=[code, section])


def form(client: Client, code: str, section: str) -> dict[str, Any]:
    """The inputs of the section's form as they stand."""
    context = client.get(at(code, section)).context
    found: dict[str, Any] = {"seen": context["seen"], "page": context["page"]}
    fields = [f for group in context["groups"] for _, f in group.fields]
    for rows, drawn in context["lists"]:
        found[f"{rows.place}.count"] = str(len(drawn))
        for row in drawn:
            found[f"{rows.place}.{row.at}.at"] = row.mark
            fields += [f for _, f in (*row.boxes, *row.more)]
    for f in fields:
        if not hasattr(f, "kind"):
            continue  # conditions are picked in rows of their own
        if f.kind == "checkbox" and not f.options and not f.value:
            continue  # a box that is not ticked sends nothing
        found[f.name] = list(f.values) if f.kind == "checkbox" and f.options else f.value
    return found


def sent_again(response: Any, mine: dict[str, Any]) -> dict[str, Any]:
    """The form of a page that came back, as it stands there."""
    fields = [f for group in response.context["groups"] for _, f in group.fields]
    values = {f.name: f.value for f in fields if f.name in mine and f.kind != "checkbox"}
    return {**mine, **values, "seen": response.context["seen"]}


def test_four_lines_make_a_draft(client: Client) -> None:
    assert "没有草稿" in client.get(reverse("catalogue:items")).content.decode()
    made = client.post(reverse("catalogue:item-new"), {**LINES, "usual_steps": "1"})
    code = "11339921000000115X4330131009000"
    assert made.headers["Location"] == at(code, "basics") + "?begun=item"
    assert queries.draft_view(code, actor=MAKER).definition.applicable
    listed = client.get(reverse("catalogue:items")).content.decode()
    assert "临时占道经营登记" in listed
    assert at(code, "basics") in listed
    assert "临时占道" in client.get(reverse("catalogue:items"), {"q": "占道"}).content.decode()
    again = client.post(reverse("catalogue:item-new"), LINES)
    assert again.status_code == 422
    assert "已经有事项了" in again.content.decode()


def test_what_is_missing_is_said_beside_its_box(client: Client) -> None:
    response = client.post(reverse("catalogue:item-new"), {**LINES, "name": "", "level": "9"})
    assert response.status_code == 422
    assert [name for name, _ in response.context["errors"]] == ["f-name", "f-level"]
    assert LINES["code"] in response.content.decode()


@pytest.mark.parametrize(
    ("section", "typed", "place", "kept"),
    [
        ("basics", {"declared_visits": "0", "courier": "1"}, "declared_visits", 0),
        ("limits", {"regime.promise": "3"}, "regime.promise", 3),
        ("guide", {"texts.hours": "工作日 9:00—17:00"}, "texts.hours", "工作日 9:00—17:00"),
        ("basis", {"texts.legal_basis": "甲\r\n乙\r\n"}, "texts.legal_basis", ("甲", "乙")),
        ("names", {"everyday": "摆摊\n夜市"}, "everyday", ("摆摊", "夜市")),
    ],
)
def test_a_section_is_saved_and_drawn_again_as_it_was_saved(
    client: Client, code: str, section: str, typed: dict[str, str], place: str, kept: object
) -> None:
    response = client.post(at(code, section), {**form(client, code, section), **typed})
    assert response.status_code == 302, response.context["errors"]
    item = queries.draft_view(code, actor=MAKER).definition
    for name in place.split("."):
        item = getattr(item, name)
    assert item == kept
    before = seen(code, section)
    assert 'name="cosign" value="1" checked' not in client.get(at(code, section)).content.decode()
    client.post(at(code, section), form(client, code, section))
    assert seen(code, section) == before, "a form sent unchanged changes nothing"


def test_rows_are_added_moved_and_dropped_by_buttons(client: Client, code: str) -> None:
    for name in ("登记证", "告知书"):
        client.post(at(code, "results"), {**form(client, code, "results"), "do": "add:results:"})
        sent = form(client, code, "results")
        sent[f"results.{int(sent['results.count']) - 1}.name"] = name
        client.post(at(code, "results"), sent)
    assert names(code) == ["登记证", "告知书"]
    client.post(at(code, "results"), {**form(client, code, "results"), "do": "up:results:1"})
    assert names(code) == ["告知书", "登记证"]
    client.post(at(code, "results"), {**form(client, code, "results"), "do": "drop:results:0"})
    assert names(code) == ["登记证"]
    client.post(reverse("catalogue:draft-undo", args=[code]))
    assert names(code) == ["告知书", "登记证"]


def names(code: str) -> list[str]:
    return [each.name for each in queries.draft_view(code, actor=MAKER).definition.results]


def test_what_cannot_be_read_is_told_and_what_was_typed_stays(client: Client, code: str) -> None:
    sent = {**form(client, code, "limits"), "regime.promise": "三天", "regime.basis": "某办法"}
    response = client.post(at(code, "limits"), sent)
    assert response.status_code == 422
    shown = response.content.decode()
    assert "三天" in shown and "某办法" in shown and "这里要写整数" in shown
    assert queries.draft_view(code, actor=MAKER).definition.regime.promise is None


def test_where_two_wrote_otherwise_both_are_told_and_the_form_holds_both(
    client: Client, code: str
) -> None:
    mine = {**form(client, code, "basics"), "short_name": "夜市", "presence_reason": "要核对"}
    services.change_draft(
        code=code,
        section="basics",
        seen=seen(code, "basics"),
        change=put(short_name="摆摊", declared_visits=1),
        actor=OTHER,
    )
    response = client.post(at(code, "basics"), mine)
    assert response.status_code == 409
    shown = response.content.decode()
    assert "卢晓峰" in shown and "简称：您写“夜市”，别人写“摆摊”。" in shown
    again = sent_again(response, mine)
    assert (again["short_name"], again["declared_visits"]) == ("夜市", "1")
    assert client.post(at(code, "basics"), again).status_code == 302
    kept = queries.draft_view(code, actor=MAKER).definition
    assert (kept.short_name, kept.declared_visits, kept.presence_reason) == ("夜市", 1, "要核对")


def test_findings_stand_beside_and_lead_to_their_section(client: Client, code: str) -> None:
    shown = client.get(at(code, "basics")).content.decode()
    assert "没有写到现场次数" in shown
    assert f'href="{at(code, "guide")}">指南文字</a>' in shown
    late = Material(key="m-1d3cfd61", name="健康证明", need=Need.MAY_FOLLOW, defer_days=90)
    regime = msgspec.structs.replace(publishable.item().regime, promise=3)
    change(code, "limits", regime=regime)
    change(code, "materials", materials=(late,))
    told = client.get(at(code, "basics")).content.decode()
    assert "材料「健康证明」的后补期限" in told and "m-1d3cfd61" not in told
    assert f'href="{at(code, "materials")}#list-materials-0">申请材料 1</a>' in told
    tabs = {tab.name: tab.tone for tab in client.get(at(code, "basics")).context["tabs"]}
    assert (tabs["basics"], tabs["names"], tabs["guide"]) == ("bad", "wait", "bad")


def test_what_is_published_is_taken_up_to_change(client: Client, code: str) -> None:
    response = client.post(reverse("catalogue:draft-begin", args=[code]))
    assert response.headers["Location"] == at(code, "basics"), "there is a draft already"
    assert client.get(at("nothing", "basics")).status_code == 404
    assert client.get(at(code, "nonsense")).status_code == 404
    copy = reverse("catalogue:item-new") + f"?from={code}"
    made = client.post(copy, {**LINES, "code": "330131009001"})
    assert made.status_code == 302


def test_the_list_asks_the_same_number_of_queries_for_any_number_of_items(
    client: Client, code: str, django_assert_num_queries: Any
) -> None:
    client.get(reverse("catalogue:items"))
    with django_assert_num_queries(5):
        client.get(reverse("catalogue:items"))
    for n in range(3):
        services.new_item(NewItem(f"33013100901{n}", "另一件", "market"), actor=MAKER)
    with django_assert_num_queries(5):
        client.get(reverse("catalogue:items"))


def test_who_must_agree_is_a_row_with_a_short_key_of_the_items_own(
    client: Client, code: str
) -> None:
    client.post(at(code, "parties"), {**form(client, code, "parties"), "do": "add:parties:"})
    posted = form(client, code, "parties")
    posted |= {"parties.0.name": "卖方", "parties.0.agrees": "把房子卖给买方。"}
    client.post(at(code, "parties"), posted)
    view = queries.draft_view(code, actor=MAKER)
    (party,) = view.definition.parties
    assert (party.name, party.key, party.most) == ("卖方", "330131009000.p1", 1)
    assert not [each for each in view.problems if each.place.startswith("/parties")]


@pytest.mark.parametrize(
    ("do", "anchor"),
    [
        ("add:fees:", "#list-fees-3"),
        ("add:fees:0", "#list-fees-1"),
        ("up:fees:2", "#list-fees-1"),
        ("down:fees:1", "#list-fees-2"),
        ("drop:fees:2", "#list-fees-1"),
        ("add:fees.0.rates:", "#list-fees-0-rates-1"),
        ("drop:fees.0.rates:0", "#list-fees-0-rates"),
        ("next", ""),
        ("add:nothing:", ""),
    ],
)
def test_after_a_button_one_is_at_the_row_it_moved(do: str, anchor: str) -> None:
    posted = QueryDict(mutable=True)
    posted.update({"do": do, "fees.count": "3", "fees.0.rates.count": "1"})
    assert anchor_of(posted) == anchor


def test_a_draft_that_is_not_wanted_is_thrown_away_with_a_reason(
    client: Client, publish: Callable[[str], UUID], code: str
) -> None:
    drop = reverse("catalogue:draft-drop", args=[code])
    assert client.post(drop, {"reason": " "}).status_code == 422
    assert client.post(drop, {"reason": "重了"}).headers["Location"] == reverse("catalogue:items")
    assert services.new_item(NEW, actor=MAKER) == code, "its code is free again"
    stands = ItemVersion.objects.get(id=publish("drainage")).item
    services.begin_draft(code=stands.code, actor=MAKER)
    url = reverse("catalogue:draft-drop", args=[stands.code])
    history = client.post(url, {"reason": "先不改"}, follow=True).content.decode()
    assert "放弃草稿" in history and "先不改" in history
    assert stands.versions.get().id == stands.current_id
    assert client.post(url, {"reason": "再来"}).status_code == 404
