"""The workbook as it is downloaded: empty with an example, or with items in it."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from django.utils.translation import override

from onevisit.catalogue.queries import Standing
from onevisit.catalogue.rules.definition import (
    Commitment,
    Faq,
    Fee,
    FeeExemption,
    FeeRate,
    Field,
    ItemDefinition,
    Material,
    Option,
    PartyNeed,
    Question,
    Regime,
    ResultSpec,
    Source,
    Texts,
)
from onevisit.catalogue.rules.editing.starting import USUAL_STEPS
from onevisit.catalogue.rules.nodes import Node
from onevisit.catalogue.rules.vocabulary import Served, SourceKind, VarKind
from onevisit.catalogue.web.editor.boxes import value_at
from onevisit.catalogue.web.editor.listing import mark_of
from onevisit.catalogue.web.workbook.cells import tidy
from onevisit.catalogue.web.workbook.columns import (
    CODE,
    ITEM_NAME,
    NAMES,
    Head,
    Table,
    tables,
)
from onevisit.catalogue.web.workbook.linked import Around, shown
from onevisit.directory.rules import DepartmentInfo
from onevisit.kernel.conditions import compile
from onevisit.kernel.sheets import Cell, Column, Page, as_book

_HOW = (
    "一行是一个事项，问题、材料、环节、表单、结果、收费、常见问题、日常用语写在各自的表里，用事项编码对上。",
    "编码已经有的，修改；没有的，新建。都只成为草稿，审核以后才发布。",
    "空表里空着的格子不改；要去掉原来写的，写“清空”。",
    "导出来的表：改了哪一格就改哪一格，空着就是去掉；删掉一行就是去掉那一条。灰色的列和最后隐藏的列请不要动。",
    (
        "问题按写的先后问。条件里用【】写问题的简称或者问法，用“”写选项："
        "【店面】 大于 300 并且 【楼层】 是 “临街一楼”。"
    ),
    "问题、材料、表单里的名称和别的事项一样的，就是同一个，选项和来源跟着来，只写不一样的格子。",
    (
        "环节：新事项写了环节的，就用写的环节；没写的用申请、受理、审查、决定。"
        "“接在哪些环节后面”空着的，接在上一行后面。"
    ),
    (
        "告知承诺、收费标准、免收挂在一份材料或者一个收费项目下面，各有一张表，写名称对上；"
        "标准要变的，先写好从哪天起。"
    ),
    "上传以后先看每个事项会变成什么样，确认了才导入；哪一格有错，会说出哪张表哪一行哪一列。",
)
_EXAMPLE = ItemDefinition(
    code="示例：11339921000000115X4330131009000",
    name="临时占道经营登记",
    short_name="占道登记",
    served=(Served.PERSON, Served.ENTERPRISE),
    regime=Regime(legal=20, promise=3, basis="《城市道路管理条例》第三十一条"),
    fee="不收费",
    everyday=("摆摊要办啥",),
    questions=(
        Question(
            key="area",
            label="要占多大地方？",
            short="面积",
            kind=VarKind.NUMBER,
            unit="平方米",
        ),
        Question(
            key="when",
            label="什么时候摆？",
            options=(Option(value="d", label="白天"), Option(value="n", label="夜间")),
        ),
    ),
    materials=(
        Material(key="", name="身份证明", source=Source(kind=SourceKind.FETCHED)),
        Material(
            key="",
            name="占道平面图",
            when=compile({"or": [{">": [{"var": "area"}, 10]}, {"==": [{"var": "when"}, "n"]}]}),
            why_not="白天摆、不超过 10 平方米的不用",
            commitment=Commitment(conditions=("不占盲道和消防通道",), consequences=("撤销登记",)),
        ),
    ),
    steps=USUAL_STEPS,
    form=(Field(key="", label="摊位名称", group="摊位"),),
    results=(ResultSpec(key="", name="占道经营登记证", kind="证", validity="一年"),),
    fees=(
        Fee(
            name="占道费",
            standard="每平方米每天 0.5 元",
            quantity="area",
            rates=(
                FeeRate(since="2026-01-01", standard="每平方米 0.5 元", unit="平方米", amount=50),
                FeeRate(since="2027-01-01", standard="每平方米 0.4 元", unit="平方米", amount=40),
            ),
            exemptions=(
                FeeExemption(when=compile({"<=": [{"var": "area"}, 2]}), reason="两平方米以内免收"),
            ),
        ),
    ),
    parties=(
        PartyNeed(
            key="",
            name="门前的商户",
            agrees="同意在我的门前摆摊。",
            when=compile({">": [{"var": "area"}, 10]}),
            sees=("area", "when"),
        ),
    ),
    texts=Texts(
        location="一楼 3 号窗口",
        hours="工作日 9:00—17:00",
        faq=(Faq(question="可以摆几天？", answer="最长三十天。"),),
    ),
)


def template(offices: Sequence[DepartmentInfo]) -> Iterator[bytes]:
    """The empty workbook with an example in it."""
    return _book([(_EXAMPLE, "示例：市场监管局", "")], offices)


def export(found: Sequence[Standing], offices: Mapping[UUID, DepartmentInfo]) -> Iterator[bytes]:
    """These items, so that exactly what is edited in the workbook changes when it comes back."""
    every = [(each.definition, _name(offices, each), each.digest) for each in found]
    return _book(every, list(offices.values()))


def _name(offices: Mapping[UUID, DepartmentInfo], one: Standing) -> str:
    office = offices.get(one.department_id)
    return (office.short_name or office.name) if office else ""


def _book(
    items: Sequence[tuple[ItemDefinition, str, str]], offices: Sequence[DepartmentInfo]
) -> Iterator[bytes]:
    with override("zh-hans"):
        first, *lists = tables(offices)
        definitions = [each for each, _office, _seen in items]
        pages = [
            Page("填写说明", [Column("怎么填", width=100)], [[each] for each in _HOW]),
            Page(
                first.name,
                first.columns,
                [
                    [item.code, office, *_cells(first.heads, item, Around(item)), seen]
                    for item, office, seen in items
                ],
            ),
            *(Page(each.name, each.columns, list(_rows(each, definitions))) for each in lists),
            Page(
                NAMES,
                [
                    Column(CODE, "这一行属于哪个事项。", width=34),
                    Column(ITEM_NAME, "只给人看。"),
                    Column(NAMES, "群众怎么叫这件事，一行一个。", width=40),
                ],
                [[e.code, e.name, tidy(name)] for e in definitions for name in e.everyday],
            ),
        ]
        return as_book(pages)


def _rows(table: Table, items: Sequence[ItemDefinition]) -> Iterator[Sequence[Cell]]:
    for item in items:
        around = Around(item)
        for name, mark, owner in _owners(table, item):
            for at, node in enumerate(table.nodes(owner)):
                cells = _cells(table.heads, node, around)
                yield [item.code, item.name, *name, *cells, mark + mark_of(node, at)]


def _owners(table: Table, item: ItemDefinition) -> Iterator[tuple[Sequence[str], str, Node]]:
    """Whatever has such a list, with its name and the mark its rows begin with."""
    if not table.owner:
        yield (), "", item
        return
    for at, node in enumerate(value_at(item, table.owner)):
        yield [tidy(node.name)], f"{mark_of(node, at)}/", node


def _cells(heads: Sequence[Head], node: Node, around: Around) -> list[str]:
    return [shown(each, node, around) for each in heads]
