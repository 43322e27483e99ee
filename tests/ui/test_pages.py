"""The pages of this room, as a browser gets them."""

from urllib.parse import urlencode

import pytest
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import Settings

from onevisit.ui.site import site
from onevisit.ui.web.views import csrf_failure

pytestmark = pytest.mark.django_db

PAGES = ["help", "accessibility", "privacy", "identify", "report_error", "sitemap"]


@pytest.mark.parametrize("name", PAGES)
def test_texts_about_the_site_are_there(client: Client, name: str) -> None:
    response = client.get(reverse(f"ui:{name}"))
    page = response.content.decode()
    assert response.status_code == 200
    assert page.count("<h1") == 1
    assert page.count("<main") == 1
    assert 'href="#"' not in page
    assert 'lang="zh-CN"' in page
    assert "style=" not in page


def test_every_page_says_who_runs_the_site(client: Client) -> None:
    page = client.get(reverse("ui:help")).content.decode()
    for text in (site().operator, site().contractor, *site().identifiers, site().demo_note):
        assert str(text) in page
    assert "tel:12345" in page


def test_the_site_can_be_someone_elses(client: Client, settings: Settings) -> None:
    settings.DEMO = False
    english = {"en": {"name": "Qinghe Services"}}
    settings.SITE = {"name": "清河政务服务", "identifiers": ["网站标识码 1"]} | english
    page = client.get(reverse("ui:help")).content.decode()
    assert "清河政务服务" in page and "Qinghe" not in page
    abroad = client.get(reverse("ui:help"), headers={"accept-language": "en"}).content.decode()
    assert "Qinghe Services" in abroad and "清河政务服务" not in abroad
    assert "网站标识码 1" in page
    assert "演示环境" not in page


def test_unknown_words_about_the_site_are_refused(settings: Settings) -> None:
    settings.SITE = {"nmae": "x"}
    with pytest.raises(TypeError, match="nmae"):
        site()


def test_the_elderly_view_is_switched_on_and_off(client: Client) -> None:
    here = reverse("ui:help")
    response = client.post(reverse("ui:view_mode"), {"mode": "elder", "next": here})
    assert response.status_code == 302
    assert response["Location"] == here
    page = client.get(here).content.decode()
    assert 'class="elder"' in page
    assert "有人手把手帮您" in page
    client.post(reverse("ui:view_mode"), {"mode": "standard", "next": here})
    assert 'class="elder"' not in client.get(here).content.decode()


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:1", ""])
def test_the_switch_leads_to_no_foreign_place(client: Client, target: str) -> None:
    response = client.post(reverse("ui:view_mode"), {"mode": "elder", "next": target})
    assert response["Location"] == "/"


def test_the_switch_takes_no_get(client: Client) -> None:
    assert client.get(reverse("ui:view_mode")).status_code == 405


def test_an_unknown_address_gets_a_helpful_page(client: Client) -> None:
    response = client.get("/no/such/page/")
    assert response.status_code == 404
    assert "没有找到这个页面" in response.content.decode()


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_last_resorts_need_no_request(name: str) -> None:
    page = render_to_string(name)
    assert "您可以这样做" in page
    assert str(site().name) in page


def stale(**headers: str) -> HttpRequest:
    data = {"name": "云溪<小馆>", "password": "hunter2", "csrfmiddlewaretoken": "old"}
    return RequestFactory().post("/form/?step=2", data, headers=headers)


def test_a_stale_form_loses_nothing() -> None:
    page = csrf_failure(stale(origin="http://testserver")).content.decode()
    assert 'name="name" value="云溪&lt;小馆&gt;"' in page
    assert 'action="/form/?step=2"' in page
    assert "hunter2" not in page
    assert 'value="old"' not in page


@pytest.mark.parametrize("headers", [{}, {"origin": "https://evil.example"}, {"origin": "null"}])
def test_a_form_from_elsewhere_is_refused(headers: dict[str, str]) -> None:
    response = csrf_failure(stale(**headers))
    assert response.status_code == 403
    assert "云溪" not in response.content.decode()


def test_htmx_is_told_to_try_again_with_a_fresh_token() -> None:
    response = csrf_failure(stale(origin="http://testserver", HX_Request="true"))
    assert response.status_code == 403
    assert response["X-CSRF-Stale"] == "1"


def test_in_english_the_page_says_so(client: Client) -> None:
    page = client.get(reverse("ui:help"), headers={"accept-language": "en"}).content.decode()
    assert '<html lang="en"' in page


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/search/?q=%00&%00=1&department=a%00b", 200),
        ("/departments/a%00b/", 404),
        ("/rate/%00/", 404),
        ("/static/%00", 404),
        ("/api/v1/problems/%00", 400),
    ],
)
def test_no_address_breaks_with_what_no_text_can_hold(
    client: Client, path: str, status: int
) -> None:
    assert client.get(path).status_code == status


@pytest.mark.parametrize("kind", ["multipart", "urlencoded"])
def test_what_no_text_can_hold_is_taken_out_of_a_form(client: Client, kind: str) -> None:
    given = {"username": "a\0b", "pass\0word": "\0", "next": "/\0"}
    encoded = {"data": urlencode(given), "content_type": "application/x-www-form-urlencoded"}
    sent = {"data": given} if kind == "multipart" else encoded
    response = client.post("/login/", **sent)
    assert response.status_code == 422
    assert 'value="ab"' in response.content.decode()


def test_a_made_up_session_is_none(client: Client) -> None:
    client.cookies["sessionid"] = "\0" * 32
    assert client.get("/account/tokens/").status_code == 302
