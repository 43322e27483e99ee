"""Every bundle in the browser: from its questions to the last result, and the visits it promised.

The restaurant has its own walk (test_citizen_online). What people type into the form is what the
demonstration's people type.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pytest
from playwright.sync_api import expect

from demo import content, forms
from demo.stories import Answer, Story
from onevisit.catalogue.rules.composition import Offer, compose_bundle
from onevisit.guidance.rules.checklist import checklist
from onevisit.kernel import clock
from tests.browser import citizens
from tests.browser.fixtures import Visit
from tests.browser.officers import Officer
from tests.browser.steps import answer_questions, fill_form
from tests.browser.visitor import Visitor
from tests.factories.demonstration import demo_bundle

_ROUNDS = 12


@dataclass(frozen=True)
class Walk:
    """Who wants it, what they answer, and who else must agree, by role."""

    person: str
    answers: Mapping[str, Answer]
    company: str = ""
    kin: content.Relative | None = None
    parties: Mapping[str, str] = field(default_factory=dict)


BABY = content.Relative("zhulin", "朱小满", date(2026, 10, 20), 62)
WALKS = {
    "newborn": Walk(
        "zhulin",
        {
            "birth_place": "county", "baby_age": "early", "household_of": "mother",
            "married": "yes", "parents_nation": "same", "birth_count": "one",
            "birth_bill": "employee", "pay_to": "social_card",
        },
        kin=BABY,
    ),
    "retirement": Walk(
        "sunliren",
        {
            "retire_way": "normal", "retire_by": "employer", "deemed_years": "no",
            "medical_years": "enough", "retire_fund": "yes",
        },
    ),
    "after_death": Walk(
        "xuzhiming",
        {
            "death_how": "hospital", "dead_pension": "retired", "dead_medical": "employee",
            "dead_left": ["fund", "licence", "deposit"], "dead_kin": "near",
        },
    ),
    "school_transfer": Walk(
        "zhulin", {"from_where": "county", "transfer_why": "household"}
    ),
    "company_setup": Walk(
        "tangyining",
        {
            "company_kind": "limited", "founders": "persons", "premises": "rent", "seal": "paper",
            "invoice": "yes", "hires": "yes", "bank": "rural",
        },
    ),
    "project_start": Walk(
        "shenzhiyuan",
        {
            "land_kind": "standard", "area_study": "done", "route": "commitment",
            "env_class": "form", "energy_use": 1200, "land_area": 8,
        },
        company="o7",
    ),
    "project_finish": Walk(
        "shenzhiyuan",
        {"fire_class": "other", "is_standard": "yes"},
        company="o7",
    ),
    "house_sale": Walk(
        "xuzhiming",
        {
            "house_use": "housing", "seller_kind": "person", "seller_family": "single",
            "buyer_home": "first", "payment": "own", "mortgaged": "no", "old_cert": "electronic",
            "draw_fund": "yes", "meters": "yes",
        },
        parties={"seller": "xiedayong"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("key", WALKS)
def test_from_the_questions_to_the_last_result(visit: Visit, key: str) -> None:
    walk = WALKS[key]
    offer = compose_bundle(*demo_bundle(key))
    citizen = visit(walk.person)
    number = hand_in(visit, citizen, offer, walk, key)
    officers = [Officer(visit(name)) for name in deciding(offer)]
    for _ in range(_ROUNDS):
        if not sum(officer.settle(number) for officer in officers) + paid(citizen, offer):
            break
    citizens.look_up(citizen, number)
    page = citizen.page
    asked = len(checklist(offer, walk.answers).active_parts)
    expect(page.locator("main .parts > li").filter(has_text="办好了")).to_have_count(asked)
    expect(page.locator("main h1 + .tag")).to_have_text("办好了")
    expect(page.locator("#h-visits")).to_have_text(f"跑动 {offer.declared_visits} 次")


def deciding(offer: Offer) -> list[str]:
    """One officer of each department that has a part in it."""
    of_item = {each.document["code"]: each.department for each in content.items()}
    approvers = {
        each.department: each.username for each in content.officers() if each.role == "approver"
    }
    return [approvers[name] for name in {of_item[part.item.code]: 0 for part in offer.parts}]


def hand_in(visit: Visit, citizen: Visitor, offer: Offer, walk: Walk, key: str) -> str:
    """From the guide to the receipt; the number."""
    citizen.go(f"/things/{offer.code}/")
    citizen.page.get_by_role("link", name="开始办理").first.click()
    answer_questions(citizen, walk.answers)
    citizens.begin(citizen)
    citizens.hand_in_papers(citizen)
    page = citizen.page
    page.locator("main").get_by_role("link", name="填表").click()
    page.wait_for_url(citizens.FORM)
    story = Story(
        key, walk.person, 0, walk.answers, company=walk.company, kin=walk.kin, shop="小满"
    )
    fill_form(page.locator("#sheet"), forms.typed(story, offer.fields, clock.today()))
    page.locator("#sheet .acts").get_by_role("button", name="下一步").click()
    if walk.parties:
        page.wait_for_url(citizens.DRAFT)
        agree(visit, citizen, walk.parties)
    page.wait_for_url(citizens.SIGN)
    return citizens.sign(citizen)


def agree(visit: Visit, citizen: Visitor, parties: Mapping[str, str]) -> None:
    """Each is named by the applicant and signs where they are, led there from their front page."""
    page = citizen.page
    page.get_by_role("link", name=re.compile("^写上对方")).click()
    for role, username in parties.items():
        named = content.people()[username]
        page.locator(f"main input[name=name-{role}]").fill(named.name)
        page.locator(f"main input[name=number-{role}]").fill(named.id_number)
        page.get_by_role("button", name=re.compile("^请.*同意")).click()
        other = visit(username).go("/").page
        other.get_by_role("link", name=re.compile("等您同意")).click()
        other.locator("main .list a").first.click()
        other.get_by_label(re.compile("我同意")).check()
        other.get_by_role("button", name="同意并签名").click()
        expect(other.locator("#messages")).to_contain_text("已经同意")
    page.get_by_role("link", name="回到草稿").click()
    page.get_by_role("link", name="核对并签名").first.click()


def paid(citizen: Visitor, offer: Offer) -> bool:
    """Pay what is due for it, led there from the list; whether anything was."""
    page = citizen.go("/affairs/").page
    due = page.get_by_role("link", name=f"“{offer.name}”等您缴费")
    if not due.count():
        return False
    due.first.click()
    page.locator("main").get_by_role("button", name="去付款").click()
    page.wait_for_url("**/pay/**")
    page.get_by_role("button", name=re.compile("^付款")).click()
    page.get_by_text("回到缴费单").click()
    page.wait_for_url(re.compile(r"/payments/[0-9a-f-]{36}/"))
    if page.get_by_role("button", name="现在查一下").count():  # the notice is still on its way
        page.get_by_role("button", name="现在查一下").click()
    expect(page.locator("main h1 + .tag")).to_have_text("已缴")
    return True
