"""After the decision: a parcel by keys alone; a bad rating without scripts, called back."""

import re

from playwright.sync_api import expect

from onevisit.delivery.rules import s10_check
from tests.browser import citizens
from tests.browser.fixtures import Visit
from tests.browser.keyboard import Keyboard
from tests.browser.steps import expect_accessible
from tests.browser.visitor import PHONE

_DIGITS = "20261121"
NUMBER = f"EE{_DIGITS}{s10_check(_DIGITS)}CN"


def test_a_parcel_is_packed_without_a_mouse_and_received_without_a_visit(visit: Visit) -> None:
    clerk = visit("clerk3")
    page, keys = clerk.page, Keyboard(clerk)
    clerk.go("/window/parcels/")
    expect_accessible(clerk)
    row = page.locator("[data-row]", has=page.get_by_role("button", name=re.compile("^打包"))).first
    number = row.locator(".num").first.inner_text()
    keys.tab_to(row)
    keys.press("Enter")
    page.wait_for_url(re.compile(r"/window/parcels/[0-9a-f-]{36}/$"))
    expect_accessible(clerk)
    keys.type(NUMBER[:12], into=page.locator("#tracking_number"))
    keys.press("F8")
    expect(page.locator("[role=alert]")).to_contain_text("单号不对")
    page.locator("#tracking_number").fill(NUMBER)
    keys.press("F8")
    page.wait_for_url("**/window/parcels/")
    expect(page.locator("#messages")).to_contain_text("已交寄")

    citizen = visit("wuguoqiang")
    citizens.look_up(citizen, number)
    expect(citizen.page.locator("#h-post ~ p", has_text=NUMBER)).to_be_visible()
    assert "望湖路" not in citizen.text()

    page.locator("tr", has_text=NUMBER).get_by_role("link", name=re.compile("^登记")).click()
    page.get_by_label("本人签收").check()
    keys.press("F8")
    expect(page.locator("#messages")).to_contain_text("已送达")
    citizen.page.reload()
    expect(citizen.page.locator("main")).to_contain_text("的结果寄到了")
    expect(citizen.page.locator("#h-visits")).to_have_text("跑动 0 次")
    expect_accessible(citizen)


def test_the_label_fits_its_paper_and_names_no_id_number(visit: Visit) -> None:
    clerk = visit("clerk3")
    clerk.go("/window/parcels/")
    clerk.page.get_by_role("link", name=re.compile("^录单号")).first.click()
    with clerk.context.expect_page() as opened:
        clerk.page.get_by_role("link", name=re.compile("^面单")).click()
    label = opened.value
    label.wait_for_load_state()
    text = label.locator(".label").inner_text()
    assert "浙江省安澜市安澜县" in text
    assert not re.search(r"\d{17}[\dX]", text)
    assert len(re.findall(rb"/Type\s*/Page\b", label.pdf(prefer_css_page_size=True))) == 1


def test_who_was_not_pleased_says_so_on_a_phone_without_scripts_and_is_called_back(
    visit: Visit,
) -> None:
    citizen = visit("zhaomin", java_script_enabled=False, viewport=PHONE)
    page = citizen.go("/r/").page
    page.locator("main .list a", has_text="去评价").first.click()
    address = citizen.path
    page.get_by_role("button", name="交评价").click()
    page.get_by_text("非常不满意", exact=True).click()
    page.get_by_label("等得太久").check()
    page.get_by_label(re.compile("^还想说的")).fill("排队排了四十分钟。")
    page.get_by_role("button", name="交评价").click()
    expect(page.locator("#messages")).to_contain_text("给您回电话")
    expect(page.locator("main")).to_contain_text("您评的是“非常不满意”")

    stranger = visit()
    stranger.go(address)
    expect_accessible(stranger)
    assert "排队" not in stranger.text()

    supervisor = visit("supervisor")
    desk = supervisor.go("/rectifications/").page
    desk.locator("tbody tr", has_text="等回访").last.get_by_role("link").click()
    expect(desk.locator("main")).to_contain_text("排队排了四十分钟。")
    desk.get_by_role("button", name="看电话，去回访").click()
    expect(desk.locator("main b.num")).to_have_text(re.compile(r"^1\d{10}$"))
    desk.get_by_label("已回访").check()
    desk.get_by_label("说了什么、做了什么").fill("电话致歉，周一起中午加开一个窗口。")
    Keyboard(supervisor).press("F8")
    expect(desk.locator("main")).to_contain_text("已回访，在整改")
    expect_accessible(supervisor)


def test_five_faces_are_large_in_the_elderly_view(visit: Visit) -> None:
    citizen = visit("zhaomin", viewport=PHONE)
    citizen.go("/about/help/").page.get_by_role("button", name="长辈版").first.click()
    citizen.go("/r/").page.locator("main .list a").first.click()
    faces = citizen.page.locator(".faces label")
    if faces.count():
        assert all(box and box["height"] >= 60 for box in (f.bounding_box() for f in faces.all()))
    expect_accessible(citizen)
