"""容缺: accepted although a paper is missing, reminded of it, supplied later online."""

import re

from playwright.sync_api import expect

from tests.browser import citizens
from tests.browser.findings import sideways
from tests.browser.fixtures import Visit
from tests.browser.officers import Officer
from tests.browser.steps import FOUR_PARTS, expect_accessible
from tests.browser.visitor import PHONE

OWED = "招牌效果图"


def test_a_paper_that_may_follow_is_asked_for_by_a_day_and_supplied_later_online(
    visit: Visit,
) -> None:
    citizen = visit("linyuee")
    number = citizens.apply_online(citizen, FOUR_PARTS)
    assert Officer(visit("market1")).settle(number) == 2
    officer = Officer(visit("urban1"))
    officer.take_in(number, "户外招牌")
    expect(officer.visitor.page.locator("#case")).to_contain_text("容缺补交期限")

    waiting = officer.visitor.go("/desk/owed/").page.locator("main tbody tr", has_text=number)
    expect(waiting).to_contain_text(OWED)
    expect_accessible(officer.visitor)

    citizen.go(f"/affairs/{number}/")
    needed = citizen.page.locator("main .need")
    expect(needed).to_contain_text(f"补交“{OWED}”")
    expect(needed).to_contain_text(
        re.compile(r"\d+月\d+日 周.前，还有 \d+ 个工作日|今天是最后一天")
    )
    assert citizen.fetch("受理通知书").startswith(b"%PDF")
    expect_accessible(citizen)

    phone = visit("linyuee", viewport=PHONE, has_touch=True).go("/")
    expect(phone.page.locator(".case .need")).to_contain_text(OWED)
    phone.page.locator(".case").get_by_role("link", name="去补交").click()
    expect(phone.page.locator("main .follow")).to_contain_text(OWED)
    assert sideways(phone.page) == []
    expect_accessible(phone)
    assert citizens.hand_in_the_rest(phone) == 1

    citizen.page.reload()
    expect(citizen.page.locator("main .need")).to_have_count(0)
    expect(citizen.page.locator("main .events").first).to_contain_text("后补的材料都齐了")
    assert officer.settle(number) == 1
    citizen.page.reload()
    part = citizens.part(citizen, "户外招牌设置")
    assert citizen.fetch(
        part.get_by_role("link", name=re.compile("^下载")).inner_text()
    ).startswith(b"%PDF")


def test_nothing_is_granted_before_the_paper_is_in(visit: Visit) -> None:
    citizen = visit("heqiusheng")
    number = citizens.apply_online(citizen, FOUR_PARTS)
    assert Officer(visit("market1")).settle(number) == 2
    officer = Officer(visit("urban1"))
    officer.take_in(number, "户外招牌")
    officer.give_opinions()
    page = officer.visitor.page
    grant = page.locator("#bar").get_by_role("button", name=re.compile("^准予"))
    expect(grant).to_be_disabled()
    expect(grant).to_have_accessible_description(re.compile(OWED))
    expect_accessible(officer.visitor)
