"""Finding things by everyday words, pinyin, initials; keeping up with the catalogue."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from onevisit.accounts.rules import SYSTEM
from onevisit.catalogue import services as catalogue
from onevisit.catalogue.models import Item
from onevisit.guidance import queries
from onevisit.guidance.models import SearchDocument
from onevisit.guidance.queries import finding
from onevisit.guidance.rules.search import Index, prepare
from onevisit.guidance.rules.words import read_words
from onevisit.guidance.services import prepare_again
from tests.catalogue.conftest import (
    COUNTY,
    SMALL,
    bundle_document,
    item_document,
    offices,
    publish,
    restaurant,
)

__all__ = ["offices", "publish", "restaurant"]

pytestmark = pytest.mark.django_db

RESTAURANT = "YJS-339921-001"
ORGANISATIONS = ("11511301008778183N", "11511301MB1D685275")
REAL = Path(__file__).resolve().parents[3] / "shared" / "data"
ELSEWHERE = re.compile(
    "殡葬|门牌|控烟|退抵税|监狱|无偿献血|化妆品|停车|地名命名|拍卖|反垄断|林权|渡口|征兵|肥料|电费|"
    "水费|遗体捐献|报刊|回国|噪声|养犬"
)
"""What other counties' offices write and neither real catalogue does."""


def codes(text: str, **filters: str) -> list[str]:
    return [hit.code for hit in queries.search(text, **filters)]  # type: ignore[arg-type]


RESTAURANT_WORDS = [
    "开办餐饮店",
    "想开个小饭馆",
    "开饭店",
    "我想开一家奶茶店怎么办",
    "盘店",
    "ｋｆｄ",
    "kfd",
    "KFD",
    "kai can yin dian",
    "kaicanyindian",
    "kaifandian",
    "kaiban canyin",
    "kbcyd",
    "餐饮一件事",
]
ITEM_WORDS = {
    "老人补贴": "高龄津贴申领",
    "身份证丢了": "居民身份证换领",
    "社保卡坏了怎么办": "社会保障卡补领",
    "sbk": "社会保障卡补领",
    "做门头": "户外招牌设置",
    "排水证": "城镇污水排入排水管网许可",
}
NONSENSE = ["火箭升空", "qwxzqq", "！！！", "😀", "a" * 5000, "\x00", "𠮷"]


def test_the_restaurant_is_found_first_by_what_people_say(restaurant: UUID) -> None:
    assert [text for text in RESTAURANT_WORDS if codes(text)[:1] != [RESTAURANT]] == []
    hit = queries.search("开饭店")[0]
    assert (hit.name, hit.is_bundle, hit.department_name) == ("开办餐饮店", True, "市场监管局")
    assert hit.phrase == "开饭店"


def test_single_items_are_found_by_everyday_names(restaurant: UUID) -> None:
    assert {text: queries.search(text)[0].name for text in ITEM_WORDS} == ITEM_WORDS


def test_what_is_not_there_is_not_found_and_the_page_can_help(restaurant: UUID) -> None:
    assert [text for text in NONSENSE if codes(text)] == []
    for text in NONSENSE:
        help_ = queries.suggestions(text)
        assert help_.phone == "12345"
        assert help_.popular
        assert all(hit.applicable for hit in help_.popular)


def test_near_things_are_suggested(restaurant: UUID) -> None:
    assert queries.search("登顶") == ()
    assert any("登记" in hit.name for hit in queries.suggestions("登顶").nearest)


def test_without_words_everything_is_listed_what_one_can_apply_for_first(restaurant: UUID) -> None:
    found = queries.find("", limit=3)
    assert found.hits[0].code == RESTAURANT
    assert found.more
    rest = queries.find("", limit=100, offset=3)
    assert not rest.more
    assert len(rest.hits) == len(SMALL) + 1 - 3


def test_filters_narrow_what_is_found(restaurant: UUID, offices: dict[str, UUID]) -> None:
    assert RESTAURANT not in codes("", served="3")
    assert RESTAURANT in codes("", served="2")
    assert codes("", life_event="退休", served="2") == []
    assert {hit.name for hit in queries.search("", life_event="退休")} == {
        "高龄津贴申领",
        "社会保障卡补领",
    }
    fire = queries.search("消防检查", department_id=offices["fire"])
    assert fire
    assert {hit.department_id for hit in fire} == {offices["fire"]}


def test_a_search_costs_one_query_while_nothing_changes(
    restaurant: UUID, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    queries.search("开饭店")
    with django_assert_num_queries(1):
        queries.search("老人补贴")


def test_a_new_everyday_name_is_found_at_once(
    restaurant: UUID, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert queries.search("摆地摊卖炒粉") == () or codes("摆地摊卖炒粉")[0] != RESTAURANT
    catalogue.set_aliases(code=RESTAURANT, phrases=["摆地摊卖炒粉"], actor=SYSTEM)
    with django_assert_num_queries(2):
        assert codes("摆地摊卖炒粉")[0] == RESTAURANT


def test_a_changed_name_replaces_the_old_one(publish: Callable[[str], UUID]) -> None:
    publish("sign")
    assert codes("户外招牌设置")
    source = item_document("sign")
    document = {**source["document"], "name": "门头设置", "short_name": "", "everyday": []}
    version = catalogue.save_item_draft(
        document, region=COUNTY, department=source["department"], actor=SYSTEM
    )
    catalogue.publish_item(version, actor=SYSTEM)
    assert [hit.name for hit in queries.search("门头设置")] == ["门头设置"]
    assert [hit.phrase for hit in queries.search("挂牌子")] == ["门头设置"]


def test_what_is_published_no_more_is_not_found(publish: Callable[[str], UUID]) -> None:
    publish("sign")
    publish("drainage")
    assert len(codes("")) == 2
    Item.objects.filter(name="户外招牌设置").update(current=None)
    assert prepare_again() == 1
    assert len(codes("")) == 1


def test_a_rolled_back_change_is_forgotten(restaurant: UUID) -> None:
    from django.db import transaction

    with pytest.raises(RuntimeError), transaction.atomic():
        catalogue.set_aliases(code=RESTAURANT, phrases=["天外飞仙"], actor=SYSTEM)
        assert codes("天外飞仙") == [RESTAURANT]
        raise RuntimeError
    assert codes("天外飞仙") == []


def test_another_process_catches_up(restaurant: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    queries.search("")
    mine = finding._memory
    other = finding._Memory()
    monkeypatch.setattr(finding, "_memory", other)
    assert codes("开饭店")[0] == RESTAURANT
    catalogue.set_aliases(code=RESTAURANT, phrases=["吃香喝辣"], actor=SYSTEM)
    catalogue.set_aliases(code=RESTAURANT, phrases=["吃香喝辣", "火箭冲天"], actor=SYSTEM)
    monkeypatch.setattr(finding, "_memory", mine)
    assert codes("吃香喝辣") == codes("火箭冲天") == [RESTAURANT]


def test_an_import_can_be_searched_at_once_and_what_two_offices_do_stands_once(
    tmp_path: Path,
) -> None:
    codes_ = [f"511Z07001006-511602000000-000-{each}-1-00" for each in ORGANISATIONS]
    path = tmp_path / "items.csv"
    lines = [
        f"{office},未分类,林木采伐许可证核发,{code},1,511602000000"
        for office, code in zip(("区林业局", "镇政府"), codes_, strict=True)
    ]
    head = "department,main_item,name,item_code,task_type,area_code"
    path.write_text("\n".join((head, *lines, "")), "utf-8")
    call_command("import_catalogue", path, "--format", "guangan")
    (hit,) = queries.find("砍树 采伐").hits
    assert (hit.name, hit.department_name, hit.applicable) == (
        "林木采伐许可证核发",
        "区林业局",
        False,
    )
    assert [(each.code, each.department_name) for each in hit.elsewhere] == [(codes_[1], "镇政府")]
    assert codes("采伐") == codes_
    page = Client().get("/search/", {"q": "采伐"}).content.decode()
    assert all(f"/things/{each}/" in page for each in codes_)
    assert "这些地方也办" in page
    assert SearchDocument.objects.count() == 2


def test_the_command_prints_codes_and_names(
    restaurant: UUID, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("search", "开饭店", "--limit", "2", "--json")
    found = json.loads(capsys.readouterr().out)
    assert len(found) == 2
    assert (found[0]["code"], found[0]["name"]) == (RESTAURANT, "开办餐饮店")
    assert not found[0]["only_near"]
    call_command("search", "私人飞机登记起飞")
    assert "不确定这里有没有「私人飞机登记起飞」" in capsys.readouterr().err
    call_command("search", "火箭升空")
    told = capsys.readouterr()
    assert told.out == ""
    assert "12345" in told.err


def test_a_bundle_is_found_by_the_names_of_its_parts(restaurant: UUID) -> None:
    assert RESTAURANT in codes("营业执照信息核验")
    assert bundle_document()["code"] in codes("消防安全检查")


def test_everyday_words_stand_for_what_offices_write() -> None:
    index: Index[str] = Index({"上户口": ["户口登记", "出生登记"]})
    names = ["户口登记", "户口恢复", "上市公司口岸登记", "驾驶证换发"]
    for name in names:
        index.add(name, name, prepare(name, "", (), (), "公安局"))
    found = index.search("孩子上户口", wanted=lambda card: True)
    assert found[0].card == "户口登记"
    assert "驾驶证换发" not in {each.card for each in found}


def test_words_typed_count_more_than_words_meant() -> None:
    index: Index[str] = Index({"驾照": ["驾驶证"]})
    for name in ("驾驶证", "驾照翻译"):
        index.add(name, name, prepare(name, "", (), (), ""))
    assert index.search("驾照翻译", wanted=lambda card: True)[0].card == "驾照翻译"
    assert index.search("驾照", wanted=lambda card: card == "驾驶证")[0].phrase == "驾驶证"


def test_every_everyday_word_stands_once_and_for_something_else() -> None:
    folders = [finding._DATA / each for each in ("everyday", "covering", "heard", "sentences")]
    texts = [path.read_text("utf-8") for each in folders for path in each.glob("*.txt")]
    words = {**finding.taught_words(), **finding._everyday_words()}
    assert sum(len(read_words(text)) for text in texts) == len(words) > 49_000
    assert all(text.startswith("# ") for text in texts)
    for word, others in words.items():
        assert word not in others
        assert len(set(others)) == len(others) <= 5
        assert all(len(each) > 1 for each in (*others, word.replace(" ", "")))
    for wrong in ("驾照", "驾照 = ", " = 驾驶证", "驾照, 驾照 = 驾驶证", "驾照 = 甲\n驾照 = 乙"):
        with pytest.raises(ValueError, match=r"照|证"):
            read_words(wrong)


def test_everyday_words_lead_to_what_offices_write() -> None:
    sources = [REAL / "guangdong" / "items.jsonl", REAL / "guangan" / "items.csv"]
    if not all(each.exists() for each in sources):
        pytest.skip("the real catalogues are absent")
    titles = "".join(each.read_text("utf-8") for each in sources)
    written = {titles[at : at + 2] for at in range(len(titles) - 1)}
    for word, others in finding._everyday_words().items():
        pairs = {other[at : at + 2] for other in others for at in range(len(other) - 1)}
        assert pairs & written or ELSEWHERE.search(" ".join(others)), word
