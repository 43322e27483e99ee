"""Search results, bundles and departments as pages."""

import re

import pytest
from django.test import Client

from tests.factories import offers
from tests.factories.offers import RESTAURANT, STAMP
from tests.guidance.test_pages import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor() -> Client:
    """A guest in a county with something to find."""
    offers.everything_published()
    return Client()


def test_everyday_words_pinyin_and_initials_find_the_thing(visitor: Client) -> None:
    for typed in ("开饭店", "canyindian", "kbcyd"):
        body = visitor.get("/search/", {"q": typed}).content.decode()
        assert f"/things/{RESTAURANT['code']}/" in body, typed
    page = text(visitor.get("/search/", {"q": "社保卡丢了"}))
    assert "社会保障卡补领" in page
    assert "当场办好" in page
    assert "人力社保局" in page


def test_what_was_typed_is_marked_in_the_name(visitor: Client) -> None:
    body = visitor.get("/search/", {"q": "补领社会保障卡"}).content.decode()
    assert "<mark>社会保障卡</mark><mark>补领</mark>" in body


def test_filters_narrow_and_can_be_taken_off(visitor: Client) -> None:
    page = visitor.get("/search/", {"q": "办", "served": "2"})
    assert "社会保障卡补领" not in text(page)
    everything = text(visitor.get("/search/", {"served": "1"}))
    assert "社会保障卡补领" in everything
    assert "开办餐饮店" in everything
    by_event = visitor.get("/search/", {"life": "开店办厂"})
    assert "开办餐饮店" in text(by_event)
    assert "社会保障卡补领" not in text(by_event)
    assert "取消这个条件" in text(by_event)
    by_office = text(visitor.get("/search/", {"department": "hrss"}))
    assert "社会保障卡补领" in by_office
    assert "开办餐饮店" not in by_office


def test_what_is_only_near_is_not_shown_as_an_answer(visitor: Client) -> None:
    near = visitor.get("/search/", {"q": "私人飞机登记起飞"})
    said = text(near)
    assert "不确定这里有没有“私人飞机登记起飞”这件事" in said
    assert "意思相近的事" in said
    assert "tel:12345" in near.content.decode()
    fits = text(visitor.get("/search/", {"q": "社保卡坏了"}))
    assert "最接近的事" in fits
    assert "不确定这里有没有" not in fits


def test_nothing_found_helps(visitor: Client) -> None:
    page = visitor.get("/search/", {"q": "qqqqzz"})
    assert page.status_code == 200
    said = text(page)
    assert "没找到和“qqqqzz”有关的事" in said
    assert "大家常办" in said
    assert "打 12345" in said
    assert "/departments/" in page.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        {"page": "-1"},
        {"page": "99999999999"},
        {"page": "二"},
        {"served": "x", "department": "nowhere", "life": "无"},
        {"q": "\0<script>alert(1)</script>" * 50},
        {"q": "   "},
    ],
)
def test_strange_addresses_are_no_error(visitor: Client, query: dict[str, str]) -> None:
    page = visitor.get("/search/", query)
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()


def test_all_bundles_stand_under_their_life_event(visitor: Client) -> None:
    page = text(visitor.get("/bundles/"))
    assert "开店办厂" in page
    assert "开办餐饮店" in page
    assert "跑 0 次" in page


def test_departments_list_what_they_do_page_by_page(visitor: Client) -> None:
    page = text(visitor.get("/departments/"))
    assert "市场监管局2 件事" in page
    assert "公安局" not in page
    assert "食品经营许可" in text(visitor.get("/departments/market/"))
    assert visitor.get("/departments/nowhere/").status_code == 404
    assert visitor.get("/departments/market/", {"after": "\0zz"}).status_code == 200


def test_what_cannot_be_applied_for_here_says_where_to_go(visitor: Client) -> None:
    page = text(visitor.get("/search/", {"q": "残疾人证"}))
    assert "残疾人证办理" in page
    assert "到窗口办" in page


def test_lists_need_few_queries(visitor: Client, django_assert_max_num_queries: object) -> None:
    visitor.get("/search/", {"q": "店"})
    with django_assert_max_num_queries(3):  # type: ignore[operator]
        visitor.get("/search/", {"q": "店"})
    visitor.get(f"/things/{STAMP['code']}/")
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        visitor.get(f"/things/{STAMP['code']}/")


def test_lists_carry_nothing_a_strict_policy_forbids(visitor: Client) -> None:
    for page in ("/search/?q=店", "/search/?q=qqqqzz", "/bundles/", "/departments/"):
        body = visitor.get(page).content.decode()
        assert not re.search(r"<[^>]+\s(style|on\w+|hx-on\S*)=", body)
