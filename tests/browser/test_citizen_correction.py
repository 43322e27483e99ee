"""补正: told once what is missing, mended once online, or at whichever window is near."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import citizens, clerks
from tests.browser.findings import sideways
from tests.browser.fixtures import Visit
from tests.browser.officers import Officer
from tests.browser.steps import CAFE, expect_accessible
from tests.browser.visitor import PHONE, Visitor

WHY = "图上没有标出厨房。"
HOW = "标出厨房和座位，再交一次。"
PLAN = "店铺平面图"


def ask_once(visit: Visit, number: str) -> Officer:
    """The market answers both cases: one is accepted, of the other all gaps are told."""
    officer = Officer(visit("market1"))
    officer.take_in(number, "营业执照")
    page = officer.visitor.page
    officer.open(number, "食品经营许可")
    page.get_by_role("link", name=re.compile("^一次告知")).click()
    gap = page.locator(".gap-rows li", has_text=PLAN)
    gap.get_by_role("checkbox").check()
    gap.locator("[name^=reason]").fill(WHY)
    gap.locator("[name^=remedy]").fill(HOW)
    expect_accessible(officer.visitor)
    page.get_by_role("button", name=re.compile("^一次告知")).click()
    expect(page.locator("#messages")).to_contain_text("一次性告知书已发出")
    return officer


@pytest.mark.parametrize("view", ["ordinary", "elder"])
def test_what_was_asked_for_is_mended_online_on_a_phone_in_one_go(visit: Visit, view: str) -> None:
    who = {"ordinary": "zhengyutong", "elder": "songbaogen"}[view]
    citizen = visit(who)
    number = citizens.apply_online(citizen, CAFE)
    officer = ask_once(visit, number)

    phone = visit(who, viewport=PHONE, has_touch=True)
    page = phone.page
    if view == "elder":
        phone.go("/about/help/")
        page.get_by_role("button", name="长辈版").last.click()
        page.wait_for_selector("html.elder")
    phone.go("/")
    expect(page.locator(".case .need")).to_contain_text("食品经营许可")
    page.locator(".case").get_by_role("link", name="去补正").click()
    page.wait_for_url("**/correct/")
    expect(page.locator("main")).to_contain_text(WHY)
    expect(page.locator("main")).to_contain_text(HOW)
    assert sideways(page) == []
    expect_accessible(phone)

    page.locator("#promise").check()
    bar = page.get_by_role("region", name="下一步")
    bar.get_by_role("button", name="签名交回").click()
    expect(page.get_by_role("alert")).to_contain_text(f"还没有补正：{PLAN}")
    expect_accessible(phone)
    page.locator("main .mat input[type=file]").first.set_input_files(citizens.paper(91))
    expect(page.locator("main .mat .tag.ok")).to_have_text("已补")
    page.locator("#promise").check()
    bar.get_by_role("button", name="签名交回").click()
    page.wait_for_url("**/affairs/**")
    expect(page.locator("#messages")).to_contain_text("补正好了")
    expect(page.locator("main .need")).to_have_count(0)
    for letter in ("一次性告知书", "补正材料收件凭证"):
        assert phone.fetch(letter).startswith(b"%PDF")
    assert sideways(page) == []

    assert officer.settle(number) == 2
    page.reload()
    expect(page.locator("main")).to_contain_text("全部办结")


def test_another_window_takes_the_correction_and_it_counts_as_a_visit(visit: Visit) -> None:
    citizen = visit("xujinfeng")
    number = citizens.apply_online(citizen, CAFE)
    officer = ask_once(visit, number)

    clerk = visit("clerk-shiqiao")
    correct_at_window(clerk, number)
    expect(clerk.page.locator("main")).to_contain_text("跑动 1 次")

    citizen.go(f"/affairs/{number}/")
    expect(citizen.page.locator("#h-visits")).to_have_text("跑动 1 次")
    expect(citizen.page.locator(".visits")).to_contain_text("到窗口补正")
    expect(citizen.page.locator("main .need")).to_have_count(0)
    assert officer.settle(number) == 2


def correct_at_window(clerk: Visitor, number: str) -> None:
    """Found by the number on the notice; the paper is taken in and the applicant signs."""
    page = clerk.go(f"/lookup/?q={number}").page
    page.get_by_role("link", name=re.compile("补正")).first.click()
    page.wait_for_url("**/correct/")
    expect(page.locator("main")).to_contain_text(WHY)
    expect_accessible(clerk)
    page.get_by_role("button", name=clerks.TAKE).click()
    expect(page.locator("main .tag.ok", has_text="已补")).to_have_count(1)
    page.get_by_role("button", name=re.compile("^补正完成")).click()
    page.wait_for_url("**/receipt/")
    expect_accessible(clerk)
