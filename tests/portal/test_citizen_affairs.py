"""「我的办件」 and the status of one application in its applicant's browser."""

import re
from datetime import timedelta

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse

from onevisit.cases import services
from onevisit.cases.models import Application
from onevisit.hall.queries import visits_of
from onevisit.kernel import clock
from onevisit.ui.formatting import local_datetime
from tests.cases.corrections import hand_in, mend, notified
from tests.cases.wholeness import issued_at_window, submit, window_application
from tests.factories import cases as world
from tests.factories.cases import County
from tests.portal.staff import browser

pytestmark = pytest.mark.django_db


def shown(client: Client, name: str, *args: object, **query: object) -> str:
    page = client.get(reverse(f"portal:{name}", args=args), query)
    assert page.status_code == 200
    return page.content.decode()


def status(here: County, application: Application) -> str:
    return shown(browser(here.citizen), "affair", application.number)


def parts(here: County, application: Application) -> str:
    """The part of the page that tells of each department."""
    return status(here, application).split('class="parts"')[1].split("</ul>")[0]


def hand_out(here: County, application: Application) -> None:
    services.hand_out(
        case_ids=[case.id for case in application.cases.filter(state="issued")],
        receiver_id=here.citizen.person_id,
        identified_by="id_card",
        actor=here.clerk,
    )


def supply(here: County, application: Application) -> None:
    """Hand in what was allowed to follow."""
    services.attach_file(
        application_id=application.id,
        material="report",
        upload=world.upload(seed=9),
        name="报告.png",
        actor=here.citizen,
    )


# -- the list


def test_a_newcomer_is_told_how_to_begin(here: County) -> None:
    text = shown(browser(here.citizen), "affairs")
    assert "您还没有办件" in text and reverse("portal:home") in text


def test_the_list_holds_drafts_what_runs_and_what_ended(here: County) -> None:
    ended = world.submitted(here)
    for case in ended.cases.all():
        services.withdraw(case_id=case.id, actor=here.citizen)
    running = world.submitted(here)
    draft = world.filled_draft(here, code=here.card_code)
    client = browser(here.citizen)
    everything = shown(client, "affairs")
    assert ended.number in everything and running.number in everything
    assert reverse("cases:draft", args=[draft.id]) in everything
    assert reverse("cases:discard", args=[draft.id]) in everything
    assert running.number in shown(client, "affairs", show="running")
    assert ended.number not in shown(client, "affairs", show="running")
    assert ended.number in shown(client, "affairs", show="ended")
    drafts = shown(client, "affairs", show="draft")
    assert str(draft.id) in drafts and running.number not in drafts


def test_an_empty_filter_leads_back_to_everything(here: County) -> None:
    world.submitted(here)
    assert "这一类没有办件" in shown(browser(here.citizen), "affairs", show="ended")


def test_long_lists_come_in_pages_and_lose_nobody(
    here: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onevisit.portal.web.citizen.affairs.PAGE", 2)
    numbers = []
    for _ in range(5):
        application = world.submitted(here)
        numbers.append(application.number)
        for case in application.cases.all():
            services.withdraw(case_id=case.id, actor=here.citizen)
    client, address, seen = browser(here.citizen), "/affairs/?show=ended", []
    while address:
        text = client.get(address).content.decode()
        seen += [number for number in numbers if number in text]
        following = text.split('rel="next" href="')[1:]
        address = following[0].split('"')[0].replace("&amp;", "&") if following else ""
    assert sorted(seen) == sorted(numbers)


def test_a_strange_page_key_is_the_first_page(here: County) -> None:
    application = world.submitted(here)
    assert application.number in shown(browser(here.citizen), "affairs", after="'; drop", show="?")


def test_a_representative_sees_the_affairs_of_the_company(here: County) -> None:
    application = world.submitted(here, here.boss)
    client = browser(here.boss)
    listed = shown(client, "affairs")
    assert application.number in listed and "𠮷祥餐饮有限公司" in listed
    assert "以谁的名义办" in listed
    assert "𠮷祥餐饮有限公司" in shown(client, "affair", application.number)


def test_who_represents_nobody_is_not_asked_for_whom(here: County) -> None:
    assert "以谁的名义办" not in shown(browser(here.citizen), "affairs")


# -- who may look


def test_another_persons_affair_does_not_exist(here: County) -> None:
    application = world.submitted(here)
    case = application.cases.first()
    client = browser(here.other_citizen)
    for name, args in (
        ("affair", [application.number]),
        ("affair_clock", [application.number, case.id, "A"]),
        ("affair_result", [application.number, case.id]),
        ("affair_letter", [application.number, case.id, 1]),
        ("affair_withdraw", [application.number]),
    ):
        assert client.get(reverse(f"portal:{name}", args=args)).status_code == 404


def test_staff_have_another_door_and_guests_sign_in_first(here: County) -> None:
    application = world.submitted(here)
    address = reverse("portal:affair", args=[application.number])
    assert browser(here.clerk).get(address).status_code == 403
    assert Client().get(address)["Location"] == f"/login/?next={address.replace('/', '%2F')}"


def test_a_case_is_found_under_its_own_application_only(here: County) -> None:
    first, second = world.submitted(here), world.submitted(here)
    client = browser(here.citizen)
    for name, more in (("affair_clock", ["A"]), ("affair_result", []), ("affair_letter", [1])):
        args = [first.number, second.cases.first().id, *more]
        assert client.get(reverse(f"portal:{name}", args=args)).status_code == 404


# -- states


def test_a_fresh_application_says_who_looks_at_it_and_asks_nothing(here: County) -> None:
    application = world.submitted(here)
    supply(here, application)
    text = status(here, application)
    assert "5 件手续，谁在办" in text and "等部门受理" in text
    assert "现在不用您做什么" in text
    assert "还剩 5 个工作日" in text and "时限怎么算的" in text
    assert "您在网上交了申请，5 件手续同时送到各部门" in text
    assert "到现在一次都没让您跑" in text


def test_what_was_allowed_to_follow_is_asked_for_until_it_comes(here: County) -> None:
    application = world.submitted(here)
    text = status(here, application)
    assert "要您做的" in text and "补交“检测报告”，11月30日 周一前" in text
    assert f"{reverse('cases:receipt', args=[application.id])}#follow" in text
    client = browser(here.citizen)
    assert "等您补材料" in shown(client, "affairs")
    assert "去补交" in shown(client, "home")
    supply(here, application)
    assert "去补交" not in status(here, application)
    assert "等您补材料" not in shown(client, "affairs")


def test_a_part_that_waits_says_for_what(here: County) -> None:
    application = world.submitted(here)
    food = world.case_of(application, "food")
    services.accept(case_id=food.id, actor=here.officer(food))
    assert "等“licence许可”办完就开始审查" in parts(here, application)


def test_a_suspended_part_says_why_and_until_when(here: County) -> None:
    application = world.submitted(here)
    case = world.case_of(application, "sign")
    services.accept(case_id=case.id, actor=here.officer(case))
    until = clock.today() + timedelta(days=10)
    services.suspend(
        case_id=case.id, reason="检测：取样送检。", until=until, actor=here.officer(case)
    )
    text = parts(here, application)
    assert "取样送检" in text and "时限暂停" in text and "11月26日结束" in text
    whole = status(here, application)
    assert "不服怎么办" not in whole
    assert "有一件时限暂停，恢复后顺延" in whole and "最晚 " not in whole


def test_a_refusal_gives_its_reasons_and_the_ways_against_it(here: County) -> None:
    application = world.submitted(here)
    world.decide(here, world.case_of(application, "sign"), "refuse", "招牌超出建筑立面。")
    text = status(here, application)
    assert "没有批准" in text and "招牌超出建筑立面。" in text
    assert "60 日内" in text and "六个月内" in text and "2027年1月15日" in text
    assert "正在审查" in text or "等部门受理" in text  # the others go on


def test_what_was_not_accepted_says_so_and_why(here: County) -> None:
    application = world.submitted(here)
    case = world.case_of(application, "sign")
    services.not_accept(case_id=case.id, reason="不归本局管。", actor=here.officer(case))
    text = status(here, application)
    assert "没有受理" in text and "不归本局管。" in text and "不服怎么办" in text


def test_some_results_can_wait_for_the_others_so_that_one_visit_is_enough(here: County) -> None:
    application = world.filled_draft(here, area=80)
    services.choose_collection(
        application_id=application.id,
        collection="window",
        service_point_id=here.centre,
        actor=here.citizen,
    )
    application.refresh_from_db()
    submit(application, here)
    supply(here, application)
    world.decide(here, world.case_of(application, "licence"))
    application.refresh_from_db()
    text = status(here, application)
    assert "等都办好了一次来领" in text and "要您做的" not in text
    assert "您来领结果" not in text
    assert "安澜县政务服务中心" in text


def test_results_at_the_window_are_what_the_applicant_must_do(here: County) -> None:
    application = issued_at_window(here)
    text = status(here, application)
    assert "要您做的" in text and "带身份证到安澜县政务服务中心领" in text
    assert "人民路 1 号" in text
    case = application.cases.first()
    result = reverse("portal:affair_result", args=[application.number, case.id])
    assert result not in text
    assert browser(here.citizen).get(result).status_code == 404


def test_collected_results_can_be_opened_and_the_visit_is_told(here: County) -> None:
    application = issued_at_window(here)
    with clock.travel(world.MONDAY + timedelta(days=1)):
        hand_out(here, application)
    application.refresh_from_db()
    text = status(here, application)
    assert "全部办结" in text and "跑动 1 次" in text and "到窗口领结果" in text
    case = application.cases.first()
    result = browser(here.citizen).get(
        reverse("portal:affair_result", args=[application.number, case.id])
    )
    assert result["Content-Type"] == "application/pdf"
    assert result.content.startswith(b"%PDF")


def test_each_document_stands_there_with_its_name_its_number_and_its_day(here: County) -> None:
    """And the number is the one that is printed on it."""
    application = notified(here)
    sign = world.case_of(application, "sign")
    with clock.travel(world.MONDAY + timedelta(hours=1)):
        mend(here, application)
        hand_in(here, application)
    with clock.travel(world.MONDAY + timedelta(days=1)):
        world.decide(here, sign)
    client = browser(here.citizen)
    listed = shown(client, "affair", application.number).split('id="h-letters"')[1]
    found = re.findall(
        r'<a class="link" href="([^"]+\.pdf)">.*?</svg>([^<]+)</a>(.*?)</li>', listed, re.DOTALL
    )
    assert {
        "收件凭证",
        "一次性告知书",
        "补正材料收件凭证",
        "准予决定书",
        "sign许可证",
        "送达回证",
    } <= {label for _, label, _ in found}
    for url, label, told in found:
        number = re.search(r"<br>([^<]+)</small>", told)
        assert number and re.search(r"\d+ ?月 ?\d+ ?日|\d{4}-\d{2}-\d{2}", told), label
        assert number[1] in words_of(client.get(url).getvalue()), label


def words_of(content: bytes) -> str:
    """What is printed, without spaces."""
    document = pypdfium2.PdfDocument(content)
    return "".join("".join(p.get_textpage().get_text_range().split()) for p in document)


def test_everything_withdrawn_ends_the_line_there(here: County) -> None:
    application = world.submitted(here)
    for case in application.cases.all():
        services.withdraw(case_id=case.id, actor=here.citizen)
    application.refresh_from_db()
    text = status(here, application)
    assert "您已撤回" in text and "您撤回了“" in text
    assert "拿到结果" not in text and "撤回申请</a>" not in text


def test_the_visits_are_those_of_the_ledger(here: County) -> None:
    draft = window_application(here)
    services.send_home(application_id=draft, reason="materials", actor=here.clerk)
    with clock.travel(world.MONDAY + timedelta(days=1)):
        application = Application.objects.get(id=draft)
        submit(application, here, here.clerk)
        services.finish_on_the_spot(application_id=draft, actor=here.clerk)
        application.refresh_from_db()
        text = status(here, application)
    counted = visits_of(draft)
    assert f"跑动 {counted.count} 次" in text and counted.count == 2
    for line in counted.contacts:
        assert local_datetime(line.at) in text
    assert "到窗口，没有办成" in text and "120 分钟" in text


# -- clock


def test_a_clock_tells_each_day_and_why(here: County) -> None:
    application = world.submitted(here)
    case = world.case_of(application, "sign")
    with clock.travel(world.MONDAY + timedelta(days=6)):
        client = browser(here.citizen)
        text = shown(client, "affair_clock", application.number, case.id, "A")
    assert "起算当日，不计" in text and "周末，不计" in text and "今天" in text
    assert reverse("portal:affair", args=[application.number]) in text


def test_a_clock_that_never_ran_is_not_there(here: County) -> None:
    application = world.submitted(here)
    case = world.case_of(application, "sign")
    client = browser(here.citizen)
    for kind in ("C2", "Z"):
        address = reverse("portal:affair_clock", args=[application.number, case.id, kind])
        assert client.get(address).status_code == 404


# -- withdrawing


def test_withdrawing_asks_first_and_takes_back_only_what_was_chosen(here: County) -> None:
    application = world.submitted(here)
    sign, fire = world.case_of(application, "sign"), world.case_of(application, "fire")
    client = browser(here.citizen)
    asked = shown(client, "affair_withdraw", application.number)
    assert "撤回哪一件" in asked and "sign许可" in asked
    address = reverse("portal:affair_withdraw", args=[application.number])
    done = client.post(address, {"case": [str(sign.id)]}, follow=True)
    assert "已撤回“sign许可”" in done.content.decode()
    sign.refresh_from_db()
    fire.refresh_from_db()
    assert (sign.state, fire.state) == ("withdrawn", "submitted")


def test_withdrawing_nothing_asks_again(here: County) -> None:
    application = world.submitted(here)
    address = reverse("portal:affair_withdraw", args=[application.number])
    for chosen in ([], ["not-an-id"], [str(world.submitted(here).cases.first().id)]):
        answer = browser(here.citizen).post(address, {"case": chosen})
        assert answer.status_code == 422
        assert "请勾选要撤回哪一件" in answer.content.decode()


def test_what_was_decided_meanwhile_is_told_and_nothing_is_taken_back(here: County) -> None:
    application = world.submitted(here)
    sign, fire = world.case_of(application, "sign"), world.case_of(application, "fire")
    world.decide(here, fire)
    address = reverse("portal:affair_withdraw", args=[application.number])
    answer = browser(here.citizen).post(address, {"case": [str(sign.id), str(fire.id)]})
    assert answer.status_code == 409
    sign.refresh_from_db()
    assert sign.state == "submitted"
    assert "sign许可" in answer.content.decode()


def test_the_receipt_of_the_window_leads_to_the_status_page(here: County) -> None:
    draft = window_application(here)
    submit(Application.objects.get(id=draft), here, here.clerk)
    application = Application.objects.get(id=draft)
    answer = browser(here.clerk).get(reverse("portal:intake-receipt", args=[draft]))
    address = f"http://testserver{reverse('portal:affair', args=[application.number])}"
    assert answer.context["progress_url"] == address
