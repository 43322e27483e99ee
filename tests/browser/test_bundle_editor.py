"""A catalogue officer makes a bundle of three items with a condition, another approves it, and a
citizen finds it.
"""

from playwright.sync_api import Page, expect

from tests.browser.fixtures import Visit
from tests.browser.steps import expect_accessible
from tests.browser.test_editor import Walk

NAME = "老人证卡津贴一起办"
PICKED = ("身份证换领", "社保卡补领", "高龄津贴")


def test_a_bundle_of_three_items_from_nothing_to_publication(visit: Visit) -> None:
    walk = Walk(visit("catalogue"))
    page = walk.page
    begin(walk)
    parts(walk)
    condition(walk)
    walk.press("F8")
    walk.write(promise="5")
    walk.press("Control+s")
    expect(page.locator("main")).to_contain_text("超过了承诺的 5 天")
    walk.write(promise="15")
    walk.press("Control+s")
    walk.only_warnings()
    for _ in range(4):  # questions, materials, form; then the guide
        expect_accessible(walk.visitor)
        walk.press("F8")
    walk.write(
        texts__summary="身份证、社保卡到期一起换，高龄津贴一起领。",
        texts__consult_phone="0580-5550120",
        texts__complaint_phone="12345",
    )
    walk.press("Control+s")
    expect(page.locator("#figures")).to_contain_text("一起办")
    walk.click(page.get_by_role("link", name="检查，提交审核"))
    expect(page.locator(".marks .tag.bad")).to_have_count(0)
    walk.press("F8")
    expect(page.locator("#messages")).to_contain_text("已提交审核")
    approve(visit("catalogue2").go("/catalogue/reviews/").page)
    citizen = visit()
    citizen.go("/bundles/").page.get_by_role("link", name=NAME).first.click()
    for name in PICKED:
        expect(citizen.page.locator("main")).to_contain_text(name)


def begin(walk: Walk) -> None:
    walk.visitor.go("/catalogue/bundles/")
    expect_accessible(walk.visitor)
    walk.press("F2")
    walk.write(name=NAME)
    walk.choose(department="安澜县民政局")
    walk.press("Control+s")
    walk.choose(online_depth="三级：可以网上申请、受理")
    walk.write(declared_visits="1", presence_reason="换身份证要按指纹。")
    walk.press("F8")


def parts(walk: Walk) -> None:
    """Three, found by name or code; the card waits for the identity card."""
    page = walk.page
    for found in ("居民身份证换领", "3320140360", "高龄津贴申领"):
        page.get_by_label("按名称或者编码找事项").fill(found)
        walk.click(page.get_by_role("button", name="找", exact=True))
        page.locator("#shelf input[type=checkbox]").first.check()
        walk.click(page.locator("#shelf").get_by_role("button", name="加上"))
    expect(page.locator("fieldset.line")).to_have_count(3)
    page.locator("fieldset.line").nth(1).get_by_label(PICKED[0]).check()
    walk.press("Control+s")
    expect_accessible(walk.visitor)


def condition(walk: Walk) -> None:
    """The allowance only from seventy on."""
    row = walk.page.locator("fieldset.line").nth(2)
    row.locator("details", has_text="什么情况下要办").first.locator("summary").first.click()
    asked = walk.box("parts.2.when.new")
    asked.select_option(label=asked.locator("option", has_text="年纪").first.inner_text())
    walk.write(parts__2__why_not="没到年纪的不用办。")
    walk.click(row.get_by_role("button", name="加条件"))
    walk.press("Control+s")


def approve(page: Page) -> None:
    page.get_by_role("link", name=NAME).first.click()
    page.locator("main").get_by_role("button", name="批准").click()
    expect(page.locator("#messages")).to_contain_text("发布")
