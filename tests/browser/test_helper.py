"""A village helper files for an old woman: with her yes, under her eyes, until her no."""

import re

from playwright.sync_api import expect

from demo import content
from tests.browser import citizens
from tests.browser.fixtures import Visit
from tests.browser.steps import expect_accessible
from tests.browser.visitor import PHONE, Visitor

EIGHTY = {
    "applicant_for": ("我自己",),
    "age_band": ("80",),
    "pay_to": ("老人社保卡",),
}
HER = content.people()["gaocuie"]


def code_read_out(visit: Visit) -> str:
    """What she reads out of the message on her own phone."""
    other = visit().go("/demo/messages/")
    message = other.page.locator("main .list li").first.inner_text()
    assert "戴文斌" in message and "东门社区" in message
    found = re.search(r"\b(\d{6})\b", message)
    assert found, "no code was sent"
    return found.group(1)


def get_authority(helper: Visitor, visit: Visit) -> None:
    """On the doorstep: name and number from her card, the code from her phone."""
    page = helper.go("/helper/").page
    page.get_by_role("link", name="新的委托").click()
    page.wait_for_url("**/helper/entrust/")
    expect_accessible(helper)
    page.locator("#f-name").fill(HER.name)
    page.locator("#f-id_number").fill(HER.id_number)
    page.get_by_role("button", name="发验证码给本人").click()
    page.wait_for_url("**/helper/entrust/code/")
    expect_accessible(helper)
    page.locator("#f-code").fill(code_read_out(visit))
    page.get_by_role("button", name="本人同意，确定").click()
    page.wait_for_url("**/helper/")
    expect(page.locator("#messages")).to_contain_text("本人同意了")


def begin(helper: Visitor) -> None:
    """In her name, at her home."""
    page = helper.page
    page.locator("label.choice", has_text=HER.name).locator("input").check()
    page.locator("input[name=met][value=home]").check()
    page.get_by_role("button", name="开始代办").click()
    page.wait_for_url(lambda url: "/helper/" not in url)
    expect(page.locator(".acting")).to_contain_text(f"您正在代 {HER.name} 办理（上门）")


def file_allowance(helper: Visitor) -> str:
    """In the citizens' own pages, from the search to the receipt; the number."""
    citizens.find_thing(helper, "高龄津贴", "高龄津贴")
    citizens.get_checklist(helper, EIGHTY)
    page = helper.page
    page.locator("main form button", has_text="下一步").click()
    page.wait_for_url(re.compile(r"/apply/"))
    if not citizens.DRAFT.search(helper.path):
        citizens.confirm(helper)
    citizens.hand_in_papers(helper)
    page.locator("main").get_by_role("link", name="填表").click()
    page.wait_for_url(citizens.FORM)
    fill_in(helper)
    page.locator("#sheet .acts").get_by_role("button", name="下一步").click()
    page.wait_for_url(citizens.SIGN)
    expect(page.locator("#sign")).to_contain_text(f"我代 {HER.name} 办理")
    expect_accessible(helper)
    number = citizens.sign(helper)
    expect(page.locator(".receipt")).to_contain_text("戴文斌（代办员，受")
    return number


def fill_in(helper: Visitor) -> None:
    """Whatever the form still asks."""
    for field in helper.page.locator("#sheet input[type=text][required]").all():
        if not field.input_value():
            field.fill("东门路 7 号")


def test_a_village_helper_files_for_an_old_woman_until_she_takes_it_back(visit: Visit) -> None:
    helper = visit("helper-dongmen", viewport=PHONE, has_touch=True)
    get_authority(helper, visit)
    begin(helper)
    number = file_allowance(helper)

    her = visit(HER.key, viewport=PHONE, has_touch=True)
    citizens.look_up(her, number)
    expect(her.page.locator("main")).to_contain_text("由戴文斌（代办员，受")
    expect(her.page.locator("#h-visits")).to_have_text("跑动 0 次")
    expect(her.page.locator(".visits")).to_contain_text("代办员上门")
    expect_accessible(her)
    assert her.fetch("收件凭证").startswith(b"%PDF")

    her.go("/account/helpers/")
    expect_accessible(her)
    her.page.get_by_role("button", name="收回").click()
    expect(her.page.locator("#messages")).to_contain_text("已经收回")

    page = helper.go("/affairs/").page
    expect(page.locator("main")).to_contain_text("委托已经收回或者到期")
    expect(page.locator(".acting")).to_have_count(0)
    helper.go("/helper/")
    expect(page.locator("main")).to_contain_text("不能接着办了")
    expect(page.locator("main")).not_to_contain_text(HER.name)
