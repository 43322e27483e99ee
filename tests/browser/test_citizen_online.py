"""A restaurant online: from plain words to the results, without one visit."""

import re

from playwright.sync_api import expect

from tests.browser import citizens
from tests.browser.fixtures import Visit
from tests.browser.officers import Officer, Outcome
from tests.browser.steps import CAFE, FOUR_PARTS, expect_accessible

# With 360 m² and seats the fire brigade has a say as well: five parts in four departments.
FIVE_PARTS = {**FOUR_PARTS, "area": ("360",), "fire_route": ("我承诺符合消防要求",)}
DESKS = {"market1": 2, "fire1": 1, "urban1": 1, "housing1": 1}


def test_a_restaurant_needs_no_visit_from_plain_words_to_the_results(visit: Visit) -> None:
    citizen = visit()
    citizens.find_thing(citizen, "开小饭馆")
    citizens.get_checklist(citizen, FIVE_PARTS)
    declared = citizens.declared_visits(citizen)
    citizens.begin_as_guest(citizen, "zhuxiaozhou")
    expect(citizen.page.locator(".gaps")).to_contain_text("提交前还差")
    assert citizens.hand_in_papers(citizen) == 10
    citizens.complete(citizen)
    expect_accessible(citizen)
    number = citizens.sign(citizen)
    expect_accessible(citizen)
    citizen.page.get_by_role("link", name="看办理进度").click()
    expect(citizen.page.locator("main .need")).to_contain_text("补交“招牌效果图”")
    citizen.page.get_by_role("link", name="去补交").first.click()
    assert citizens.hand_in_the_rest(citizen) == 1
    for desk, held in DESKS.items():
        assert Officer(visit(desk)).settle(number) == held
    citizens.look_up(citizen, number)
    expect(citizen.page.locator("main")).to_contain_text("全部办结")
    expect(citizen.page.get_by_role("link", name="撤回申请")).to_have_count(0)
    expect(citizen.page.locator("#h-visits")).to_have_text(f"跑动 {declared} 次")
    expect(citizen.page.locator("main")).to_contain_text("一次都没让您跑")
    links = citizen.page.get_by_role("link", name=re.compile("^下载"))
    expect(links).to_have_count(sum(DESKS.values()))
    for link in links.all():
        assert citizen.fetch(link.inner_text()).startswith(b"%PDF")
    expect_accessible(citizen)
    staff = visit("supervisor").go(f"/lookup/?q={number}")
    expect(staff.page.locator("main")).to_contain_text("跑动 0 次")


def test_one_part_refused_online_leaves_the_others_and_names_the_ways_against_it(
    visit: Visit,
) -> None:
    citizen = visit("luoting")
    number = citizens.apply_online(citizen, FOUR_PARTS)
    assert Officer(visit("market1")).settle(number) == 2
    assert Officer(visit("urban1")).settle(number, Outcome.REFUSE) == 1
    citizens.look_up(citizen, number)
    refused = citizens.part(citizen, "户外招牌设置")
    expect(refused).to_contain_text("理由：操作间布局不符合要求，改好后可再申请。")
    expect(refused).to_contain_text("行政复议")
    expect(citizens.part(citizen, "城镇污水排入")).to_contain_text("下一步：")
    expect_accessible(citizen)
    assert Officer(visit("housing1")).settle(number) == 1
    citizen.page.reload()
    expect(citizen.page.locator("main")).to_contain_text("全部办结")
    expect(citizen.page.locator("main")).to_contain_text("不服怎么办")
    expect(citizen.page.locator("main")).to_contain_text("行政诉讼")
    expect(refused.get_by_role("link", name=re.compile("^下载"))).to_have_count(0)
    for granted in ("食品经营许可", "城镇污水排入"):
        link = citizens.part(citizen, granted).get_by_role("link", name=re.compile("^下载"))
        assert citizen.fetch(link.inner_text()).startswith(b"%PDF")
    expect_accessible(citizen)


def test_everything_goes_without_scripts_from_the_front_page_to_the_status(visit: Visit) -> None:
    citizen = visit(java_script_enabled=False)
    citizens.find_thing(citizen, "开小饭馆")
    citizens.get_checklist(citizen, CAFE)
    citizens.begin_as_guest(citizen, "xuzhiming")
    assert citizens.hand_in_papers(citizen, scripts=False) > 0
    citizens.complete(citizen)
    number = citizens.sign(citizen)
    citizen.page.get_by_role("link", name="看办理进度").click()
    assert citizen.path == f"/affairs/{number}/"
    expect(citizen.page.locator("#h-visits")).to_have_text("跑动 0 次")
    citizen.page.get_by_role("link", name="撤回申请").click()
    citizen.page.locator("main input[type=checkbox]").first.check()
    citizen.page.locator("main form").get_by_role("button", name=re.compile("撤回")).click()
    expect(citizen.page.locator("main")).to_contain_text("已撤回")
