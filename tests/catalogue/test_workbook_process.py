"""Questions, steps and form fields in a workbook: what names what is read, and lost by nobody."""

from collections.abc import Callable
from uuid import UUID

import msgspec
import pytest

from onevisit.catalogue import queries
from onevisit.catalogue.rules.definition import After, ItemDefinition, Mode
from onevisit.catalogue.rules.editing.uses import uses_of
from onevisit.catalogue.rules.vocabulary import Prefill, VarKind
from onevisit.catalogue.web.workbook.columns import tables
from onevisit.catalogue.web.workbook.heads import STEPS
from onevisit.catalogue.web.workbook.linked import Around, meant, shown
from onevisit.catalogue.web.workbook.prospect import Prospect
from onevisit.kernel.conditions import compile
from tests.catalogue.conftest import item_document
from tests.catalogue.test_editing import MAKER
from tests.catalogue.test_workbook import (
    ENTRY,
    FULL,
    Sheets,
    codes,
    exported,
    filled,
    looked_at,
    write,
)

pytestmark = pytest.mark.django_db
__all__ = ["codes"]


def of(name: str) -> str:
    return str(item_document(name)["document"]["code"])


def become(one: Prospect) -> ItemDefinition:
    """What the item becomes."""
    assert not one.wrong
    assert one.forecast is not None
    assert isinstance(one.forecast.after, ItemDefinition)
    return one.forecast.after


def begun() -> Sheets:
    """A new item with its process, as an office writes it."""
    sheets = filled(回答合起来要满足="并非（【面积】 大于 100 并且 【什么时候摆？】 是 “夜间”）")
    sheets["问题"] = [
        ["事项编码", "怎么问", "简称", "回答是", "选项", "什么情况下问"],
        [ENTRY, "要占多大地方？", "面积", "数字"],
        [ENTRY, "什么时候摆？", "", "单选", "白天\n夜间｜晚上六点以后", "【面积】 大于 10"],
    ]
    sheets["材料"] = [
        ["事项编码", "名称", "什么情况下要", "怎么交、在哪里交"],
        [ENTRY, "占道平面图", '【什么时候摆？】 是 "夜间"', "网上\n【城管大队】 要有 courier"],
    ]
    sheets["环节"] = [
        [
            "事项编码",
            "名称",
            "做什么",
            "谁做",
            "几天内做完",
            "接在哪些环节后面",
            "怎么做、在哪里做",
        ],
        [ENTRY, "申请", "申请", "申请人"],
        [ENTRY, "受理", "受理", "政务服务中心窗口"],
        [ENTRY, "踏勘", "现场踏勘", "部门", "2", "【受理】 等 3 天 当 【面积】 大于 10"],
        [ENTRY, "决定", "决定", "部门", "1", "【受理】\n【踏勘】"],
        [ENTRY, "领证", "领取结果", "申请人", "", "", "政务服务中心"],
    ]
    sheets["表单"] = [
        ["事项编码", "叫什么", "放在哪一组", "什么情况下要填"],
        [ENTRY, "摊位名称", "摊位", ""],
        [ENTRY, "夜间联系人", "摊位", "【什么时候摆？】 是 “夜间”"],
    ]
    return sheets


def test_a_process_is_written_in_a_workbook(offices: dict[str, UUID]) -> None:
    item = become(looked_at(begun())[FULL])
    area, when = item.questions
    night = compile({"==": [{"var": when.key}, "o2"]})
    large = compile({">": [{"var": area.key}, 10]})
    assert (area.kind, when.when) == (VarKind.NUMBER, large)
    assert [(e.value, e.label, e.help) for e in when.options] == [
        ("o1", "白天", ""),
        ("o2", "夜间", "晚上六点以后"),
    ]
    assert item.consistent.variables == {area.key, when.key}
    (paper,) = item.materials
    assert paper.when == night
    assert paper.modes == (Mode(remote=True), Mode(place="城管大队", needs=("courier",)))
    steps = {each.name: each for each in item.steps}
    assert list(steps) == ["申请", "受理", "踏勘", "决定", "领证"]
    assert steps["受理"].after == (After(step=steps["申请"].key),)
    assert steps["踏勘"].after == (After(step=steps["受理"].key, wait=3, when=large),)
    assert [e.step for e in steps["决定"].after] == [steps["受理"].key, steps["踏勘"].key]
    assert steps["领证"].after == (After(step=steps["决定"].key),)
    assert steps["领证"].modes == (Mode(place="centre"),)
    assert [(e.key, e.when == night) for e in item.form] == [
        (f"{FULL}.f1", False),
        (f"{FULL}.f2", True),
    ]


def test_a_field_of_the_shared_vocabulary_comes_as_others_have_it(codes: list[str]) -> None:
    shared = next(
        each.field for each in queries.data_elements() if each.field.prefill is not Prefill.NONE
    )
    asked = queries.shared_questions()[0].question
    sheets = begun()
    sheets["表单"].append([ENTRY, shared.label, "别的组"])
    sheets["问题"].append([ENTRY, asked.label])
    item = become(looked_at(sheets)[FULL])
    assert item.form[-1] == msgspec.structs.replace(shared, group="别的组")
    assert item.questions[-1] == asked


@pytest.mark.parametrize(
    ("sheet", "row", "column", "text", "told"),
    [
        ("问题", 2, 5, "【没问过】 大于 1", "没有叫“没问过”的问题"),
        ("材料", 1, 2, "【面积】 大于", "读不下去"),
        ("环节", 3, 5, "【收件】", "没有叫“收件”的环节"),
        ("环节", 3, 5, "【受理】 等几天", "写成：【受理】 等 3 天"),
        ("环节", 2, 5, "【决定】", "互相等"),
        ("表单", 2, 3, "【什么时候摆？】 是 “凌晨”", "没有“凌晨”这个选项，可以写：白天、夜间"),
    ],
)
def test_what_cannot_be_read_is_named_by_its_place(
    offices: dict[str, UUID], sheet: str, row: int, column: int, text: str, told: str
) -> None:
    sheets = begun()
    cells = sheets[sheet][row]
    cells += [""] * (column + 1 - len(cells))
    cells[column] = text
    (wrong,) = looked_at(sheets)[FULL].wrong
    assert told in str(wrong.text)
    if "互相等" not in told:
        head = sheets[sheet][0][column]
        assert (wrong.sheet, wrong.row) == (sheet, row + 1)
        assert wrong.column.endswith(head)


def test_what_is_called_otherwise_stays_what_it_is(publish: Callable[[str], UUID]) -> None:
    publish("small_food")
    code = of("small_food")
    sheets = exported([code])
    before = queries.standing([code], actor=MAKER)[code].definition
    asked = before.questions[0]
    write(sheets, "问题", "怎么问", "店是怎么来的，自己的还是租的？")
    write(sheets, "问题", "简称", "来历")
    sheets["材料"].append([code, "", "房东的身份证复印件"])
    write(sheets, "材料", "什么情况下要", "【来历】 有回答", row=len(sheets["材料"]) - 1)
    after = become(looked_at(sheets)[code])
    assert after.questions[0] == msgspec.structs.replace(
        asked, label="店是怎么来的，自己的还是租的？", short="来历"
    )
    assert after.materials[-1].when == compile({"!=": [{"var": asked.key}, None]})
    kept = {each.key: each for each in after.materials}
    assert all(kept[each.key] == each for each in before.materials)


def test_a_question_that_decides_something_is_not_lost(publish: Callable[[str], UUID]) -> None:
    publish("small_food")
    code = of("small_food")
    sheets = exported([code])
    before = queries.standing([code], actor=MAKER)[code].definition
    used = [bool(uses_of(before, each.key)) for each in before.questions].index(True)
    sheets["问题"].pop(used + 2)
    (wrong,) = looked_at(sheets)[code].wrong
    assert wrong.sheet == "问题"
    assert "还有地方要看它的回答" in str(wrong.text)


def test_a_step_taken_out_is_bridged_and_one_put_in_stands_behind_the_one_above(
    publish: Callable[[str], UUID],
) -> None:
    publish("small_food")
    code = of("small_food")
    sheets = exported([code])
    before = queries.standing([code], actor=MAKER)[code].definition.steps
    gone = sheets["环节"].pop(3)
    sheets["环节"].insert(3, [code, "", "材料补拍", "审查", "部门", "1"])
    steps = become(looked_at(sheets)[code]).steps
    assert [each.name for each in steps] == [
        "材料补拍" if each.name == gone[2] else each.name for each in before
    ]
    assert steps[1].after == (After(step=before[0].key),)
    assert steps[2].after == (After(step=steps[1].key),)


def test_each_cell_says_all_there_is(codes: list[str]) -> None:
    """Read without what stood there before, it gives the same."""
    sheet = next(each for each in tables(()) if each.name == STEPS)
    heads = [each for each in sheet.heads if each.linked]
    for one in queries.standing(codes, actor=MAKER).values():
        around = Around(one.definition)
        for step in one.definition.steps:
            blank = msgspec.structs.replace(step, after=(), modes=())
            for head in heads:
                value = meant(head, shown(head, step, around), blank, around, around)
                assert value == getattr(step, head.box.place)
