"""预审: a first look sent back by keyboard, changed on a phone, looked at again and accepted."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import citizens
from tests.browser.findings import sideways
from tests.browser.fixtures import Visit
from tests.browser.officers import Officer
from tests.browser.steps import CAFE, expect_accessible
from tests.browser.visitor import PHONE

WHY = "图上没有标出厨房。"
HOW = "标出厨房和座位，再交一次。"
PLAN = "店铺平面图"


@pytest.mark.parametrize("view", ["ordinary", "elder"])
def test_a_first_look_is_answered_without_a_new_application(visit: Visit, view: str) -> None:
    who = {"ordinary": "zhengyutong", "elder": "heqiusheng"}[view]
    number = citizens.apply_online(visit(who), CAFE)
    officer = Officer(visit("market1"))
    look_first(officer, number)

    phone = visit(who, viewport=PHONE, has_touch=True)
    page = phone.page
    if view == "elder":
        phone.go("/about/help/")
        page.get_by_role("button", name="长辈版").last.click()
        page.wait_for_selector("html.elder")
    phone.go(f"/affairs/{number}/")
    expect(page.locator("main .need")).to_contain_text("有 1 处请您改")
    expect(page.locator("main")).to_contain_text("预审通过，等部门受理")
    assert sideways(page) == []
    expect_accessible(phone)
    phone.go("/")
    expect(page.locator(".case .need")).to_contain_text("预审退回")
    page.locator(".case").get_by_role("link", name="去改").click()
    page.wait_for_url("**/correct/")
    expect(page.locator("main")).to_contain_text(WHY)
    expect(page.locator("main")).to_contain_text(HOW)
    assert sideways(page) == []
    expect_accessible(phone)
    page.locator("main .mat input[type=file]").first.set_input_files(citizens.paper(91))
    expect(page.locator("main .mat .tag.ok")).to_have_text("已补")
    page.locator("#promise").check()
    bar = page.get_by_role("region", name="下一步")
    bar.get_by_role("button", name="签名交回").click()
    page.wait_for_url("**/affairs/**")
    expect(page.locator("#messages")).to_contain_text("改好交回了")
    expect(page.locator("main .need")).to_have_count(0)

    officer.open(number, "食品经营许可")
    expect(officer.visitor.page.locator("main")).to_contain_text("预审退回，已补")
    expect_accessible(officer.visitor)
    assert officer.settle(number) == 2
    page.reload()
    expect(page.locator("main")).to_contain_text("跑动 0 次")


def look_first(officer: Officer, number: str) -> None:
    """By keyboard alone: one case passes, the plan of the other does not do."""
    page = officer.visitor.page
    officer.open(number, "营业执照")
    page.keyboard.press("F7")
    page.wait_for_url("**/pre-review/")
    page.keyboard.press("F8")
    expect(page.locator("#messages")).to_contain_text("预审通过")
    expect(page.get_by_role("button", name=re.compile("^受理"))).to_have_count(1)
    officer.open(number, "食品经营许可")
    page.keyboard.press("F7")
    page.wait_for_url("**/pre-review/")
    expect_accessible(officer.visitor)
    gap = page.locator(".gap-rows li", has_text=PLAN)
    gap.get_by_role("checkbox").focus()
    page.keyboard.press("Space")
    gap.locator("[name^=reason]").fill(WHY)
    gap.locator("[name^=remedy]").fill(HOW)
    page.keyboard.press("F9")
    expect(page.locator("#messages")).to_contain_text("预审已退回")
    expect_accessible(officer.visitor)
