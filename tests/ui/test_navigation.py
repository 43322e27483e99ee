"""Items of rooms become links; none leads nowhere."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import RequestFactory

from onevisit.ui import navigation
from onevisit.ui.navigation import Audience, NavItem, Place, links, register


@pytest.fixture(autouse=True)
def own_items(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(navigation, "_items", [])
    monkeypatch.setattr(navigation._visitors, "audiences", navigation._audiences_by_user)
    yield


def ask(path: str = "/about/help/", **user: bool) -> HttpRequest:
    request = RequestFactory().get(path)
    request.user = type("U", (), {"is_authenticated": True, **user})() if user else AnonymousUser()
    return request


def test_each_audience_sees_its_items() -> None:
    for audience in Audience:
        register(NavItem(audience.value, "ui:help", audience))
    guest = [link.label for link in links(ask(), Place.MAIN)]
    person = [link.label for link in links(ask(is_staff=False), Place.MAIN)]
    staff = [link.label for link in links(ask(is_staff=True), Place.MAIN)]
    assert guest == ["everyone", "guest"]
    assert person == ["everyone", "member", "person"]
    assert staff == ["everyone", "member", "staff"]


def test_items_are_sorted_and_narrowed() -> None:
    register(
        NavItem("后", "ui:privacy", order=2),
        NavItem("先", "ui:help", order=1),
        NavItem("藏", "ui:help", order=0, visible=lambda request: False),
    )
    assert [link.label for link in links(ask(), Place.MAIN)] == ["先", "后"]


def test_the_same_item_counts_once() -> None:
    register(NavItem("帮助", "ui:help"), NavItem("帮助", "ui:help"))
    assert len(links(ask(), Place.MAIN)) == 1


def test_the_page_shown_is_marked() -> None:
    register(NavItem("帮助", "ui:help"), NavItem("隐私", "ui:privacy"))
    assert [link.current for link in links(ask(), Place.MAIN)] == ["page", ""]


def test_a_page_below_marks_its_section_and_may_name_another() -> None:
    register(NavItem("帮助", "ui:help"), NavItem("隐私", "ui:privacy"))
    below = ask("/about/help/visits/")
    assert [link.current for link in links(below, Place.MAIN)] == ["true", ""]
    assert [link.current for link in links(below, Place.MAIN, "ui:privacy")] == ["", "true"]


def test_queries_tell_items_of_one_page_apart() -> None:
    register(
        NavItem("个人", "ui:help", query="for=person"), NavItem("企业", "ui:help", query="for=org")
    )
    shown = links(ask("/about/help/?for=org"), Place.MAIN)
    assert [link.current for link in shown] == ["", "page"]


def test_an_item_that_leads_nowhere_is_not_drawn_but_found() -> None:
    lost = NavItem("走失", "nowhere:at_all")
    register(lost)
    assert links(ask(), Place.MAIN) == []
    assert navigation.unresolved() == [lost]
