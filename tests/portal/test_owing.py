"""容缺: what is owed, as its applicant and as its department read it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from onevisit.cases import services
from onevisit.cases.models import Case
from onevisit.kernel import clock
from tests.factories import cases as world
from tests.factories import files
from tests.factories.cases import County
from tests.portal.staff import browser
from tests.portal.test_corrections import page

pytestmark = pytest.mark.django_db


def deferred(here: County) -> Case:
    case = world.case_of(world.submitted(here, area=80), "drain")
    services.accept(case_id=case.id, actor=here.officer(case))
    case.refresh_from_db()
    return case


def test_the_applicant_reads_how_many_days_are_left_and_when_they_are_over(here: County) -> None:
    case = deferred(here)
    citizen, number = browser(here.citizen), case.application.number
    assert "11月27日 周五前，还有 9 个工作日" in page(citizen, "portal:affair", number)
    assert "11月27日前" in page(citizen, "portal:home")
    with clock.travel(world.MONDAY + timedelta(days=11)):
        services.sweep()
        told = page(citizen, "portal:affair", number)
        assert "今天是最后一天" in told
        assert "提醒您：“drain许可”后补的材料，11月27日前要补上" in told
        assert "今天是最后一天" in page(citizen, "portal:home")
    with clock.travel(world.MONDAY + timedelta(days=12)):
        assert "期限已经过了。请马上补上" in page(citizen, "portal:affair", number)
        assert "已过期限" in page(citizen, "cases:receipt", case.application_id)
        services.sweep()
        told = page(citizen, "portal:affair", number)
        assert "要补的到期没有补齐" in told
        assert "请马上补上" not in told
        assert "还要补交" not in page(citizen, "cases:receipt", case.application_id)


def test_supplied_later_online_it_is_owed_no_more(here: County) -> None:
    case = deferred(here)
    citizen = browser(here.citizen)
    picture = SimpleUploadedFile("报告.png", files.png(seed=3), "image/png")
    sent = citizen.post(
        reverse("cases:attach", args=[case.application_id]),
        {"material": "report", "file": picture},
        follow=True,
    )
    assert "已补交" in sent.content.decode()
    told = page(citizen, "portal:affair", case.application.number)
    assert "补交“检测报告”" not in told
    assert "后补的材料都齐了" in told


def test_the_department_has_a_list_of_what_is_owed(here: County) -> None:
    case = deferred(here)
    officer = browser(here.officer(case))
    assert reverse("portal:desk-owed") in page(officer, "portal:desk")
    listed = page(officer, "portal:desk-owed")
    assert "检测报告" in listed
    assert "还没提醒" in listed
    assert reverse("portal:desk-case", args=[case.id]) in listed
    with clock.travel(world.MONDAY + timedelta(days=12)):
        assert "已过期" in page(officer, "portal:desk-owed")
        services.sweep()
        assert "没有等申请人补的" in page(officer, "portal:desk-owed")
