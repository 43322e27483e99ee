"""The kinds of business of the county: whole, and wise in any situation."""

import random

import pytest

from demo import content
from onevisit.catalogue.rules.activities import check_activity
from onevisit.catalogue.rules.parsing import parse_activity
from onevisit.guidance.rules.permits import permits
from onevisit.ui.icons import icon
from tests.demo.test_catalogue import an_answer

ACTIVITIES = {str(each["code"]): parse_activity(each) for each in content.activities()}
SITUATIONS = 60


@pytest.mark.parametrize("code", ACTIVITIES)
def test_a_kind_of_business_gets_a_list_it_can_follow(code: str) -> None:
    activity, lots = ACTIVITIES[code], random.Random(code)
    assert check_activity(activity).problems == ()
    assert icon(activity.icon)
    named = {(each.document["catalogue_code"], str(each.document["code"])[31:])
             for each in content.items()}  # fmt: skip
    needs = activity.needs
    assert {(n.catalogue_code, n.variant) for n in needs if n.catalogue_code} <= named
    assert activity.bundle in {"", *content.offer_codes().values()}
    seen: set[str] = set()
    for _ in range(SITUATIONS):
        answers: dict[str, object] = {}
        while waiting := permits(activity, answers, {}).open:  # type: ignore[arg-type]
            answers[waiting[0].key] = an_answer(lots, waiting[0])
        found = permits(activity, answers, {})  # type: ignore[arg-type]
        keys = [line.need.key for line in (*found.before, *found.after)]
        for at, line in enumerate((*found.before, *found.after)):
            assert not set(line.need.after) & set(keys[at + 1 :]), (answers, keys)
        seen |= set(keys)
    assert seen == {need.key for need in needs}, "a permit that no situation ever needs"


def test_many_kinds_of_business_are_known() -> None:
    assert len(ACTIVITIES) >= 12
    assert {"restaurant", "shop", "barber", "hotel", "netcafe", "training"} <= ACTIVITIES.keys()
    assert {"clinic", "pharmacy", "food-making"} <= ACTIVITIES.keys()
