"""告知承诺: signed in place of a paper, checked after the grant, put right or revoked."""

import re
from datetime import timedelta

from playwright.sync_api import expect

from onevisit.kernel import clock
from tests.browser import citizens
from tests.browser.findings import sideways
from tests.browser.fixtures import Visit
from tests.browser.officers import Officer
from tests.browser.steps import expect_accessible
from tests.browser.visitor import PHONE, Visitor

PAPER = "食品安全管理制度清单"


def apply_with_commitment(citizen: Visitor) -> str:
    """Read what the office tells, choose the commitment, sign it; the application's number."""
    citizens.draft_of(citizen)
    row = citizen.page.locator("#m-food_rules")
    row.get_by_role("link", name=re.compile("^不交也行")).click()
    expect(citizen.page.locator("main h1")).to_contain_text(f"用承诺书代替“{PAPER}”")
    expect(citizen.page.locator("main")).to_contain_text("责令限期改正")
    expect_accessible(citizen)
    citizen.page.get_by_role("button", name="用承诺书代替").click()
    expect(row).to_contain_text("用承诺书代替")
    expect_accessible(citizen)
    citizens.hand_in_papers(citizen)
    citizens.complete(citizen)
    expect_accessible(citizen)
    return citizens.sign(citizen)


def granted(visit: Visit, number: str) -> Officer:
    """Accepted on the commitment, and granted; the officer stands before the obligation."""
    officer = Officer(visit("market1"))
    officer.take_in(number, "食品经营")
    assert officer.settle(number) == 2
    page = officer.visitor.go("/desk/").page
    page.get_by_role("link", name="承诺核查").click()
    row = page.locator("main tbody tr", has_text=number)
    expect(row).to_contain_text("等核查")
    expect_accessible(officer.visitor)
    row.get_by_role("link").first.click()
    expect(page.locator("main")).to_contain_text("晨检")
    expect_accessible(officer.visitor)
    return officer


def test_a_commitment_stands_for_a_paper_and_is_checked_after_the_grant(visit: Visit) -> None:
    citizen = visit("xuzhiming")
    number = apply_with_commitment(citizen)
    officer = granted(visit, number)
    citizen.go(f"/affairs/{number}/")
    part = citizens.part(citizen, "食品经营")
    expect(part).to_contain_text(f"用承诺书代替：{PAPER}")
    expect(part).to_contain_text("前来核查，不用您跑")
    assert citizen.fetch("看告知承诺书").startswith(b"%PDF")
    expect(citizen.page.locator("main")).to_contain_text("按您的承诺受理")
    expect_accessible(citizen)

    form = officer.visitor.page.locator("form", has=officer.visitor.page.locator("[value=confirm]"))
    form.get_by_role("button").click()
    expect(officer.visitor.page.locator("#messages")).to_contain_text("已记录")
    citizen.page.reload()
    expect(part).to_contain_text("核查过了，属实")


def test_what_was_not_kept_is_ordered_to_be_put_right(visit: Visit) -> None:
    number = apply_with_commitment(visit("zhengyutong"))
    officer = granted(visit, number)
    page = officer.visitor.page
    form = page.locator("form", has=page.locator("[value=order]"))
    form.locator("[name=on]").fill((clock.today() + timedelta(days=14)).isoformat())
    form.locator("[name=words]").fill("没有留样冰箱。")
    form.get_by_role("button").click()
    expect(page.locator("#messages")).to_contain_text("已记录")
    assert officer.visitor.fetch("责令限期改正通知书").startswith(b"%PDF")
    expect(page.locator("main")).to_contain_text("到期没有改好，负责人才能提出撤销")
    expect_accessible(officer.visitor)

    phone = visit("zhengyutong", viewport=PHONE, has_touch=True).go("/")
    card = phone.page.locator(".case")
    expect(card).to_contain_text("要您改正")
    expect(card.locator(".need")).to_contain_text(PAPER)
    expect_accessible(phone)
    card.get_by_role("link", name="看要改什么").click()
    expect(citizens.part(phone, "食品经营")).to_contain_text("没有留样冰箱。")
    assert phone.fetch("责令限期改正通知书").startswith(b"%PDF")
    assert sideways(phone.page) == []
    expect_accessible(phone)


def test_after_the_hearing_it_is_revoked_and_no_longer_given_out(visit: Visit) -> None:
    citizen = visit("huangjiahao").go("/affairs/")
    rows = citizen.page.locator("main .affairs a", has_text="开办餐饮店")
    for address in [each.get_attribute("href") for each in rows.all()]:
        citizen.go(address or "")
        if citizen.page.get_by_role("link", name="拟撤销告知书").count():
            break
    part = citizens.part(citizen, "食品经营")
    expect(part).to_contain_text("部门听取了您的陈述、申辩")
    download = part.get_by_role("link", name=re.compile("^下载")).get_attribute("href")
    number = citizen.path.rstrip("/").rpartition("/")[2]

    officer = visit("market1").go("/desk/obligations/")
    officer.page.locator("main tbody tr", has_text=number).get_by_role("link").first.click()
    form = officer.page.locator("form", has=officer.page.locator("[value=revoke]"))
    form.locator("[name=words]").fill("到期没有改好，申辩理由不成立。")
    form.get_by_role("button").click()
    expect(officer.page.locator("#messages")).to_contain_text("已记录：撤销")
    expect_accessible(officer)

    citizen.page.reload()
    expect(part).to_contain_text("许可已经撤销")
    expect(part.get_by_role("link", name=re.compile("^下载"))).to_have_count(0)
    expect(citizen.page.locator("main")).to_contain_text("不服怎么办")
    assert citizen.fetch("撤销决定书").startswith(b"%PDF")
    expect_accessible(citizen)
    citizen.go(download or "")
    expect(citizen.page.locator("main")).to_contain_text("已经依法撤销，不再有效")
    expect_accessible(citizen)
