"""代办 in the browser: given, worked under in the citizen's pages, taken back; at a window too."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from onevisit.accounts import queries as accounts
from onevisit.accounts import services as people
from onevisit.accounts.models import Authority
from onevisit.accounts.rules import Actor
from onevisit.cases.models import Application
from onevisit.kernel import clock
from tests.factories import cases as world
from tests.factories import helping
from tests.factories.cases import County
from tests.portal.staff import browser, page
from tests.portal.test_citizen_queries import asked

pytestmark = pytest.mark.django_db


def until(days: int = 60) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


def begun(by: Actor, given: UUID, met: str = "home") -> Client:
    """The helper's browser, in the name of who gave the authority."""
    client = browser(by)
    answer = client.post(reverse("accounts:helper-begin"), {"authority": str(given), "met": met})
    assert answer.status_code == 302
    return client


def text(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, answer
    return answer.content.decode()


def test_a_person_signs_an_authority_and_takes_it_back(here: County) -> None:
    by = helping.helper()
    client = browser(here.citizen)
    shown = page(client, "portal:helpers")
    assert by.name in shown
    assert "还没有委托任何人" in shown
    url = reverse("portal:helpers")
    sent = {"helper": str(by.user_id), "until": until(), "offers": [world.BUNDLE]}
    refused = client.post(url, sent)
    assert refused.status_code == 422
    assert "要本人同意才能委托" in refused.content.decode()
    done = client.post(url, {**sent, "agree": "1"}, follow=True).content.decode()
    assert "委托好了" in done
    assert "能办：开办餐饮店" in done
    again = client.post(url, {**sent, "agree": "1"})
    assert again.status_code == 409
    given = Authority.objects.get()
    withdrawn = client.post(
        reverse("portal:helpers-withdraw"), {"authority": str(given.id)}, follow=True
    )
    assert "已经收回" in withdrawn.content.decode()
    assert "本人收回" in withdrawn.content.decode()


@pytest.mark.parametrize("wrong", [{"helper": ""}, {"until": "2020-01-01"}, {"until": "bald"}])
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    here: County, wrong: dict[str, str]
) -> None:
    by = helping.helper()
    sent = {"helper": str(by.user_id), "until": until(), "offers": [world.BUNDLE], "agree": "1"}
    answer = browser(here.citizen).post(reverse("portal:helpers"), {**sent, **wrong})
    assert answer.status_code == 422
    told = answer.content.decode()
    assert 'role="alert"' in told
    assert re.search(rf'value="{world.BUNDLE}" checked', told)


def test_who_is_only_known_by_phone_is_led_to_their_real_name(here: County) -> None:
    shown = page(browser(here.phone_only), "portal:helpers")
    assert reverse("accounts:real-name") in shown
    assert 'name="agree"' not in shown


def test_the_helper_works_in_the_citizens_pages_under_a_standing_line(here: County) -> None:
    by = helping.helper()
    given = helping.signed(here.citizen, by)
    assert "陈小岚" in page(browser(by), "portal:helper")
    client = begun(by, given)
    for name in ("portal:home", "portal:affairs", "guidance:search"):
        shown = page(client, name)
        assert re.search(r"您正在代 <b>陈小岚</b> 办理（上门）", shown), name
        assert reverse("accounts:helper-end") in shown
    assert by.name in page(client, "portal:home")
    assert "我的代办员" not in page(client, "portal:home")
    started = client.post(reverse("cases:start"), {"offer_code": world.BUNDLE})
    draft = Application.objects.get()
    assert started.headers["Location"] == reverse("cases:draft", args=[draft.id])
    assert draft.applicant_id == here.citizen.person_id
    assert "您正在代" in page(client, "cases:draft", draft.id)
    ended = client.post(reverse("accounts:helper-end"), follow=True).content.decode()
    assert "代办结束了" in ended
    assert "您正在代" not in ended
    assert client.get(reverse("portal:affairs")).status_code == 403


def test_the_signature_is_the_helpers_under_the_authority(here: County) -> None:
    by = helping.helper()
    given = helping.signed(here.citizen, by)
    number = Authority.objects.get().number
    world.filled_draft(here, helping.standing_in(by, given), area=80)
    draft = Application.objects.get()
    client = begun(by, given)
    shown = page(client, "cases:sign", draft.id)
    assert f"我代 陈小岚 办理（编号 {number}）" in shown
    assert f"{by.name}（代办员，受陈小岚委托，委托书编号 {number}） 在" in shown
    sent = {
        name: re.search(rf'name="{name}" value="([^"]*)"', shown)[1]  # type: ignore[index]
        for name in ("digest", "version", "seen")
    }
    done = client.post(
        reverse("cases:sign", args=[draft.id]),
        {**sent, "promise": "1", "collection": "online"},
        follow=True,
    ).content.decode()
    assert f"{by.name}（代办员，受陈小岚委托，委托书编号 {number}）" in done
    draft.refresh_from_db()
    own = page(browser(here.citizen), "portal:affair", draft.number)
    assert f"由{by.name}（代办员，受陈*岚委托，委托书编号 {number}）代为提交" in own
    assert f"{number}）交了申请" in own
    assert "跑动 0 次" in own
    assert "代办员上门" in own


def test_taken_back_the_helper_is_told_and_may_go_on_for_others(here: County) -> None:
    by = helping.helper()
    given = helping.signed(here.citizen, by)
    client = begun(by, given)
    people.withdraw_authority(authority_id=given, actor=here.citizen)
    for name in ("portal:affairs", "cases:start"):
        shown = text(client, reverse(name), 403)
        assert "委托已经收回或者到期" in shown
        assert "您正在代" not in shown
    listed = page(client, "portal:helper")
    assert "刚才代办的委托已经收回或者到期" in listed
    client.post(reverse("accounts:helper-end"))
    assert "刚才代办的" not in page(client, "portal:helper")
    again = client.post(reverse("accounts:helper-begin"), {"authority": str(given), "met": "home"})
    assert again.status_code == 404


def test_what_only_the_person_may_do_is_refused_to_the_helper(here: County) -> None:
    by = helping.helper()
    client = begun(by, helping.signed(here.citizen, by))
    for name in ("portal:helpers", "accounts:real-name", "ratings:mine"):
        assert "要本人办" in text(client, reverse(name), 403)
    assert text(client, reverse("portal:window"), 404)


def test_outside_the_authority_the_helper_is_told_why(here: County) -> None:
    by = helping.helper()
    client = begun(by, helping.signed(here.citizen, by, world.BUNDLE))
    shown = text(client, reverse("cases:start") + f"?offer_code={here.card_code}")
    assert "不能代办" in shown or "不在" in shown or "还不能在网上办" in shown
    sent = client.post(reverse("cases:start"), {"offer_code": here.card_code})
    assert sent.status_code == 422
    assert not Application.objects.exists()


def test_nothing_of_one_person_stays_in_the_session_for_the_next(here: County) -> None:
    by = helping.helper()
    first, second = helping.signed(here.citizen, by), helping.signed(here.other_citizen, by)
    client = begun(by, first)
    url = reverse("guidance:question", args=[world.BUNDLE, "shop.area"])
    client.post(url, {"answer": "87"})
    assert world.BUNDLE in str(dict(client.session.items()))
    client.post(reverse("accounts:helper-begin"), {"authority": str(second), "met": "absent"})
    assert world.BUNDLE not in str(dict(client.session.items()))


def test_a_helper_finds_their_people_by_name_and_nobody_elses(here: County) -> None:
    by, other = helping.helper(), helping.helper("helper-2")
    helping.signed(here.citizen, by)
    helping.signed(here.other_citizen, by)
    helping.signed(here.boss, other)
    client = browser(by)
    everybody = page(client, "portal:helper")
    assert all(name in everybody for name in ("陈小岚", "李四"))
    assert "王大山" not in everybody
    found = client.post(reverse("portal:helper"), {"name": "陈"}).content.decode()
    assert "陈小岚" in found
    assert "李四" not in found
    none = client.post(reverse("portal:helper"), {"name": "王大山"}).content.decode()
    assert "没有找到" in none


def test_the_doorstep_asks_the_persons_own_phone(here: County) -> None:
    by = helping.helper()
    client = browser(by)
    sent = {"name": "陈小岚", "id_number": world.resident_id(1), "until": until()}
    wrong = client.post(reverse("portal:helper-entrust"), {**sent, "name": "别人"})
    assert wrong.status_code == 422
    assert "发不了验证码" in wrong.content.decode()
    client.post(reverse("portal:helper-entrust"), sent)
    (message, *_) = accounts.sandbox_messages()
    assert by.name in message.text
    code = re.search(r"\b\d{6}\b", message.text)
    assert code
    shown = page(client, "portal:helper-code")
    assert "所有以本人名义办的事" in shown
    bad = client.post(reverse("portal:helper-code"), {"code": f"{(int(code[0]) + 1) % 10**6:06d}"})
    assert bad.status_code == 422
    done = client.post(reverse("portal:helper-code"), {"code": code[0]}, follow=True)
    assert "本人同意了" in done.content.decode()
    assert "陈小岚" in done.content.decode()
    assert client.get(reverse("portal:helper-code")).status_code == 302
    assert Authority.objects.get().way == "code"


def test_at_a_window_the_clerk_records_it_and_takes_it_back(here: County) -> None:
    by = helping.helper()
    client = browser(here.clerk)
    person = here.citizen.person_id
    url = reverse("portal:window-entrust", args=[person])
    assert url in page(client, "portal:window-person", person)
    sent = {"helper": str(by.user_id), "until": until()}
    assert client.post(url, sent).status_code == 422
    done = client.post(url, {**sent, "agree": "1"}, follow=True).content.decode()
    assert "委托已登记" in done
    given = Authority.objects.get()
    assert given.number in done
    ended = client.post(
        reverse("portal:window-entrust-withdraw", args=[person]),
        {"authority": str(given.id)},
        follow=True,
    ).content.decode()
    assert "本人在窗口收回" in ended


def test_staff_see_who_handed_it_in(here: County) -> None:
    by = helping.helper()
    application = world.submitted(
        here, helping.standing_in(by, helping.signed(here.citizen, by)), area=80
    )
    case = world.case_of(application, "licence")
    number = Authority.objects.get().number
    said = f"由{by.name}（代办员，受陈*岚委托，委托书编号 {number}）代为提交"
    assert said in page(browser(here.officer(case)), "portal:desk-case", case.id)
    looked = page(browser(here.clerk), "portal:lookup-application", application.id)
    assert said in looked
    assert "代办员上门，不算跑动" in looked


def test_pages_ask_as_often_as_they_did_however_many_people(
    here: County, golden: Callable[[str, str], None]
) -> None:
    by = helping.helper()
    given = helping.signed(here.citizen, by)
    application = world.submitted(here, helping.standing_in(by, given), area=80)
    acting, listed, own = begun(by, given), browser(by), browser(here.citizen)
    lines = [
        asked("helper's list", listed, "helper"),
        asked("my helpers", own, "helpers"),
        asked("window, authorities", browser(here.clerk), "window-entrust", here.citizen.person_id),
        asked("affairs, for another", acting, "affairs"),
        asked("affairs, one's own", own, "affairs"),
        asked("affair, for another", acting, "affair", application.number),
        asked("affair, one's own", own, "affair", application.number),
    ]
    golden("helper_queries.txt", "".join(lines))
    helping.signed(here.other_citizen, by)
    helping.signed(here.boss, by)
    assert asked("helper's list", listed, "helper") == lines[0]
