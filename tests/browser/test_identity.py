"""A citizen nobody knows: phone and code, the draft, the real name before anything is signed."""

import re

from playwright.sync_api import expect

from tests.browser import citizens
from tests.browser.fixtures import Visit
from tests.browser.steps import CAFE, expect_accessible, fill_form
from tests.browser.visitor import PHONE, Visitor
from tests.factories.cases import resident_id

NEW_PHONE = "15400009137"


def code_for(visit: Visit) -> str:
    """The newest code, read from the page of demonstration messages in another window."""
    other = visit().go("/demo/messages/")
    found = re.search(r"\b(\d{6})\b", other.page.locator("main .list li").first.inner_text())
    assert found, "no code was sent"
    return found.group(1)


def by_phone(visit: Visit, citizen: Visitor) -> None:
    """Sign in on the login page with a phone that has no account yet, and open one."""
    page = citizen.page
    page.locator("#f-phone").fill(NEW_PHONE)
    page.get_by_role("button", name="发验证码").click()
    page.wait_for_url("**/login/phone/code/**")
    expect_accessible(citizen)
    page.locator("#f-code").fill("000000")
    page.locator("main form").first.get_by_role("button", name="登录").click()
    expect(page.locator("main [role=alert]")).to_be_visible()
    page.locator("#f-code").fill(code_for(visit))
    page.locator("main form").first.get_by_role("button", name="登录").click()
    page.wait_for_url("**/login/register/**")
    expect_accessible(citizen)
    page.locator("#f-name").fill("邱小满")
    page.locator("input[name=consent]").check()
    page.get_by_role("button", name="开通并登录").click()
    page.wait_for_url(lambda url: "/login/" not in url)


def prove(citizen: Visitor) -> None:
    """On the page of the real name, answered wrongly first."""
    page = citizen.page
    expect_accessible(citizen)
    page.locator("#f-name").fill("邱小满")
    page.locator("#f-id_number").fill("339921199001010000")
    page.get_by_role("button", name="核对").click()
    expect(page.locator("main [role=alert]")).to_be_visible()
    page.locator("#f-id_number").fill(resident_id(71))
    page.get_by_role("button", name="核对").click()


def test_a_stranger_signs_in_by_phone_and_signs_only_under_their_real_name(visit: Visit) -> None:
    citizen = visit(viewport=PHONE, has_touch=True)
    page = citizen.page
    citizens.find_thing(citizen, "开小饭馆")
    citizens.get_checklist(citizen, CAFE)
    page.locator("main form button", has_text="下一步").click()
    page.wait_for_url("**/login/**")
    by_phone(visit, citizen)
    citizens.confirm(citizen)
    citizens.hand_in_papers(citizen)
    page.locator("main").get_by_role("link", name="填表").click()
    page.wait_for_url(citizens.FORM)
    page.get_by_label("负责人身份证号").fill(resident_id(71))
    fill_form(page.locator("#sheet"))
    page.locator("#sheet .acts").get_by_role("button", name="下一步").click()
    page.wait_for_url(citizens.SIGN)
    expect(page.locator("main")).to_contain_text("签名要先确认是您本人")
    expect(page.locator("#promise")).to_have_count(0)
    page.locator("main").get_by_role("link", name=re.compile("确认|认证|核对")).first.click()
    page.wait_for_url("**/account/real-name/**")
    prove(citizen)
    page.wait_for_url(citizens.SIGN)
    assert citizens.sign(citizen)
