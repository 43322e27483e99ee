"""踏勘随身页 at the server: what a device kept arrives once, and nothing is written over."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from onevisit.cases.models import Application, JointFinding
from onevisit.cases.rules.joint import Verdict
from onevisit.kernel import clock
from tests.factories import cases as world
from tests.factories import files, joint
from tests.factories.cases import County
from tests.portal.staff import browser

pytestmark = pytest.mark.django_db
WEDNESDAY = world.MONDAY + timedelta(days=2)


@pytest.fixture
def here(here: County) -> County:
    joint.publish(here)
    return here


def planned(here: County) -> tuple[Application, UUID, Client]:
    application = joint.accepted(here)
    joint.plan(here, application)
    case = world.case_of(application, "kitchen")
    return application, case.id, browser(here.officer(case))


def entry(case_id: UUID, **more: object) -> dict[str, object]:
    return {
        "id": uuid4(),
        "case": case_id,
        "verdict": "passed",
        "note": "灶台和图纸一致。",
        "written": "0",
        "noted": "2026-11-18T09:40:00+08:00",
        **more,
    }


def test_the_page_shows_the_visits_of_the_day_and_only_what_they_need(here: County) -> None:
    application, case_id, client = planned(here)
    url = reverse("portal:visits")
    assert "今天没有要去的踏勘" in client.get(url).content.decode()
    with clock.travel(WEDNESDAY):
        page = client.get(url).content.decode()
        assert "云溪镇人民路 86 号" in page and str(case_id) in page
        assert application.applicant.name not in page and "吉祥小馆" not in page
        worker = client.get(reverse("portal:visits-worker"))
    assert worker["Content-Type"].startswith("text/javascript")
    assert f'page: "{url}"' in worker.content.decode()


def test_the_same_entry_twice_is_one_finding_with_one_photograph(here: County) -> None:
    _application, case_id, client = planned(here)
    sent = entry(case_id)
    with clock.travel(WEDNESDAY):
        for _again in range(2):
            photo = SimpleUploadedFile("厨房.jpg", files.jpeg(seed=3), "image/jpeg")
            answer = client.post(reverse("portal:visits-send"), {**sent, "photos": [photo]})
            assert (answer.status_code, answer.json()) == (200, {"state": "kept"})
    found = JointFinding.objects.get()
    assert found.entry == sent["id"] and found.photos.count() == 1
    assert found.noted_at is None  # it was half past nine: that clock is wrong
    stolen = {**sent, "case": world.case_of(_application, "flame").id}
    fire = browser(here.officer(world.case_of(_application, "flame")))
    with clock.travel(WEDNESDAY):
        refused = fire.post(reverse("portal:visits-send"), stolen)
    assert refused.status_code == 409 and refused.json()["state"] == "refused"


def test_a_colleague_was_quicker_and_both_findings_stand_side_by_side(here: County) -> None:
    application, case_id, client = planned(here)
    with clock.travel(WEDNESDAY):
        joint.find(here, application, "kitchen", Verdict.FAILED, "排水沟堵了。")
        answer = client.post(reverse("portal:visits-send"), entry(case_id))
        told = answer.json()
        assert answer.status_code == 409 and told["state"] == "conflict"
        assert told["theirs"]["verdict"] == "不通过" and told["theirs"]["note"] == "排水沟堵了。"
        assert told["again"] is True and told["written"] == 1
        newer = entry(case_id, written=told["written"])
        assert client.post(reverse("portal:visits-send"), newer).status_code == 200
    verdicts = JointFinding.objects.order_by("seq").values_list("verdict", flat=True)
    assert list(verdicts) == ["failed", "passed"]


def test_what_comes_after_the_visit_was_cancelled_is_refused_with_its_reason(here: County) -> None:
    application, case_id, client = planned(here)
    with clock.travel(WEDNESDAY):
        cancel = {"action": "cancel", "reason": "店没开门。"}
        client.post(reverse("portal:desk-visit", args=[case_id]), cancel)
        answer = client.post(reverse("portal:visits-send"), entry(case_id))
        assert answer.status_code == 409 and answer.json()["state"] == "refused"
        assert answer.json()["told"]
        wrong = client.post(reverse("portal:visits-send"), entry(case_id, verdict="mend"))
        assert wrong.status_code == 422 and wrong.json()["state"] == "wrong"
    assert not JointFinding.objects.filter(case__application=application).exists()
