"""The front page in the browser's eyes: for guests, for citizens in every situation, for staff."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from onevisit.accounts.rules import SYSTEM
from onevisit.cases import services
from onevisit.cases.queries import status_view
from onevisit.cases.rules.lifecycle import CaseState
from onevisit.directory import services as directory
from onevisit.directory.rules import PlaceKind, ServicePointDraft
from onevisit.hall.queries import visits_of_many
from onevisit.kernel import clock
from onevisit.portal.web.citizen import shopfront
from onevisit.portal.web.citizen.rails import rail, standing
from tests.cases.wholeness import issued_at_window
from tests.factories import cases as world
from tests.factories import parties
from tests.factories.cases import County
from tests.portal.staff import browser

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    cache.clear()
    shopfront._kept.clear()  # the factories publish past the index of the search


def home(client: Client, **query: str) -> str:
    page = client.get(reverse("portal:home"), query)
    assert page.status_code == 200
    return page.content.decode()


def test_an_empty_house_still_has_a_front_page() -> None:
    text = home(Client())
    assert "您今天要办什么事？" in text
    assert "办结" not in text
    assert "None" not in text


def test_a_guest_is_told_that_signing_in_goes_on_with_their_things(here: County) -> None:
    text = home(Client())
    assert "登录后在这里接着办" in text
    assert "开办餐饮店" in text and "5 事合 1" in text


def test_a_citizen_without_anything_is_shown_where_to_begin(here: County) -> None:
    assert "您还没有办件" in home(browser(here.other_citizen))


def test_whose_word_is_wanted_reads_so_until_it_is_given(here: County) -> None:
    row = parties.invite(here, parties.begun(here))
    seller = browser(here.other_citizen)
    pages = (reverse("portal:home"), reverse("portal:affairs"))
    for page in pages:
        text = seller.get(page).content.decode()
        assert "有 1 件事等您同意" in text and reverse("cases:consents") in text
    assert "等您同意" not in home(browser(here.citizen))
    parties.give(here.other_citizen, row)
    parties.agree(here.other_citizen, row)
    assert all("等您同意" not in seller.get(page).content.decode() for page in pages)


def test_a_draft_says_what_is_still_to_be_done(here: County) -> None:
    draft = services.start_application(
        offer_code=world.BUNDLE, actor=here.citizen, answers={"shop.area": 100}
    )
    text = home(browser(here.citizen))
    assert "接着填" in text and "只差 1 份材料：平面图" in text
    assert str(draft) in text


def test_a_filled_draft_waits_only_for_its_signature(here: County) -> None:
    world.filled_draft(here)
    assert "签名就能交" in home(browser(here.citizen))


def test_what_runs_shows_its_line_and_asks_nothing(here: County) -> None:
    application = world.submitted(here)
    services.attach_file(
        application_id=application.id,
        material="report",
        upload=world.upload(seed=9),
        name="报告.png",
        actor=here.citizen,
    )
    text = home(browser(here.citizen))
    assert application.number in text
    assert "不用您做什么" in text
    assert reverse("portal:affair", args=[application.number]) in text


def test_a_result_that_waits_comes_before_any_draft(here: County) -> None:
    application = issued_at_window(here)
    world.filled_draft(here, code=here.card_code)
    text = home(browser(here.citizen))
    assert "看到哪里领" in text and application.number in text
    assert "另有 1 件没办完" in text


def test_who_has_nothing_running_sees_what_ended_last(here: County) -> None:
    application = world.submitted(here)
    for case in application.cases.all():
        services.withdraw(case_id=case.id, actor=here.citizen)
    text = home(browser(here.citizen))
    assert "最近办结" in text and "现在没有在办的事" in text


def test_nobody_sees_the_things_of_another(here: County) -> None:
    application = world.submitted(here)
    for text in (home(Client()), home(browser(here.other_citizen)), home(browser(here.clerk))):
        assert application.number not in text


def test_staff_are_shown_the_way_back_to_their_desk(here: County) -> None:
    text = home(browser(here.clerk))
    assert reverse("portal:staff-home") in text and "我的办件" not in text


def test_businesses_are_offered_what_serves_them(here: County) -> None:
    person, business = home(Client()), home(Client(), **{"for": "business"})
    assert "社会保障卡补领" in person and "社会保障卡补领" not in business
    assert "licence许可" in business


def test_who_acts_for_an_organisation_starts_with_businesses(here: County) -> None:
    client = browser(here.boss)
    assert "社会保障卡补领" in home(client)
    client.post(reverse("accounts:act-for"), {"organisation": here.organisation})
    assert "社会保障卡补领" not in home(client)
    assert "社会保障卡补领" in home(client, **{"for": "person"})


def test_what_people_apply_for_stands_first(here: County) -> None:
    before = home(Client()).split('class="list pair"')[1]
    assert before.index("开办餐饮店") > before.index("社会保障卡补领")
    world.submitted(here)
    cache.clear()
    after = home(Client()).split('class="list pair"')[1]
    assert after.index("开办餐饮店") < after.index("社会保障卡补领")


def test_nothing_is_called_often_applied_for_that_is_not(
    here: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.submitted(here)
    assert "可以办的事" in home(Client()) and "大家在办" not in home(Client())
    monkeypatch.setattr("onevisit.portal.web.citizen.shopfront._ROWS", 2)
    shopfront._kept.clear()
    assert "常办事项" in home(Client()) and "大家在办" in home(Client())


def test_the_words_of_the_search_box_find_something(here: County) -> None:
    text = home(Client())
    address = text.split('class="hot-words"')[1].split('href="')[1].split('"')[0]
    assert Client().get(address.replace("&amp;", "&")).status_code == 200


def test_the_figures_of_the_month_are_those_of_the_ledger(here: County) -> None:
    application = issued_at_window(here)
    for day in (1, 2):
        half = list(application.cases.filter(state="issued").order_by("id"))[:2]
        with clock.travel(world.MONDAY + timedelta(days=day)):
            services.hand_out(
                case_ids=[case.id for case in half],
                receiver_id=here.citizen.person_id,
                identified_by="id_card",
                actor=here.clerk,
            )
    with clock.travel(world.MONDAY + timedelta(days=3)):
        text = home(Client())
    counted = visits_of_many([application.id])[application.id].count
    assert counted == 2
    assert "11 月到今天办结 <b>1</b> 件，平均跑动 <b>2</b> 次" in text


def test_a_month_without_an_end_tells_of_the_month_before(here: County) -> None:
    application = world.submitted(here)
    for case in application.cases.all():
        services.withdraw(case_id=case.id, actor=here.citizen)
    with clock.travel(world.MONDAY + timedelta(days=20)):
        text = home(Client())
    assert "11 月办结 <b>1</b> 件，平均跑动 <b>0</b> 次" in text


def test_the_centre_is_open_by_its_hours_and_the_calendar(here: County) -> None:
    hours = ({"days": [1, 2, 3, 4, 5], "open": "09:00", "close": "17:30"},)
    draft = ServicePointDraft(
        "hall", "东门服务站", PlaceKind.TOWNSHIP, world.REGION, "东门 1 号", hours=hours
    )
    directory.register_service_point(draft, actor=SYSTEM)
    assert "17:30 下班" in home(Client())
    with clock.travel(world.MONDAY + timedelta(hours=10)):
        assert "11月17日 周二 09:00 开门" in home(Client())
    with clock.travel(world.MONDAY - timedelta(hours=2)):
        assert "今天 09:00 开门" in home(Client())


def test_the_line_of_the_lists_is_the_line_of_the_status_page(here: County) -> None:
    application = world.submitted(here, area=80)

    def agree() -> None:
        view = status_view(application_id=application.id, actor=here.citizen)
        drawn = rail([case.state for case in view.cases])
        assert [mark.replace("wait", "now") for _, mark, _ in drawn] == [
            str(stop.mark) for stop in view.rail
        ]

    agree()
    for case in application.cases.order_by("id"):
        services.accept(case_id=case.id, actor=here.officer(case))
        agree()
    for case in application.cases.order_by("id"):
        world.decide(here, case)
        agree()


def test_results_ready_while_others_run_call_nobody_to_the_window() -> None:
    ready, running, ended = CaseState.ISSUED, CaseState.IN_REVIEW, CaseState.DELIVERED
    assert [mark for _, mark, _ in rail([ready, running])][-1] == "todo"
    assert standing([ready, running])[1] == "now"
    assert [mark for _, mark, _ in rail([ready, ended])][-1] == "wait"
    assert standing([ready, ended])[1] == "wait"
