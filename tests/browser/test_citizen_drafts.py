"""One draft, several pages and devices: nothing typed is lost, nothing is handed in twice."""

from urllib.parse import parse_qs

from playwright.sync_api import Locator, Response, expect

from tests.browser import citizens
from tests.browser.fixtures import Visit
from tests.browser.steps import expect_accessible
from tests.browser.visitor import PHONE, Visitor


def field(visitor: Visitor, key: str) -> Locator:
    """A field of the form."""
    return visitor.page.locator(f'#sheet [name="{key}"]')


def type_and_keep(visitor: Visitor, key: str, text: str) -> None:
    """Type, and wait until the page has saved it by itself."""

    def carries_it(response: Response) -> bool:
        sent = parse_qs(response.request.post_data or "")
        return response.request.method == "POST" and sent.get(key) == [text]

    with visitor.page.expect_response(carries_it):
        field(visitor, key).fill(text)


def test_what_is_typed_on_one_device_is_found_on_the_other_and_nothing_is_lost(
    visit: Visit,
) -> None:
    computer = visit("tangyining")
    draft = citizens.draft_of(computer)
    computer.go(f"{draft}form/")
    type_and_keep(computer, "shop.name", "小唐面馆")
    expect(computer.page.locator("[data-autosave-status]")).to_contain_text("已自动保存")

    phone = visit("tangyining", viewport=PHONE)
    phone.go("/affairs/?show=draft").page.get_by_role("link", name="接着填").first.click()
    phone.go(f"{phone.path}form/")
    assert phone.path == f"{draft}form/"
    expect(field(phone, "shop.name")).to_have_value("小唐面馆")

    type_and_keep(phone, "shop.floor", "2 楼")
    type_and_keep(computer, "shop.staff_count", "7")
    for device in (phone, computer):
        device.page.reload()
        expect(field(device, "shop.floor")).to_have_value("2 楼")
        expect(field(device, "shop.staff_count")).to_have_value("7")

    type_and_keep(phone, "shop.name", "小唐大排档")
    type_and_keep(computer, "shop.name", "小唐早点")
    conflict = computer.page.locator("#conflicts")
    expect(conflict).to_contain_text("在另一个页面或设备上刚被改过")
    expect_accessible(computer)
    conflict.get_by_role("button", name="用那边改的：小唐大排档").click()
    computer.page.wait_for_load_state()
    expect(field(computer, "shop.name")).to_have_value("小唐大排档")
    phone.page.reload()
    expect(field(phone, "shop.name")).to_have_value("小唐大排档")


def test_who_leaves_in_the_middle_of_a_word_finds_it_again(visit: Visit) -> None:
    computer = visit("zhaomin")
    draft = citizens.draft_of(computer)
    computer.go(f"{draft}form/")
    field(computer, "shop.name").fill("赵家")
    computer.go(draft)  # at once, not after the pause that saves
    for _ in range(5):  # the save travels on its own and may come after the next page
        computer.go(f"{draft}form/")
        if field(computer, "shop.name").input_value():
            break
    expect(field(computer, "shop.name")).to_have_value("赵家")


def test_pressed_twice_gone_back_and_pressed_elsewhere_it_is_handed_in_once(
    visit: Visit,
) -> None:
    computer = visit("xujinfeng")
    draft = citizens.draft_of(computer)
    citizens.hand_in_papers(computer)
    citizens.complete(computer)
    other = computer.context.new_page()
    other.goto(computer.page.url)
    computer.page.locator("#promise").check()
    computer.page.locator("#sign").get_by_role("button", name="签名提交").dblclick()
    computer.page.wait_for_url(citizens.RECEIPT)
    number = citizens.number_on_receipt(computer)

    computer.page.go_back()
    computer.page.wait_for_url(citizens.RECEIPT)
    assert citizens.number_on_receipt(computer) == number
    other.locator("#promise").check()
    other.locator("#sign").get_by_role("button", name="签名提交").click()
    other.wait_for_url(citizens.RECEIPT)
    expect(other.locator(".receipt .no")).to_have_text(number)
    for page in ("", "form/", "sign/", "questions/"):
        assert citizens.RECEIPT.search(computer.go(f"{draft}{page}").path)

    computer.go("/affairs/?show=running")
    assert computer.page.locator("main .affairs > li").count() == 1
