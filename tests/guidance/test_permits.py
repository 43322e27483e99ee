"""What a business needs before it opens: the list, its order and days, and its pages."""

import pytest
from django.test import Client
from django.urls import reverse

from onevisit.accounts.rules import SYSTEM
from onevisit.catalogue import services
from onevisit.catalogue.rules.parsing import parse_activity
from onevisit.guidance.rules.permits import at_most_working, permits
from onevisit.kernel.calendar import DayUnit
from tests.factories import offers
from tests.factories.activities import CAFE
from tests.factories.offers import RESTAURANT
from tests.factories.places import COUNTY
from tests.guidance.test_pages import text


def test_the_list_stands_in_order_and_takes_its_longest_chain() -> None:
    cafe = parse_activity(CAFE)
    found = permits(cafe, {"big": "yes", "fire": "yes", "shop.area": 90}, {"licence": 2})
    assert [(each.need.key, each.begins, each.days) for each in found.before] == [
        ("licence", 0, 2),
        ("check", 2, 3),
        ("food", 5, 4),
    ]
    assert [each.need.key for each in found.after] == ["cover"]
    assert (found.days, found.open, found.spared) == (9, (), ())


def test_what_does_not_apply_delays_nothing_and_unknown_days_are_not_guessed() -> None:
    cafe = parse_activity(CAFE)
    spared = permits(cafe, {"big": "no", "shop.area": 9}, {"licence": 2})
    assert [each.key for each in spared.asked] == ["big", "shop.area"]
    assert [each.key for each in spared.spared] == ["check"]
    assert spared.days == 6
    assert permits(cafe, {"big": "no", "shop.area": 9}, {"licence": None}).days is None
    found = [at_most_working(7, unit) for unit in DayUnit], at_most_working(None, "自然日")
    assert found == ([7, 5], None), "a week of the calendar is no seven working days"
    assert [each.key for each in permits(cafe, {"big": "yes"}, {}).open] == ["fire", "shop.area"]


@pytest.fixture
def visitor(db: None) -> Client:
    """A guest in a county that knows one kind of business."""
    offers.everything_published()
    services.set_activities([CAFE], region=COUNTY, actor=SYSTEM)
    return Client()


def test_a_visitor_chooses_answers_and_reads_the_list(visitor: Client) -> None:
    start = visitor.get(reverse("guidance:permits"))
    here = reverse("guidance:permits-of", args=["cafe"])
    assert here in start.content.decode()
    assert "先办" not in text(visitor.get(here)) and "按顺序办" not in text(visitor.get(here))
    sent = {"big": "yes", "shop.area": "90"}
    assert visitor.post(here, sent).status_code == 302
    assert "有明火吗？" in text(visitor.get(here)) and "按顺序办" not in text(visitor.get(here))
    assert visitor.post(here, {**sent, "fire": "no"}).status_code == 302
    page = visitor.get(here)
    said = text(page)
    assert "按顺序办" in said and "没有明火" in said and "时限问办理单位" in said
    assert "/things/" in page.content.decode() and "到办理单位办" in said and "这里能办" in said


def test_wrong_answers_are_told_and_nothing_is_kept(visitor: Client) -> None:
    here = reverse("guidance:permits-of", args=["cafe"])
    refused = visitor.post(here, {"big": "perhaps", "shop.area": "9999"})
    assert refused.status_code == 422
    assert "有 2 处要改" in text(refused)
    assert "guidance.permits" not in visitor.session
    assert visitor.post(here, {}).status_code == 422
    assert visitor.get(reverse("guidance:permits-of", args=["nothing"])).status_code == 404


def test_the_bundle_does_not_ask_again_what_was_said(visitor: Client) -> None:
    here = reverse("guidance:permits-of", args=["cafe"])
    visitor.post(here, {"big": "no", "shop.area": "90"})
    assert f"/things/{RESTAURANT['code']}/questions/" in visitor.get(here).content.decode()
    kept = visitor.session["guidance.answers"][RESTAURANT["code"]]
    assert kept == {"shop.area": 90}
