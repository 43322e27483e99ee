"""The workbook as it is downloaded: empty with an example, or with items and bundles in it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import msgspec
from django.utils.translation import override

from onevisit.catalogue.queries import Standing, StandingBundle
from onevisit.catalogue.rules.definition import BundleDefinition, ItemDefinition
from onevisit.catalogue.rules.editing.bundling import answered, as_one_item
from onevisit.catalogue.rules.nodes import Node
from onevisit.catalogue.rules.rewriting import Definition
from onevisit.catalogue.web.editor.boxes import value_at
from onevisit.catalogue.web.editor.listing import mark_of as row_mark
from onevisit.catalogue.web.workbook import examples
from onevisit.catalogue.web.workbook.cells import tidy
from onevisit.catalogue.web.workbook.columns import tables
from onevisit.catalogue.web.workbook.heads import CODE, ITEM_NAME, NAMES, Head, Table
from onevisit.catalogue.web.workbook.linked import Around, shown
from onevisit.catalogue.web.workbook.of_bundles import answers_of, mark_of
from onevisit.directory.rules import DepartmentInfo
from onevisit.kernel.sheets import Cell, Column, Page, as_book

_HOW = (
    "一行是一个事项，问题、材料、环节、表单、结果、收费、常见问题、日常用语写在各自的表里，用事项编码对上。",
    (
        "一件事在“一件事”表里一行一件；由哪些事项合成写在“办哪几件”，一起上门的写在“联合踏勘”；"
        "它的问题、表单、当事人、常见问题、再办一份、日常用语和事项写在同一张表里，用一件事编码对上。"
        "材料、环节、结果从各事项算出来，不用写。"
    ),
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
    "上传以后先看每一个会变成什么样，确认了才导入；哪一格有错，会说出哪张表哪一行哪一列。",
)


@dataclass(frozen=True)
class Written:
    """One item or bundle as it is written: `seen` is what its cells may name, `office` whose it is,
    `mark` what an exported row was written from.
    """

    definition: Definition
    seen: ItemDefinition
    office: str = ""
    mark: str = ""

    @property
    def is_bundle(self) -> bool:
        """Whether it is a bundle."""
        return isinstance(self.definition, BundleDefinition)


def template(offices: Sequence[DepartmentInfo], free: str) -> Iterator[bytes]:
    """The empty workbook with an example in it; `free` is the next code of a bundle."""
    code = f"示例：{free}"
    lead = next((each.code for each in offices), "")
    bundle = msgspec.structs.replace(examples.BUNDLE, code=code, lead=lead)
    seen = as_one_item(bundle, answered(bundle, examples.PARTS))
    item = Written(examples.ITEM, examples.ITEM, "示例：市场监管局")
    return _book([item, Written(bundle, seen)], offices)


def export(
    items: Sequence[Standing],
    bundles: Sequence[StandingBundle],
    offices: Mapping[UUID, DepartmentInfo],
) -> Iterator[bytes]:
    """These, so that exactly what is edited in the workbook changes when it comes back."""
    every = [
        Written(each.definition, each.definition, _name(offices, each), each.digest)
        for each in items
    ]
    return _book([*every, *_bundles(bundles)], list(offices.values()))


def _bundles(bundles: Sequence[StandingBundle]) -> Iterator[Written]:
    answers = answers_of(bundles)
    for each in bundles:
        seen = as_one_item(each.definition, answered(each.definition, answers[each.code]))
        yield Written(each.definition, seen, mark=mark_of(each, answers[each.code]))


def _name(offices: Mapping[UUID, DepartmentInfo], one: Standing) -> str:
    office = offices.get(one.department_id)
    return (office.short_name or office.name) if office else ""


def _book(every: Sequence[Written], offices: Sequence[DepartmentInfo]) -> Iterator[bytes]:
    with override("zh-hans"):
        pages = [
            Page("填写说明", [Column("怎么填", width=100)], [[each] for each in _HOW]),
            *(Page(each.name, each.columns, list(_rows(each, every))) for each in tables(offices)),
            Page(
                NAMES,
                [
                    Column(CODE, "这一行属于哪个事项或者哪一件事。", width=34),
                    Column(ITEM_NAME, "只给人看。"),
                    Column(NAMES, "群众怎么叫这件事，一行一个。", width=40),
                ],
                [[d.code, d.name, tidy(name)] for d in _definitions(every) for name in d.everyday],
            ),
        ]
        return as_book(pages)


def _definitions(every: Sequence[Written]) -> Iterator[Definition]:
    for each in every:
        yield each.definition


def _rows(table: Table, every: Sequence[Written]) -> Iterator[Sequence[Cell]]:
    for one in every:
        if table.bundles if one.is_bundle else table.items:
            yield from _own_rows(table, one) if table.rows is None else _listed(table, one)


def _own_rows(table: Table, one: Written) -> Iterator[Sequence[Cell]]:
    cells = _cells(table.heads, one.definition, Around(one.seen))
    office = [] if one.is_bundle else [one.office]
    yield [one.definition.code, *office, *cells, one.mark]


def _listed(table: Table, one: Written) -> Iterator[Sequence[Cell]]:
    around, thing = Around(one.seen), one.definition
    for name, mark, owner in _owners(table, thing):
        for at, node in enumerate(table.nodes(owner)):
            cells = _cells(table.heads, node, around)
            yield [thing.code, thing.name, *name, *cells, mark + row_mark(node, at)]


def _owners(table: Table, thing: Definition) -> Iterator[tuple[Sequence[str], str, Node]]:
    """Whatever has such a list, with its name and the mark its rows begin with."""
    if not table.owner:
        yield (), "", thing
        return
    for at, node in enumerate(value_at(thing, table.owner)):
        yield [tidy(node.name)], f"{row_mark(node, at)}/", node


def _cells(heads: Sequence[Head], node: Node, around: Around) -> list[str]:
    return [shown(each, node, around) for each in heads]
