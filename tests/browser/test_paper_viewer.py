"""The document beside a case: nearer and turned by keys, and the points to look at ticked."""

import re

from playwright.sync_api import expect

from tests.browser import clerks
from tests.browser.citizens import paper
from tests.browser.findings import broken_rules
from tests.browser.fixtures import Visit
from tests.browser.keyboard import Keyboard
from tests.browser.steps import FOUR_PARTS


def test_a_paper_is_seen_nearer_turned_and_ticked_without_a_mouse(visit: Visit) -> None:
    clerk = visit("clerk4")
    page, keys = clerk.page, Keyboard(clerk)
    clerks.find_person(clerk, "sunliren")
    clerks.begin(clerk, "开办餐饮店")
    clerks.ask(clerk, FOUR_PARTS)
    row = page.locator("[data-row]", has=page.locator("input[type=file]")).first
    row.locator("input[type=file]").set_input_files(paper(71))
    shown, root = page.locator(".doc .page"), page.locator("html")
    expect(shown).to_be_visible()
    usual = shown.bounding_box()
    keys.press("+")
    keys.press("+")
    expect(root).to_have_attribute("data-zoom", "2")
    nearer = shown.bounding_box()
    assert usual and nearer and nearer["width"] > 1.8 * usual["width"]
    keys.press("r")
    expect(root).to_have_attribute("data-turn", "90")
    keys.press("-")
    keys.press("0")
    expect(root).to_have_attribute("data-zoom", "1")
    expect(root).to_have_attribute("data-turn", "0")
    point = page.locator("#pt-1")
    keys.press("Alt+c")
    expect(point).to_be_focused()
    keys.press("Space")
    expect(page.locator(".pts")).to_contain_text(re.compile("已核"))
    expect(point).to_be_checked()
    expect(point).to_be_focused()
    assert broken_rules(page) == []
    page.reload()
    expect(point).to_be_checked()
