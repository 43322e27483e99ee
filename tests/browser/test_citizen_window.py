"""What was done at a window stands in the person's own pages, and says the same."""

import re

from playwright.sync_api import expect

from tests.browser import citizens, clerks
from tests.browser.fixtures import Visit
from tests.browser.steps import expect_accessible

LOST = {"card_reason": ("丢了",), "applicant_for": ("我自己",)}


def test_what_a_walk_in_got_on_the_spot_is_among_their_own_matters_with_one_visit(
    visit: Visit,
) -> None:
    clerk = visit("clerk1")
    clerks.find_person(clerk, "songbaogen")
    found = clerk.page.locator("main input[name=q]")
    found.fill("社保卡丢了")
    found.press("Enter")
    clerk.page.wait_for_url("**q=*")
    clerks.begin(clerk, "社会保障卡补领")
    clerks.ask(clerk, LOST)
    expect(clerk.page.locator("main")).to_contain_text("问完了")
    clerk.page.get_by_label("卡里的银行账户开在哪家").select_option(index=1)
    number = clerks.receive(clerk)
    expect(clerk.page.locator("main h1")).to_have_text("已当场办结")
    expect(clerk.page.locator("main")).to_contain_text("跑动 1 次")

    citizen = visit("songbaogen")
    citizens.look_up(citizen, number)
    expect(citizen.page.locator("main")).to_contain_text("全部办结")
    expect(citizen.page.locator("#h-visits")).to_have_text("跑动 1 次")
    expect(citizen.page.locator(".visits")).to_contain_text("县政务服务中心")
    result = citizen.page.get_by_role("link", name=re.compile("^下载")).first
    assert citizen.fetch(result.inner_text()).startswith(b"%PDF")
    expect_accessible(citizen)

    citizen.page.get_by_role("link", name="看收件凭证").click()
    assert citizens.number_on_receipt(citizen) == number
