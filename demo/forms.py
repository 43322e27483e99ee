"""What people type into the form, by data element."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from demo import content
from demo.stories import Story
from onevisit.catalogue.rules.composition import FieldUse
from onevisit.catalogue.rules.definition import Field
from onevisit.catalogue.rules.vocabulary import Prefill, VarKind
from onevisit.kernel.codes import make_resident_id, make_uscc

_CHILD = "zhuxiaozhou"
_OWN_SHOP = "92"  # 个体工商户

Typing = Callable[[Story, date], object]


def typed(story: Story, fields: tuple[FieldUse, ...], day: date) -> dict[str, object]:
    """Values for the fields the platform could not fill in itself."""
    return {
        use.field.key: _value(use.field, story, day)
        for use in fields
        if not _known(use.field, story) and (use.field.required or use.field.key in _TYPED)
    }


def _known(element: Field, story: Story) -> bool:
    if element.prefill.startswith("organisation."):
        return bool(story.company)
    if element.prefill is Prefill.ANSWER:
        return element.key in story.answers  # else the question did not matter, the form asks
    if element.prefill is Prefill.PERSON_PHONE:
        return bool(_person(story.person).phone)
    return element.prefill is not Prefill.NONE


def _value(element: Field, story: Story, day: date) -> object:
    if element.key in _TYPED:
        return _TYPED[element.key](story, day)
    if element.kind is VarKind.CHOICE:
        return element.options[0].value
    return _FALLBACK[element.kind]


_FALLBACK: Mapping[VarKind, object] = {
    VarKind.TEXT: "无",
    VarKind.NUMBER: 2,
    VarKind.DATE: "2026-12-01",
    VarKind.MULTI: [],
}


def _person(key: str) -> content.Citizen:
    return content.people()[key]


def _relative(story: Story) -> content.Relative:
    return story.kin or content.relatives()[story.person]


def _child(story: Story) -> content.Relative | content.Citizen:
    return story.kin or _person(_CHILD)


def _number(story: Story) -> int:
    """A house number that is the same in every build."""
    return 3 + sum(map(ord, story.shop + story.person)) % 180


def _own_name(story: Story, _day: date) -> str:
    return f"安澜县{story.shop}（个体工商户）"


def _own_uscc(story: Story, _day: date) -> str:
    return make_uscc(_OWN_SHOP, content.ID_REGION, 50_000 + sum(map(ord, story.shop)) % 40_000)


def _address(story: Story, _day: date) -> str:
    township = _township(story)
    streets = content.streets()[township]
    number = _number(story)
    return f"{content.townships()[township]}{streets[number % len(streets)]} {number} 号"


def _township(story: Story) -> str:
    return story.township or "yunxi"


def _opening(_story: Story, day: date) -> str:
    return (day + timedelta(days=30)).isoformat()


def _seats(story: Story, _day: date) -> int:
    area = story.answers.get("area", 0)
    return max(4, area // 3) if isinstance(area, int) else 4


def _own_id(story: Story, _day: date) -> str:
    return _person(story.person).id_number


def _before(days: int) -> Typing:
    return lambda _, day: (day - timedelta(days=days)).isoformat()


_LIFE: Mapping[str, Typing] = {
    "child.birth_date": _before(20),
    "child.home_address": _address,
    "mother.name": lambda story, _: _person(story.person).name,
    "mother.id_number": _own_id,
    "father.name": lambda *_: "周建明",
    "father.id_number": lambda *_: make_resident_id(content.ID_REGION, date(1991, 4, 8), 71),
    "household.head_name": lambda story, _: _person(story.person).name,
    "household.address": _address,
    "benefit.hospital": lambda *_: "安澜县人民医院",
    "benefit.amount": lambda *_: 4860,
    "house.address": lambda *_: "云溪镇溪滨路 18 号 2 幢 301 室",
    "house.cert_number": lambda *_: "浙（2016）安澜县不动产权第 0004521 号",
    "house.area": lambda *_: 96,
    "house.price": lambda *_: 1_180_000,
    "house.bought_on": lambda *_: "2016-05-18",
    "house.handover": _opening,
    "seller.name": lambda *_: "钱玉林",
    "seller.id_number": lambda *_: make_resident_id(content.ID_REGION, date(1972, 9, 3), 33),
    "loan.bank": lambda *_: "安澜农商银行",
    "loan.amount": lambda *_: 600_000,
    "fund.amount": lambda *_: 80_000,
    "fund.bank_account": lambda *_: "6230580000076543210",
    "deceased.name": lambda story, _: _relative(story).name,
    "deceased.id_number": lambda story, _: _relative(story).id_number,
    "deceased.date": _before(2),
    "deceased.place": lambda *_: "安澜县人民医院",
    "heir.bank_account": lambda *_: "6230580000045678901",
    "deposit.banks": lambda *_: "安澜农商银行、邮储银行",
    "work.first_date": lambda *_: "1986-09-01",
    "work.employer": lambda *_: "安澜县农机修造厂",
    "retire.date": _opening,
}
_TYPED: Mapping[str, Typing] = {
    **_LIFE,
    "shop.name": lambda story, _: story.shop,
    "shop.district": lambda story, _: _township(story),
    "shop.address": _address,
    "organisation.name": _own_name,
    "organisation.uscc": _own_uscc,
    "organisation.address": _address,
    "person.phone": lambda story, _: f"1540000{1000 + _number(story)}",  # a neighbour's
    "area": lambda story, _: 18 + _number(story) % 30,
    "foods": lambda *_: ["hot"],
    "shop.floor": lambda *_: "1 楼",
    "shop.opening_date": _opening,
    "shop.staff_count": lambda *_: 4,
    "shop.seats_count": _seats,
    "food.officer_name": lambda story, _: _person(story.person).name,
    "fire.manager_name": lambda story, _: _person(story.person).name,
    "fire.extinguishers": lambda *_: 8,
    "sign.text": lambda story, _: story.shop,
    "sign.width": lambda *_: 5.6,
    "sign.height": lambda *_: 1.2,
    "drain.volume": lambda *_: 3,
    "relative.name": lambda story, _: _relative(story).name,
    "relative.id_number": lambda story, _: _relative(story).id_number,
    "child.name": lambda story, _: _child(story).name,
    "child.id_number": lambda story, _: _child(story).id_number,
    "id.address": _address,
    "id.change_note": lambda *_: "户口地址变了",
    "bank.account": lambda *_: "6230580000012345678",
    "bank.name": lambda *_: "安澜农商银行",
    "elder.address": _address,
    "standard.reach_year": lambda _, day: day.year + 3,
}
