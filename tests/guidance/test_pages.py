"""From the guide to the checklist in the browser's stead, without scripts."""

import re
from copy import deepcopy

import pytest
from django.test import Client

from onevisit.accounts.rules import SYSTEM
from onevisit.catalogue import services
from onevisit.guidance.rules.questions import SESSION_KEY
from onevisit.kernel.types import JsonObject
from tests.factories import offers
from tests.factories.offers import INFORM_ONLY, RESTAURANT, STAMP
from tests.factories.places import COUNTY
from tests.factories.publishing import publish_item

pytestmark = pytest.mark.django_db

THING = f"/things/{RESTAURANT['code']}/"
STEPS = [("shop.area", ["86"]), ("floor", ["street"]), ("premises", ["rented"]), ("foods", ["hot"])]


@pytest.fixture
def published() -> None:
    """Everything of the small world."""
    offers.everything_published()


@pytest.fixture
def visitor(published: None) -> Client:
    """A guest."""
    return Client()


def text(response: object) -> str:
    """What the page says, without its tags."""
    body = re.sub(r"<(script|style|svg)\b.*?</\1>", "", response.content.decode(), flags=re.DOTALL)  # type: ignore[attr-defined]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", body))


def answer(client: Client, steps: list[tuple[str, list[str]]] = STEPS) -> object:
    """Answer these questions one after the other; where the last leads to."""
    response = None
    for key, given in steps:
        response = client.post(f"{THING}questions/{key}/", {"answer": given})
        assert response.status_code == 302, text(response)
    return response


def test_the_guide_tells_before_and_after_what_to_bring_and_where_to_go(visitor: Client) -> None:
    page = text(visitor.get(THING))
    assert "开办餐饮店，一次办" in page
    assert "原来 2–3 件" in page
    assert "跑动（声明）" in page
    assert "开始办理" in page
    assert "租赁合同" in page
    assert "消防救援大队" in page
    assert "安澜县行政服务中心 2 楼综合窗口" in page
    assert "0571-81230001" in page
    assert "《市场主体登记管理条例》第三条" in page
    assert "店还没装修好能先办吗？" in page


def test_a_thing_that_cannot_be_applied_for_here_says_so_and_whom_to_call(visitor: Client) -> None:
    page = text(visitor.get(f"/things/{INFORM_ONLY['code']}/"))
    assert "尚未开通网办" in page
    assert "开始办理" not in page
    assert "打 0571-81230009 问" in page
    assert "两寸白底照片" in page
    assert "安澜县残疾人联合会 1 楼" in page
    short = text(visitor.get(f"/things/{INFORM_ONLY['code']}/short/"))
    assert "回答几个问题" not in short and "在网上办" not in short, "neither is true here"
    remote: JsonObject = deepcopy(INFORM_ONLY) | {"online_depth": "4", "declared_visits": 0}
    remote["texts"] = {"location": "1 楼", "online_url": "https://cl.example/apply"}
    draft = services.save_item_draft(remote, region=COUNTY, department="civil", actor=SYSTEM)
    publish_item(draft)
    shown = visitor.get(f"/things/{INFORM_ONLY['code']}/")
    assert "要到窗口办" not in text(shown) and "目录里写着可以网上办" in text(shown)
    assert "在别的网站办" in text(visitor.get("/search/?q=残疾人证办理"))
    assert 'href="https://cl.example/apply"' in shown.content.decode(), "without a phone as well"


def test_an_unknown_thing_is_not_found(visitor: Client) -> None:
    assert visitor.get("/things/nothing/").status_code == 404
    assert visitor.get("/things/nothing/questions/").status_code == 404


def test_questions_come_one_by_one_and_end_at_the_checklist(visitor: Client) -> None:
    for number, (key, given) in enumerate(STEPS, 1):
        opened = visitor.get(f"{THING}questions/", follow=True)
        assert opened.redirect_chain[-1][0] == f"{THING}questions/{key}/"
        assert f"第 {number} 题" in text(opened)
        visitor.post(f"{THING}questions/{key}/", {"answer": given})
    ended = visitor.get(f"{THING}questions/")
    assert ended.headers["Location"] == f"{THING}checklist/"


def test_the_checklist_is_personal_and_explains_itself(visitor: Client) -> None:
    answer(visitor)
    page = text(visitor.get(f"{THING}checklist/"))
    assert "已答 4 题" in page
    assert "86 平方米" in page
    assert "店面不到 300 平方米，不用消防安全检查" in page
    assert "要您提供 3 份" in page
    assert "公安局，系统替您调取" in page
    assert "“营业执照”办好后自动用上" in page
    assert "没有凉菜间，不用布局图" in page
    assert "有就交" in page
    assert "可后补" in page
    assert "原来 2 件" in page


def test_nothing_answered_or_answered_wrong_is_said_beside_the_question(visitor: Client) -> None:
    missing = visitor.post(f"{THING}questions/shop.area/", {})
    assert missing.status_code == 422
    assert "请先回答这一题" in text(missing)
    wrong = visitor.post(f"{THING}questions/shop.area/", {"answer": "很大"})
    assert wrong.status_code == 422
    assert "“店面”请填数字" in text(wrong)
    assert 'value="很大"' in wrong.content.decode()
    assert "aria-invalid" in wrong.content.decode()
    assert SESSION_KEY not in visitor.session


def test_none_of_them_is_an_answer(visitor: Client) -> None:
    answer(visitor, [("foods", [""])])
    assert visitor.session[SESSION_KEY][RESTAURANT["code"]]["foods"] == []
    assert "以上都没有" in text(visitor.get(f"{THING}answers/"))


def test_an_answer_can_be_changed_and_what_hung_on_it_comes_back(visitor: Client) -> None:
    answer(visitor)
    changed = visitor.post(f"{THING}questions/shop.area/", {"answer": "400"})
    assert changed.headers["Location"] == f"{THING}checklist/"
    assert "灭火和应急疏散预案" in text(visitor.get(f"{THING}checklist/"))
    answers = text(visitor.get(f"{THING}answers/"))
    assert "店开在几楼？" not in answers
    visitor.post(f"{THING}questions/shop.area/", {"answer": "86"})
    assert "临街一楼" in text(visitor.get(f"{THING}answers/"))


def test_answers_that_cannot_be_together_are_refused_and_not_kept(visitor: Client) -> None:
    answer(visitor, [("floor", ["cellar"])])
    refused = visitor.post(f"{THING}questions/shop.area/", {"answer": "9000"})
    assert refused.status_code == 422
    assert "店面、位置" in text(refused)
    assert "shop.area" not in visitor.session[SESSION_KEY][RESTAURANT["code"]]


def test_a_question_that_is_not_put_leads_on_and_an_unknown_one_is_not_found(
    visitor: Client,
) -> None:
    answer(visitor, [("shop.area", ["40"])])
    skipped = visitor.get(f"{THING}questions/floor/")
    assert skipped.headers["Location"] == f"{THING}questions/"
    assert visitor.get(f"{THING}questions/colour/").status_code == 404


def test_an_unfinished_checklist_says_what_is_open(visitor: Client) -> None:
    answer(visitor, STEPS[:1])
    page = text(visitor.get(f"{THING}checklist/"))
    assert "问题还没答完" in page
    assert "接着回答" in page
    assert "最晚办好" not in page


def test_answers_can_be_forgotten(visitor: Client) -> None:
    answer(visitor)
    visitor.post(f"{THING}answers/restart/")
    assert "还没有回答" in text(visitor.get(f"{THING}answers/"))


def test_a_thing_done_on_the_spot_goes_straight_to_its_checklist(visitor: Client) -> None:
    code = STAMP["code"]
    page = visitor.get(f"/things/{code}/questions/", follow=True)
    assert page.redirect_chain[-1][0] == f"/things/{code}/checklist/"
    assert "一份都不用交" in text(page)
    assert "当场办好" in text(page)


def test_no_answer_stands_in_an_address_and_nothing_personal_is_cached(visitor: Client) -> None:
    last = answer(visitor)
    assert "86" not in last.headers["Location"]  # type: ignore[attr-defined]
    for page in ("questions/foods/", "answers/", "checklist/"):
        assert "no-store" in visitor.get(f"{THING}{page}").headers["Cache-Control"]


def test_pages_carry_nothing_a_strict_policy_forbids(visitor: Client) -> None:
    answer(visitor)
    for page in ("", "questions/foods/", "answers/", "checklist/"):
        body = visitor.get(f"{THING}{page}").content.decode()
        assert not re.search(r"<[^>]+\s(style|on\w+|hx-on\S*)=", body)
        assert "<script>" not in body


def test_a_thing_for_the_window_alone_says_so_instead_of_a_form(published: None) -> None:
    from onevisit.accounts.rules import SYSTEM
    from onevisit.catalogue import services
    from tests.factories.places import COUNTY
    from tests.factories.publishing import publish_item

    document = deepcopy(STAMP) | {"online_depth": "1"}
    version = services.save_item_draft(document, region=COUNTY, department="hrss", actor=SYSTEM)
    publish_item(version)
    client = Client()
    assert "这件事要到窗口办" in text(client.get(f"/things/{document['code']}/"))
    page = text(client.get(f"/things/{document['code']}/checklist/"))
    assert "请按清单备好材料到窗口办" in page
    assert "下一步" not in page.replace("下一步 打电话求助", "")


FULL = deepcopy(STAMP) | {
    "task_type": "01",
    "kind": "2",
    "presence_reason": "领章时要本人按手印。",
    "postal_application": True,
    "fee": "",
    "fees": [{"name": "刻章费", "standard": "80 元一枚", "basis": "发改价〔1〕", "ways": ["2"]}],
    "materials": [
        {
            "key": "photo",
            "name": "照片",
            "need": "3",
            "defer_days": 5,
            "points": ["两寸，白底"],
        }
    ],
}
FULL["regime"] = {"legal": 20, "promise": 4, "extension_approver": "局长"}
FULL["results"] = [{"key": "stamp", "name": "印章", "sample": "https://example.com/a.png"}]
FULL["texts"] = {**FULL.get("texts", {}), "deferral": "照片可以后补。"}


def test_the_guide_says_all_the_form_of_the_law_asks_for(published: None) -> None:
    """Fees by name and basis, deferral, why one must come, clocks, samples, points, remedies."""
    from onevisit.accounts.rules import SYSTEM
    from onevisit.catalogue import services
    from tests.factories.places import COUNTY
    from tests.factories.publishing import publish_item

    document = FULL
    version = services.save_item_draft(document, region=COUNTY, department="hrss", actor=SYSTEM)
    publish_item(version)
    client = Client()
    page = text(client.get(f"/things/{document['code']}/"))
    for said in (
        "领章时要本人按手印。",
        "材料可以邮寄",
        "80 元一枚",
        "发改价〔1〕",
        "窗口缴",
        "容缺后补：照片可以后补。",
        "照片（5 个工作日内补上）",
        "收件时看什么",
        "两寸，白底",
        "经局长批准可以延长一次 10 个工作日",
        "行政复议",
        "行使层级",
        "第 2 版",
    ):
        assert said in page, said
    assert (
        'href="https://example.com/a.png"'
        in client.get(f"/things/{document['code']}/").content.decode()
    )
    short = text(client.get(f"/things/{document['code']}/short/"))
    assert "照片" in short and "4 个工作日" in short and "行政复议" not in short


def test_the_guide_says_what_is_new_since_the_version_before(published: None) -> None:
    from onevisit.accounts.rules import SYSTEM
    from onevisit.catalogue import services
    from tests.factories.places import COUNTY
    from tests.factories.publishing import publish_item

    path = f"/things/{FULL['code']}/"
    assert "和上一版比" not in text(Client().get(path))
    for document in (FULL, {**FULL, "materials": [], "regime": {"legal": 20, "promise": 2}}):
        version = services.save_item_draft(document, region=COUNTY, department="hrss", actor=SYSTEM)
        publish_item(version)
    page = text(Client().get(path))
    for said in (
        "和上一版比，改了什么",
        "承诺时限从 4 天变成 2 天",
        "最多要带的材料从 1 份变成 0 份",
        "不再有材料“照片”",
        "上一版是第 2 版",
    ):
        assert said in page, said


def test_the_guide_of_a_bundle_says_what_is_new_in_its_parts(published: None) -> None:
    from onevisit.accounts.rules import SYSTEM
    from onevisit.catalogue import services
    from tests.factories.places import COUNTY
    from tests.factories.publishing import publish_bundle, publish_item

    item = deepcopy(offers.FOOD_ITEM)
    item["regime"] = {**item["regime"], "promise": 1}
    item["materials"] = [*item["materials"], {"key": "pest", "name": "防鼠设施照片"}]
    publish_item(services.save_item_draft(item, region=COUNTY, department="market", actor=SYSTEM))
    renewed = {**RESTAURANT, "declared_visits": 1}
    publish_bundle(services.save_bundle_draft(renewed, region=COUNTY, actor=SYSTEM))
    page = text(Client().get(THING))
    for said in ("和上一版比，改了什么", "新加了材料“防鼠设施照片”", "承诺时限从"):
        assert said in page, said
