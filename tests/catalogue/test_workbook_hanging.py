"""Parties, commitments, dated rates in a workbook: what hangs on a row stays with that row."""

from typing import Any
from uuid import UUID

import pytest

from onevisit.catalogue import queries, services
from onevisit.catalogue.rules.parsing import to_json
from tests.catalogue.conftest import COUNTY, item_document
from tests.catalogue.test_editing import MAKER
from tests.catalogue.test_workbook import ENTRY, FULL, Sheets, exported, filled, looked_at, write
from tests.catalogue.test_workbook_process import become

pytestmark = pytest.mark.django_db
HOUSE = item_document("house_transfer")
CODE = HOUSE["document"]["code"]
PAPER = "mortgage_agreement"
USED = {"==": [{"var": "house_use"}, "housing"]}


@pytest.fixture
def house(offices: dict[str, UUID]) -> dict[str, Any]:
    """A draft with everything that hangs on something, as it is kept."""
    document = HOUSE["document"]
    committed = {"conditions": ["已还清", "已解押"], "consequences": ["撤销登记"], "basis": "省文"}
    materials = [
        each | ({"commitment": committed} if each["key"] == PAPER else {})
        for each in document["materials"]
    ]
    [fee, *more] = document["fees"]
    free = [{"when": USED, "reason": "首套免收"}]
    again = {"label": "同一天再过一套", "when": USED, "other": [PAPER, "house.address"]}
    services.save_item_draft(
        document
        | {"materials": materials, "fees": [fee | {"exemptions": free}, *more], "again": again},
        region=COUNTY,
        department=HOUSE["department"],
        actor=MAKER,
    )
    return kept()


def kept() -> dict[str, Any]:
    found = to_json(queries.draft_view(CODE, actor=MAKER).item)
    assert isinstance(found, dict)
    return found


def differing(was: Any, now: Any, at: str = "") -> set[str]:
    """Where two documents differ."""
    if isinstance(was, dict) and isinstance(now, dict):
        keys = was.keys() | now.keys()
        return {p for k in keys for p in differing(was.get(k), now.get(k), f"{at}/{k}")}
    if isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        pairs = enumerate(zip(was, now, strict=True))
        return {p for n, (a, b) in pairs for p in differing(a, b, f"{at}/{n}")}
    return {at} if was != now else set()


def paper(house: dict[str, Any], key: str = PAPER) -> int:
    return [each["key"] for each in house["materials"]].index(key)


def after(sheets: Sheets) -> dict[str, Any]:
    found = to_json(become(looked_at(sheets)[CODE]))
    assert isinstance(found, dict)
    return found


def test_all_of_it_goes_out_and_comes_back_as_it_was(house: dict[str, Any]) -> None:
    sheets = exported([CODE])
    assert {name: len(sheets[name]) - 2 for name in ("当事人", "告知承诺", "收费标准")} == {
        "当事人": 2,
        "告知承诺": 1,
        "收费标准": 2,
    }
    one = looked_at(sheets)[CODE]
    assert (one.state, one.wrong) == ("same", ())


@pytest.mark.parametrize(
    ("sheet", "head", "text", "place", "now"),
    [
        ("当事人", "同意什么", "卖。", "/parties/0/agrees", "卖。"),
        ("当事人", "什么情况下要他同意", "", "/parties/0/when", None),
        ("当事人", "他来交", "", "/parties/0/brings", None),
        ("当事人", "他的姓名填在", "#house.address", "/parties/0/name_field", "house.address"),
        (
            "告知承诺",
            "决定后几个工作日内核查",
            "30",
            "/materials/{paper}/commitment/check_days",
            30,
        ),
        ("收费标准", "一个单位多少钱", "90", "/fees/0/rates/0/amount", 9000),
        ("收费标准", "从哪天起", "2027/1/1", "/fees/0/rates/0/since", "2027-01-01"),
        ("免收", "免收的依据", "省令", "/fees/0/exemptions/0/basis", "省令"),
        ("再办一份", "给申请人看的话", "再来", "/again/label", "再来"),
    ],
)
def test_the_one_cell_changes_the_one_place(
    house: dict[str, Any], sheet: str, head: str, text: str, place: str, now: object
) -> None:
    sheets = exported([CODE])
    write(sheets, sheet, head, text)
    then = after(sheets)
    assert differing(house, then) == {place.format(paper=paper(house))}
    value: Any = then
    for name in place.format(paper=paper(house)).split("/")[1:]:
        value = value[int(name)] if isinstance(value, list) else value.get(name)
    assert value == now


def test_rows_hang_on_what_they_name_however_it_is_called_now(house: dict[str, Any]) -> None:
    sheets = exported([CODE])
    write(sheets, "收费", "名称", "登记费")
    sheets["收费"].append([CODE, "", "工本费"])
    sheets["收费标准"] += [
        [CODE, "", "登记费", "2028/1/1", "住宅 60 元", "件", "60", "【house】 是 “住宅”"],
        [CODE, "", "工本费", "2026-01-01", "10 元一本", "本", "10"],
    ]
    sheets["收费标准"][-2][-1] = sheets["收费标准"][2][7]
    sheets["告知承诺"].pop(2)
    sheets["再办一份"].pop(2)
    then = after(sheets)
    first, fresh = then["fees"][0], then["fees"][-1]
    assert [each["since"] for each in first["rates"]] == ["2016-12-12", "2016-12-12", "2028-01-01"]
    assert first["rates"][2]["when"] == first["rates"][0]["when"]
    assert fresh["rates"] == [
        {"since": "2026-01-01", "standard": "10 元一本", "unit": "本", "amount": 1000}
    ]
    assert "commitment" not in then["materials"][paper(house)]
    assert "again" not in then


def test_what_is_taken_out_takes_along_what_hung_on_it(house: dict[str, Any]) -> None:
    sheets = exported([CODE])
    sheets["收费"].pop(2)
    assert differing(house, after(sheets)) == {"/fees"}


def test_an_item_that_was_not_exported_gets_more_and_loses_nothing(house: dict[str, Any]) -> None:
    name = house["materials"][0]["name"]
    rate = house["fees"][0]["rates"][0]
    sheets: Sheets = {
        "告知承诺": [
            ["事项编码", "材料", "要满足什么"],
            [CODE, name, "本人来"],
        ],
        "收费标准": [
            ["事项编码", "收费项目", "从哪天起", "标准", "什么情况下是这个标准"],
            [CODE, "不动产登记费", "2016/12/12", "八十", exported([CODE])["收费标准"][2][7]],
            [CODE, "不动产登记费", "2030-01-01", "不收"],
        ],
    }
    then = after(sheets)
    assert then["materials"][0]["commitment"]["conditions"] == ["本人来"]
    assert then["materials"][paper(house)] == house["materials"][paper(house)]
    rates = then["fees"][0]["rates"]
    assert rates[0] == rate | {"standard": "八十"}
    assert rates[1:] == [house["fees"][0]["rates"][1], {"since": "2030-01-01", "standard": "不收"}]


def test_a_new_item_names_what_the_book_itself_adds(offices: dict[str, UUID]) -> None:
    sheets = filled()
    sheets["问题"] = [["事项编码", "怎么问", "回答是"], [ENTRY, "要占多大地方？", "数字"]]
    sheets["收费"] = [["事项编码", "名称", "按哪一项的数量收"], [ENTRY, "占道费", "要占多大地方？"]]
    sheets["当事人"] = [
        ["事项编码", "怎么称呼", "同意什么", "他看得到"],
        [ENTRY, "邻居", "同意摆。", "【要占多大地方？】"],
    ]
    item = become(looked_at(sheets)[FULL])
    key = item.questions[0].key
    assert item.fees[0].quantity == key
    assert item.parties[0].sees == (key,)
    assert item.parties[0].key


FEE, PARTY = "收费项目", "怎么称呼"


@pytest.mark.parametrize(
    ("sheet", "cells", "column", "told"),
    [
        ("收费标准", {FEE: "没有的费", "从哪天起": "2026-01-01"}, FEE, "可以写：不动产登记费"),
        ("收费标准", {FEE: "不动产登记费", "从哪天起": "明年"}, "从哪天起", "2026-11-21"),
        ("收费标准", {FEE: "不动产登记费", "标准": "1"}, "从哪天起", "这里要写"),
        ("告知承诺", {"材料": "房产证", "要满足什么": "真的"}, "材料", "没有叫“房产证”的"),
        ("当事人", {PARTY: "卖方", "他看得到": "【没填过】"}, "他看得到", "没有叫“没填过”的"),
        ("再办一份", {"给申请人看的话": "清空"}, "给申请人看的话", "这里要写"),
    ],
)
def test_a_wrong_cell_is_named_by_sheet_row_and_column(
    house: dict[str, Any], sheet: str, cells: dict[str, str], column: str, told: str
) -> None:
    sheets: Sheets = {sheet: [["事项编码", *cells], [CODE, *cells.values()]]}
    (wrong,) = looked_at(sheets)[CODE].wrong
    assert told in str(wrong.text)
    letter = {head: f"{'BC'[at]} " for at, head in enumerate(cells)}.get(column, "")
    assert (wrong.sheet, wrong.row, wrong.column) == (sheet, 2, letter + column)
