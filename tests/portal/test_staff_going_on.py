"""Saving at one window and going on at another; two clerks in one draft; rows to settle."""

import pytest
from django.test import Client
from django.urls import reverse

from onevisit.accounts.rules import Actor
from onevisit.cases.models import Application
from tests.factories import cases as world
from tests.factories.cases import County
from tests.factories.people import staff_actor
from tests.factories.places import make_service_point
from tests.portal.staff import browser

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Trigger": "sheet"}


def other_clerk(here: County) -> Actor:
    return staff_actor("clerk", service_point_id=here.centre, window="A04", name="王丽")


def begin(here: County, client: Client) -> Application:
    url = reverse("portal:window-begin", args=[here.citizen.person_id])
    client.post(url, {"code": world.BUNDLE})
    draft = Application.objects.get(state="draft")
    send(client, "intake-answers", draft, **{"shop.area": "86"})
    return draft


def send(client: Client, name: str, draft: Application, /, **data: object) -> tuple[int, str]:
    response = client.post(reverse(f"portal:{name}", args=[draft.id]), data)
    return response.status_code, response.content.decode()


def shown(client: Client, draft: Application) -> str:
    response = client.get(reverse("portal:intake", args=[draft.id]))
    assert response.status_code == 200
    return response.content.decode()


def hidden(text: str, name: str) -> str:
    """The value of a hidden field of the page."""
    return text.rsplit(f'name="{name}" value="', maxsplit=1)[-1].split('"', maxsplit=1)[0]


def test_any_clerk_of_the_point_goes_on_where_another_left_off(here: County) -> None:
    clerk, other = browser(here.clerk), browser(other_clerk(here))
    draft = begin(here, clerk)
    send(clerk, "intake-form", draft, **{"shop.name": "云溪小馆"})
    listed = other.get(reverse("portal:window")).content.decode()
    assert reverse("portal:intake", args=[draft.id]) in listed
    assert "员工clerk-1，A03 号窗口" in listed
    text = shown(other, draft)
    assert "云溪小馆" in text
    assert "A03 号窗口的员工clerk-1刚才还在办这一份" in text
    assert "刚才还在办" not in shown(clerk, draft)


def test_another_point_goes_on_with_the_person_who_comes_there(here: County) -> None:
    elsewhere = browser(staff_actor("clerk", service_point_id=make_service_point().id, window="1"))
    draft = begin(here, browser(here.clerk))
    assert str(draft.id) not in elsewhere.get(reverse("portal:window")).content.decode()
    url = reverse("portal:window-person", args=[here.citizen.person_id])
    assert "A03 号窗口" in elsewhere.get(url).content.decode()
    begun = reverse("portal:window-begin", args=[here.citizen.person_id])
    moved = elsewhere.post(begun, {"code": world.BUNDLE})
    assert moved.headers["Location"] == reverse("portal:intake", args=[draft.id])
    draft.refresh_from_db()
    assert draft.saved_window == "1"


def test_two_clerks_in_one_draft_lose_nothing_and_are_told(here: County) -> None:
    clerk, other = browser(here.clerk), browser(other_clerk(here))
    draft = begin(here, clerk)
    first, second = (hidden(shown(each, draft), "page") for each in (clerk, other))
    send(clerk, "intake-form", draft, page=first, **{"shop.name": "云溪小馆", "shop.note": ""})
    url = reverse("portal:intake-form", args=[draft.id])
    saved = other.post(
        url, {"page": second, "shop.name": "", "shop.note": "二楼"}, headers=HTMX
    ).content.decode()
    assert "刚才还在办这一份" in saved
    draft.refresh_from_db()
    assert (draft.form_open["shop.name"], draft.form_open["shop.note"]) == ("云溪小馆", "二楼")
    status, text = send(other, "intake-form", draft, page=second, **{"shop.name": "别的店"})
    assert status == 409
    assert "您填的是 别的店" in text
    draft.refresh_from_db()
    assert draft.form_open["shop.name"] == "云溪小馆"


def test_an_answer_changed_at_another_window_is_told_too(here: County) -> None:
    clerk, other = browser(here.clerk), browser(other_clerk(here))
    draft = begin(here, clerk)
    first, second = (hidden(shown(each, draft), "page") for each in (clerk, other))
    send(clerk, "intake-answers", draft, page=first, **{"shop.area": "90"})
    status, text = send(other, "intake-answers", draft, page=second, **{"shop.area": "70"})
    assert status == 409
    assert "您填的是 70" in text
    draft.refresh_from_db()
    assert draft.answers["shop.area"] == 90


def test_saving_by_key_stays_on_the_page_and_says_so(here: County) -> None:
    clerk = browser(here.clerk)
    draft = begin(here, clerk)
    url = reverse("portal:intake-form", args=[draft.id])
    saved = clerk.post(
        url, {"shop.name": "云溪小馆"}, headers={"HX-Request": "true", "HX-Trigger": "save"}
    )
    assert saved.status_code == 200
    assert "任何窗口都能接着办" in saved.content.decode()
    assert "<html" not in saved.content.decode()
    assert clerk.post(url, {"shop.name": "云溪小馆"}).status_code == 302


def test_rows_are_settled_before_it_is_received(here: County) -> None:
    clerk = browser(here.clerk)
    draft = begin(here, clerk)
    send(clerk, "intake-paper", draft, m="plan", do="take")
    send(clerk, "intake-form", draft, **{"shop.name": "云溪小馆"})
    status, _text = send(clerk, "intake-reading", draft, m="plan", field="shop.name", value="云溪")
    assert status == 302
    text = shown(clerk, draft)
    assert "“平面图”上" in text
    assert "改为 云溪" in text
    mark = hidden(text, "mark")
    status, text = send(clerk, "intake-receive", draft, signed="1", mark=mark)
    assert status == 422
    assert "还有 1 处不一致" in text
    bad, _text = send(clerk, "intake-settle", draft, field="shop.name", source="x")
    assert bad == 400
    send(clerk, "intake-settle", draft, field="shop.name", source="document", do="keep")
    status, _text = send(clerk, "intake-receive", draft, signed="1", mark=mark)
    assert status == 302
    draft.refresh_from_db()
    assert draft.state == "submitted"


def test_a_sealed_value_that_differs_is_shown_masked(here: County) -> None:
    clerk = browser(here.clerk)
    draft = begin(here, clerk)
    send(clerk, "intake-form", draft, **{"person.id": "339921198503070037"})
    text = shown(clerk, draft)
    assert "身份登记" in text
    assert "表上没错" in text
    assert world.resident_id(1) not in text
    assert "339921198503070037" not in text
    send(clerk, "intake-settle", draft, field="person.id", source="register", do="take")
    draft.refresh_from_db()
    assert draft.unsealed().values["person.id"] == world.resident_id(1)
