"""A walk-in at the window: found, asked, done on the spot, counted as one visit."""

import re
import time

from playwright.sync_api import Route, expect

from tests.browser.clerks import begin, find_person, id_number
from tests.browser.findings import broken_rules
from tests.browser.fixtures import Visit
from tests.browser.keyboard import Keyboard
from tests.browser.visitor import Visitor


def begin_social_card(clerk: Visitor, who: str) -> Keyboard:
    """From 新来一位 to the intake of a lost social security card, by keys alone."""
    page, keys = clerk.page, Keyboard(clerk)
    clerk.go("/window/")
    keys.type(id_number(who), into=page.locator("#id_number"))
    keys.press("Enter")
    page.wait_for_url(re.compile(r"/window/people/[0-9a-f-]{36}/"))
    keys.tab_to(page.locator("main input[name=q]"))
    keys.type("社保卡丢了", into=page.locator("main input[name=q]"))
    keys.press("Enter")
    page.wait_for_url("**q=*")
    expect(page.locator("[data-row]:focus")).to_contain_text("社会保障卡补领")
    keys.press("Enter")
    page.wait_for_url(re.compile(r"/window/[0-9a-f-]{36}/"))
    return keys


def test_a_lost_card_is_replaced_on_the_spot_without_a_mouse(visit: Visit) -> None:
    clerk = visit("clerk1")
    keys = begin_social_card(clerk, "lihuifang")
    page = clerk.page
    keys.choose(page.get_by_label("丢了"))
    expect(page.locator("main")).to_contain_text("还要问 1 个")
    keys.choose(page.get_by_label("我自己"))
    expect(page.locator("main")).to_contain_text("问完了")
    bank = page.get_by_label("卡里的银行账户开在哪家")
    keys.tab_to(bank)
    keys.press("ArrowDown")
    expect(page.locator("#bar")).to_contain_text("材料齐、表已填好")
    assert broken_rules(page) == []
    keys.tab_to(page.locator("#signed"))
    keys.press("Space")
    keys.press("F8")
    page.wait_for_url("**/receipt/")
    expect(page.locator("main h1")).to_have_text("已当场办结")
    expect(page.locator("main")).to_contain_text("跑动 1 次")
    assert broken_rules(page) == []


def slowly(route: Route) -> None:
    """A reply that takes its time."""
    time.sleep(0.3)
    route.continue_()


def test_answers_given_faster_than_the_server_replies_are_all_kept(visit: Visit) -> None:
    clerk = visit("clerk2")
    page = clerk.page
    find_person(clerk, "xujinfeng")
    begin(clerk, "开办餐饮店")
    page.route("**/answers/", slowly)
    page.get_by_label("县城街边的店面").check()
    page.locator("#f-area").press_sequentially("64", delay=20)
    page.get_by_label("热菜、热面、火锅").check()
    page.get_by_label("凉菜、卤味").check()
    page.get_by_label("摆，客人在店里吃").check()
    expect(page.locator("#bar")).to_contain_text("还有 2 个问题没问")
    page.unroute_all()
    page.reload()
    expect(page.locator("#f-area")).to_have_value("64")
    expect(page.locator("#f-foods").get_by_label("凉菜、卤味")).to_be_checked()
    page.locator("summary", has_text="作废").click()
    page.get_by_role("button", name="作废，不再办").click()
