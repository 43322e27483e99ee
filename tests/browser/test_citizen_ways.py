"""The same way on a phone, in the elderly view, and with the keyboard alone."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser import citizens
from tests.browser.findings import sideways
from tests.browser.fixtures import Visit
from tests.browser.keyboard import Keyboard
from tests.browser.steps import CAFE, FORM, expect_accessible, fill_form
from tests.browser.visitor import PHONE, Visitor


def expect_fit(visitor: Visitor) -> None:
    """Accessible, and not wider than the window."""
    expect_accessible(visitor)
    assert sideways(visitor.page) == []


def bar(visitor: Visitor) -> Locator:
    """What a phone keeps in sight at the bottom: the one thing to do next."""
    found = visitor.page.get_by_role("region", name="下一步")
    expect(found).to_be_in_viewport(ratio=1)
    return found


@pytest.mark.parametrize(("view", "who"), [("ordinary", "linyuee"), ("elder", "heqiusheng")])
def test_a_phone_leads_by_its_action_bar_from_plain_words_to_signing(
    visit: Visit, view: str, who: str
) -> None:
    citizen = visit(who, viewport=PHONE, has_touch=True)
    page = citizen.page
    if view == "elder":
        citizen.go("/about/help/")
        page.get_by_role("button", name="长辈版").last.click()
        page.wait_for_selector("html.elder")
    citizens.find_thing(citizen, "开小饭馆")
    citizens.get_checklist(citizen, CAFE)
    bar(citizen).get_by_role("button", name="下一步").click()
    page.wait_for_url("**/apply/**")
    if not citizens.DRAFT.search(citizen.path):
        expect_fit(citizen)
        citizens.confirm(citizen)
    expect_fit(citizen)
    while citizens.lacking(citizen).count():
        bar(citizen).get_by_role("link", name=re.compile("^传")).click()
        citizens.hand_in_next(citizen)
    bar(citizen).get_by_role("link", name="填一张表").click()
    page.wait_for_url(citizens.FORM)
    expect_fit(citizen)
    fill_form(page.locator("#sheet"))
    bar(citizen).get_by_role("button", name="下一步").click()
    page.wait_for_url(citizens.SIGN)
    expect_fit(citizen)
    page.locator("#promise").check()
    bar(citizen).get_by_role("button", name="签名提交").click()
    page.wait_for_url(citizens.RECEIPT)
    expect_fit(citizen)
    citizens.look_up(citizen, citizens.number_on_receipt(citizen))
    expect_fit(citizen)


def press(keys: Keyboard, target: Locator, key: str = "Enter") -> None:
    """Tab there, see that one is there, and press."""
    keys.tab_to(target)
    keys.expect_focus_shown()
    keys.press(key)


def send_paper(keys: Keyboard, picker: Locator, seed: int) -> None:
    """Choose a file without the mouse."""
    keys.tab_to(picker)
    keys.expect_focus_shown()
    with keys.page.expect_file_chooser() as chooser:
        keys.press("Space")
    chooser.value.set_files(citizens.paper(seed))


def answer(keys: Keyboard, key: str, labels: tuple[str, ...]) -> None:
    """One question."""
    form = keys.page.locator("form.ask")
    for label in labels:
        option = form.get_by_label(re.compile("^" + re.escape(label)))
        if key == "area":
            keys.tab_to(form.locator("input:not([type=hidden])"))
            keys.press("ControlOrMeta+A")
            keys.type(label, into=form.locator("input:not([type=hidden])"))
        elif option.get_attribute("type") == "radio":
            keys.choose(option)
        else:
            press(keys, option, "Space")
    press(keys, form.get_by_role("button"))


def fill(keys: Keyboard) -> None:
    """The one form."""
    for name, value in FORM.items():
        field = keys.page.locator(f'#sheet [name="{name}"]')
        if not field.count():
            continue
        kind = field.first.evaluate("e => e.type")
        if kind == "radio":
            choices = keys.page.locator(f'#sheet .choice:has([name="{name}"])')
            keys.choose(choices.filter(has_text=value).locator("input"))
        elif not field.input_value():
            keys.tab_to(field)
            keys.expect_focus_shown()
            keys.enter(value, into=field)


def test_the_keyboard_alone_leads_from_the_front_page_to_the_receipt(visit: Visit) -> None:
    citizen = visit()
    page, keys = citizen.go("/").page, Keyboard(citizen)
    keys.press("Tab")
    expect(page.locator(":focus")).to_have_text("跳到正文")
    keys.tab_to(page.locator("main input[name=q]"))
    keys.type("开小饭馆", into=page.locator("main input[name=q]"))
    keys.press("Enter")
    page.wait_for_url("**q=*")
    press(keys, page.locator("main .list a").first)
    press(keys, page.get_by_role("link", name="开始办理").first)
    for key, labels in CAFE.items():
        page.wait_for_url(f"**/questions/{key}/")
        answer(keys, key, labels)
    press(keys, page.locator("main form button", has_text="下一步"))
    press(keys, page.get_by_role("link", name="看演示账号"))
    row = page.locator("li", has=page.get_by_text("zhaomin", exact=True))
    press(keys, row.get_by_role("button"))
    page.wait_for_url("**/apply/start/**")
    press(keys, page.locator("form.ask").get_by_role("button", name="继续"))
    page.wait_for_url(citizens.DRAFT)
    for left in range(citizens.lacking(citizen).count(), 0, -1):
        send_paper(keys, citizens.lacking(citizen).first.locator("input[type=file]").first, left)
        expect(citizens.lacking(citizen)).to_have_count(left - 1)
    press(keys, page.locator("main").get_by_role("link", name="填表"))
    page.wait_for_url(citizens.FORM)
    fill(keys)
    press(keys, page.locator("#sheet .acts").get_by_role("button", name="下一步"))
    page.wait_for_url(citizens.SIGN)
    press(keys, page.locator("#promise"), "Space")
    press(keys, page.locator("#sign").get_by_role("button", name="签名提交"))
    page.wait_for_url(citizens.RECEIPT)
    citizens.number_on_receipt(citizen)
