"""请假交接 on the pages: a deputy is named, sees the claims, and hands one over."""

import pytest
from django.urls import reverse

from onevisit.accounts.rules import Actor
from onevisit.cases import services
from onevisit.cases.models import Case, Deputy
from tests.factories import cases as make
from tests.factories.cases import County
from tests.portal.staff import browser

pytestmark = pytest.mark.django_db
AWAY = "/desk/away/"


@pytest.fixture
def case(here: County) -> Case:
    found = make.case_of(make.submitted(here, area=80), "sign")
    services.accept(case_id=found.id, actor=here.officer(found))
    services.claim(case_id=found.id, actor=here.officer(found))
    return found


def form(here: County, **changed: object) -> dict[str, object]:
    return {
        "action": "name",
        "department": here.departments["urban"],
        "absent": here.officers["urban"].user_id,
        "deputy": here.second_officers["urban"].user_id,
        "first_on": "2026-11-16",
        "last_on": "2026-11-20",
        "reason": "leave",
        **changed,
    }


def page(actor: Actor, path: str) -> str:
    response = browser(actor).get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_the_deputy_sees_the_claims_of_who_is_away_and_works_for_them(
    here: County, case: Case
) -> None:
    officer, deputy = here.officers["urban"], here.second_officers["urban"]
    assert browser(officer).post(AWAY, form(here)).status_code == 302
    for actor in (officer, deputy, here.heads["urban"]):
        assert "代办中" in page(actor, AWAY)
    mine = page(deputy, reverse("portal:desk") + "?show=mine")
    assert f"代{officer.name}" in mine
    address = reverse("portal:desk-case", args=[case.id])
    assert f"{officer.name}不在，由您代办" in page(deputy, address)
    act = reverse("portal:desk-act", args=[case.id])
    browser(deputy).post(act, {"action": "opinion", "step": "review", "opinion": "符合要求。"})
    assert f"{deputy.name}（代{officer.name}）" in page(officer, address)
    row = Deputy.objects.get()
    assert browser(deputy).post(AWAY, {"action": "end", "deputy_id": row.id}).status_code == 400
    browser(officer).post(AWAY, {"action": "end", "deputy_id": row.id})
    assert "现在没有人安排代办" in page(officer, AWAY)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"last_on": "2026-11-15", "first_on": "2026-11-15"}, "这段日子已经过了"),
        ({"last_on": "2027-11-15"}, "最长 92 天"),
        ({"last_on": "soon"}, ""),
        ({"deputy": ""}, "请选同部门"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_is_kept(
    here: County, changed: dict[str, object], told: str
) -> None:
    answer = browser(here.officers["urban"]).post(AWAY, form(here, **changed))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert told in text and 'value="2026-11-1' in text
    assert not Deputy.objects.exists()


def test_one_case_is_handed_to_a_colleague_from_its_page(here: County, case: Case) -> None:
    officer, second = here.officers["urban"], here.second_officers["urban"]
    assert "把这一件交给同事" in page(officer, reverse("portal:desk-case", args=[case.id]))
    act = reverse("portal:desk-act", args=[case.id])
    hand = {"action": "pass_on", "to": second.user_id}
    empty = browser(officer).post(act, {**hand, "pass_reason": " "})
    assert empty.status_code == 422
    browser(officer).post(act, {**hand, "pass_reason": "要去培训。"})
    case.refresh_from_db()
    assert case.claimed_by_id == second.user_id
    assert "要去培训。" in page(second, reverse("portal:desk-case", args=[case.id]))
