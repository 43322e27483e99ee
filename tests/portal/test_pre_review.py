"""预审 in the browsers of officer, applicant and clerk."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from onevisit.cases import services
from onevisit.cases.models import Application, Evidence
from onevisit.kernel import clock
from tests.cases.corrections import NAME, PLAN, ask
from tests.cases.pages import form_of
from tests.factories import cases as world
from tests.factories import files
from tests.factories.cases import County
from tests.portal.staff import ONE, browser, page

pytestmark = pytest.mark.django_db


def sent_back(here: County) -> Application:
    """An application whose sign was sent back in its pre-review."""
    application = world.submitted(here, area=80)
    case = world.case_of(application, "sign")
    services.pre_return(case_id=case.id, gaps=(PLAN, NAME), actor=here.officer(case))
    application.refresh_from_db()
    return application


def picture(seed: int) -> SimpleUploadedFile:
    return SimpleUploadedFile("新图.png", files.png(seed=seed), "image/png")


def test_an_officer_passes_with_one_key_and_accepts_with_another(here: County) -> None:
    application = world.submitted(here, area=80)
    case = world.case_of(application, "sign")
    officer = browser(here.officer(case))
    url = reverse("portal:desk-pre-review", args=[case.id])
    assert url in page(officer, "portal:desk-case", case.id)
    assert "只看一次" in page(officer, "portal:desk-pre-review", case.id)
    slip = officer.post(url, {**ONE, "answer": "pass"})
    assert slip.status_code == 422
    assert "图上没有厨房。" in slip.content.decode()
    told = officer.post(url, {"answer": "pass", "last_seq": "1"}, follow=True)
    text = told.content.decode()
    assert "预审通过" in text
    assert url not in text
    assert 'value="accept" data-key="F8"' in text
    assert "预审通过" in page(officer, "portal:desk")
    again = officer.post(url, {"answer": "pass"})
    assert again.status_code == 409
    assert "已经预审过" in again.content.decode()
    gaps = page(officer, "portal:desk-gaps", case.id)
    assert "没有还能要求补正的" in gaps
    refused = officer.post(reverse("portal:desk-gaps", args=[case.id]), ONE)
    assert refused.status_code == 400
    assert "预审已经看过" in refused.content.decode()
    status = page(browser(here.citizen), "portal:affair", application.number)
    assert "预审通过，等部门受理" in status
    assert "没有要改的" in status


def test_a_passed_look_says_which_originals_to_bring(here: County) -> None:
    application = world.submitted(here, area=80)
    Evidence.objects.filter(application=application, material="plan").update(original_pending=True)
    case = world.case_of(application, "sign")
    services.pre_pass(case_id=case.id, actor=here.officer(case))
    status = page(browser(here.citizen), "portal:affair", application.number)
    assert "领结果时带上原件：平面图" in status


def test_an_officer_sends_back_with_reasons(here: County) -> None:
    application = world.submitted(here, area=80)
    case = world.case_of(application, "sign")
    officer = browser(here.officer(case))
    url = reverse("portal:desk-pre-review", args=[case.id])
    empty = officer.post(url, {})
    assert empty.status_code == 422
    wordless = officer.post(url, {"gap": "material:plan"})
    assert wordless.status_code == 422
    done = officer.post(url, {**ONE, "last_seq": "1"}, follow=True)
    text = done.content.decode()
    assert "预审已退回" in text
    assert "已退回预审" in text
    assert "图上没有厨房。" in text
    assert "已退回预审" in page(officer, "portal:desk")
    late = officer.post(url, ONE)
    assert late.status_code == 409
    assert "现在不能预审" in late.content.decode()
    gaps = page(officer, "portal:desk-gaps", case.id)
    assert "material:plan" in gaps
    assert "field:shop.name" not in gaps


def test_the_applicant_changes_it_and_the_department_goes_on(here: County) -> None:
    application = sent_back(here)
    case = world.case_of(application, "sign")
    citizen = browser(here.citizen)
    url = reverse("cases:correct", args=[application.id])
    home = page(citizen, "portal:home")
    assert "预审退回" in home
    assert url in home
    assert "预审退回，等您改" in page(citizen, "portal:affairs")
    status = page(citizen, "portal:affair", application.number)
    assert "有 2 处请您改" in status
    assert "不用重新申请" in status
    form = page(citizen, "cases:correct", application.id)
    assert "按预审意见修改" in form
    assert "图上没有厨房" in form
    citizen.post(
        reverse("cases:attach", args=[application.id]),
        {"material": "plan", "for": "correction", "file": picture(9)},
    )
    shown = form_of(citizen.get(url), "correct")
    signed = {**shown, "promise": "1", "shop.name": "吉祥饭店"}
    done = citizen.post(url, signed, follow=True).content.decode()
    assert "改好交回了" in done
    assert "您改好了，等部门受理" in done
    officer = browser(here.officer(case))
    assert "预审退回，已补" in page(officer, "portal:desk")
    assert "预审退回，已补" in page(officer, "portal:desk-case", case.id)
    assert citizen.get(url).status_code == 302


def test_a_clerk_takes_in_what_was_sent_back(here: County) -> None:
    application = sent_back(here)
    clerk = browser(here.clerk)
    url = reverse("portal:window-correct", args=[application.id])
    assert url in page(clerk, "portal:lookup-application", application.id)
    assert "预审退回" in page(clerk, "portal:window-correct", application.id)


def test_notice_and_first_look_stand_on_one_page_under_one_signature(here: County) -> None:
    application = sent_back(here)
    drain = world.case_of(application, "drain")
    for part in ("licence", "food"):
        case = world.case_of(application, part)
        services.accept(case_id=case.id, actor=here.officer(case))
    sign = world.case_of(application, "sign")
    assert ask(here, drain, PLAN) is False
    with clock.travel(world.MONDAY + timedelta(days=7, hours=7)):
        services.sweep()  # the last day: the notice goes out though the sign has no answer
    drain.refresh_from_db()
    assert drain.state == "correction_requested"
    sign.refresh_from_db()
    assert sign.pre_review == "returned"
    citizen = browser(here.citizen)
    with clock.travel(world.MONDAY + timedelta(days=7, hours=7)):
        status = page(citizen, "portal:affair", application.number)
        assert "有 2 处请您改" in status
        assert "一次告知 1 处要补正" in status
        assert "去补正" in page(citizen, "portal:home")


def test_pages_of_a_first_look_ask_as_often_as_they_did(
    here: County, golden: Callable[[str, str | bytes], None]
) -> None:
    application = sent_back(here)
    case, drain = world.case_of(application, "sign"), world.case_of(application, "drain")
    services.pre_pass(case_id=drain.id, actor=here.officer(drain))
    citizen = browser(here.citizen)
    lines = [
        asked(browser(here.officer(case)), "portal:desk-case", case.id),
        asked(browser(here.officer(case)), "portal:desk-gaps", case.id),
        asked(browser(here.officer(drain)), "portal:desk-case", drain.id),
        asked(citizen, "portal:home"),
        asked(citizen, "portal:affair", application.number),
        asked(citizen, "cases:correct", application.id),
    ]
    golden("pre_review_queries.txt", "".join(lines))


def asked(client: Client, name: str, *args: object) -> str:
    """The line of the golden file; the page is opened once before, so that memory is warm."""
    page(client, name, *args)
    with CaptureQueriesContext(connection) as queries:
        page(client, name, *args)
    return f"{name} {len(queries)}\n"


def test_strangers_find_no_first_look(here: County) -> None:
    application = world.submitted(here, area=80)
    case, drain = world.case_of(application, "sign"), world.case_of(application, "drain")
    url = reverse("portal:desk-pre-review", args=[case.id])
    assert browser(here.officer(drain)).get(url).status_code == 404
    assert browser(here.citizen).get(url).status_code == 404
    assert browser(here.clerk).get(url).status_code == 403
