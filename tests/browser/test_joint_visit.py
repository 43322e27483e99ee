"""Three departments at one shop: one appointment, three findings from a phone, the first of them
written where there is no network, one dissents.
"""

import re
from datetime import timedelta

from playwright.sync_api import Browser, Locator, Page, expect

from onevisit.kernel import clock
from onevisit.kernel.calendar_seed import seeded_calendar
from tests.browser.fixtures import Visit
from tests.browser.officers import Officer
from tests.browser.stage import Stage
from tests.browser.steps import expect_accessible
from tests.browser.visitor import PHONE, Visitor, visiting
from tests.browser.wire import wired
from tests.factories import files

_TAP = 44  # CSS pixels, WCAG 2.2, 2.5.5
_NOTE = "排水沟通，灶台和图纸一致。"
_CUT = re.compile(r"Failed to fetch|ERR_|NetworkError")  # what a browser says of a cut wire


def to_write(officer: Visitor, state: str = "等写结论") -> tuple[str, str]:
    """The visit on the desk whose findings wait: its address, the application's number."""
    row = officer.go("/desk/").page.locator(".visits-ahead a", has_text=state).first
    href, number = row.get_attribute("href"), row.locator(".num").inner_text()
    assert href is not None
    return href, number


def tick(form: Page | Locator) -> None:
    """Every point of the item is in order."""
    for point in form.locator(".tick-list fieldset").all():
        point.get_by_text("符合", exact=True).click()


def write(officer: Visitor, verdict: str, note: str = "") -> None:
    """Choose with a thumb, write, send."""
    page = officer.page
    choice = page.locator(".choice", has_text=re.compile(f"^{verdict}"))
    expect_big(choice)
    choice.click()
    tick(page)
    page.get_by_label(re.compile("^看到什么")).fill(note)
    send = page.get_by_role("button", name=re.compile("^交结论"))
    expect_big(send)
    send.click()


def expect_big(target: Locator) -> None:
    """A thumb hits it."""
    box = target.bounding_box()
    assert box is not None
    assert box["height"] >= _TAP and box["width"] >= _TAP, box


def market_without_a_network(browser: Browser, stage: Stage) -> str:
    """The market's finding is written where there is no connection; when there is one again the
    first answer is lost. It arrives once. Returns the number of the application.
    """
    with wired(stage.base) as wire, visiting(browser, wire.base, viewport=PHONE) as market:
        address, number = to_write(market.sign_in("market1"))
        page = market.go("/desk/visits/").page
        expect(page.locator("#visits[data-kept]")).to_be_attached()
        expect_accessible(market)
        form = page.locator(f'form[action="{address}"]')
        wire.cut()
        market.context.set_offline(True)
        form.locator(".choice", has_text=re.compile("^通过")).click()
        assert form.locator(".tick-list fieldset").count()
        tick(form)
        form.get_by_label(re.compile("^看到什么")).fill(_NOTE)
        form.locator("input[type=file]").set_input_files(
            {"name": "厨房.jpg", "mimeType": "image/jpeg", "buffer": files.jpeg(seed=5)}
        )
        expect(form.locator("[data-photos] img")).to_have_count(1)
        page.reload()
        expect(form.get_by_label(re.compile("^看到什么"))).to_have_value(_NOTE)
        expect(form.locator("[data-photos] img")).to_have_count(1)
        send = form.get_by_role("button", name="交结论")
        expect_big(send)
        send.click()
        expect(page.get_by_text("1 条等待发出")).to_be_visible()
        page.reload()
        expect(page.get_by_text("1 条等待发出")).to_be_visible()

        wire.swallow("/desk/visits/send/")
        wire.mend()
        market.context.set_offline(False)
        assert wire.swallowed.wait(10)  # it is written there, and nobody was told
        other = market.context.new_page()  # it sends, unless the worker did; the first only hears
        other.goto(page.url)
        expect(page.get_by_text("没有等待发出的")).to_be_visible()
        expect(page.locator("[data-line]")).to_be_empty()
        other.close()
        market.go(address)
        expect(page.locator(".seats .own .finding", has_text=_NOTE)).to_have_count(1)
        expect(page.get_by_role("link", name=re.compile("^照片"))).to_have_count(1)
        assert market.fetch("照片 1").startswith(b"\xff\xd8")
        expect_accessible(market)
        market.problems[:] = [each for each in market.problems if not _CUT.search(each)]
    return number


def test_three_departments_write_from_a_phone_and_one_dissents(
    visit: Visit, browser: Browser, stage: Stage
) -> None:
    fire, urban = (visit(name, viewport=PHONE) for name in ("fire1", "urban1"))
    number = market_without_a_network(browser, stage)

    fire.go(to_write(fire)[0])
    write(fire, "不通过")
    expect(fire.page.get_by_role("alert")).to_contain_text("请写明问题在哪里")
    write(fire, "不通过", "疏散门锁着，打不开。")
    expect(fire.page.locator("#messages")).to_contain_text("结论已写入")

    urban.go(to_write(urban)[0])
    urban.page.get_by_label(re.compile("^整改到哪一天")).fill(
        (clock.today() + timedelta(days=10)).isoformat()
    )
    write(urban, "限期整改", "招牌右边的支架松了，加固后再看。")
    expect(urban.page.locator("#messages")).to_contain_text("结论已写入")
    expect(urban.page.locator("main")).not_to_contain_text("疏散门锁着")
    expect(urban.page.get_by_role("heading", name="写复查结论")).to_be_visible()
    expect_accessible(urban)

    goes_on(visit, number)
    told_to_the_applicant(visit, number)


def goes_on(visit: Visit, number: str) -> None:
    """Who passed it decides; who dissented cannot approve."""
    assert Officer(visit("market1")).settle(number) == 1
    fire = visit("fire1")
    row = fire.go("/desk/").page.locator("main tbody tr", has_text=number)
    row.get_by_role("link").first.click()
    page = fire.page
    for _ in range(3):
        if page.locator("textarea[name=opinion]").count():
            page.locator("textarea[name=opinion]").first.fill("疏散门打不开，不符合要求。")
            page.get_by_role("button", name="写入意见").first.click()
            page.wait_for_load_state()
    expect(page.locator("main")).to_contain_text("不通过")


def told_to_the_applicant(visit: Visit, number: str) -> None:
    """All findings, and that nobody had to go anywhere."""
    applicant = visit("gaoyuan", viewport=PHONE).go(f"/affairs/{number}/")
    page = applicant.page
    expect(page.locator("main")).to_contain_text("疏散门锁着，打不开。")
    expect(page.locator("main")).to_contain_text("支架松了")
    expect(page.locator("main")).to_contain_text("跑动 0 次")
    expect_accessible(applicant)


def test_an_appointment_is_moved_for_all_and_the_applicant_reads_why(visit: Visit) -> None:
    market = visit("market1")
    address, number = to_write(market, "已约好")
    page = market.go(address).page
    page.get_by_role("button", name=re.compile("我去|我不去了")).first.click()
    page.locator("summary", has_text="改期").click()
    form = page.locator("form", has=page.get_by_role("button", name="改期并告知"))
    form.get_by_label(re.compile("^哪一天")).fill(a_working_day())
    form.locator(".choice", has_text="上午").click()
    form.get_by_label("改期的理由").fill("上午光线好，一起改到上午。")
    form.get_by_role("button", name="改期并告知").click()
    expect(page.locator("#messages")).to_contain_text("已改期")
    expect(page.locator(".visit-card .when")).to_contain_text("上午")
    expect_accessible(market)
    fire = visit("fire1", viewport=PHONE)
    moved = fire.go("/desk/").page.locator(".visits-ahead a", has_text=number)
    expect(moved).to_contain_text("改期")
    applicant = visit("zhouhaisheng").go(f"/affairs/{number}/")
    expect(applicant.page.locator("main")).to_contain_text("理由：上午光线好，一起改到上午。")
    expect(applicant.page.locator("main")).to_contain_text("跑动 0 次")
    expect_accessible(applicant)


def a_working_day() -> str:
    """About two weeks ahead."""
    return seeded_calendar().next_working_day(clock.today() + timedelta(days=14)).isoformat()
