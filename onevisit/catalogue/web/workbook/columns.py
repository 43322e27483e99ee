"""The sheets of the workbook: which there are, and the editor's boxes they are made of."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

import msgspec
from django.utils.translation import override

from onevisit.catalogue.rules.definition import (
    Again,
    ItemDefinition,
    JointVisit,
    Part,
    Question,
    Step,
)
from onevisit.catalogue.rules.editing.keys import keyed, own_stem
from onevisit.catalogue.rules.nodes import Node
from onevisit.catalogue.web.editor import (
    bundles,
    fees,
    form_fields,
    head,
    materials,
    national,
    parties,
    process,
    situations,
    words,
)
from onevisit.catalogue.web.editor.boxes import As, Box
from onevisit.catalogue.web.editor.listing import Rows
from onevisit.catalogue.web.editor.section import Section
from onevisit.catalogue.web.workbook.heads import (
    BUNDLES,
    FORM,
    ITEMS,
    MATERIALS,
    PARTIES,
    PARTS,
    QUESTIONS,
    STEPS,
    VISITS,
    Head,
    Table,
    heads,
    narrow,
)
from onevisit.directory.rules import DepartmentInfo
from onevisit.ui.fields import Option


def tables(offices: Sequence[DepartmentInfo]) -> tuple[Table, ...]:
    """All sheets but that of everyday names. `offices` are who may hold a paper, or lead."""
    with override("zh-hans"):
        items = Table(ITEMS, tuple(heads(_item_boxes())))
        lists = [
            (QUESTIONS, replace(situations.QUESTIONS, settle=_keyed_questions)),
            (MATERIALS, materials.rows_of(offices)),
            (STEPS, replace(process.STEP_ROWS, settle=_keyed_steps)),
            (FORM, form_fields.FIELDS),
            (PARTIES, parties.PARTY_ROWS),
            ("结果", head.RESULTS.lists[0]),
            ("收费", fees.FEES.lists[0]),
            ("常见问题", words.FAQ.lists[0]),
        ]
        made = [
            Table(name, _columns(rows), rows, bundles=rows.place in _OF_BUNDLES)
            for name, rows in lists
        ]
        return (items, *made, *_hanging(), *_bundles(offices))


def _bundles(offices: Sequence[DepartmentInfo]) -> Iterator[Table]:
    """What bundles alone have."""
    own = partial(Table, items=False, bundles=True)
    first, *rest = heads(_bundle_boxes())
    yield own(BUNDLES, (first, _lead(offices), *rest))
    parts = replace(bundles.PART_ROWS, settle=_keyed_parts, finish=_plain_codes)
    visits = replace(bundles.VISIT_ROWS, settle=_keyed_visits)
    yield own(PARTS, _columns(parts), parts)
    yield own(VISITS, _columns(visits), visits)


def _lead(offices: Sequence[DepartmentInfo]) -> Head:
    """Who leads it, by any of its names."""
    called = Counter(each.short_name for each in offices)
    labels = {e.code: e.short_name if called[e.short_name] == 1 else e.name for e in offices}
    named = [(narrow(name), each.code) for each in offices for name in (each.name, *each.aliases)]
    alone = Counter(name for name, _code in named)
    others = {name: code for name, code in named if name and alone[name] == 1}
    options = [Option(code, name) for code, name in labels.items()]
    box = Box("lead", "牵头部门", As.ONE, options, fallback="", help="名称或简称，必填。")
    return Head("牵头部门", box, labels, others)


def _hanging() -> Iterator[Table]:
    """What hangs on a row of another sheet, or is there once or not at all."""
    yield Table("告知承诺", _columns(_COMMITMENT), _COMMITMENT, "materials", "材料", single=True)
    rates, exemptions = fees.RATES, fees.EXEMPTIONS
    since = ("since", "when")
    yield Table("收费标准", _columns(rates), rates, "fees", "收费项目", told_by=since)
    yield Table("免收", _columns(exemptions), exemptions, "fees", "收费项目")
    yield Table("再办一份", _columns(_AGAIN), _AGAIN, single=True, bundles=True)


def _columns(rows: Rows) -> tuple[Head, ...]:
    return tuple(heads((*rows.boxes, *rows.more)))


def _single(place: str, fresh: Callable[[], Node], boxes: Sequence[Box]) -> Rows:
    """What is there once or not at all as rows: there it is by its first box."""
    first, *rest = boxes
    return Rows(place, "", "", fresh, (replace(first, required=True), *rest))


_COMMITMENT: Final = _single("commitment", lambda: materials.UNTOLD, materials.COMMITMENT)
_AGAIN: Final = _single("again", lambda: Again(label=""), parties.AGAIN)


_OF_BUNDLES: Final = ("questions", "form", "parties", "texts.faq")


def _keyed_parts(seen: ItemDefinition, rows: Sequence[Part]) -> Sequence[Part]:
    """What waits for what is settled when it is read."""
    return keyed(rows, "p", (each.key for each in seen.steps))


def _keyed_visits(_seen: ItemDefinition, rows: Sequence[JointVisit]) -> Sequence[JointVisit]:
    return keyed(rows, "v")


def _plain_codes(part: Part) -> Part:
    """Its codes in the usual width."""
    code, variant = narrow(part.catalogue_code), narrow(part.variant)
    return msgspec.structs.replace(part, catalogue_code=code, variant=variant)


def _keyed_questions(item: ItemDefinition, rows: Sequence[Question]) -> Sequence[Question]:
    """What nothing may lose is looked at when the conditions are read too."""
    return keyed(rows, f"{own_stem(item)}.q", (each.key for each in item.questions))


def _keyed_steps(item: ItemDefinition, rows: Sequence[Step]) -> Sequence[Step]:
    """What comes after what is settled when it is read."""
    return keyed(rows, "s", (each.key for each in item.steps))


def _item_boxes() -> Iterator[Box]:
    for section in (head.BASICS, head.LIMITS, fees.FEES, words.GUIDE, words.BASIS):
        yield from _boxes(section)
    yield situations.CONSISTENT
    yield from _boxes(national.NATIONAL)


def _bundle_boxes() -> Iterator[Box]:
    yield head.NAME
    for group in (head.WHOM, head.ONLINE, *bundles.LIMITS.groups):
        yield from group.boxes
    for section in (words.GUIDE, words.BASIS):
        yield from _boxes(section)
    yield situations.CONSISTENT


def _boxes(section: Section) -> Iterator[Box]:
    for group in section.groups:
        yield from group.boxes
