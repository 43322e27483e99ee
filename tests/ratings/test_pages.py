"""Ratings in the browser's eyes."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from onevisit.cases.rules.events import ContactKind
from onevisit.kernel import clock
from onevisit.portal.web.citizen.labels import CONTACTS, OCCASIONS
from onevisit.ratings.models import Rating, Rectification
from onevisit.ratings.rules import OccasionKind
from onevisit.ratings.web.wordings import KINDS
from tests.factories import cases, helping
from tests.factories.cases import County
from tests.portal.staff import browser
from tests.ratings.test_services import spot, token_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_monday() -> Iterator[None]:
    with clock.travel(cases.MONDAY):
        yield


@pytest.fixture
def here() -> County:
    return cases.county()


def test_a_stranger_with_the_link_rates_and_sees_no_name(here: County) -> None:
    url = reverse("ratings:rate", args=[token_of(spot(here))])
    page = Client().get(url)
    text = page.content.decode()
    assert page.status_code == 200
    assert text.index("非常满意") < text.index("基本满意") < text.index("非常不满意")
    assert "陈小岚" not in text
    assert "no-cache" in page.headers["Cache-Control"]
    empty = Client().post(url, {})
    assert empty.status_code == 422
    assert 'href="#level"' in empty.content.decode()
    assert Client().post(url, {"level": "2", "reasons": ["clear"]}).status_code == 302
    assert "您评的是“满意”" in Client().get(url).content.decode()
    assert Rating.objects.get().level == 2


def test_a_wrong_link_is_nothing(here: County) -> None:
    assert Client().get(reverse("ratings:rate", args=["x" * 22])).status_code == 404


def test_the_receipt_carries_the_link_until_it_is_used(here: County) -> None:
    application = spot(here)
    clerk, url = browser(here.clerk), reverse("portal:intake-receipt", args=[application.id])
    assert "扫码评价" in clerk.get(url).content.decode()
    link = reverse("ratings:rate", args=[token_of(application)])
    assert clerk.post(link, {"level": "1"}).status_code == 403
    Client().post(link, {"level": "4", "words": "排队太久。"})
    text = clerk.get(url).content.decode()
    assert "扫码评价" not in text
    assert "不满意" not in text
    status = browser(here.citizen).get(reverse("portal:affair", args=[application.number]))
    assert link in status.content.decode()


def test_the_supervisor_calls_back_and_has_it_put_right(here: County) -> None:
    link = reverse("ratings:rate", args=[token_of(spot(here))])
    told = Client().post(link, {"level": "5", "words": "排队太久。"}, follow=True)
    assert "给您回电话" in told.content.decode()
    row, supervisor = Rectification.objects.get(), browser(here.supervisor)
    assert "等回访" in supervisor.get(reverse("ratings:rectifications")).content.decode()
    url = reverse("ratings:rectification", args=[row.id])
    page = supervisor.get(url).content.decode()
    assert "排队太久。" in page
    assert "13800000001" not in page
    shown = supervisor.post(reverse("ratings:phone", args=[row.id])).content.decode()
    assert "13800000001" in shown
    note = reverse("ratings:note", args=[row.id])
    assert supervisor.post(note, {"kind": "rectified", "words": "改了。"}).status_code == 409
    assert supervisor.post(note, {"kind": "called", "words": "致歉。"}).status_code == 302
    assert supervisor.post(note, {"kind": "rectified", "words": "改了。"}).status_code == 302
    done = supervisor.get(reverse("ratings:rectifications") + "?show=done").content.decode()
    assert "已整改" in done


def test_ones_own_list_shows_what_may_be_rated(here: County) -> None:
    token = token_of(spot(here))
    url = reverse("ratings:mine")
    assert reverse("ratings:rate", args=[token]) in browser(here.citizen).get(url).content.decode()
    assert token not in browser(here.other_citizen).get(url).content.decode()


def test_satisfaction_stands_on_the_directors_page_with_its_list(here: County) -> None:
    for level in ("1", "2", "3", "4", "5"):
        Client().post(reverse("ratings:rate", args=[token_of(spot(here))]), {"level": level})
    director = browser(here.supervisor)
    home = director.get(reverse("oversight:home")).content.decode()
    assert "满意率" in home
    assert "60.0%" in home.replace(" ", "")
    bad = director.get(reverse("oversight:list", args=["rated-bad"])).content.decode()
    assert bad.count("社会保障卡补领") == 2
    sheet = director.get(reverse("oversight:download", args=["rated"]))
    assert sheet.content.decode().count("社会保障卡补领") == 5


def test_every_occasion_is_called_by_a_name_everywhere() -> None:
    assert set(KINDS) == set(OCCASIONS) == set(OccasionKind)
    assert set(CONTACTS) == set(ContactKind)


def test_a_helper_is_rated_by_the_person_and_never_by_themselves(here: County) -> None:
    by = helping.helper()
    given = helping.signed(here.citizen, by)
    application = cases.submitted(here, helping.standing_in(by, given), area=80)
    url = reverse("ratings:rate", args=[token_of(application)])
    assert "代办员上门" in Client().get(url).content.decode()
    helper = browser(by)
    helper.post(reverse("accounts:helper-begin"), {"authority": str(given), "met": "home"})
    assert helper.post(url, {"level": "1"}).status_code == 403
    assert "代办员上门" in browser(here.citizen).get(reverse("ratings:mine")).content.decode()
    assert browser(here.citizen).post(url, {"level": "1"}).status_code == 302
