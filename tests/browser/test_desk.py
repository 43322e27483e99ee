"""The approver's desk: two at once, a clock that stands still, a case by keys alone."""

import re

from playwright.sync_api import expect

from tests.browser.fixtures import Visit
from tests.browser.steps import expect_accessible
from tests.browser.visitor import Visitor


def first_case(officer: Visitor, show: str) -> str:
    """The address of the first case in one of the desk's lists."""
    href = (
        officer.go(f"/desk/?show={show}").page.locator("main tbody a").first.get_attribute("href")
    )
    assert href is not None
    return href


def test_two_officers_at_once_and_the_second_is_told(visit: Visit) -> None:
    first, second = visit("market1"), visit("market2")
    case = first_case(first, "free")
    first.go(case)
    second.go(case)
    claim = re.compile("^认领")
    first.page.get_by_role("button", name=claim).click()
    expect(first.page.locator("#bar")).to_contain_text("您已认领这一件")
    second.page.get_by_role("button", name=claim).click()
    expect(second.page.get_by_role("alert")).to_contain_text("这一步没有办成")
    expect(second.page.locator("#bar")).to_contain_text("正在办这一件")
    expect_accessible(second)
    first.page.get_by_role("button", name="退回队列").click()


def test_a_suspended_clock_stands_still_and_goes_on(visit: Visit) -> None:
    officer = visit("housing1").go("/desk/?show=paused")
    page = officer.page
    page.locator("main tbody a").first.click()
    case = officer.path
    expect(page.locator("main")).to_contain_text("特别程序")
    page.get_by_role("button", name=re.compile("^特别程序结束")).click()
    expect(page.locator("#messages")).to_contain_text("时限继续计算")
    page.locator("summary", has_text="进入特别程序").click()
    page.get_by_label("哪种特别程序").select_option(index=1)
    page.get_by_label("预计哪天结束").fill("2027-01-15")
    page.get_by_role("textbox", name="理由", exact=True).fill("出水要取样送检。")
    page.get_by_role("button", name="暂停时限并告知").click()
    expect(page.locator("#messages")).to_contain_text("时限暂停")
    officer.go(f"{case}clock/C1/")
    expect(page.locator("main")).to_contain_text("不计")
    expect_accessible(officer)


def test_another_department_finds_no_case(visit: Visit) -> None:
    case = first_case(visit("market1"), "")
    stranger = visit("urban1").go(case)
    expect(stranger.page.locator("main h1")).to_contain_text("没有找到")
    expect_accessible(stranger)
