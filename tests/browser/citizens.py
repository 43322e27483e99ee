"""What a citizen does alone: search, answer, sign in, hand in papers, fill in, sign, look again."""

import re
from collections.abc import Mapping

from playwright.sync_api import FilePayload, Locator, expect

from onevisit.ui.qr import qr_svg
from tests.browser.steps import CAFE, RESTAURANT, answer_questions, fill_form
from tests.browser.visitor import Visitor
from tests.factories import files

_MOST_PAPERS = 20
DRAFT = re.compile(r"/apply/[0-9a-f-]{36}/$")
FORM = re.compile(r"/apply/[0-9a-f-]{36}/form/")
SIGN = re.compile(r"/apply/[0-9a-f-]{36}/sign/")
RECEIPT = re.compile(r"/apply/[0-9a-f-]{36}/receipt/")


def find_thing(citizen: Visitor, words: str, name: str = "开办餐饮店") -> None:
    """Say in plain words on the front page what one wants, and open what is found first."""
    page = citizen.go("/").page
    page.locator("main input[name=q]").fill(words)
    page.locator("main").get_by_role("button", name="搜索").click()
    page.wait_for_url("**q=*")
    first = page.locator("main .list a").first
    expect(first).to_contain_text(name)
    first.click()


def get_checklist(citizen: Visitor, answers: Mapping[str, tuple[str, ...]]) -> None:
    """From the guide through the questions to one's own checklist."""
    citizen.page.get_by_role("link", name="开始办理").first.click()
    assert answer_questions(citizen, answers) == list(answers)
    expect(citizen.page.locator("main h2", has_text="备齐材料")).to_be_visible()


def begin(citizen: Visitor) -> None:
    """From the checklist to the draft, for whoever is asked: oneself."""
    page = citizen.page
    page.locator("main form button", has_text="下一步").click()
    page.wait_for_url(re.compile(r"/(apply|login)/"))
    if not DRAFT.search(citizen.path):
        confirm(citizen)


def confirm(citizen: Visitor) -> None:
    """Say who applies: oneself."""
    page = citizen.page
    oneself = page.get_by_label(re.compile("^我本人"))
    if oneself.count():
        oneself.check()
    page.locator("form.ask").get_by_role("button", name="继续").click()
    page.wait_for_url(DRAFT)


def begin_as_guest(citizen: Visitor, username: str) -> None:
    """From the checklist through the login to the draft: nothing answered before is asked again."""
    page = citizen.page
    page.locator("main form button", has_text="下一步").click()
    page.wait_for_url("**/login/**")
    page.get_by_role("link", name="看演示账号").click()
    row = page.locator("li", has=page.get_by_text(username, exact=True))
    row.get_by_role("button").click()
    page.wait_for_url("**/apply/start/**")
    confirm(citizen)


def draft_of(
    citizen: Visitor, answers: Mapping[str, tuple[str, ...]] = CAFE, code: str = RESTAURANT
) -> str:
    """A draft of somebody who is signed in, straight from the guide; its address."""
    citizen.go(f"/things/{code}/")
    get_checklist(citizen, answers)
    begin(citizen)
    return citizen.path


def paper(seed: int) -> FilePayload:
    """A real file: a PDF or a photograph, by turns."""
    if seed % 2:
        return {
            "name": f"材料{seed}.pdf",
            "mimeType": "application/pdf",
            "buffer": files.pdf(2, title=f"材料 {seed}"),
        }
    return {"name": f"照片{seed}.jpg", "mimeType": "image/jpeg", "buffer": files.jpeg(seed=seed)}


def lacking(citizen: Visitor) -> Locator:
    """The papers of the draft that must still come."""
    return citizen.page.locator("main .mat > li", has=citizen.page.get_by_text("还没交"))


def hand_in_papers(citizen: Visitor, *, scripts: bool = True) -> int:
    """Send every paper that is wanted; how many there were."""
    for sent in range(_MOST_PAPERS):
        if not lacking(citizen).count():
            return sent
        hand_in_next(citizen, scripts=scripts)
    raise AssertionError("there is no end to the papers")


def hand_in_next(citizen: Visitor, *, scripts: bool = True) -> None:
    """Send the next paper that is wanted."""
    left = lacking(citizen).count()
    row = lacking(citizen).first
    row.locator("input[type=file]").first.set_input_files(paper(left))
    if not scripts:
        row.locator("form button").click()
    expect(lacking(citizen)).to_have_count(left - 1)


def complete(citizen: Visitor) -> None:
    """From the draft: fill in what is still empty, and go on to signing."""
    page = citizen.page
    page.locator("main").get_by_role("link", name="填表").click()
    page.wait_for_url(FORM)
    fill_form(page.locator("#sheet"))
    page.locator("#sheet .acts").get_by_role("button", name="下一步").click()
    page.wait_for_url(SIGN)


def sign(citizen: Visitor) -> str:
    """Promise, sign, and get the receipt; the application's number."""
    page = citizen.page
    for pledge in page.locator("#pledges input[type=checkbox]").all():
        pledge.check()
    page.locator("#promise").check()
    page.locator("#sign").get_by_role("button", name="签名提交").click()
    page.wait_for_url(RECEIPT)
    return number_on_receipt(citizen)


def number_on_receipt(citizen: Visitor) -> str:
    """The number; the code beside it leads to the status of this very application."""
    page = citizen.page
    expect(page.locator("main h1")).to_have_text("提交成功")
    number = page.locator(".receipt .no").inner_text()
    drawn = page.locator(".receipt .scan svg path").first.get_attribute("d")
    assert drawn and f'd="{drawn}"' in qr_svg(f"{citizen.base}/affairs/{number}/", "")
    return number


def hand_in_the_rest(citizen: Visitor) -> int:
    """On the receipt, send what was allowed to follow; how many there were."""
    rows = citizen.page.locator("main .follow .mat > li")
    wanted = rows.count()
    for left in range(wanted, 0, -1):
        rows.first.locator("input[type=file]").first.set_input_files(paper(left))
        expect(citizen.page.locator("#messages")).to_contain_text("已补交")
        expect(rows).to_have_count(left - 1)
    return wanted


def apply_online(citizen: Visitor, answers: Mapping[str, tuple[str, ...]] = CAFE) -> str:
    """The whole way of somebody who is signed in; the application's number."""
    draft_of(citizen, answers)
    hand_in_papers(citizen)
    complete(citizen)
    return sign(citizen)


def part(citizen: Visitor, name: str) -> Locator:
    """What the status page says of one department's part."""
    return citizen.page.locator(".parts > li", has=citizen.page.locator("h3", has_text=name))


def look_up(citizen: Visitor, number: str) -> None:
    """The page of one's own application, found in the list of them."""
    citizen.go("/affairs/").page.locator("main .affairs a", has_text=number).click()
    expect(citizen.page.locator("main")).to_contain_text(number)


def declared_visits(citizen: Visitor) -> str:
    """How many visits the checklist or the draft promises."""
    said = citizen.page.locator("main .sum > div", has_text="跑动").inner_text()
    found = re.search(r"现在\s*(\d+)", said)
    assert found, said
    return found.group(1)
