"""批量: what would come of it is shown first, and nothing is done by looking."""

import re

import pytest
from django.urls import reverse

from onevisit.cases import services
from onevisit.cases.models import Case
from tests.factories import cases as world
from tests.factories.cases import County
from tests.portal.staff import browser

pytestmark = pytest.mark.django_db


def test_tried_first_then_done_to_what_can_be_done(here: County) -> None:
    applications = [world.submitted(here, area=area) for area in (80, 400)]
    first, second = (world.case_of(each, "sign") for each in applications)
    officer = here.officer(first)
    client, url = browser(officer), reverse("portal:desk-many")
    assert first.number and "批量" in client.get(url).content.decode()
    for each in (first, second):
        services.accept(case_id=each.id, actor=officer)
    services.claim(case_id=first.id, actor=officer)
    wish = {"doing": "release", "case": [first.id, second.id], "step": "preview"}
    Case.objects.filter(id=second.id).update(claimed_by=here.officers["market"].user_id)
    page = client.post(url, wish).content.decode()
    assert page.count("可以办") == 1 and page.count("办不了") == 1
    assert Case.objects.get(id=first.id).claimed_by_id == officer.user_id  # only looked
    confirmed = re.findall(r'type="hidden" name="case" value="([^"]+)"', page)
    assert confirmed == [str(first.id)]
    done = client.post(url, {**wish, "case": confirmed, "step": "do"})
    assert done.status_code == 302 and Case.objects.get(id=first.id).claimed_by_id is None
    assert client.post(url, {"doing": "claim", "step": "preview"}).status_code == 422
    unsaid = client.post(url, {"case": [first.id], "step": "preview"})
    assert unsaid.status_code == 422 and "请选要做什么" in unsaid.content.decode()
    stranger = world.case_of(applications[0], "licence")
    hidden = client.post(url, {**wish, "case": [stranger.id]}).content.decode()
    assert "看不到的办件" in hidden and stranger.number not in hidden
