"""What the workbook would make of each item."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from onevisit.accounts.rules import Actor
from onevisit.catalogue import queries
from onevisit.catalogue.errors import item_exists, no_such_department
from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.rules.editing.coding import full_code
from onevisit.catalogue.rules.editing.starting import USUAL_STEPS
from onevisit.catalogue.rules.importing.materials import normal_name
from onevisit.catalogue.rules.nodes import Node
from onevisit.catalogue.rules.rewriting import Definition
from onevisit.catalogue.rules.vocabulary import Level, TaskType
from onevisit.catalogue.services import NewItem
from onevisit.catalogue.web.workbook.cells import value_of
from onevisit.catalogue.web.workbook.heads import (
    CODE,
    DEPARTMENT,
    FORM,
    MATERIALS,
    QUESTIONS,
    Table,
    sheets_of,
)
from onevisit.catalogue.web.workbook.making import Making, Shared
from onevisit.catalogue.web.workbook.prospect import Held, Maker, New, Unfit, called, stale
from onevisit.catalogue.web.workbook.reading import Given, GivenItem
from onevisit.directory.rules import DepartmentInfo
from onevisit.kernel.errors import DomainError
from onevisit.kernel.item_codes import CATALOGUE_LENGTH
from onevisit.ui.wordings import text_for


class ItemMaker(Maker):
    """Makes prospects of items."""

    def __init__(
        self,
        known: Sequence[Table],
        offices: Sequence[DepartmentInfo],
        mine: Sequence[DepartmentInfo],
        items: Sequence[GivenItem],
        shared: Shared,
        actor: Actor,
    ) -> None:
        self.known, self.first = known, sheets_of(known, bundle=False)[0]
        self.foreign = [each for each in known if not each.items]
        self.offices: dict[str, dict[UUID, DepartmentInfo]] = {}
        for each in offices:
            for name in called(each):
                self.offices.setdefault(name, {})[each.id] = each
        self.mine = {each.id for each in mine}
        self.codes = {each.code: self._full(each) for each in items}
        self.held = queries.standing(set(self.codes.values()), actor=actor)
        self.taken = queries.taken_codes(set(self.codes.values()))
        self.shared = shared

    def code_of(self, item: GivenItem) -> str:
        """The whole code."""
        return self.codes[item.code]

    def strange(self, sheet: str) -> str:
        """An item has no parts."""
        return _("“%(sheet)s”只有一件事才有，这个编码不是一件事的。") % {"sheet": sheet}

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

    def _offices(self, item: GivenItem) -> dict[UUID, DepartmentInfo]:
        """Those of that name: every county of a city has an office for education."""
        written = item.row.cells.get(DEPARTMENT, "") if item.row else ""
        return self.offices.get(normal_name(written), {}) if written else {}

    def _office(self, item: GivenItem) -> DepartmentInfo | None:
        """The only one of that name, or the only one of them that the officer keeps."""
        named = list(self._offices(item).values())
        own = [each for each in named if each.id in self.mine]
        found = named if len(named) == 1 else own
        return found[0] if len(found) == 1 else None

    def _level(self, item: GivenItem) -> Level:
        found = self._chosen(item, "level")
        return found if isinstance(found, Level) else Level.COUNTY

    def _chosen(self, item: GivenItem, place: str) -> object:
        head = next(each for each in self.first.heads if each.box.place == place)
        text = item.row.cells.get(head.head, "") if item.row else ""
        return value_of(head, text) if text else None

    def making(self, item: GivenItem, before: Definition, held: Held | None) -> Making:
        """How its rows are read."""
        whole = bool(held and item.seen)
        return Making(self.known, item, before, self.shared, whole=whole, new=held is None)

    def fits(self, item: GivenItem, held: Held) -> None:
        """Whether the rows can be meant for it."""
        if item.seen and item.seen != held.digest:
            raise stale()
        written = item.row.cells.get(DEPARTMENT, "") if item.row else ""
        if written and held.department_id not in self._offices(item):
            raise Unfit(DEPARTMENT, _("这个事项是别的部门的，部门不能在表里改。"))

    def new(self, item: GivenItem, code: str) -> NewItem:
        """How it is begun."""
        if item.row is None:
            raise Unfit(CODE, _("没有这个编码的事项。新事项要在“事项”表里写一行。"))
        if code in self.taken:
            raise Unfit(CODE, text_for(item_exists(code)))
        office = self._keeper(item, item.row.cells.get(DEPARTMENT, ""))
        name = item.row.cells.get(self.first.heads[0].head, "")
        if not name:
            raise Unfit(self.first.heads[0].head, _("新事项要写名称。"))
        try:
            kind, level = self._chosen(item, "task_type"), self._level(item)
        except ValueError:  # told with its cell
            kind, level = None, Level.COUNTY
        full_code(code, uscc=office.uscc, department=office.name, level=level)
        task_type = kind if isinstance(kind, TaskType) else TaskType.SERVICE
        return NewItem(code, name, office.code, task_type, level, usual_steps=True)

    def _keeper(self, item: GivenItem, written: str) -> DepartmentInfo:
        """Whose it is to be."""
        office = self._office(item)
        if not written:
            raise Unfit(DEPARTMENT, _("新事项要写部门。"))
        if office is None and self._offices(item):
            text = _("有几个部门叫“%(name)s”，请写全称或者部门的代码。") % {"name": written}
            raise Unfit(DEPARTMENT, text)
        if office is None:
            raise Unfit(DEPARTMENT, text_for(no_such_department(written)))
        if office.id not in self.mine:
            raise Unfit(DEPARTMENT, _("您不管这个部门的事项。"))
        return office

    def begun(self, new: New) -> ItemDefinition:
        """What it is then."""
        assert isinstance(new, NewItem)
        return ItemDefinition(
            code=new.code,
            name=new.name,
            task_type=new.task_type,
            level=new.level,
            steps=USUAL_STEPS,
        )


def shared_of(items: Sequence[GivenItem]) -> Shared:
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
