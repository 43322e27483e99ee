"""The national tables: what is written comes back, and only what a column stands for changes."""

from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onevisit.catalogue.rules import vocabulary as v
from onevisit.catalogue.rules.checks import check_item
from onevisit.catalogue.rules.definition import ItemDefinition, Regime
from onevisit.catalogue.rules.exchange.merging import Merged, Told, merged
from onevisit.catalogue.rules.exchange.model import Part, Subject
from onevisit.catalogue.rules.exchange.profiles import CODE_SETS, names, profile
from onevisit.catalogue.rules.exchange.tables import TABLES, table_named
from onevisit.catalogue.rules.exchange.writing import rows
from onevisit.catalogue.rules.parsing import parse_item
from onevisit.kernel.calendar import DayUnit
from onevisit.kernel.errors import Invalid
from tests.catalogue.conftest import item_document, item_documents
from tests.catalogue.publishable import item
from tests.catalogue.strategies import items

NATIONAL = profile("national")
Cells = dict[tuple[str, str, str], str]


def of_county(code: str) -> ItemDefinition:
    return parse_item(item_document(code)["document"])


def told(definition: ItemDefinition, form: str = "national") -> list[Told]:
    """The rows of an item, as a file would hold them."""
    subject = Subject(definition, 1, "", "office", "某局")
    written = enumerate(rows(subject, profile(form)), start=1)
    return [
        Told(table, dict(zip(table.head, cells, strict=False)), table.name, number)
        for number, (table, cells) in written
    ]


def cells(definition: ItemDefinition) -> Cells:
    return {
        (each.table.name, each.row["row_guid"], column): cell
        for each in told(definition)
        for column, cell in each.row.items()
    }


def blank(definition: ItemDefinition) -> ItemDefinition:
    return ItemDefinition(
        code=definition.code,
        catalogue_code=definition.catalogue_code,
        name="",
        regime=Regime(legal=None),
    )


def built(definition: ItemDefinition, form: str = "national") -> Merged:
    return merged(blank(definition), told(definition, form), profile(form))


@given(items)
@settings(max_examples=150)
def test_an_item_built_from_its_own_rows_has_the_same_rows(document: dict[str, Any]) -> None:
    once = built(parse_item(document)).definition
    assert cells(built(once).definition) == cells(once)


@pytest.mark.parametrize("form", names())
def test_the_rows_of_an_item_lose_nothing_in_any_province(form: str) -> None:
    for code in item_documents():
        definition = of_county(code)
        found = built(definition, form)
        assert cells(found.definition) == cells(definition)
        assert not found.refused
        assert not check_item(found.definition).problems


@given(items)
@settings(max_examples=60)
def test_rows_that_say_what_is_known_change_nothing(document: dict[str, Any]) -> None:
    definition = built(parse_item(document)).definition
    assert merged(definition, told(definition), NATIONAL).definition == definition


def test_what_no_column_can_say_outlives_an_update() -> None:
    for code in item_documents():
        definition = of_county(code)
        renamed = msgspec.structs.replace(definition, name="改了名称")
        found = merged(definition, told(renamed), NATIONAL).definition
        assert found == renamed


EDITS: dict[str, tuple[str, Any]] = {
    "by_law": ("texts.legal_basis", ("某法第一条",)),
    "entrust_name": ("national.entrusted_by", "某部门"),
    "handle_type": ("national.handle_forms", (v.HandleForm.WINDOW, v.HandleForm.COURIER)),
    "promise_day": ("regime.promise", 2),
    "anticipate_explain": ("national.legal_note", "不含公示"),
    "limit_scene_num": ("declared_visits", 1),
    "handle_area": ("national.area", v.HandleArea.PROVINCE),
    "service_type": ("national.agency_services", "检测"),
    "limit_explain": ("national.quota", "每年十个"),
    "is_express": ("courier", True),
    "link_way": ("texts.consult_phone", "0580-5550199"),
    "online_handle_depth": ("online_depth", v.OnlineDepth.ACCEPT),
    "plan_effective_date": ("national.effective_on", date(2027, 1, 1)),
    "result_guid": ("results", None),
    "material_type": ("materials", {"kind": v.MaterialKind.COPY}),
    "page_format": ("materials", {"page_format": "A4"}),
    "form_guid": ("materials", {"blank_form": "kb.docx"}),
    "example_guid": ("materials", {"example": "yb.pdf"}),
    "accept_stand": ("materials", {"points": ("清楚", "签名")}),
    "answer": ("texts.faq", {"answer": "三天。"}),
    "handle_flow": ("steps", {"name": "递交"}),
}


@pytest.mark.parametrize("column", EDITS)
def test_one_field_edited_changes_one_column(column: str) -> None:
    before = item()
    place, value = EDITS[column]
    if place == "results":
        value = (msgspec.structs.replace(before.results[0], sample="新样证.png"),)
    elif isinstance(value, dict):
        old = before.texts.faq if place == "texts.faq" else getattr(before, place)
        value = (msgspec.structs.replace(old[0], **value), *old[1:])
    head, _, rest = place.partition(".")
    if rest:
        value = msgspec.structs.replace(getattr(before, head), **{rest: value})
    after = msgspec.structs.replace(before, **{head: value})
    one, other = cells(before), cells(after)
    assert {key[2] for key in one | other if one.get(key) != other.get(key)} == {column}
    assert cells(built(after).definition) == other


def test_rows_of_materials_replace_those_of_their_identity() -> None:
    before = item()
    own = [each for each in told(before) if each.table.part is Part.MATERIAL]
    changed = Told(own[0].table, {**own[0].row, "material_name": "改名的申请书"}, "m", 1)
    gone = Told(own[1].table, {"row_guid": own[1].row["row_guid"], "cd_operation": "d"}, "m", 2)
    new = Told(own[0].table, {"row_guid": "outside-7", "material_name": "新材料"}, "m", 3)
    nothing = Told(own[0].table, {"row_guid": "outside-8", "material_name": "无"}, "m", 4)
    found = merged(before, [changed, gone, new, nothing], NATIONAL)
    assert found.refused == {("m", 4): ("material_name", "catalogue.row_names_nothing")}
    after = found.definition
    assert [each.name for each in after.materials] == ["改名的申请书", "新材料"]
    assert after.materials[0].key == before.materials[0].key
    assert after.materials[1].guid == "outside-7"
    whole = merged(before, [changed], NATIONAL, whole=True).definition
    assert [each.name for each in whole.materials] == ["改名的申请书"]


def test_what_cannot_be_read_is_left_out_with_a_remark() -> None:
    basic = next(each for each in told(item()) if each.table.part is Part.BASIC)
    row = {**basic.row, "limit_scene_num": "很多", "dept_type": "7", "promise_day": "400"}
    found = merged(item(), [Told(basic.table, row, "f", 4)], NATIONAL)
    assert {each.field for each in found.remarks["f", 4]} == {
        *("limit_scene_num", "dept_type", "promise_day"),
    }
    assert found.definition.declared_visits == item().declared_visits


KEYS = ("row_guid", "task_guid", "task_code", "task_handle_item")


@given(items, st.data())
@settings(max_examples=150)
def test_a_file_with_one_column_changes_what_it_stands_for_and_a_cell_nobody_reads_nothing(
    document: dict[str, Any], data: st.DataObject
) -> None:
    definition = built(parse_item(document)).definition
    row = data.draw(st.sampled_from(told(definition)))
    column = data.draw(st.sampled_from([each for each in row.row if each not in KEYS]))
    keys = {each: row.row[each] for each in KEYS if each in row.row}
    cell = row.row[column]
    for written in (cell, f"?{cell}?"):
        found = merged(definition, [Told(row.table, {**keys, column: written}, "f", 1)], NATIONAL)
        assert not found.refused
        odd = {each.code for each in found.remarks.get(("f", 1), ())}
        if written == cell or "catalogue.warn_unknown_code" in odd:
            assert found.definition == definition, (column, written)


def test_numbers_days_and_names_are_read_as_officers_write_them() -> None:
    base = item(("/regime", {"legal": 20, "promise": 3}))
    row = next(each for each in told(base) if each.table.part is Part.BASIC)

    def read(**written: str) -> ItemDefinition:
        return merged(base, [Told(row.table, {**row.row, **written}, "f", 1)], NATIONAL).definition

    assert read(promise_day="５个工作日").regime.promise == 5
    assert read(promise_day="6自然日", promise_type="").regime.unit is DayUnit.NATURAL
    assert read(limit_scene_num="1次").declared_visits == 1
    assert read(limit_scene_num="无").declared_visits is None
    assert read(plan_effective_date="2026.1.5").national.effective_on == date(2026, 1, 5)
    assert read(plan_effective_date="46027").national.effective_on == date(2026, 1, 5)
    assert read(plan_effective_date="2026115").national.effective_on is None, "11月5日还是1月15日"
    assert read(task_name=" 食品摊贩\u200b登记\u3000\n").name == "食品摊贩 登记"
    copied = "<p style='x'>1.年满18岁；</p><br/>&nbsp;2.有<b>住所</b>"
    assert read(accept_condition=copied).texts.conditions == "1.年满18岁；\n2.有住所"
    assert read(accept_condition="面积<b 且>c").texts.conditions == "面积<b 且>c"
    extend = next(each for each in told(base) if each.table.part is Part.EXTEND)
    cells = {**extend.row, "user_topic_type": "社会保障（社会保险、社会救助）、就业创业"}
    themed = merged(base, [Told(extend.table, cells, "e", 1)], NATIONAL).definition
    assert themed.themes[:2] == ("社会保障（社会保险、社会救助）", "就业创业")
    assert read(promise_day="99天").regime.promise is None, "longer than the law"


@given(st.sampled_from(names()), st.data())
def test_every_number_of_a_profile_is_read_back(name: str, data: st.DataObject) -> None:
    found = profile(name)
    code_set = data.draw(st.sampled_from(sorted(CODE_SETS)))
    for value in CODE_SETS[code_set]:
        assert found.into(code_set, found.out(code_set, value)) == value


def test_tables_are_known_by_the_names_of_files() -> None:
    assert table_named("UP_TASK_GENERAL_BASIC_20260101") is TABLES["up_task_general_basic"]
    assert table_named("notes") is None
    with pytest.raises(Invalid) as refusal:
        profile("nowhere")
    assert refusal.value.code == "catalogue.profile_unknown"
