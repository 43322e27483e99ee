"""Bundles in a workbook: out and back without a trace, exactly what was edited, begun anew."""

from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from onevisit.accounts.rules import SYSTEM
from onevisit.catalogue import queries, services
from onevisit.catalogue.models import Bundle
from onevisit.catalogue.rules.editing.sections import BUNDLE_SECTIONS
from onevisit.catalogue.web.workbook.columns import tables
from onevisit.catalogue.web.workbook.prospect import Prospect
from onevisit.catalogue.web.workbook.prospects import prospects
from onevisit.catalogue.web.workbook.writing import export
from onevisit.directory import queries as directory
from onevisit.kernel.sheets import read_book
from tests.catalogue.conftest import COUNTY, bundle_document, item_document
from tests.catalogue.test_editing import MAKER
from tests.catalogue.test_findings_page import browser
from tests.catalogue.test_workbook import Sheets, booked, looked_at, write

pytestmark = pytest.mark.django_db
CODE = bundle_document()["code"]
NEW = "YJS-339921-077"
PARTS, ONE = "办哪几件", "一件事"


def exported() -> Sheets:
    offices = {each.id: each for each in directory.departments()}
    held = queries.standing_bundles([CODE], actor=MAKER)
    data = b"".join(export([], list(held.values()), offices))
    return {sheet.name: [list(row.cells) for row in sheet.rows] for sheet in read_book(data)}


def test_every_place_of_a_bundle_has_a_cell() -> None:
    own = [each for each in tables(()) if each.bundles]
    written = {each.rows.place for each in own if each.rows} | {"everyday"}
    written |= {head.box.place for each in own if each.rows is None for head in each.heads}
    assert {place for places in BUNDLE_SECTIONS.values() for place in places} == written


def test_a_bundle_goes_out_and_comes_back_and_one_cell_is_one_change(restaurant: UUID) -> None:
    sheets = exported()
    same = looked_at(sheets)[CODE]
    assert (same.state, same.wrong, same.rewrite) == ("same", (), None)
    for sheet, head, text, row, section, field, now in (
        (ONE, "承诺时限（工作日）", "９", 2, "promise", "", 9),
        (ONE, "牵头部门", "安澜县公安局", 2, "lead", "", "police"),
        (ONE, "咨询电话", "", 2, "texts", "consult_phone", ""),
        (PARTS, "在这件事里叫什么", "小店登记", 4, "parts", "name", "小店登记"),
        (PARTS, "在这件事里几个工作日办好", "3", 4, "parts", "promise", 3),
        (PARTS, "等哪几件办完再办", "", 4, "parts", "after", ()),
        ("联合踏勘", "都通过以后出一份联合验收意见书", "是", 2, "joint_visits", "opinion", True),
        ("问题", "简称", "哪里", 2, "questions", "short", "哪里"),
        ("表单", "必填", "否", 2, "form", "required", False),
        ("常见问题", "答", "不会。", 2, "texts", "answer", "不会。"),
    ):
        sheets = exported()
        write(sheets, sheet, head, text, row)
        one = looked_at(sheets)[CODE]
        assert one.forecast is not None, one.wrong
        (change,) = one.forecast.changes
        assert (change.section, change.field, change.now) == (section, field, now), head


@pytest.mark.parametrize(
    ("sheet", "head", "text", "row", "place", "told"),
    [
        (PARTS, "等哪几件办完再办", "【没有的】", 3, "“办哪几件” 4 H", "小餐饮店登记"),
        (PARTS, "什么情况下要办", "【天气】 是 “晴”", 3, "“办哪几件” 4 F", "没有叫“天气”的问题"),
        (ONE, "牵头部门", "火星局", 2, "“一件事” 3 C", "火星局"),
        ("问题", "怎么问", "", 2, "“问题” 3 C", "这里要写"),
        ("材料", "名称", "合同", 2, "“材料” 3 A", "从各事项算出来"),
    ],
)
def test_a_wrong_cell_is_named_with_what_to_do(
    restaurant: UUID, sheet: str, head: str, text: str, row: int, place: str, told: str
) -> None:
    sheets = exported()
    while len(sheets[sheet]) <= row:
        sheets[sheet].append([CODE])
    write(sheets, sheet, head, text, row)
    one = looked_at(sheets)[CODE]
    assert (one.state, one.rewrite) == ("wrong", None)
    said = [f"“{e.sheet}” {e.row} {e.column.split()[0]}: {e.text}" for e in one.wrong]
    assert any(each.startswith(place) and told in each for each in said), said


def test_what_an_item_calls_otherwise_since_is_not_guessed(restaurant: UUID) -> None:
    sheets = exported()
    assert looked_at(sheets)[CODE].state == "same"
    source = item_document("small_food")
    source["document"]["results"][0]["name"] = "换了说法的登记证"
    version = services.save_item_draft(
        source["document"], region=COUNTY, department=source["department"], actor=SYSTEM
    )
    services.publish_item(version, actor=SYSTEM)
    one = looked_at(sheets)[CODE]
    assert [str(each.text) for each in one.wrong] == [
        "导出以后有人改过，请重新导出，在新的表里改。"
    ]


def new_book() -> Sheets:
    """A bundle of two items with a question of its own, as an office fills it in."""
    return {
        ONE: [
            ["一件事编码", "名称", "牵头部门", "承诺时限（工作日）"],
            [NEW, "开个小店", "市场监管局", "5"],
        ],
        PARTS: [
            ["一件事编码", "在这件事里叫什么", "基本编码", "什么情况下要办", "等哪几件办完再办"],
            [NEW, "小餐饮店登记", small("小餐饮店登记"), "", ""],
            [NEW, "招牌", small("户外招牌设置"), "【挂】 是 “挂”", "【小餐饮店登记】"],
        ],
        "问题": [["事项编码", "怎么问", "简称", "选项"], [NEW, "挂不挂招牌？", "挂", "挂\n不挂"]],
        "日常用语": [["事项编码", "日常用语"], [NEW, "想开个小店"]],
    }


def small(name: str) -> str:
    parts = queries.standing_bundles([CODE], actor=MAKER)[CODE].definition.parts
    return next(each.catalogue_code for each in parts if each.name == name)


def test_a_new_bundle_is_begun_whole_and_taken_back_whole(restaurant: UUID) -> None:
    client = browser("keeper", "catalogue_officer", COUNTY)
    upload = SimpleUploadedFile("新.xlsx", booked(new_book()))
    page = client.post(reverse("catalogue:book"), {"file": upload}, follow=True)
    assert page.context["count"] == 1
    address = page.redirect_chain[-1][0]
    done = client.post(f"{address}take/", {"seen": page.context["seen"]}, follow=True)
    assert "新建的草稿" in done.content.decode()
    made = queries.standing_bundles([NEW], actor=MAKER)[NEW].definition
    assert (made.lead, made.promise, made.everyday) == ("market", 5, ("想开个小店",))
    first, second = made.parts
    assert second.after == (first.key,)
    (asked,) = made.questions
    assert second.when.variables == {asked.key}
    client.post(f"{address}undo/")
    assert not Bundle.objects.filter(code=NEW).exists()
    (wrong,) = _one(new_book(), code="YJS-1-1").wrong
    assert str(wrong.text).endswith("下一个可以用的是 YJS-339921-002。")


def _one(sheets: Sheets, *, code: str) -> Prospect:
    """The bundle with another code in all its rows."""
    for rows in sheets.values():
        for row in rows[1:]:
            row[0] = code
    (found,) = prospects(booked(sheets), actor=MAKER).items
    return found


def test_one_change_of_bundles_is_one_that_bundles_can_have(restaurant: UUID) -> None:
    client = browser("keeper", "catalogue_officer", COUNTY)
    address = reverse("catalogue:together")
    start = client.get(address, {"every": "1", "bundles": "1", "kind": "texts.hours"})
    assert start.context["codes"] == CODE
    assert "regime.promise" not in {each.value for each in start.context["kinds"]}
    form = {"codes": CODE, "kind": "texts.hours", "texts.hours": "天天开"}
    looked = client.post(address, form)
    done = client.post(address, {**form, "seen": looked.context["seen"]}, follow=True)
    assert done.context["made"] == 1
    assert queries.bundle_draft(CODE, actor=MAKER).definition.texts.hours == "天天开"
