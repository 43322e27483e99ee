"""How the county changes its catalogue: one officer writes, the other approves, each in turn."""

import copy
from datetime import date, timedelta
from uuid import UUID

from demo import content
from demo.founding import County
from demo.schedule import Days, Telling, at
from onevisit.accounts.rules import Actor
from onevisit.catalogue import services
from onevisit.kernel.types import JsonObject

_FAQ: JsonObject = {
    "question": "换了店主，要重新登记吗？",
    "answer": "要。登记证跟着人走，新店主自己办一次，原来的登记证交回。",
}
_HOURS = "工作日 9:00 至 17:30，中午不休息；周六 9:00 至 12:00"


def told(county: County, days: Days) -> Telling:
    """An item with a history of three versions, one that waits for next month, and one in review
    that is longer than it was.
    """
    keeper, second = county.actors["catalogue"], county.actors["catalogue2"]
    stall = _document("small_food")
    texts = stall["texts"]
    assert isinstance(texts, dict)
    texts["hours"] = _HOURS
    yield at(days.back(21), 30)
    version = _written("small_food", stall, "周六上午也开门了。", keeper)
    yield at(days.back(20), 15)
    services.approve(version, note="与窗口排班核对过。", actor=second)
    faq = texts["faq"]
    assert isinstance(faq, list)
    texts["faq"] = [*faq, _FAQ]
    yield at(days.back(9), 200)
    version = _written("small_food", stall, "这个月问得最多的一句。", second)
    yield at(days.back(8), 40)
    services.send_back(version, reason="回答里写清原来的登记证怎么办。", actor=keeper)
    yield at(days.back(8), 120)
    services.submit_for_review(version, note="写清了：交回。", actor=second)
    yield at(days.back(7), 20)
    services.approve(version, actor=keeper)
    yield at(days.back(3), 60)
    _plan(days, keeper, second)
    yield at(days.back(1), 300)
    _slower(keeper)


def _plan(days: Days, keeper: Actor, second: Actor) -> None:
    """The identity card comes sooner from the first of next month."""
    card = _document("id_card_renewal")
    _regime(card)["promise"] = 5
    steps = card["steps"]
    assert isinstance(steps, list)
    for step in steps:
        if isinstance(step, dict) and step["key"] == "issue":
            step["limit"] = 2
    version = _written("id_card_renewal", card, "制证点搬到县里，少两天在路上。", keeper)
    services.approve(version, effective_on=_next_month(days.today), actor=second)


def _slower(keeper: Actor) -> None:
    """A longer promise: whoever approves it says why."""
    drainage = _document("drainage")
    _regime(drainage)["promise"] = 10
    _written("drainage", drainage, "雨季水样送市里检测，七天来不及。", keeper)


def _written(key: str, document: JsonObject, note: str, actor: Actor) -> UUID:
    department = next(each.department for each in content.items() if each.key == key)
    version = services.save_item_draft(
        copy.deepcopy(document),
        region=content.county()["county"],
        department=department,
        actor=actor,
    )
    services.submit_for_review(version, note=note, actor=actor)
    return version


def _document(key: str) -> JsonObject:
    return copy.deepcopy(next(each.document for each in content.items() if each.key == key))


def _regime(document: JsonObject) -> JsonObject:
    regime = document["regime"]
    assert isinstance(regime, dict)
    return regime


def _next_month(today: date) -> date:
    return (today.replace(day=1) + timedelta(days=32)).replace(day=1)
