"""Items in a workbook: out and back without a trace, exactly what was edited, nothing half done."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

import msgspec
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from onevisit.accounts.rules import SYSTEM, Actor
from onevisit.audit.models import AuditEntry
from onevisit.catalogue import queries, services
from onevisit.catalogue.models import Item, ItemVersion, Rewriting
from onevisit.catalogue.rules.definition import Texts
from onevisit.catalogue.rules.vocabulary import SourceKind
from onevisit.catalogue.services import Rewrite
from onevisit.catalogue.web.workbook.columns import tables
from onevisit.catalogue.web.workbook.prospect import Prospect
from onevisit.catalogue.web.workbook.prospects import prospects
from onevisit.catalogue.web.workbook.writing import export, template
from onevisit.directory import queries as directory
from onevisit.directory.rules import DepartmentDraft
from onevisit.directory.services import register_departments
from onevisit.kernel.errors import Conflict, NotFound, Refused
from onevisit.kernel.sheets import Column, Page, as_book, read_book
from tests.catalogue.conftest import COUNTY, item_document
from tests.catalogue.test_editing import MAKER, OTHER, put
from tests.catalogue.test_findings_page import browser

pytestmark = pytest.mark.django_db
Sheets = dict[str, list[list[str]]]
ENTRY = "330131009000"
THREE = ("elder_allowance", "sign", "small_food")
FULL = "11339921000000115X4" + ENTRY


@pytest.fixture
def codes(publish: Callable[[str], UUID]) -> list[str]:
    """Three items of the demonstration, published."""
    for name in THREE:
        publish(name)
    return sorted(item_document(name)["document"]["code"] for name in THREE)


def exported(codes: Iterable[str]) -> Sheets:
    offices = {each.id: each for each in directory.departments()}
    found = queries.standing(list(codes), actor=MAKER)
    data = b"".join(export([found[code] for code in sorted(found)], [], offices))
    return {sheet.name: [list(row.cells) for row in sheet.rows] for sheet in read_book(data)}


def booked(sheets: Sheets) -> bytes:
    """The sheets as somebody else's spreadsheet saves them."""
    pages = [Page(name, [Column(h) for h in rows[0]], rows[1:]) for name, rows in sheets.items()]
    return b"".join(as_book(pages))


def looked_at(sheets: Sheets, actor: Actor = MAKER) -> dict[str, Prospect]:
    return {each.code: each for each in prospects(booked(sheets), actor=actor).items}


def cell(sheets: Sheets, sheet: str, head: str, row: int) -> tuple[list[str], int]:
    rows = sheets[sheet]
    return rows[row], rows[0].index(head)


def write(sheets: Sheets, sheet: str, head: str, text: str, row: int = 2) -> str:
    """Write into a cell; the code of the item it belongs to."""
    cells, at = cell(sheets, sheet, head, row)
    cells += [""] * (at + 1 - len(cells))
    cells[at] = text
    return cells[0]


def filled(**cells: str) -> Sheets:
    """What an office fills in for one new item."""
    row = {"事项编码": ENTRY, "部门": "市场监管局", "名称": "临时占道经营登记", **cells}
    return {"事项": [list(row), list(row.values())]}


def test_heads_are_told_apart() -> None:
    for table in tables(()):
        heads = [each.head for each in table.columns]
        assert len(heads) == len(set(heads)), table.name


def test_what_goes_out_comes_back_as_it_was_also_where_departments_share_a_name(
    codes: list[str],
) -> None:
    name = "邻县市场监督管理局"
    draft = DepartmentDraft("a-market", name, "市场监管局", COUNTY)
    register_departments([draft], actor=SYSTEM)
    found = looked_at(exported(codes))
    assert {code: (each.state, each.wrong) for code, each in found.items()} == dict.fromkeys(
        codes, ("same", ())
    )
    (one,) = looked_at(filled()).values()
    assert one.rewrite is None and "有几个部门叫" in str(one.wrong[0].text)
    (one,) = looked_at(filled(部门="安澜县市场监督管理局")).values()
    assert (one.state, one.wrong) == ("new", ())


@pytest.mark.parametrize(
    ("sheet", "head", "text", "section", "field", "now"),
    [
        ("事项", "承诺时限（天）", "２", "regime", "promise", 2),
        ("事项", "咨询电话", "", "texts", "consult_phone", ""),
        ("事项", "网办深度", "二级：可以网上预审", "online_depth", "", "2"),
        ("事项", "计划生效日期", "2027/1/5", "national", "effective_on", "2027-01-05"),
        ("材料", "从哪里来", "第三方开具", "materials", "kind", SourceKind.THIRD_PARTY),
        ("材料", "名称", "改了名的材料", "materials", "name", "改了名的材料"),
        ("常见问题", "答", "当天就好。", "texts", "answer", "当天就好。"),
        ("问题", "简称", "店铺", "questions", "short", "店铺"),
        ("环节", "几天内做完", "3", "steps", "limit", 3),
        ("表单", "必填", "否", "form", "required", False),
    ],
)
def test_exactly_the_cell_that_was_edited_changes(
    publish: Callable[[str], UUID], sheet: str, head: str, text: str, section: str, field: str,
    now: object,
) -> None:  # fmt: skip
    publish("small_food")
    sheets = exported([item_document("small_food")["document"]["code"]])
    code = write(sheets, sheet, head, text)
    one = looked_at(sheets)[code]
    assert one.forecast is not None
    (change,) = one.forecast.changes
    assert (one.state, change.section, change.field) == ("changed", section, field)
    assert str(change.now) == str(now)


def test_a_row_taken_out_is_gone_and_one_put_in_is_the_standard_paper(codes: list[str]) -> None:
    sheets = exported(codes)
    code = sheets["材料"][2][0]
    gone = sheets["材料"].pop(2)
    before = queries.standing([code], actor=MAKER)[code].definition
    have = {each.key for each in before.materials}
    paper = next(each for each in queries.standard_materials() if each.key not in have)
    sheets["材料"].append([code, "", paper.name])
    one = looked_at(sheets)[code]
    assert one.rewrite is not None
    after = one.rewrite.change(before)
    names = [each.name for each in after.materials]
    assert gone[2] not in names
    assert after.materials[-1] == paper.material


def test_a_new_item_is_looked_at_and_begun(offices: dict[str, UUID]) -> None:
    sheets = filled(服务对象="自然人、企业", 办件类型="即办件(当场办结)", 计划生效日期="46348")
    sheets["材料"] = [["事项编码", "名称", "要不要交"], [ENTRY, "占道平面图", "有就交"]]
    sheets["日常用语"] = [["事项编码", "日常用语"], [ENTRY, "摆摊要办啥"]]
    one = looked_at(sheets)[FULL]
    assert (one.state, one.wrong) == ("new", ())
    assert one.rewrite is not None
    done = services.rewrite_items(title="新", rewrites=[one.rewrite], actor=MAKER)
    view = queries.draft_view(FULL, actor=MAKER)
    item = view.definition
    assert (item.served, item.kind, item.everyday) == (("1", "2"), "1", ("摆摊要办啥",))
    assert [(each.name, each.need) for each in item.materials] == [("占道平面图", "2")]
    assert str(item.national.effective_on) == "2026-11-22"
    assert item.applicable
    assert {each.section for each in view.changes} == {"basics", "materials", "names", "national"}
    services.undo_rewriting(rewriting_id=done, actor=MAKER)
    assert not Item.objects.filter(code=FULL).exists()


def test_an_item_that_was_not_exported_keeps_what_the_workbook_leaves_out(
    publish: Callable[[str], UUID],
) -> None:
    publish("small_food")
    code = item_document("small_food")["document"]["code"]
    sheets = {"事项": [["事项编码", "咨询电话", "办公时间"], [code, "", "清空"]]}
    sheets["材料"] = [["事项编码", "名称"], [code, "健康证明甲"]]
    forecast = looked_at(sheets)[code].forecast
    assert forecast is not None
    changes = forecast.changes
    assert [(each.section, each.act) for each in changes] == [
        ("materials", "added"),
        ("texts", "removed"),
    ]


@pytest.mark.parametrize(
    ("cells", "place", "told"),
    [
        ({"名称": ""}, "C 名称", "新事项要写名称"),
        ({"部门": "没有局"}, "B 部门", "没有局"),
        ({"事项编码": "33013100900"}, "A 事项编码", "编码"),
        ({"承诺时限（天）": "五天"}, "D 承诺时限（天）", "整数"),
        ({"办件类型": "快办件"}, "D 办件类型", "可以写：即办件"),
        ({"计划生效日期": "明年"}, "D 计划生效日期", "2026-11-21"),
        ({"可以预约": "也许"}, "D 可以预约", "“是”或者“否”"),
    ],
)
def test_a_wrong_cell_is_named_with_what_to_do(
    offices: dict[str, UUID], cells: dict[str, str], place: str, told: str
) -> None:
    (one,) = prospects(booked(filled(**cells)), actor=MAKER).items
    assert one.state == "wrong"
    (wrong,) = one.wrong
    assert (wrong.sheet, wrong.row, wrong.column) == ("事项", 2, place)
    assert told in str(wrong.text)


def test_rows_that_belong_nowhere_and_codes_written_twice(offices: dict[str, UUID]) -> None:
    sheets = filled()
    sheets["事项"] += [sheets["事项"][1], ["", "", "没有编码"], ["示例：1"]]
    sheets["常见问题"] = [["事项编码", "问", "怎么回事"], ["X9", "谁？", ""], [ENTRY, "", ""]]
    found = prospects(booked(sheets), actor=MAKER)
    assert [(each.row, each.column) for each in found.wrong] == [(4, "A 事项编码")]
    assert found.unknown == ["常见问题 C 怎么回事"]
    states = {each.code: [str(w.text) for w in each.wrong] for each in found.items}
    assert "第 2 行已经有了" in states[FULL][0]
    assert "没有这个编码的事项" in states["X9"][0]


def test_the_empty_workbook_says_nothing(offices: dict[str, UUID]) -> None:
    with pytest.raises(Exception, match="book_without_items"):
        prospects(b"".join(template(directory.departments(), "YJS-339921-001")), actor=MAKER)


def shorter(code: str, days: int = 4, *, digest: str = "") -> Rewrite:
    held = queries.standing([code], actor=SYSTEM)[code]
    regime = msgspec.structs.replace(held.definition.regime, promise=days)
    return Rewrite(code, held.definition.name, put(regime=regime), digest or held.digest)


def test_a_wrong_item_does_not_stop_the_others(codes: list[str]) -> None:
    first, second, third = codes[:3]
    services.begin_draft(code=second, actor=OTHER)
    rewrites = [shorter(first), shorter(second), shorter(third, digest="0" * 64)]
    made = services.rewrite_items(title="时限", rewrites=rewrites, actor=MAKER)
    view = queries.rewriting_view(made, actor=MAKER)
    told = {each.code: (each.made_draft, (each.refusal or {}).get("code")) for each in view.lines}
    assert told == {
        first: (True, None),
        second: (False, None),
        third: (False, "catalogue.item_moved_on"),
    }
    assert not ItemVersion.objects.filter(item__code=third, state="draft").exists()
    assert AuditEntry.objects.filter(action="catalogue.rewrite").get().facts["count"] == 2


def test_undoing_leaves_what_others_did_since(codes: list[str]) -> None:
    first, second, third = codes[:3]
    services.begin_draft(code=second, actor=OTHER)
    rewrites = [shorter(each) for each in (first, second, third)]
    made = services.rewrite_items(title="时限", rewrites=rewrites, actor=MAKER)

    def change(code: str, section: str, **values: Any) -> None:
        seen = queries.draft_view(code, actor=OTHER).digest(section)
        services.change_draft(
            code=code, section=section, seen=seen, change=put(**values), actor=OTHER
        )

    change(second, "basics", short_name="改过")
    before = queries.standing([third], actor=MAKER)[third].definition.regime
    change(third, "limits", regime=msgspec.structs.replace(before, promise=0))
    undone = services.undo_rewriting(rewriting_id=made, actor=MAKER)
    assert undone == services.Undone(tuple(sorted((first, second))), (third,))
    now = queries.standing(codes, actor=MAKER)
    assert now[first].state == "published"
    assert (now[second].definition.short_name, now[third].definition.regime.promise) == ("改过", 0)
    assert now[second].definition.regime.promise != 4
    with pytest.raises(Conflict, match="rewriting_done"):
        services.undo_rewriting(rewriting_id=made, actor=MAKER)


def test_what_was_made_goes_to_review_together_and_what_others_wrote_stays(
    codes: list[str],
) -> None:
    first, second, third = codes[:3]
    services.begin_draft(code=second, actor=OTHER)
    blank = replace(shorter(third), change=put(questions=(), texts=Texts()))
    made = services.rewrite_items(
        title="时限", rewrites=[shorter(first), shorter(second), blank], actor=MAKER
    )
    sent = services.submit_rewriting(rewriting_id=made, note="时限", actor=MAKER)
    assert (sent.sent, sent.left) == ((first,), (third,))
    now = queries.standing(codes, actor=MAKER)
    assert [now[each].state for each in (first, second)] == ["in_review", "draft"]
    assert services.undo_rewriting(rewriting_id=made, actor=MAKER).left == (first,)
    with pytest.raises(Conflict, match="rewriting_done"):
        services.submit_rewriting(rewriting_id=made, note="时限", actor=MAKER)


def test_a_step_is_its_officers_own_and_takes_the_right(codes: list[str]) -> None:
    made = services.rewrite_items(title="时限", rewrites=[shorter(codes[0])], actor=MAKER)
    with pytest.raises(NotFound):
        services.undo_rewriting(rewriting_id=made, actor=OTHER)
    nobody = replace(MAKER, grants=())
    with pytest.raises(Refused):
        services.rewrite_items(title="时限", rewrites=[shorter(codes[0])], actor=nobody)
    with pytest.raises(Refused):
        queries.standing(codes, actor=nobody)


def test_from_the_list_to_drafts_and_back_in_the_browser(codes: list[str]) -> None:
    client: Client = browser("keeper", "catalogue_officer", COUNTY)
    page = client.get(reverse("catalogue:book-items"), {"every": "1", "show": "all"})
    sheets = {
        sheet.name: [list(row.cells) for row in sheet.rows] for sheet in read_book(page.getvalue())
    }
    code = write(sheets, "事项", "办公时间", "天天开")
    upload = SimpleUploadedFile("改.xlsx", booked(sheets))
    sent = client.post(reverse("catalogue:book"), {"file": upload})
    shown = client.get(sent.headers["Location"])
    assert "天天开" in shown.content.decode()
    assert shown.context["count"] == 1
    made = Rewriting.objects.get()
    take = reverse("catalogue:rewriting-take", args=[made.id])
    done = client.post(take, {"seen": shown.context["seen"]}, follow=True)
    assert "改了 1 个<" in done.content.decode()
    assert queries.draft_view(code, actor=SYSTEM).definition.texts.hours == "天天开"
    undone = client.post(reverse("catalogue:rewriting-undo", args=[made.id]), follow=True)
    assert "已收回 1 个的改动" in undone.content.decode()
    assert queries.standing([code], actor=SYSTEM)[code].state == "published"


def test_a_file_that_is_none_is_told(offices: dict[str, UUID]) -> None:
    client = browser("keeper", "catalogue_officer", COUNTY)
    upload = SimpleUploadedFile("a.xlsx", b"PK nonsense")
    response = client.post(reverse("catalogue:book"), {"file": upload})
    assert response.status_code == 422
    assert not Rewriting.objects.exists()
    assert client.get(reverse("catalogue:book-template")).getvalue().startswith(b"PK")
