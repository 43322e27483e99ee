"""What is ticked on the spot, point for point."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from onevisit.cases.models import JointFinding
from onevisit.kernel import clock
from tests.factories import cases as world
from tests.factories import joint
from tests.factories.cases import County
from tests.portal.staff import browser

pytestmark = pytest.mark.django_db
WEDNESDAY = world.MONDAY + timedelta(days=2)


def test_points_are_ticked_one_by_one_and_nobody_passes_over_a_bad_one(here: County) -> None:
    joint.publish(here, "生熟分开", "有专间的，专间有空调", "灭火器在有效期内")
    application = joint.accepted(here)
    joint.plan(here, application)
    case = world.case_of(application, "kitchen")
    client = browser(here.officer(case))
    sent = {"case": case.id, "verdict": "passed", "note": "", "written": "0"}
    send, marks = reverse("portal:visits-send"), {"mark-0": "ok", "mark-1": "none"}
    notes = {"mark_note-0": "", "mark_note-1": "没有专间。", "mark_note-2": "过期一个月。"}
    with clock.travel(WEDNESDAY):
        assert "灭火器在有效期内" in client.get(reverse("portal:visits")).content.decode()
        open_ = client.post(send, {**sent, "id": uuid4(), **marks, **notes})
        assert (open_.status_code, open_.json()["told"]) == (422, "第 3 条还没有勾。")
        marks["mark-2"] = "bad"
        over = client.post(send, {**sent, "id": uuid4(), **marks, **notes})
        assert over.json()["told"] == "第 3 条不符合，结论不能选“通过”。"
        ticked = {**sent, "id": uuid4(), "verdict": "failed", **marks, **notes}
        assert client.post(send, ticked).json() == {"state": "kept"}
    found = JointFinding.objects.get()
    assert [each["mark"] for each in found.points["ticked"]] == ["ok", "none", "bad"]
    owner = browser(here.citizen)
    page = owner.get(reverse("portal:affair", args=[application.number])).content.decode()
    assert "灭火器在有效期内：过期一个月。" in page and "没有专间。" in page
