"""What people do on the way, as steps that several journeys share."""

import re
from collections.abc import Callable, Mapping

from playwright.sync_api import Locator

from tests.browser.findings import broken_rules
from tests.browser.visitor import Visitor

RESTAURANT = "YJS-339921-001"

# A café of 64 m² in town: two parts (licence check, food permit), no fire, sign or drainage.
CAFE: Mapping[str, tuple[str, ...]] = {
    "where": ("县城街边的店面",),
    "area": ("64",),
    "foods": ("热菜、热面、火锅", "凉菜、卤味"),
    "seats": ("摆，客人在店里吃",),
    "sign": ("不做，或者沿用现成的招牌",),
    "drainage": ("用房东已经接好",),
}
# The same with a big sign and a drain of its own: four parts in three departments.
FOUR_PARTS = {
    **CAFE,
    "sign": ("做大的、立体的或者伸出墙面的",),
    "drainage": ("要自己接到路边的污水管",),
}
_MOST_QUESTIONS = 20


def answer_questions(
    visitor: Visitor,
    answers: Mapping[str, object],
    *,
    each: Callable[[Visitor], None] = lambda _: None,
) -> list[str]:
    """Answer one page after another until the checklist; the keys asked, in order."""
    asked: list[str] = []
    while "/questions/" in visitor.path and len(asked) < _MOST_QUESTIONS:
        asked.append(visitor.path.rstrip("/").rpartition("/")[2])
        each(visitor)
        fill_answer(visitor, answers[asked[-1]])
        visitor.page.locator("form.ask button").click()
        visitor.page.wait_for_load_state("domcontentloaded")
    return asked


def fill_answer(visitor: Visitor, answer: object) -> None:
    """Choose one or several, or type it."""
    form = visitor.page.locator("form.ask")
    if form.locator("fieldset").count() == 0:
        form.locator("input:not([type=hidden])").fill("".join(_several(answer)))
        return
    for each in _several(answer):
        _choose(form, each)


def _several(given: object) -> list[str]:
    return [str(each) for each in given] if isinstance(given, (list, tuple)) else [str(given)]


def _choose(within: Locator, wanted: str, name: str = "") -> None:
    """By the value behind the button, else by what stands beside it."""
    named = f'[name="{name}"]' if name else ""
    behind = within.locator(f'input{named}[value="{wanted}"]')
    if behind.count():
        behind.check()
        return
    beside = within.locator(f".choice:has(input{named})")
    beside.filter(has_text=re.compile(r"^\s*" + re.escape(wanted))).locator("input").check()


def expect_accessible(visitor: Visitor) -> None:
    """No axe rule is broken where the visitor is."""
    broken = broken_rules(visitor.page)
    assert not broken, "\n".join([visitor.path, *broken])


# What the one form asks of a restaurant, by field; only what is empty is filled in.
FORM: Mapping[str, str] = {
    "shop.name": "江边小馆",
    "shop.district": "云溪镇",
    "shop.address": "安澜县云溪镇河沿街 8 号",
    "shop.floor": "1 楼",
    "shop.opening_date": "2027-03-01",
    "shop.staff_count": "5",
    "shop.seats_count": "24",
    "organisation.name": "安澜县江边小馆（个体工商户）",
    "organisation.uscc": "92339921000410034X",
    "fire.manager_name": "高原",
    "fire.exits": "2",
    "fire.extinguishers": "6",
    "fire.fuel": "全用电",
    "food.officer_name": "高原",
    "food.disinfection": "店里的消毒柜",
    "food.water": "自来水",
    "sign.text": "江边小馆",
    "sign.width": "6",
    "sign.height": "2",
    "drain.volume": "3",
    "drain.grease_trap": "已经装好",
}


def fill_form(form: Locator, values: Mapping[str, object] = FORM) -> None:
    """Fill in what is asked and still empty, by value or by label."""
    for name, value in values.items():
        field = form.locator(f'[name="{name}"]')
        if not field.count():
            continue
        if field.first.get_attribute("type") in ("radio", "checkbox"):
            for each in _several(value):
                _choose(form, each, name)
        elif not field.first.input_value():
            if field.first.evaluate("e => e.tagName") == "SELECT":
                field.first.select_option(str(value))
            else:
                field.first.fill(str(value))
