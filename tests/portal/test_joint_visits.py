"""联合踏勘 in the browsers of the departments and of the applicant."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from onevisit.cases import services
from onevisit.cases.models import Application, JointAct, JointFinding
from onevisit.hall.queries import visits_of
from onevisit.kernel import clock
from onevisit.notifications.models import Message
from tests.factories import cases as world
from tests.factories import files, joint
from tests.factories.cases import County
from tests.portal.staff import browser

pytestmark = pytest.mark.django_db
WEDNESDAY = world.MONDAY + timedelta(days=2)
PLAN = {
    "action": "plan",
    "on": "2026-11-18",
    "half": "am",
    "hour": "09:30",
    "place": "云溪镇人民路 86 号",
    "phone": "0580-5550111",
    "prepare": "请打开厨房。",
}


@pytest.fixture
def here(here: County) -> County:
    joint.publish(here)
    return here


def visit_url(application: Application, part: str) -> str:
    return reverse("portal:desk-visit", args=[world.case_of(application, part).id])


def officer(here: County, application: Application, part: str) -> Client:
    return browser(here.officer(world.case_of(application, part)))


def read(client: Client, url: str) -> str:
    page = client.get(url)
    assert page.status_code == 200
    return page.content.decode()


def affair(here: County, application: Application) -> str:
    return read(browser(here.citizen), reverse("portal:affair", args=[application.number]))


def test_planned_by_one_it_stands_on_every_desk_and_on_the_status_page(here: County) -> None:
    application = joint.accepted(here)
    client = officer(here, application, "flame")
    page = read(client, visit_url(application, "flame"))
    assert "云溪镇人民路 86 号" in page  # from the form
    assert "安澜县housing局（pipe许可）" in page
    answer = client.post(visit_url(application, "flame"), PLAN)
    assert answer.status_code == 302
    for part in joint.TOGETHER:
        mine = officer(here, application, part)
        assert "11月18日 周三 上午 09:30" in read(mine, reverse("portal:desk"))
        case = world.case_of(application, part)
        on_case = read(mine, reverse("portal:desk-case", args=[case.id]))
        assert "11月18日 周三 上午 09:30" in on_case
        assert "现场核查的意见" not in on_case
    told = affair(here, application)
    assert "11月18日 周三 上午 09:30，4 个部门一次上门看现场：云溪镇人民路 86 号" in told
    assert "请打开厨房。" in told and "0580-5550111" in told
    assert "安澜县fire局约了11月18日 周三 上午 09:30上门看现场" in told
    assert "跑动 0 次" in told
    late = officer(here, application, "kitchen").post(visit_url(application, "kitchen"), PLAN)
    assert late.status_code == 409
    assert "员工a-fire已经约好了联合踏勘" in late.content.decode()


def test_a_clerk_who_looks_it_up_reads_when_they_come(here: County) -> None:
    application = joint.accepted(here)
    joint.plan(here, application)
    case = world.case_of(application, "board")
    page = read(browser(here.clerk), reverse("portal:lookup-case", args=[case.id]))
    assert "11月18日 周三 上午" in page
    assert visit_url(application, "board") not in page


def test_moved_and_cancelled_with_reasons_everybody_reads(here: County) -> None:
    application = joint.accepted(here)
    joint.plan(here, application)
    url = visit_url(application, "board")
    client = officer(here, application, "board")
    version = re.search(r'name="version" value="(\d+)"', read(client, url))
    assert version
    move = {"action": "move", "on": "2026-11-19", "half": "pm", "version": version[1]}
    bare = client.post(url, {**move, "reason": " "})
    assert bare.status_code == 422 and "请写明理由" in bare.content.decode()
    assert client.post(url, {**move, "reason": "路口封路。"}).status_code == 302
    told = affair(here, application)
    assert "从11月18日 周三 上午改到11月19日 周四 下午。理由：路口封路。" in told
    assert "由11月18日 周三 上午改期" in read(
        officer(here, application, "flame"), reverse("portal:desk")
    )
    stale = officer(here, application, "kitchen").post(
        visit_url(application, "kitchen"),
        {"action": "cancel", "reason": "不去了。", "version": version[1]},
    )
    assert stale.status_code == 409 and "不去了。" in stale.content.decode()
    done = client.post(url, {"action": "cancel", "reason": "店没装修好。"})
    assert done.status_code == 302
    assert "已经取消。理由：店没装修好。" in affair(here, application)


def test_who_comes_is_told_by_name(here: County) -> None:
    application = joint.accepted(here)
    joint.plan(here, application)
    url = visit_url(application, "pipe")
    client = officer(here, application, "pipe")
    assert client.post(url, {"action": "go"}).status_code == 302
    assert "员工a-housing" in affair(here, application)
    assert client.post(url, {"action": "stay"}).status_code == 302
    assert "员工a-housing" not in affair(here, application)


def test_a_finding_with_a_photograph_is_written_and_one_dissents(here: County) -> None:
    application = joint.accepted(here)
    joint.plan(here, application)
    url = visit_url(application, "kitchen")
    assert 'name="verdict"' not in read(officer(here, application, "kitchen"), url)
    with clock.travel(WEDNESDAY):
        client = officer(here, application, "kitchen")
        assert 'name="verdict"' in read(client, url)
        photo = SimpleUploadedFile("厨房.png", files.png(seed=9), "image/png")
        find = {"action": "find", "written": "0", "mend_by": "", "note": ""}
        answer = client.post(url, {**find, "verdict": "passed", "photos": [photo]})
        assert answer.status_code == 302
        taken = JointFinding.objects.get().photos.get()
        case = world.case_of(application, "kitchen")
        picture = reverse("portal:desk-visit-photo", args=[case.id, taken.id])
        assert picture in read(client, url)
        assert client.get(picture)["Content-Type"] == "image/png"
        assert officer(here, application, "flame").get(picture).status_code == 404
        fire = officer(here, application, "flame")
        blank = fire.post(visit_url(application, "flame"), {**find, "verdict": "failed"})
        assert blank.status_code == 422 and "请写明问题在哪里" in blank.content.decode()
        mend = {**find, "verdict": "mend", "note": "缺灭火器。", "mend_by": "2026-11-25"}
        assert fire.post(visit_url(application, "flame"), mend).status_code == 302
        told = affair(here, application)
        assert "缺灭火器。" in told and "11月25日前改好" in told
        assert "要在11月25日前整改好" in told
        other = read(client, url)
        assert "限期整改" in other and "缺灭火器。" not in other
        on_case = read(client, reverse("portal:desk-case", args=[case.id]))
        assert "review环节的意见" in on_case  # what follows is open
    assert visits_of(application.id).count == 0


def test_nonsense_is_told_in_place(here: County) -> None:
    application = joint.accepted(here)
    url = visit_url(application, "kitchen")
    client = officer(here, application, "kitchen")
    for wrong, words in (
        ({"on": "明天"}, "请填日期"),
        ({"on": ""}, "请填日期"),
        ({"half": ""}, "请选上午或者下午"),
        ({"half": "pm"}, "钟点和上午、下午对不上"),
        ({"on": "2026-11-21"}, "这一天不上班"),
        ({"phone": "看名片"}, "请写一个申请人打得通的电话"),
    ):
        answer = client.post(url, {**PLAN, **wrong})
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert "请打开厨房。" in answer.content.decode()
    assert client.post(url, {"action": "nothing"}).status_code == 400
    joint.plan(here, application)
    with clock.travel(WEDNESDAY):
        answer = client.post(url, {"action": "find", "verdict": "maybe"})
        assert answer.status_code == 422 and "请选一个结论" in answer.content.decode()
    assert JointAct.objects.count() == 1


def test_a_case_that_is_not_visited_says_so_and_one_in_intake_waits(here: County) -> None:
    application = joint.submitted(here)
    assert "受理以后才能约" in read(
        officer(here, application, "kitchen"), visit_url(application, "kitchen")
    )
    licence = world.case_of(application, "licence")
    services.accept(case_id=licence.id, actor=here.officer(licence))
    assert "不用踏勘" in read(
        officer(here, application, "licence"), visit_url(application, "licence")
    )


def test_outsiders_find_no_visit(here: County) -> None:
    application = joint.accepted(here)
    joint.plan(here, application)
    url = visit_url(application, "kitchen")
    for who in (here.officers["fire"], here.citizen, here.other_citizen):
        assert browser(who).get(url).status_code == 404
        assert browser(who).post(url, {"action": "go"}).status_code == 404
    for who in (here.clerk, here.supervisor):
        assert browser(who).get(url).status_code == 403


def test_the_applicant_asks_for_another_time_once_and_is_answered(here: County) -> None:
    application = joint.accepted(here)
    case = world.case_of(application, "kitchen")
    act = joint.plan(here, application)
    owner, officer = browser(here.citizen), browser(here.officer(case))
    desk, page = (
        reverse("portal:desk-visit", args=[case.id]),
        reverse("portal:affair", args=[application.number]),
    )
    ask = reverse("portal:affair_visit_ask", args=[application.number, act.id])
    assert ask in owner.get(page).content.decode()
    wish = {"on": "2026-11-20", "half": "pm", "hour": "", "reason": "那天上午要交房租。"}
    assert "请选上午或者下午" in owner.post(ask, {**wish, "half": ""}).content.decode()
    assert (
        "没有改动" in owner.post(ask, {**wish, "on": "2026-11-18", "half": "am"}).content.decode()
    )
    assert "下午，等部门答复" in owner.post(ask, wish, follow=True).content.decode()
    assert owner.post(ask, wish).status_code == 409
    act.refresh_from_db()
    assert str(act.on) == "2026-11-18"  # nothing is moved yet
    shown = officer.get(desk).content.decode()
    assert "那天上午要交房租。" in shown and "改到这个时间，告知各方" in shown
    told = Message.objects.filter(kind="visit_asked").values_list("user_id", flat=True)
    assert here.officer(case).user_id in told
    officer.post(desk, {"action": "keep", "reason": "那天人都在外面。"})
    assert officer.post(desk, {"action": "keep", "reason": "再答一次。"}).status_code == 409
    after = owner.get(page).content.decode()
    assert "那天人都在外面。" in after and ask not in after
    assert Message.objects.filter(kind="visit_kept").count() == 1
    officer.post(desk, {"action": "move", **wish})
    act.refresh_from_db()
    assert (str(act.on), act.half) == ("2026-11-20", "pm")
    assert ask in owner.get(page).content.decode()  # for each time that is set
    with clock.travel(world.MONDAY + timedelta(days=4)):
        assert "到了踏勘的日子" in owner.get(ask).content.decode()
        assert owner.post(ask, {**wish, "on": "2026-11-23"}).status_code == 409
    assert browser(here.other_citizen).get(ask).status_code == 404
