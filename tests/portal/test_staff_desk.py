"""The approver's desk in the browser's eyes."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from onevisit.cases import services
from onevisit.cases.models import Case, Evidence
from onevisit.kernel import clock
from tests.factories import cases as world
from tests.factories.cases import County
from tests.portal.staff import browser

pytestmark = pytest.mark.django_db


def act(client: Client, case: Case, action: str, **data: object):
    return client.post(reverse("portal:desk-act", args=[case.id]), {"action": action, **data})


def case_page(client: Client, case: Case):
    return client.get(reverse("portal:desk-case", args=[case.id]))


def test_the_queue_shows_what_the_department_has_to_do(here: County) -> None:
    application = world.submitted(here)
    page = browser(here.officers["market"]).get(reverse("portal:desk"))
    text = page.content.decode()
    assert page.status_code == 200
    assert application.number in text
    assert "licence许可" in text and "sign许可" not in text
    assert "还剩 5 个工作日" in text
    assert "陈小岚" not in text and "陈*岚" in text


def test_an_address_that_names_no_row_shows_the_lists_from_their_beginning(here: County) -> None:
    client = browser(here.officers["market"])
    for name in ("portal:desk", "portal:desk-owed", "portal:desk-obligations"):
        for after in ("nonsense", "2026-02-30_1", "20260101_", "_"):
            assert client.get(reverse(name), {"after": after}).status_code == 200, (name, after)


def test_a_case_goes_from_acceptance_to_its_result_on_one_page(here: County) -> None:
    case = world.case_of(world.submitted(here), "licence")
    client = browser(here.officers["market"])
    assert "F8" in case_page(client, case).content.decode()
    assert act(client, case, "accept").status_code == 302
    assert act(client, case, "claim").status_code == 302
    for row in case.materials.all():
        act(client, case, "verdict", material=row.material, verdict="ok")
    case.refresh_from_db()
    for task in case.tasks.filter(state="open", kind="review"):
        act(client, case, "opinion", step=task.step, opinion="符合规定。")
    case.refresh_from_db()
    page = case_page(client, case)
    assert "符合规定。" in page.content.decode()
    done = act(client, case, "decide", outcome="approve", last_seq=case.last_seq)
    assert done.status_code == 302
    case.refresh_from_db()
    assert case.decided_at is not None
    result = client.get(reverse("portal:desk-result", args=[case.id]))
    assert result["Content-Type"] == "application/pdf"
    assert result.content.startswith(b"%PDF")


def test_a_second_officer_is_told_who_decided_and_loses_nothing_typed(here: County) -> None:
    case = world.case_of(world.submitted(here), "licence")
    world.review(here, case)
    first, second = browser(here.officers["market"]), browser(here.second_officers["market"])
    shown = case.last_seq
    assert act(first, case, "decide", outcome="approve", last_seq=shown).status_code == 302
    late = act(
        second, case, "decide", outcome="refuse", last_seq=shown, reason="面积和合同对不上。"
    )
    text = late.content.decode()
    assert late.status_code == 409
    assert here.officers["market"].name in text
    assert Case.objects.get(pk=case.pk).state == "delivered"
    assert "面积和合同对不上。" in text


def test_a_colleagues_case_cannot_be_decided_over_their_head(here: County) -> None:
    case = world.case_of(world.submitted(here), "licence")
    world.review(here, case)
    services.claim(case_id=case.id, actor=here.officers["market"])
    answer = act(
        browser(here.second_officers["market"]),
        case,
        "decide",
        outcome="refuse",
        reason="缺消防通道。",
        last_seq=case.last_seq,
    )
    assert answer.status_code == 409
    assert here.officers["market"].name in answer.content.decode()


def test_the_refusal_of_one_part_leaves_the_others(here: County) -> None:
    application = world.submitted(here)
    sign = world.case_of(application, "sign")
    world.review(here, sign)
    client = browser(here.officers["urban"])
    missing = act(client, sign, "decide", outcome="refuse", reason="", last_seq=sign.last_seq)
    assert missing.status_code == 422
    refused = act(
        client, sign, "decide", outcome="refuse", reason="招牌超出门面。", last_seq=sign.last_seq
    )
    assert refused.status_code == 302
    states = dict(Case.objects.filter(application=application).values_list("part", "state"))
    assert states.pop("sign") == "refused"
    assert set(states.values()) == {"submitted"}


def test_a_suspended_clock_stands_still_until_it_is_resumed(here: County) -> None:
    case = world.case_of(world.submitted(here), "licence")
    services.accept(case_id=case.id, actor=here.officers["market"])
    client = browser(here.officers["market"])
    until = (clock.today() + timedelta(days=14)).isoformat()
    told = act(
        client,
        case,
        "suspend",
        procedure="testing",
        until=until,
        suspend_reason="要送检油烟净化器。",
    )
    assert told.status_code == 302
    with clock.travel(world.MONDAY + timedelta(days=7)):
        page = case_page(client, case).content.decode()
        assert "时限暂停" in page and "检测：要送检油烟净化器。" in page
        days = client.get(reverse("portal:desk-clock", args=[case.id, "C2"])).content.decode()
        assert "特别程序中，不计" in days
        assert "已计 0 天" in days
        act(client, case, "resume")
    case.refresh_from_db()
    assert case.state == "in_review" and not case.paused


def test_nothing_of_another_department_can_be_opened(here: County) -> None:
    application = world.submitted(here)
    case = world.case_of(application, "sign")
    paper = Evidence.objects.filter(application=application, stored_object__isnull=False).get()
    outsider = browser(here.officers["market"])
    own = browser(here.officers["urban"])
    for name, more in (
        ("desk-case", []),
        ("desk-result", []),
        ("desk-clock", ["A"]),
        ("desk-file", [paper.id]),
        ("desk-page", [paper.id, 1]),
    ):
        url = reverse(f"portal:{name}", args=[case.id, *more])
        assert outsider.get(url).status_code == 404, name
        assert own.get(url).status_code == (404 if name == "desk-result" else 200), name
    assert act(outsider, case, "claim").status_code == 404


def test_the_phone_is_masked_until_somebody_says_why(here: County) -> None:
    case = world.case_of(world.submitted(here), "sign")
    client = browser(here.officers["urban"])
    assert "13800000001" not in case_page(client, case).content.decode()
    shown = client.post(
        reverse("portal:desk-unmask", args=[case.id]), {"field": "phone", "reason": "contact"}
    )
    assert "13800000001" in shown.content.decode()


def test_a_supervisor_reads_every_case_and_touches_none(here: County) -> None:
    application = world.submitted(here)
    case = world.case_of(application, "sign")
    client = browser(here.supervisor)
    found = client.get(reverse("portal:lookup"), {"q": application.number}, follow=True)
    assert "drain许可" in found.content.decode()
    read = client.get(reverse("portal:lookup-case", args=[case.id]))
    assert read.status_code == 200
    assert "desk-act" not in read.content.decode() and "/act/" not in read.content.decode()
    assert client.get(reverse("portal:desk")).status_code == 403
    assert act(client, case, "claim").status_code == 403
