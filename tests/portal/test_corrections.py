"""One-time notice and correction in the browsers of officer, clerk, applicant and supervisor."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from onevisit.cases import services
from onevisit.cases.models import Application
from onevisit.hall.queries import visits_of
from onevisit.kernel import clock
from onevisit.oversight import services as oversight
from tests.cases.corrections import NAME, NOTE, PLAN, notified
from tests.cases.pages import form_of
from tests.factories import cases as world
from tests.factories import files
from tests.factories.cases import County
from tests.portal.staff import ONE, browser, page

pytestmark = pytest.mark.django_db


def fields(client: Client, application: Application) -> dict[str, list[str]]:
    return form_of(client.get(reverse("cases:correct", args=[application.id])), "correct")


def picture(seed: int) -> SimpleUploadedFile:
    return SimpleUploadedFile("新图.png", files.png(seed=seed), "image/png")


def test_an_officer_records_gaps_and_they_wait_for_the_others(here: County) -> None:
    application = world.submitted(here, area=80)
    case = world.case_of(application, "sign")
    officer = browser(here.officer(case))
    assert reverse("portal:desk-gaps", args=[case.id]) in page(officer, "portal:desk-case", case.id)
    form = page(officer, "portal:desk-gaps", case.id)
    assert "平面图" in form
    assert "面积" not in form  # it repeats an answer
    answer = officer.post(reverse("portal:desk-gaps", args=[case.id]), ONE, follow=True)
    told = answer.content.decode()
    assert "等其他部门都答复了" in told
    assert "等其他部门答复，一起发出" in told
    citizen = browser(here.citizen)
    assert "图上没有厨房" not in page(citizen, "portal:affair", application.number)


def test_what_is_not_said_in_full_is_not_told_and_nothing_typed_is_lost(here: County) -> None:
    application = world.submitted(here, area=80)
    case = world.case_of(application, "sign")
    officer = browser(here.officer(case))
    url = reverse("portal:desk-gaps", args=[case.id])
    answer = officer.post(url, {**ONE, "remedy:material:plan": ""})
    assert answer.status_code == 422
    assert "要写明哪里不对、怎样补正" in answer.content.decode()
    assert "图上没有厨房" in answer.content.decode()
    assert officer.post(url).status_code == 422
    assert officer.post(url, {"gap": "nonsense"}).status_code == 422


def test_the_applicant_corrects_online_with_one_signature(here: County) -> None:
    application = notified(here, PLAN, NAME)
    citizen = browser(here.citizen)
    status = page(citizen, "portal:affair", application.number)
    assert "一次告知 2 处要补正" in status
    assert "等您补正" in status
    url = reverse("cases:correct", args=[application.id])
    form = page(citizen, "cases:correct", application.id)
    assert "图上没有厨房" in form
    assert "改成招牌上的店名" in form
    unsigned = citizen.post(url, fields(citizen, application))
    assert unsigned.status_code == 422
    signed = {**fields(citizen, application), "promise": "1", "shop.name": "吉祥饭店"}
    early = citizen.post(url, signed)
    assert early.status_code == 422
    assert "还没有补正：平面图" in early.content.decode()
    application.refresh_from_db()
    assert application.form_open["shop.name"] == "吉祥小馆"  # both or neither
    sent = citizen.post(
        reverse("cases:attach", args=[application.id]),
        {"material": "plan", "for": "correction", "file": picture(9)},
    )
    assert sent["Location"].startswith(url)
    stale = citizen.post(url, signed)
    assert stale.status_code == 409
    fresh = fields(citizen, application)
    done = citizen.post(url, {**fresh, "promise": "1", "shop.name": "吉祥饭店"}, follow=True)
    assert "补正好了" in done.content.decode()
    assert world.case_of(application, "sign").state == "submitted"
    again = citizen.get(url)
    assert again["Location"] == reverse("portal:affair", args=[application.number])
    assert citizen.post(url, signed).status_code == 302
    officer = browser(here.officer(world.case_of(application, "sign")))
    desk = page(officer, "portal:desk-case", world.case_of(application, "sign").id)
    assert "已补正" in desk


def test_a_clerk_at_any_window_corrects_and_it_counts_as_a_visit(here: County) -> None:
    application = notified(here, PLAN, NAME)
    clerk = browser(here.clerk)
    url = reverse("portal:window-correct", args=[application.id])
    assert url in page(clerk, "portal:lookup-application", application.id)
    form = page(clerk, "portal:window-correct", application.id)
    assert "图上没有厨房" in form
    clerk.post(url, {"do": "paper", "m": "plan"})
    clerk.post(url, {"do": "scan", "m": "plan", "file": picture(11)})
    assert clerk.post(url, {"do": "scan", "m": "plan"}).status_code == 422
    clerk.post(url, {"do": "fields", "shop.name": "吉祥饭店"})
    ready = page(clerk, "portal:window-correct", application.id)
    digest = ready.split('name="digest" value="')[1].split('"')[0]
    assert clerk.post(url, {"do": "finish", "digest": "old"}).status_code == 409
    done = clerk.post(url, {"do": "finish", "digest": digest}, follow=True)
    assert "补正完成" in done.content.decode()
    assert world.case_of(application, "sign").state == "submitted"
    assert [each.kind for each in visits_of(application.id).contacts] == ["correction"]
    status = page(browser(here.citizen), "portal:affair", application.number)
    assert "到窗口补正" in status
    assert "您补正了" in status


def test_the_window_may_ask_where_acceptance_is_delegated(here: County) -> None:
    application = world.submitted(here)
    sign, fire = world.case_of(application, "sign"), world.case_of(application, "fire")
    clerk = browser(here.clerk)
    url = reverse("portal:window-gaps", args=[application.id, sign.id])
    assert url in page(clerk, "portal:intake-receipt", application.id)
    assert clerk.post(url, ONE).status_code == 302
    undelegated = reverse("portal:window-gaps", args=[application.id, fire.id])
    assert clerk.post(undelegated, ONE).status_code == 400
    other = world.submitted(here, here.other_citizen, area=80)
    elsewhere = reverse("portal:window-gaps", args=[other.id, sign.id])
    assert clerk.get(elsewhere).status_code == 404


def test_after_a_notice_only_what_it_told_can_be_asked_again(here: County) -> None:
    application = notified(here, NOTE)
    case = world.case_of(application, "sign")
    form = page(browser(here.officer(case)), "portal:desk-gaps", case.id)
    assert 'value="field:shop.note"' in form
    assert "material:plan" not in form


def test_silence_is_told_to_the_applicant_and_shown_to_the_supervisor(here: County) -> None:
    application = world.submitted(here, area=80)
    supervisor = browser(here.supervisor)
    with clock.travel(world.MONDAY + timedelta(days=14)):
        services.sweep()
        oversight.show_cards()
        cards = page(supervisor, "oversight:cards")
        assert world.case_of(application, "sign").number in cards
        status = page(browser(here.citizen), "portal:affair", application.number)
        assert "到期没有答复" in status
        case = world.case_of(application, "sign")
        answer = browser(here.officer(case)).post(reverse("portal:desk-gaps", args=[case.id]), ONE)
        assert answer.status_code == 409


def test_what_was_never_corrected_is_told_with_the_ways_against_it(here: County) -> None:
    application = notified(here)
    with clock.travel(world.MONDAY + timedelta(days=60)):
        services.sweep()
        status = page(browser(here.citizen), "portal:affair", application.number)
    assert "没有补齐，已退件" in status
    assert "备齐了可以重新申请" in status
    assert "行政复议" in status


def test_home_says_that_a_correction_waits(here: County) -> None:
    application = notified(here)
    citizen = browser(here.citizen)
    home = page(citizen, "portal:home")
    assert reverse("cases:correct", args=[application.id]) in home
    assert "去补正" in home
