"""What the workbook would make of each item: looked at first, then done."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from onevisit.accounts.rules import Actor
from onevisit.catalogue import queries
from onevisit.catalogue.errors import item_exists, no_such_department, version_in_review
from onevisit.catalogue.queries import Standing
from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.rules.editing.coding import full_code
from onevisit.catalogue.rules.editing.starting import USUAL_STEPS
from onevisit.catalogue.rules.importing.materials import normal_name
from onevisit.catalogue.rules.nodes import Node
from onevisit.catalogue.rules.parsing import parse_item, to_json
from onevisit.catalogue.rules.rewriting import Forecast, forecast
from onevisit.catalogue.rules.versions import VersionState
from onevisit.catalogue.rules.vocabulary import Level, TaskType
from onevisit.catalogue.services import NewItem, Rewrite
from onevisit.catalogue.web.workbook.cells import value_of
from onevisit.catalogue.web.workbook.columns import (
    CODE,
    DEPARTMENT,
    FORM,
    MATERIALS,
    QUESTIONS,
    SEEN,
    Table,
    tables,
)
from onevisit.catalogue.web.workbook.making import Making, Shared
from onevisit.catalogue.web.workbook.reading import Given, GivenItem, Wrong, read
from onevisit.directory import queries as directory
from onevisit.directory.rules import DepartmentInfo
from onevisit.kernel.errors import DomainError, Invalid
from onevisit.kernel.item_codes import CATALOGUE_LENGTH
from onevisit.ui.wordings import text_for


@dataclass(frozen=True)
class Prospect:
    """One item: what it would become, or what is wrong with its rows. `seen` names what the change
    was made from, "new" for nothing.
    """

    code: str
    name: str
    state: str  # new, changed, same, wrong
    seen: str
    rewrite: Rewrite | None
    sides: tuple[ItemDefinition, ItemDefinition] | None
    wrong: Sequence[Wrong] = ()

    @cached_property
    def forecast(self) -> Forecast | None:
        """What it comes to, worked out for whoever looks at it."""
        return forecast(*self.sides, new=self.state == "new") if self.sides else None


@dataclass(frozen=True)
class Prospects:
    """All items of a workbook, what is wrong beside them, and columns nobody knows."""

    items: Sequence[Prospect]
    wrong: Sequence[Wrong]
    unknown: Sequence[str]


def prospects(data: bytes, *, actor: Actor) -> Prospects:
    """What the workbook would do by now. Raises as `reading.read`."""
    offices = directory.departments()
    known = tables(offices)
    book = read(data, known)
    maker = _Maker(known, offices, queries.departments_to_edit(actor), book.items.values(), actor)
    found = [maker.prospect(each) for each in book.items.values()]
    return Prospects(found, book.wrong, book.unknown)


class _Unfit(Exception):
    """The item cannot be taken for a reason that belongs to the whole of it."""

    def __init__(self, head: str, text: str) -> None:
        super().__init__(text)
        self.head, self.text = head, text


class _Maker:
    """Makes prospects of what was read, with few queries for all of them."""

    def __init__(
        self,
        known: Sequence[Table],
        offices: Sequence[DepartmentInfo],
        mine: Sequence[DepartmentInfo],
        given: Any,
        actor: Actor,
    ) -> None:
        self.first, *self.lists = known
        self.offices = {name: each for each in offices for name in _called(each)}
        self.mine = {each.id for each in mine}
        items = list(given)
        self.codes = {each.code: self._full(each) for each in items}
        self.standing = queries.standing(set(self.codes.values()), actor=actor)
        self.taken = queries.taken_codes(set(self.codes.values()))
        self.shared = _shared(items)

    def _full(self, item: GivenItem) -> str:
        """The whole code; a short one is completed where its department is known."""
        office = self._office(item)
        if len(item.code) != CATALOGUE_LENGTH or office is None:
            return item.code
        try:
            level = self._level(item)
            code = full_code(item.code, uscc=office.uscc, department=office.name, level=level)
        except (DomainError, ValueError):
            return item.code  # told with the rest of the row
        return code.text

    def _office(self, item: GivenItem) -> DepartmentInfo | None:
        written = item.row.cells.get(DEPARTMENT, "") if item.row else ""
        return self.offices.get(normal_name(written)) if written else None

    def _level(self, item: GivenItem) -> Level:
        found = self._chosen(item, "level")
        return found if isinstance(found, Level) else Level.COUNTY

    def _chosen(self, item: GivenItem, place: str) -> object:
        head = next(each for each in self.first.heads if each.box.place == place)
        text = item.row.cells.get(head.head, "") if item.row else ""
        return value_of(head, text) if text else None

    def prospect(self, item: GivenItem) -> Prospect:
        """What becomes of it."""
        code = self.codes[item.code]
        held = self.standing.get(code)
        new: NewItem | None = None
        wrong = list(item.wrong)
        try:
            if held is None:
                new = self._new(item, code)
                before = _begun(new)
            else:
                before = held.definition
                self._fits(item, held)
            making = self._making(item, before, held)
            apply = making.change()
            wrong += making.wrong
            after = parse_item(to_json(apply(before))) if not wrong else before
        except _Unfit as unfit:
            wrong.append(_at(item, unfit.head, unfit.text))
        except Invalid as error:
            wrong.append(_at(item, CODE, str(text_for(error))))
        if wrong:
            name = held.definition.name if held else ""
            return Prospect(code, name, "wrong", "", None, None, wrong)
        seen = held.digest if held else "new"
        same = new is None and before == after
        rewrite = None if same else Rewrite(code, after.name, apply, seen, new)
        state = "same" if same else "new" if new else "changed"
        return Prospect(code, after.name, state, seen, rewrite, (before, after))

    def _making(self, item: GivenItem, before: ItemDefinition, held: Standing | None) -> Making:
        whole = bool(held and item.seen)
        known = (self.first, *self.lists)
        return Making(known, item, before, self.shared, whole=whole, new=held is None)

    def _fits(self, item: GivenItem, held: Standing) -> None:
        if held.state not in (VersionState.DRAFT, VersionState.PUBLISHED):
            raise _Unfit(CODE, str(text_for(version_in_review(held.code, held.state))))
        if item.seen and item.seen != held.digest:
            raise _Unfit(SEEN, _("导出以后有人改过这个事项，请重新导出，在新的表里改。"))
        office = self._office(item)
        written = item.row.cells.get(DEPARTMENT, "") if item.row else ""
        if written and (office is None or office.id != held.department_id):
            raise _Unfit(DEPARTMENT, _("这个事项是别的部门的，部门不能在表里改。"))

    def _new(self, item: GivenItem, code: str) -> NewItem:
        if item.row is None:
            raise _Unfit(CODE, _("没有这个编码的事项。新事项要在“事项”表里写一行。"))
        if code in self.taken:
            raise _Unfit(CODE, str(text_for(item_exists(code))))
        written = item.row.cells.get(DEPARTMENT, "")
        office = self._office(item)
        if not written:
            raise _Unfit(DEPARTMENT, _("新事项要写部门。"))
        if office is None:
            raise _Unfit(DEPARTMENT, str(text_for(no_such_department(written))))
        if office.id not in self.mine:
            raise _Unfit(DEPARTMENT, _("您不管这个部门的事项。"))
        name = item.row.cells.get(self.first.heads[0].head, "")
        if not name:
            raise _Unfit(self.first.heads[0].head, _("新事项要写名称。"))
        try:
            kind, level = self._chosen(item, "task_type"), self._level(item)
        except ValueError:  # told with its cell
            kind, level = None, Level.COUNTY
        full_code(code, uscc=office.uscc, department=office.name, level=level)
        task_type = kind if isinstance(kind, TaskType) else TaskType.SERVICE
        return NewItem(code, name, office.code, task_type, level, usual_steps=True)


def _begun(new: NewItem) -> ItemDefinition:
    return ItemDefinition(
        code=new.code, name=new.name, task_type=new.task_type, level=new.level, steps=USUAL_STEPS
    )


def _at(item: GivenItem, head: str, text: str) -> Wrong:
    row = item.row or next((rows[0] for rows in item.lists.values() if rows), None)
    row = row or (item.names[0] if item.names else None)
    return row.wrong(head, text) if row else Wrong("", 0, head, text)


def _called(office: DepartmentInfo) -> list[str]:
    names = (office.name, office.short_name, office.code, *office.aliases)
    return [normal_name(each) for each in names if each]


def _shared(items: Sequence[GivenItem]) -> Shared:
    """What other items have, by name, for rows that are new to theirs: standard materials,
    questions and data elements; of several that are called so the most used.
    """
    new = {
        sheet: [row.cells.get(head, "") for item in items for row in _unmarked(item, sheet)]
        for sheet, head in ((MATERIALS, "名称"), (QUESTIONS, "怎么问"), (FORM, "叫什么"))
    }
    found: dict[str, dict[str, Node]] = {MATERIALS: {}, QUESTIONS: {}, FORM: {}}
    for paper in queries.standards(names=set(new[MATERIALS]) - {""}):
        found[MATERIALS].setdefault(normal_name(paper.name), paper.material)
    for asked in queries.shared_questions() if new[QUESTIONS] else ():
        found[QUESTIONS].setdefault(normal_name(asked.question.label), asked.question)
    for element in queries.data_elements() if new[FORM] else ():
        found[FORM].setdefault(normal_name(element.field.label), element.field)
    return found


def _unmarked(item: GivenItem, sheet: str) -> Sequence[Given]:
    return [row for row in item.lists.get(sheet, ()) if not row.mark]
