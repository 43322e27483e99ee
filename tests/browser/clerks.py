"""What a clerk does at the window: find the person, ask, take papers, receive, hand out."""

import re
from collections.abc import Mapping

from playwright.sync_api import expect

from demo import content
from tests.browser.steps import expect_accessible
from tests.browser.visitor import Visitor

_MOST_PAPERS = 20
_BUSY = ".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added"
PERSON = re.compile(r"/people/[0-9a-f-]{36}/")
TAKE = re.compile("^收原件")
INTAKE = re.compile(r"/window/[0-9a-f-]{36}/")


def id_number(username: str) -> str:
    """The number on the card that person hands over the counter."""
    return next(each.id_number for each in content.citizens() if each.key == username)


def find_person(clerk: Visitor, who: str, *, desk: str = "/window/") -> None:
    """Read the card."""
    box = clerk.go(desk).page.locator("#id_number")
    box.fill(id_number(who))
    box.press("Enter")
    clerk.page.wait_for_url(PERSON)


def begin(clerk: Visitor, thing: str) -> None:
    """Choose what the person came for; for the business they represent, if there is one."""
    button = clerk.page.get_by_role("button", name=re.compile(f"^开始.*{thing}"))
    button.first.click()
    clerk.page.wait_for_url(INTAKE)


def ask(clerk: Visitor, answers: Mapping[str, tuple[str, ...]]) -> None:
    """Tick the answers as they are given; the page follows by itself."""
    for key, labels in answers.items():
        for label in labels:
            _answer(clerk, key, label)


def _answer(clerk: Visitor, key: str, label: str) -> None:
    field = clerk.page.locator(f"#f-{key}")
    choice = field.get_by_label(re.compile("^" + re.escape(label)))
    given = choice.is_checked() if choice.count() else field.input_value() == label
    if given:
        return
    with clerk.page.expect_response(re.compile(r"/answers/$")):
        if choice.count():
            choice.check()
        else:
            field.fill(label)
            field.blur()
    # The page reacts again only once the reply has settled.
    expect(clerk.page.locator(_BUSY)).to_have_count(0)


def take_papers(clerk: Visitor) -> int:
    """Take every original that is wanted; how many there were."""
    rows = clerk.page.locator("[data-row]", has=clerk.page.get_by_role("button", name=TAKE))
    for taken in range(_MOST_PAPERS):
        left = rows.count()
        if not left:
            return taken
        rows.first.hover()  # only then the buttons of a row show themselves
        rows.first.get_by_role("button", name=TAKE).click()
        expect(rows).to_have_count(left - 1)
    raise AssertionError("there is no end to the papers")


def receive(clerk: Visitor) -> str:
    """The person signs, the clerk takes it in; the application's number."""
    page = clerk.page
    expect(page.locator("#bar")).to_contain_text("材料齐、表已填好")
    for pledge in page.locator("#pledges input[type=checkbox]").all():
        pledge.check()
    page.locator("#signed").check()
    page.locator("#bar").get_by_role("button", name=re.compile("F8$")).click()
    page.wait_for_url("**/receipt/")
    return page.locator(".bignum").inner_text()


def hand_out(clerk: Visitor, who: str) -> None:
    """Everything ready, to the person who shows their card."""
    find_person(clerk, who, desk="/window/out/")
    page = clerk.page
    page.get_by_label(re.compile("身份证")).first.check()
    originals = page.locator("#originals")
    if originals.count():
        originals.check()
    page.get_by_role("button", name=re.compile("^送达")).click()
    expect(page.locator("h1")).to_have_text("送达回证")
    expect_accessible(clerk)
