"""12345 来电 at the page of an application."""

import pytest
from django.urls import reverse

from tests.factories import cases as world
from tests.factories.cases import County
from tests.portal.staff import browser, page

pytestmark = pytest.mark.django_db


def test_a_call_is_noted_at_the_application_and_the_applicant_may_rate_it(here: County) -> None:
    application = world.submitted(here)
    clerk = browser(here.clerk)
    assert "没有来电" in page(clerk, "portal:lookup-application", application.id)
    answer = clerk.post(reverse("ratings:call", args=[application.id]), follow=True)
    assert "来电记下了" in answer.content.decode()
    assert "问办件" in answer.content.decode()
    assert "没有跑动" in answer.content.decode()
    assert "打 12345 问办件" in page(browser(here.citizen), "ratings:mine")
    assert "打 12345 问办件" in page(browser(here.citizen), "portal:affair", application.number)
