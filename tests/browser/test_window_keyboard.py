"""The window without a mouse: from the next in line to the receipt of a prepared bundle."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import Request, expect

from tests.browser.clerks import id_number
from tests.browser.findings import broken_rules
from tests.browser.fixtures import Visit
from tests.browser.keyboard import Keyboard
from tests.browser.visitor import Visitor

MOST_KEYS = 12
"""Keys from calling the next to the next, the card reader's aside."""
MOST_REQUESTS = 12
"""Pages and parts asked for on that way, the column that asks by itself aside."""
PERSON = re.compile(r"/window/people/[0-9a-f-]{36}/")
INTAKE = re.compile(r"/window/[0-9a-f-]{36}/$")


class Counting(Keyboard):
    """A keyboard that counts; what a card reader types counts apart."""

    def __init__(self, visitor: Visitor) -> None:
        super().__init__(visitor)
        self.pressed: list[str] = []

    def press(self, key: str) -> None:
        """One key."""
        self.pressed.append(key)
        super().press(key)


def asked_by(clerk: Visitor) -> list[str]:
    """What the page asks the server for, from now on."""
    asked: list[str] = []

    def note(request: Request) -> None:
        path = urlsplit(request.url).path
        page = request.resource_type in ("document", "xhr", "fetch")
        if page and not path.endswith("/column/"):
            asked.append(f"{request.method} {path}")

    clerk.page.on("request", note)
    return asked


def print_quietly(clerk: Visitor) -> None:
    """A printer that prints nothing and shows what it was given."""
    clerk.page.add_init_script(
        "window.print = () => { document.documentElement.dataset.printed ="
        " (document.querySelector('#paper').innerText || document.querySelector('main').innerText);"
        " window.dispatchEvent(new Event('afterprint')); };"
    )


def expect_printed(clerk: Visitor, words: str) -> None:
    """The last sheet holds these words, and the page is whole again."""
    expect(clerk.page.locator("html")).to_have_attribute("data-printed", re.compile(words))
    expect(clerk.page.locator("#paper")).to_be_empty()


def read_card(clerk: Visitor, who: str) -> None:
    """The reader types the number where the focus is, and Enter."""
    box = clerk.page.locator("#id_number")
    expect(box).to_be_focused()
    box.press_sequentially(id_number(who))
    box.press("Enter")
    clerk.page.wait_for_url(PERSON)


def test_a_prepared_bundle_from_person_to_receipt_without_a_mouse(visit: Visit) -> None:
    clerk = visit("clerk2")
    page, keys = clerk.page, Counting(clerk)
    print_quietly(clerk)
    clerk.go("/window/")
    asked = asked_by(clerk)
    keys.press("F2")
    expect(page.locator("#queue .called .no")).to_be_visible()
    read_card(clerk, "lihuifang")
    expect(page.locator("[data-row].focus:focus")).to_contain_text("开办餐饮店")
    keys.press("Enter")
    page.wait_for_url(INTAKE)
    expect(page.locator("#bar")).to_contain_text("材料齐、表已填好")
    assert broken_rules(page) == []
    keys.press("Alt+p")
    expect_printed(clerk, "申请人签名")
    keys.press("Alt+s")
    expect(page.locator("#signed")).to_be_checked()
    keys.press("F8")
    page.wait_for_url("**/receipt/")
    expect(page.locator("main")).to_contain_text("跑动 1 次")
    keys.press("Alt+p")
    expect_printed(clerk, "收件凭证")
    number = page.locator("#queue .called .no").inner_text()
    keys.press("F2")
    page.wait_for_url("**/window/")
    expect(page.locator("#queue .called")).not_to_contain_text(number)
    expect(page.locator("#counters")).to_contain_text("今日")
    assert len(keys.pressed) <= MOST_KEYS, keys.pressed
    assert len(asked) <= MOST_REQUESTS, asked


def test_what_differs_is_settled_and_saved_without_leaving_the_page(visit: Visit) -> None:
    clerk = visit("clerk-shiqiao")
    page, keys = clerk.page, Keyboard(clerk)
    page.goto(clerk.base + "/window/")
    read_card(clerk, "zhulin")
    expect(page.locator("[data-row].focus:focus")).to_contain_text("开办餐饮店")
    keys.press("Enter")
    page.wait_for_url(INTAKE)
    reloaded: list[str] = []
    page.on("domcontentloaded", lambda shown: reloaded.append(shown.url))
    first = page.locator("#m-venue_proof, [data-rows] [data-row]").first
    keys.tab_to(page.locator("[data-rows] [data-row].focus"))
    keys.press("Space")
    expect(first).to_contain_text("已收")
    keys.press("Alt+r")
    field = page.locator("#read-field")
    expect(field).to_be_focused()
    field.select_option("shop.name")
    keys.press("Tab")
    keys.type("朱家早点铺", into=page.locator("#read-value"))
    keys.press("Enter")
    expect(page.locator("#differing")).to_contain_text("朱家早点铺")
    expect(page.locator("#sheet-tags")).to_contain_text("1 处不一致")
    assert broken_rules(page) == []
    keys.press("Alt+w")
    expect(page.locator("#settle-first")).to_be_focused()
    keys.expect_focus_shown()
    keys.press("Enter")
    expect(page.locator("#differing")).not_to_contain_text("朱家早点铺")
    expect(page.locator('[name="shop.name"]')).to_have_value("朱家早点铺")
    keys.press("Control+s")
    expect(page.locator("#messages")).to_contain_text("任何窗口都能接着办")
    assert reloaded == []


def test_the_column_keeps_the_focus_when_somebody_new_comes(visit: Visit) -> None:
    clerk, greeter = visit("clerk1"), visit("greeter")
    page = clerk.go("/window/").page
    link = page.locator("#queue-in")
    link.focus()
    greeter.go("/window/queue/")
    greeter.page.get_by_label("怎么称呼").fill("新来的女士")
    greeter.page.keyboard.press("F8")
    expect(greeter.page.locator("#messages")).to_contain_text("号，请告诉来的人")
    expect(page.locator("#queue")).to_contain_text("新来的女士")
    expect(page.locator("#queue-in")).to_be_focused()
    assert broken_rules(page) == []


def test_a_window_works_without_scripts(visit: Visit) -> None:
    clerk = visit("clerk1", java_script_enabled=False)
    page = clerk.go("/window/").page
    page.get_by_role("button", name=re.compile("^下一位")).click()
    expect(page.locator("#queue .called")).to_contain_text("已叫")
    page.get_by_role("button", name=re.compile("^过号")).click()
    expect(page.locator("#queue .called")).not_to_contain_text("已叫")
