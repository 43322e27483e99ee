"""Every page, as everybody who may open it: accessible, quiet, and never wider than the window."""

from collections.abc import Iterable, Iterator, Sequence
from http import HTTPStatus

import pytest
from playwright.sync_api import Browser

from tests.architecture.url_table import PAGES
from tests.browser.crawl import Found, crawl
from tests.browser.findings import broken_rules, ids_given_twice, keys_claimed_twice, sideways
from tests.browser.fixtures import Visit
from tests.browser.stage import Stage
from tests.browser.steps import CAFE, RESTAURANT, answer_questions
from tests.browser.visitor import DESKTOP, PHONE, Visitor, visiting

SIZES = {"desktop": DESKTOP, "phone": PHONE}
GUEST = ""
# Who looks, in this order: a page is looked at as the first who reaches it, and again as whoever
# else reaches another one of that name, until there are enough.
PEOPLE = {
    GUEST: 1,
    "chenxiaolan": 2,  # a restaurant, one part suspended
    "xiedayong": 2,  # one part refused
    "wuguoqiang": 1,  # a draft
    "lihuifang": 1,  # a draft ready to sign, a paper that may follow
    "zhaomin": 1,  # done on the spot
    "sunliren": 1,  # asked to correct
    "shenzhiyuan": 2,  # a project half way
    "clerk1": 2,
    "greeter": 1,
    "market1": 2,
    "housing1": 1,  # a suspended case
    "market-head": 1,  # answers a request for a longer limit
    "fire-head": 1,  # signs as the second
    "urban1": 6,  # cases to accept
    "clerk3": 1,  # hands results out
    "clerk-shiqiao": 1,  # a draft begun at the window
    "fangxiaoe": 1,  # a helper acts for her
    "helper-dafan": 1,
    "supervisor": 1,
    "cashier1": 2,
    "steward": 2,
    "archivist1": 2,  # finds archived cases, hands a batch over
    "catalogue": 1,
    "admin": 1,
}
DOORS: tuple[str, ...] = ("/",)
STAFF = (
    "clerk1",
    "greeter",
    "clerk3",
    "clerk-shiqiao",
    "market1",
    "housing1",
    "urban1",
    "market-head",
    "fire-head",
    "helper-dafan",
    "supervisor",
    "cashier1",
    "steward",
    "archivist1",
    "catalogue",
    "admin",
)
# Whoever has answered the questions is sent here.
AFTERWARDS = (f"/things/{RESTAURANT}/answers/", f"/things/{RESTAURANT}/checklist/")
# Not behind a link of the county as it is built; the journeys come there.
ON_THE_WAY = {
    "portal:affair_commitment",  # only who signed a commitment has its letters
    "portal:affair_promise_letter",
    "portal:desk-motion",  # only from a case that has ended; the first ones met are open
    "portal:desk-ruling",
    "portal:desk-acceptance",  # from a case that has ended with it
    "portal:desk-result",
    "portal:intake-receipt",
    "portal:out-receipt",
    "portal:window-correct",
    "portal:window-person",
    "portal:window-projects",  # from the person at the window, who acts for an organisation
    "portal:affair_drawing_more",  # once more days to mend drawings were asked for
    "portal:drawing-more",
    "portal:affair_visit_ask",  # while a visit is set for one's own application
    "projects:kind-write",  # while no version of the kind waits for the second officer
    "portal:window-entrust",
    "portal:window-mandates",  # from the person at the window, as the two around it
    "portal:errand-take",
    "portal:mandate-code",  # once a code was sent
    "portal:desk-pass-up",  # no item of the county is decided further up, or regulated elsewhere
    "portal:regulated-case",
    "portal:visits-token",  # the page of visits fetches both by itself
    "portal:visits-worker",
    "portal:helper-code",  # once a code was sent
    "portal:window-gaps",
    "portal:window-result",
    "guidance:carry_on",  # the code on a printed list leads there
    "guidance:draft-answers",  # once a question of a draft is answered
    "guidance:draft-checklist",
    "guidance:draft-figures",  # a bundle's draft only, and the first draft met may be an item's
    "catalogue:draft-try",  # sample answers are sent by a form
    "catalogue:book-items",  # items are chosen in a form
    "catalogue:together",
    "catalogue:rewriting",  # once a workbook was sent
    "catalogue:exchange-report",  # a file, once an import has ended
    "catalogue:exchange-file",
    "catalogue:standard-adopt",  # items are chosen in a form
    "catalogue:adoption",  # once a standard was taken up
    "catalogue:standard-draft",  # once a standard is being written
    "catalogue:standard-section",
    "archive:destruction",  # terms of ten years and more: nothing of the county is due yet
    "payments:back",  # the provider sends whoever has paid there
    # steps of signing in with a phone or a password; who the county knows needs neither
    "accounts:link",
    "accounts:login-code",
    "accounts:login-enrol",
    "accounts:password",
    "accounts:phone-code",
    "accounts:real-name",
    "accounts:register",
    # files, not pages; the county's papers hang on parts that have ended
    "cases:consent_paper",
    "oversight:card-paper",
    "payments:statement",
    "payments:receipt",
    "portal:opinion-file",
    "portal:desk-visit-photo",
    "portal:lookup-file",
    "portal:lookup-page",
    "portal:window-file",
    "portal:window-page",
    "portal:queue-column",  # a part of the window's page, asked for by it
    # read by machines
    "healthz",
    "metrics",
    "readyz",
}


@pytest.fixture(scope="module")
def county(browser: Browser, stage: Stage) -> Iterator[dict[str, list[Found]]]:
    """What each reaches by following links."""
    reached = {}
    for who, each in PEOPLE.items():
        with visiting(browser, stage.base) as visitor:
            doors = doors_of(who)
            if who:
                visitor.sign_in(who)
            else:
                answer_questions(visitor.go(f"/things/{RESTAURANT}/questions/"), CAFE)
                doors += AFTERWARDS
            reached[who] = crawl(visitor.context.request, stage.base, doors, each=each)
    yield reached


def doors_of(who: str) -> tuple[str, ...]:
    """Where this visitor begins."""
    return (*DOORS, "/staff/") if who in STAFF else DOORS


def own_pages(county: dict[str, list[Found]], who: str) -> list[str]:
    """The pages looked at as this visitor: home, and all that a stranger does not reach."""
    public = set() if who == GUEST else {found.name for found in county[GUEST]}
    pages = {found.path for found in county[who] if whole(found) and found.name not in public}
    return sorted(pages | {"/"})


def first_reached(county: dict[str, list[Found]], who: str) -> list[str]:
    """One page of each name that nobody before this visitor reaches."""
    before = list(PEOPLE)[: list(PEOPLE).index(who)]
    taken = {found.name for other in before for found in county[other]}
    pages = {found.name: found.path for found in county[who] if whole(found)}
    return sorted(path for name, path in pages.items() if name not in taken)


def whole(found: Found) -> bool:
    """Whether there is a page to look at."""
    return found.is_page and found.status == HTTPStatus.OK


def none(found: Iterable[str]) -> None:
    """Fail with one finding a line."""
    assert not found, "\n" + "\n".join(sorted(found))


def wrong(visitor: Visitor, paths: list[str], sizes: Sequence[str] = tuple(SIZES)) -> list[str]:
    """All findings on these pages, on a desktop and on a phone."""
    found = []
    for path in paths:
        visitor.page.set_viewport_size(SIZES[sizes[0]])
        visitor.go(path)
        for shown in sizes:
            visitor.page.set_viewport_size(SIZES[shown])
            problems = broken_rules(visitor.page) + sideways(visitor.page)
            problems += keys_claimed_twice(visitor.page) + ids_given_twice(visitor.page)
            found += [f"{path} {shown}: {problem}" for problem in problems]
    return found


@pytest.mark.parametrize("who", PEOPLE)
def test_pages_are_accessible_and_fit(
    who: str, county: dict[str, list[Found]], visit: Visit
) -> None:
    none(wrong(visit(who), own_pages(county, who)))


@pytest.mark.parametrize("who", PEOPLE)
def test_pages_are_accessible_and_fit_in_the_elderly_view(
    who: str, county: dict[str, list[Found]], visit: Visit
) -> None:
    visitor = visit(who)
    visitor.go("/about/help/").page.get_by_role("button", name="长辈版").first.click()
    visitor.page.wait_for_selector("html[data-view=elder], html.elder")
    none(wrong(visitor, first_reached(county, who), ("phone",)))


@pytest.mark.parametrize("who", PEOPLE)
def test_english_pages_are_accessible_and_fit_a_phone(
    who: str, county: dict[str, list[Found]], visit: Visit
) -> None:
    visitor = visit(who)
    visitor.go("/about/help/").page.get_by_role("button", name="English").first.click()
    visitor.page.wait_for_selector("html[lang=en]")
    none(wrong(visitor, first_reached(county, who), ("phone",)))


def test_no_link_leads_nowhere(county: dict[str, list[Found]]) -> None:
    broken = {
        f"{who or 'a stranger'}: {page.path} answers {page.status}"
        for who, pages in county.items()
        for page in pages
        if page.status != HTTPStatus.OK
    }
    none(broken)


def test_somebody_reaches_every_page_by_links(county: dict[str, list[Found]]) -> None:
    reached = {
        name for pages in county.values() for page in pages for name in (page.asked, page.name)
    }
    expected = {name for name, page in PAGES.items() if page.method == "get"}
    none(expected - reached - ON_THE_WAY)
