"""Several departments decide one application, each for itself."""

from playwright.sync_api import expect

from tests.browser import clerks
from tests.browser.fixtures import Visit
from tests.browser.officers import Officer, Outcome
from tests.browser.steps import FOUR_PARTS, fill_form


def test_one_refusal_leaves_the_others_and_one_window_hands_out(visit: Visit) -> None:
    clerk = visit("clerk2")
    clerks.find_person(clerk, "gaoyuan")
    clerks.begin(clerk, "开办餐饮店")
    clerks.ask(clerk, FOUR_PARTS)
    clerks.take_papers(clerk)
    fill_form(clerk.page.locator("#sheet"))
    clerk.page.locator("#col-window").check()
    number = clerks.receive(clerk)
    assert Officer(visit("market1")).settle(number) == 2
    assert Officer(visit("urban1")).settle(number, Outcome.REFUSE) == 1
    assert Officer(visit("housing1")).settle(number) == 1
    parts = clerk.page.locator("main tbody tr")
    clerk.page.reload()
    expect(parts.filter(has_text="户外招牌设置")).to_contain_text("不予许可")
    for granted in ("营业执照信息核验", "食品经营许可", "城镇污水排入"):
        expect(parts.filter(has_text=granted)).to_contain_text("待领")
    assert clerk.fetch("打印食品经营许可证").startswith(b"%PDF")
    # Whoever comes back to the same house within two hours has made one visit.
    clerks.hand_out(visit("clerk3"), "gaoyuan")
    clerk.page.reload()
    expect(clerk.page.locator("main")).to_contain_text("跑动 1 次")
    expect(clerk.page.locator("main h1")).to_have_text("已办结")
