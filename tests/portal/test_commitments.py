"""告知承诺 in the browsers of applicant, clerk, officer and supervisor."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from onevisit.cases import services
from onevisit.cases.models import Obligation
from onevisit.cases.rules.obligations import Check
from onevisit.kernel import clock
from onevisit.oversight import services as oversight
from tests.cases.committed import (
    check,
    granted,
    granted_at_window,
    promised_draft,
    revoke,
)
from tests.cases.pages import form_of
from tests.factories import cases as world
from tests.factories.cases import County
from tests.portal.staff import browser
from tests.portal.test_corrections import page

pytestmark = pytest.mark.django_db


def test_the_applicant_reads_chooses_and_signs_each_commitment(here: County) -> None:
    draft = world.filled_draft(here, area=80)
    citizen = browser(here.citizen)
    url = reverse("cases:commit", args=[draft.id, "report"])
    assert url in page(citizen, "cases:draft", draft.id)
    told = page(citizen, "cases:commit", draft.id, "report")
    assert "出水达到标准。" in told
    assert "责令限期改正" in told
    assert citizen.get(reverse("cases:commit", args=[draft.id, "plan"])).status_code == 400
    chosen = citizen.post(url, follow=True).content.decode()
    assert "用承诺书代替" in chosen
    assert "改交材料" in chosen
    sign = reverse("cases:sign", args=[draft.id])
    assert "看部门告知的内容" in page(citizen, "cases:sign", draft.id)
    fields = {**form_of(citizen.get(sign), "sign"), "promise": "1", "pledge": []}
    unread = citizen.post(sign, fields)
    assert unread.status_code == 422
    assert "勾选要签的承诺书：检测报告" in unread.content.decode()
    done = citizen.post(sign, {**fields, "pledge": ["report"]}, follow=True)
    assert "提交成功" in done.content.decode()
    draft.refresh_from_db()
    case = world.case_of(draft, "drain")
    services.accept(case_id=case.id, actor=here.officer(case))
    status = page(citizen, "portal:affair", draft.number)
    assert "用承诺书代替：检测报告" in status
    assert "按您的承诺受理了" in status
    letter = reverse("portal:affair_commitment", args=[draft.number, case.id])
    assert letter in status
    assert citizen.get(letter).content.startswith(b"%PDF")
    plain = world.case_of(draft, "sign")
    none = reverse("portal:affair_commitment", args=[draft.number, plain.id])
    assert citizen.get(none).status_code == 404


def test_who_broke_a_promise_hears_it_before_signing(here: County) -> None:
    row = granted(here)
    draft = promised_draft(here)
    check(here, row, Check.ORDER, on=clock.today() + timedelta(days=5))
    citizen = browser(here.citizen)
    sign = reverse("cases:sign", args=[draft.id])
    told = page(citizen, "cases:draft", draft.id)
    assert "以前的一份承诺没有做到，还没有改正" in told
    assert sign not in told.partition('id="next-step"')[0]
    assert citizen.get(sign).headers["Location"] == reverse("cases:draft", args=[draft.id])


def test_a_choice_can_be_taken_back(here: County) -> None:
    draft = world.filled_draft(here, area=80)
    citizen = browser(here.citizen)
    made = services.promise_instead(application_id=draft.id, material="report", actor=here.citizen)
    asked = page(citizen, "cases:remove", draft.id, made)
    assert "不签承诺书，改交材料？" in asked
    told = citizen.post(reverse("cases:remove", args=[draft.id, made]), follow=True)
    assert "已撤下“检测报告”" in told.content.decode()


def test_a_clerk_takes_the_commitment_and_prints_it_to_be_signed(here: County) -> None:
    draft = services.start_application(
        offer_code=world.BUNDLE,
        actor=here.clerk,
        applicant_id=here.citizen.person_id,
        answers={"shop.area": 80},
        channel="window",
    )
    clerk = browser(here.clerk)
    assert "签承诺书" in page(clerk, "portal:intake", draft)
    url = reverse("portal:intake-paper", args=[draft])
    shown = clerk.post(url, {"do": "promise", "m": "report"}, follow=True).content.decode()
    assert "申请人承诺代替" in shown
    sheet = page(clerk, "portal:intake-sheet", draft)
    assert "告知承诺书：检测报告" in sheet
    assert "出水达到标准。" in sheet
    intake = page(clerk, "portal:intake", draft)
    assert 'name="pledge" value="report" form="sheet"' in intake
    services.save_form(
        application_id=draft, values={"shop.name": "吉祥小馆", "shop.area": 80}, actor=here.clerk
    )
    services.note_paper(application_id=draft, material="plan", actor=here.clerk)
    receive = reverse("portal:intake-receive", args=[draft])
    shown = re.search(r'name="mark" value="(\w+)"', page(clerk, "portal:intake", draft))
    sent = {"signed": "1", "mark": shown[1] if shown else ""}
    unread = clerk.post(receive, sent)
    assert unread.status_code == 422
    assert "勾选要签的承诺书：检测报告" in unread.content.decode()
    done = clerk.post(receive, {**sent, "pledge": ["report"]})
    assert done.headers["Location"] == reverse("portal:intake-receipt", args=[draft])


def test_an_officer_checks_what_was_promised(here: County) -> None:
    row = granted(here)
    officer = browser(here.officer(row.case))
    url = reverse("portal:desk-obligation", args=[row.id])
    assert reverse("portal:desk-obligations") in page(officer, "portal:desk")
    assert url in page(officer, "portal:desk-obligations")
    shown = page(officer, "portal:desk-obligation", row.id)
    assert "出水达到标准。" in shown
    assert "拟撤销" not in shown
    commitment = reverse("portal:desk-commitment", args=[row.case_id])
    assert commitment in shown
    assert commitment in page(officer, "portal:desk-case", row.case_id)
    assert officer.get(commitment).content.startswith(b"%PDF")
    wrong = officer.post(url, {"check": "order", "words": "超标。", "on": "", "last_seq": "0"})
    assert wrong.status_code == 422
    assert "超标。" in wrong.content.decode()
    day = (clock.today() + timedelta(days=10)).isoformat()
    officer.post(url, {"check": "order", "words": "出水超标。", "on": day, "last_seq": "0"})
    stale = officer.post(url, {"check": "put_right", "words": "", "last_seq": "0"})
    assert stale.status_code == 409
    assert officer.post(url, {"check": "nonsense"}).status_code == 422
    citizen = browser(here.citizen)
    told = page(citizen, "portal:affair", row.case.application.number)
    assert "核查没有属实" in told
    assert "出水超标。" in told
    assert "责令限期改正通知书" in told
    home = page(citizen, "portal:home")
    assert "要您改正" in home
    assert "要您改正" in page(citizen, "portal:affairs")
    assert "要您改正" not in page(browser(here.other_citizen), "portal:affairs")
    assert reverse("portal:affair", args=[row.case.application.number]) in home
    letter = reverse("portal:desk-obligation-letter", args=[row.id, 1])
    assert letter in page(officer, "portal:desk-obligation", row.id)
    assert officer.get(letter).content.startswith(b"%PDF")
    with clock.travel(world.MONDAY + timedelta(days=11)):
        assert "拟撤销" in page(officer, "portal:desk-obligation", row.id)
    officer.post(url, {"check": "put_right", "words": "", "last_seq": "1"})
    assert Obligation.objects.get(id=row.id).state == "put_right"
    assert "没有要核查的承诺" in page(officer, "portal:desk-obligations")
    ended = officer.get(reverse("portal:desk-obligations") + "?show=ended").content.decode()
    assert url in ended


def test_the_applicant_reads_what_a_revocation_says(here: County) -> None:
    row = check(here, granted(here), Check.ORDER, "超标。", clock.today() + timedelta(days=5))
    with clock.travel(world.MONDAY + timedelta(days=8)):
        check(here, row, Check.CALL_HEARING, "没有改。", clock.today() + timedelta(days=5))
        told = page(browser(here.citizen), "portal:affair", row.case.application.number)
        assert "您可以陈述、申辩" in told
        home = page(browser(here.citizen), "portal:home")
        assert "可以陈述申辩" in home
        assert "看怎么申辩" in home
        assert "可以陈述申辩" in page(browser(here.citizen), "portal:affairs")
        check(here, row, Check.HEAR, "没有来。")
    number, case_id = row.case.application.number, row.case_id
    with clock.travel(world.MONDAY + timedelta(days=14)):
        check(here, row, Check.REVOKE, "依法撤销。")
        citizen = browser(here.citizen)
        told = page(citizen, "portal:affair", number)
        assert "许可已经撤销" in told
        assert "不服怎么办" in told
        assert "撤销决定书" in told
        assert reverse("portal:affair_result", args=[number, case_id]) not in told
        for seq in (1, 2, 4):
            letter = reverse("portal:affair_promise_letter", args=[number, row.id, seq])
            assert letter in told
            assert citizen.get(letter).content.startswith(b"%PDF")
        wrong = reverse("portal:affair_promise_letter", args=[number, row.id, 3])
        assert citizen.get(wrong).status_code == 404
        assert browser(here.other_citizen).get(letter).status_code == 404
        officer = browser(here.officer(row.case))
        assert "撤销" in page(officer, "portal:desk-case", case_id)
        refused = officer.get(reverse("portal:desk-result", args=[case_id]))
        assert refused.status_code == 409
        assert "已经依法撤销" in refused.content.decode()
        assert "可以陈述申辩" not in page(citizen, "portal:home")


def test_who_supervises_sees_what_nobody_checked(here: County) -> None:
    granted(here)
    with clock.travel(world.MONDAY + timedelta(days=30)):
        services.sweep()
        oversight.show_cards()
        assert "承诺逾期没有核查" in page(browser(here.supervisor), "oversight:cards")


def test_what_was_revoked_before_it_was_collected_ends_for_everybody(here: County) -> None:
    row = granted_at_window(here)
    case = row.case
    for other in case.application.cases.exclude(id=case.id):
        services.withdraw(case_id=other.id, actor=here.citizen)
    clerk, number = browser(here.clerk), str(case.application.number)
    revoke(here, row)
    with clock.travel(world.MONDAY + timedelta(days=22)):
        asked = clerk.get(reverse("portal:out"), {"q": number})
        there = reverse("portal:out-person", args=[here.citizen.person_id])
        assert asked.headers["Location"] == there
        told = clerk.get(there).content.decode()
        assert "已撤销，不能领" in told
        assert case.result.number in told
        citizen = browser(here.citizen)
        assert "已撤销" in page(citizen, "portal:affairs")
        shown = page(citizen, "portal:affair", number)
        assert "结果不再发出" in shown
        assert "带身份证" not in shown
        desk = page(browser(here.officer(case)), "portal:desk-case", case.id)
        assert "撤销，结果不再发出" in desk
