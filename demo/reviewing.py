"""How the county changes its catalogue: one officer writes, the other approves, each in turn."""

import copy
from datetime import date, timedelta
from uuid import UUID

from demo import content
from demo.founding import County
from demo.schedule import Days, Telling, at
from onevisit.accounts.rules import Actor
from onevisit.cases import services as cases
from onevisit.catalogue import services
from onevisit.kernel.types import JsonObject

_FAQ: JsonObject = {
    "question": "换了店主，要重新登记吗？",
    "answer": "要。登记证跟着人走，新店主自己办一次，原来的登记证交回。",
}
_HOURS = "工作日 9:00 至 17:30，中午不休息；周六 9:00 至 12:00"


def told(county: County, days: Days) -> Telling:
    """An item with a history of three versions, one that waits for next month, one in review that
    is longer than it was, a bundle in review that asks less, and a citizen whose draft went over to
    a newer version.
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
    yield at(days.back(6), 640)
    _begun(county.actors["luoting"])
    yield at(days.back(5), 45)
    _shared(keeper, second)
    cases.roll_drafts()
    yield at(days.back(3), 60)
    _plan(days, keeper, second)
    yield at(days.back(1), 300)
    _slower(keeper)
    yield at(days.back(1), 330)
    _fewer(keeper)


def _begun(citizen: Actor) -> None:
    """She rents from the town, and is not done."""
    draft = cases.start_application(
        offer_code=content.offer_codes()["rent_fund"],
        actor=citizen,
        answers={"rent_kind": "public", "married": "no"},
    )
    values = {"rent.address": "安澜县城东街道溪口公寓 3 幢 501", "rent.monthly": "680"}
    cases.save_form(application_id=draft, values=values, actor=citizen)


def _shared(keeper: Actor, second: Actor) -> None:
    """What the town knows of its own flats is not asked of who rents them; the years are asked."""
    rent = _document("rent_fund")
    for material in _rows(rent, "materials"):
        if material["key"] == "lease":
            material["name"] = "公共租赁住房合同"
            material["source"] = {
                "kind": "fetched",
                "provider": "housing",
                "service": "housing.public_lease",
                "basis": "《浙江省公共数据条例》",
            }
    for question in _rows(rent, "questions"):
        if question["key"] == "rent_kind":
            question["label"] = "租的房子是谁的？"
    version = _written("rent_fund", rent, "公租房合同住建局已经共享，不用再传。", keeper)
    services.approve(version, note="住建局的接口试过。", actor=second)


def _fewer(keeper: Actor) -> None:
    """The bundle without what the town now does itself, and signs only where they are big."""
    bundle = copy.deepcopy(content.bundles()["restaurant"])
    bundle["parts"] = [part for part in _rows(bundle, "parts") if part["key"] != "drainage"]
    bundle["questions"] = [each for each in _rows(bundle, "questions") if each["key"] != "drainage"]
    for part in _rows(bundle, "parts"):
        if part["key"] == "sign":
            part["when"] = {"==": [{"var": "sign"}, "big"]}
            part["why_not"] = "不做大招牌，不用办。"
    version = services.save_bundle_draft(bundle, region=content.county()["county"], actor=keeper)
    services.submit_for_review(
        version, note="店面的排水由镇里统一接好；门头平贴的小招牌不再审批。", actor=keeper
    )


def _rows(document: JsonObject, name: str) -> list[JsonObject]:
    found = document[name]
    assert isinstance(found, list)
    return [each for each in found if isinstance(each, dict)]


def _plan(days: Days, keeper: Actor, second: Actor) -> None:
    """The identity card comes sooner from the first of next month."""
    card = _document("id_card_renewal")
    _regime(card)["promise"] = 5
    for step in _rows(card, "steps"):
        if step["key"] == "issue":
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
