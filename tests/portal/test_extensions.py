"""延长办理期限 on the pages: asked on the desk, answered by a head, read by the applicant."""

import pytest
from django.urls import reverse

from onevisit.accounts import queries as accounts
from onevisit.accounts import services as people
from onevisit.accounts.rules import SYSTEM, Actor, StaffDraft
from onevisit.cases import services
from onevisit.cases.models import Case, Extension
from tests.factories import cases as make
from tests.factories.cases import County
from tests.portal.staff import browser

WHY = "要等检测单位的报告。"


pytestmark = pytest.mark.django_db


@pytest.fixture
def case(here: County) -> Case:
    found = make.case_of(make.submitted(here, area=80), "sign")
    services.accept(case_id=found.id, actor=here.officer(found))
    return found


@pytest.fixture
def asked(here: County, case: Case) -> Case:
    services.ask_extension(case_id=case.id, reason=WHY, actor=here.officer(case))
    return case


def page(actor: Actor, name: str, *args: object) -> str:
    response = browser(actor).get(reverse(name, args=args))
    assert response.status_code == 200
    return response.content.decode()


def test_an_officer_asks_on_the_desk_and_the_head_grants_on_the_page(
    here: County, case: Case
) -> None:
    officer, head = here.officer(case), here.heads["urban"]
    assert "期限内办不完，申请延长" in page(officer, "portal:desk-case", case.id)
    act = reverse("portal:desk-act", args=[case.id])
    browser(officer).post(act, {"action": "ask_extension", "extension_reason": WHY})
    assert "等负责人审批" in page(officer, "portal:desk-case", case.id)
    waiting = page(head, "portal:extensions")
    assert WHY in waiting and "12月14日延到 12月28日" in waiting
    answer = reverse("portal:extension-answer", args=[case.id])
    browser(head).post(answer, {"action": "grant_extension"})
    assert "没有延期申请" in page(head, "portal:extensions")
    assert "已延长" in page(officer, "portal:desk-case", case.id)
    mine = page(here.citizen, "portal:affair", case.application.number)
    assert WHY in mine and "依法延长 10 个工作日" in mine and "延长办理期限告知书" in mine
    days = page(here.citizen, "portal:affair_clock", case.application.number, case.id, "C1")
    assert "批准延长 10 天" in days


def test_the_head_declines_on_the_desk_with_a_reason(here: County, asked: Case) -> None:
    head = here.heads["urban"]
    act = reverse("portal:desk-act", args=[asked.id])
    empty = browser(head).post(act, {"action": "decline_extension", "extension_answer": " "})
    assert empty.status_code == 422
    browser(head).post(act, {"action": "decline_extension", "extension_answer": "报告已到。"})
    shown = page(here.officer(asked), "portal:desk-case", asked.id)
    assert "没有同意" in shown and "报告已到。" in shown


def test_what_a_colleague_answered_first_is_told_and_what_was_typed_is_kept(
    here: County, asked: Case
) -> None:
    head = here.heads["urban"]
    services.grant_extension(case_id=asked.id, actor=head)
    answer = reverse("portal:extension-answer", args=[asked.id])
    late = browser(head).post(answer, {"action": "decline_extension", "extension_answer": "不。"})
    assert late.status_code == 409
    assert f"审批人：{head.name}" in late.content.decode()
    assert Extension.objects.get().state == "granted"


def test_the_head_of_the_government_sees_only_what_departments_do_jointly(
    here: County, asked: Case
) -> None:
    draft = StaffDraft("mayor", "县长", "government_head", region=make.REGION)
    user = people.create_staff(draft, password=None, actor=SYSTEM)
    mayor = accounts.actor_for(accounts.user_by_id(user))
    assert "没有延期申请" in page(mayor, "portal:extensions")
    assert browser(mayor).get(reverse("portal:desk")).status_code == 403
    assert browser(here.officer(asked)).get(reverse("portal:extensions")).status_code == 403
    assert browser(mayor).get(reverse("portal:staff-home")).url == reverse("portal:extensions")


def test_who_asked_is_told_that_another_has_to_answer(here: County, case: Case) -> None:
    head = here.heads["urban"]
    services.ask_extension(case_id=case.id, reason=WHY, actor=head)
    assert "您提出的申请要由另一个人审批" in page(head, "portal:extensions")
    assert "批准延长并告知申请人" not in page(head, "portal:desk-case", case.id)
