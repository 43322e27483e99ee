"""The lines of life: every event has a page, and what names it stands there."""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from onevisit.catalogue import queries as catalogue
from onevisit.catalogue.models import Bundle, Item
from onevisit.catalogue.rules.life import BY_NAME, BY_SLUG, COMPANY, PERSON
from onevisit.guidance.web import life_words
from onevisit.guidance.web.cards import cards_by_thing
from tests.factories import offers
from tests.factories.offers import RESTAURANT
from tests.guidance.test_pages import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor() -> Client:
    """A guest in a county whose bundle and one item belong to events."""
    offers.everything_published()
    Bundle.objects.update(life_events=["创业", "准营"])
    Item.objects.filter(name="社会保障卡补领").update(life_events=["工作", "别的叫法"])
    return Client()


def test_every_event_has_its_own_address_name_and_words() -> None:
    assert len(BY_SLUG) == len(BY_NAME) == len(PERSON) + len(COMPANY)
    assert life_words.EVENTS.keys() == BY_SLUG.keys()
    for slug, event in BY_SLUG.items():
        assert str(life_words.EVENTS[slug].name) == event.name


def test_the_lines_count_what_names_their_events(visitor: Client) -> None:
    assert catalogue.event_counts(["创业", "工作", "出生"]) == {"创业": 1, "工作": 1}
    page = visitor.get(reverse("guidance:life"))
    said = text(page)
    assert "一个人的一生" in said and "一家企业的一生" in said
    assert all(str(each.name) in said for each in life_words.EVENTS.values())
    assert page.content.decode().count('class="none"') == len(BY_SLUG) - 3


def test_an_event_shows_its_bundles_then_its_items(visitor: Client) -> None:
    both = visitor.get(reverse("guidance:life-event", args=["opening"])).content.decode()
    assert f"/things/{RESTAURANT['code']}/" in both and "一次办齐" in both
    alone = text(visitor.get(reverse("guidance:life-event", args=["work"])))
    assert "社会保障卡补领" in alone and "一次办齐" not in alone
    empty = text(visitor.get(reverse("guidance:life-event", args=["farewell"])))
    assert "还没有放到网上" in empty and "打 12345" in empty
    assert visitor.get(reverse("guidance:life-event", args=["nowhere"])).status_code == 404


def test_an_event_costs_as_little_with_many_things(
    visitor: Client, django_assert_max_num_queries: object
) -> None:
    Item.objects.update(life_events=["工作"])
    with django_assert_max_num_queries(5):  # type: ignore[operator]
        visitor.get(reverse("guidance:life-event", args=["work"]))


def test_what_several_towns_do_stands_once_with_its_towns(visitor: Client) -> None:
    row = catalogue.items_of_event("工作")[0]
    codes = [f"1133992100000{n}182U4330511020000" for n in (1, 2, 3)]
    other = replace(row, code="11339921000001182U4330511020001")
    first, alone = cards_by_thing([*(replace(row, code=each) for each in codes), other])
    assert [first.code, *(each.code for each in first.elsewhere)] == codes
    assert (alone.code, alone.elsewhere) == (other.code, [])
