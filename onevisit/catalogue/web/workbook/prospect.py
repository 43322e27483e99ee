"""What becomes of one item or bundle of the workbook, or what is wrong with its rows."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from onevisit.catalogue.errors import version_in_review
from onevisit.catalogue.queries import Standing, StandingBundle
from onevisit.catalogue.rules.editing.bundling import Answers
from onevisit.catalogue.rules.importing.materials import normal_name
from onevisit.catalogue.rules.parsing import reread
from onevisit.catalogue.rules.rewriting import Definition, Forecast, forecast
from onevisit.catalogue.rules.versions import VersionState
from onevisit.catalogue.services import NewBundle, NewItem, Rewrite
from onevisit.catalogue.web.workbook.heads import CODE, SEEN, Table
from onevisit.catalogue.web.workbook.making import Making
from onevisit.catalogue.web.workbook.reading import GivenItem, Wrong
from onevisit.directory.rules import DepartmentInfo
from onevisit.kernel.errors import Invalid
from onevisit.ui.wordings import text_for

Held = Standing | StandingBundle
New = NewItem | NewBundle


@dataclass(frozen=True)
class Prospect:
    """One item or bundle: what it would become, or what is wrong with its rows. `seen` names what
    the change was made from, "new" for nothing; `items` are those that parts of a bundle name.
    """

    code: str
    name: str
    state: str  # new, changed, same, wrong
    seen: str
    rewrite: Rewrite | None
    sides: tuple[Definition, Definition] | None
    wrong: Sequence[Wrong] = ()
    items: Answers = field(default_factory=dict)

    @cached_property
    def forecast(self) -> Forecast | None:
        """What it comes to, worked out for whoever looks at it."""
        if self.sides is None:
            return None
        return forecast(*self.sides, new=self.state == "new", items=self.items)


class Unfit(Exception):
    """It cannot be taken for a reason that belongs to the whole of it."""

    def __init__(self, head: str, text: str | Promise) -> None:
        super().__init__(text)
        self.head, self.text = head, text


class Maker(ABC):
    """Makes prospects of what was read, with few queries for all of them."""

    foreign: Sequence[Table]
    """Sheets on which they may have no rows."""
    held: Mapping[str, Held]

    def code_of(self, item: GivenItem) -> str:
        """The whole code."""
        return item.code

    @abstractmethod
    def new(self, item: GivenItem, code: str) -> New:
        """How it is begun. Raises Unfit, Invalid."""

    @abstractmethod
    def begun(self, new: New) -> Definition:
        """What it is then."""

    @abstractmethod
    def fits(self, item: GivenItem, held: Held) -> None:
        """Raises Unfit where the rows cannot be meant for it."""

    @abstractmethod
    def making(self, item: GivenItem, before: Definition, held: Held | None) -> Making:
        """How its rows are read."""

    @abstractmethod
    def strange(self, sheet: str) -> str:
        """What to say of rows on a sheet where it has none."""

    def answers(self, _item: GivenItem, _held: Held | None) -> Answers:
        """The items that parts of it name."""
        return {}

    def prospect(self, item: GivenItem) -> Prospect:
        """What becomes of it."""
        code = self.code_of(item)
        held = self.held.get(code)
        new: New | None = None
        wrong = [*item.wrong, *self._strange(item)]
        try:
            if held is None:
                new = self.new(item, code)
                before = self.begun(new)
            else:
                before = held.definition
                self.fits(item, held)
            making = self.making(item, before, held)
            apply = making.change()
            wrong += making.wrong
            after = reread(apply(before)) if not wrong else before
            if held is not None and after != before:
                _refuse_review(held)
        except Unfit as unfit:
            wrong.append(_at(item, unfit.head, unfit.text))
        except Invalid as error:
            wrong.append(_at(item, CODE, text_for(error)))
        if wrong:
            name = held.definition.name if held else ""
            return Prospect(code, name, "wrong", "", None, None, wrong)
        seen = held.digest if held else "new"
        same = new is None and before == after
        rewrite = None if same else Rewrite(code, after.name, apply, seen, new)
        state = "same" if same else "new" if new else "changed"
        items = self.answers(item, held)
        return Prospect(code, after.name, state, seen, rewrite, (before, after), items=items)

    def _strange(self, item: GivenItem) -> list[Wrong]:
        rows = [item.lists.get(each.name) for each in self.foreign]
        return [each[0].wrong(CODE, self.strange(each[0].sheet)) for each in rows if each]


def _refuse_review(held: Held) -> None:
    if held.state not in (VersionState.DRAFT, VersionState.PUBLISHED):
        raise Unfit(CODE, text_for(version_in_review(held.code, held.state)))


def stale() -> Unfit:
    """Somebody else changed it after it was exported."""
    return Unfit(SEEN, _("导出以后有人改过，请重新导出，在新的表里改。"))


def _at(item: GivenItem, head: str, text: str | Promise) -> Wrong:
    row = item.row or next((rows[0] for rows in item.lists.values() if rows), None)
    row = row or (item.names[0] if item.names else None)
    return row.wrong(head, text) if row else Wrong("", 0, head, text)


def called(office: DepartmentInfo) -> list[str]:
    """What a department may be called in a cell."""
    names = (office.name, office.short_name, office.code, *office.aliases)
    return [normal_name(each) for each in names if each]
