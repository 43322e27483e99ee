"""What the rows of one item make of it: first what stands by itself, then what names other rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from onevisit.catalogue.rules.definition import ItemDefinition, Node, Step
from onevisit.catalogue.rules.editing.asking import refuse_loss
from onevisit.catalogue.rules.editing.graph import added, refuse_round, removed
from onevisit.catalogue.rules.importing.materials import normal_name
from onevisit.catalogue.web.editor.boxes import put, value_at
from onevisit.catalogue.web.editor.listing import mark_of
from onevisit.catalogue.web.workbook.cells import tidy
from onevisit.catalogue.web.workbook.columns import CLEARED, NAMES, QUESTIONS, STEPS, Head, Table
from onevisit.catalogue.web.workbook.linked import Around, meant, shown
from onevisit.catalogue.web.workbook.reading import Given, GivenItem, Wrong
from onevisit.kernel.errors import Invalid
from onevisit.ui.wordings import text_for

Shared = Mapping[str, Mapping[str, Node]]
"""By sheet and name what many items share, for rows that are new to their item."""


@dataclass
class _Entry:
    """One row of a list: what it becomes, the row that says so, and what its cells are read
    against. `kept` says that it was there before.
    """

    node: Node
    start: Node
    row: Given | None
    kept: bool


class Making:
    """One item as its rows want it; what cannot be read goes to `wrong`. With `whole` the rows are
    all there is, else they add to it; the steps of a `new` item are those that are written.
    """

    def __init__(
        self,
        known: Sequence[Table],
        item: GivenItem,
        before: ItemDefinition,
        shared: Shared,
        *,
        whole: bool,
        new: bool,
    ) -> None:
        self.first = known[0]
        self.tables = {each.rows.place: each for each in known if each.rows is not None}
        self.item, self.before, self.shared = item, before, shared
        self.whole, self.new = whole, new
        self.wrong: list[Wrong] = []
        self._then = Around(before)

    def change(self) -> Callable[[ItemDefinition], ItemDefinition]:
        """What is to be done to the item. With something in `wrong` it is worth nothing."""
        before, now = self.before, self._then
        values: dict[str, object] = {}
        if self.item.row is not None:
            values = self._values(self.first.heads, self.item.row, before, now, linked=False)
        if self.item.names is not None:
            values["everyday"] = self._everyday(self.item.names)
        lists = {
            place: self._list(place, self.item.lists[table.name])
            for place, table in self.tables.items()
            if table.name in self.item.lists
        }
        plain = {place: tuple(each.node for each in rows) for place, rows in lists.items()}
        now = Around(put(before, {**values, **plain}, before), before)
        if self.item.row is not None:
            values |= self._values(self.first.heads, self.item.row, before, now, linked=True)
        values |= {place: self._linked(place, rows, now) for place, rows in lists.items()}
        self._refuse_loss(put(before, values, before))

        def change(given: ItemDefinition) -> ItemDefinition:
            changed: ItemDefinition = put(given, values, given)
            return changed

        return change

    def _everyday(self, rows: Sequence[Given]) -> tuple[str, ...]:
        names = dict.fromkeys(each.cells[NAMES] for each in rows if each.cells.get(NAMES))
        return tuple(names if self.whole else dict.fromkeys((*self.before.everyday, *names)))

    def _list(self, place: str, given: Sequence[Given]) -> list[_Entry]:
        """The rows of a list in their order, each with what stands by itself."""
        table = self.tables[place]
        rows = table.rows
        assert rows is not None
        kept: Sequence[Node] = value_at(self.before, place)
        finder = _Finder(table, kept, self.shared.get(table.name, {}), whole=self.whole)
        entries: list[_Entry] = []
        for row in given:
            try:
                base, start = finder.find(row)
            except ValueError as problem:
                self.wrong.append(row.wrong(table.heads[0].head, str(problem)))
                continue
            now = self._then
            values = self._values(table.heads, row, start, now, linked=False, kept=base is not None)
            node = rows.finish(put(start, values, self.before))
            entries.append(_Entry(node, start, row, base is not None))
        if not self.whole and not (self.new and entries):
            entries = _beside(kept, entries)
        nodes = rows.settle(self.before, [each.node for each in entries])
        for entry, node in zip(entries, nodes, strict=True):
            entry.node = node
        return entries

    def _linked(self, place: str, entries: Sequence[_Entry], now: Around) -> tuple[Node, ...]:
        """The rows with their conditions and what they name."""
        heads, told = self.tables[place].heads, set[str]()
        for each in entries:
            if each.row is None:
                continue
            values = self._values(heads, each.row, each.start, now, linked=True, kept=each.kept)
            each.node = put(each.node, values, self.before)
            if "after" in values:
                told.add(mark_of(each.node, 0))
        nodes: tuple[Any, ...] = tuple(each.node for each in entries)
        if place == "steps":
            return self._chained(nodes, told)
        return nodes

    def _chained(self, steps: tuple[Step, ...], told: set[str]) -> tuple[Step, ...]:
        """What is gone is bridged; what is new and says nothing stands behind the one above it."""
        had = {each.key for each in self.before.steps}
        wanted = [each.key for each in steps]
        for gone in (each for each in self.before.steps if each.key not in wanted):
            steps = removed((*steps, gone), gone.key)
        for at, key in enumerate(wanted[1:], start=1):
            if key not in had and key not in told:
                step = next(each for each in steps if each.key == key)
                rest = tuple(each for each in steps if each.key != key)
                steps = added(rest, step, after=wanted[at - 1])
        by_key = {each.key: each for each in steps}
        steps = tuple(by_key[key] for key in wanted)
        try:
            refuse_round(steps)
        except Invalid as error:
            self._at(STEPS, error)
        return steps

    def _refuse_loss(self, after: ItemDefinition) -> None:
        try:
            refuse_loss(self.before, after)
        except Invalid as error:
            self._at(QUESTIONS, error)

    def _at(self, sheet: str, error: Invalid) -> None:
        """Something wrong with all the item's rows of a sheet: told at the first."""
        table = next(each for each in self.tables.values() if each.name == sheet)
        rows = self.item.lists.get(sheet) or []
        told = str(text_for(error))
        head = table.heads[0].head
        self.wrong.append(rows[0].wrong(head, told) if rows else Wrong(sheet, 0, head, told))

    def _values(
        self,
        heads: Sequence[Head],
        row: Given,
        base: Node,
        now: Around,
        *,
        linked: bool,
        kept: bool = True,
    ) -> dict[str, object]:
        """Place → value of the cells that say something else than what stands there."""
        found: dict[str, object] = {}
        for head in heads:
            if head.linked is not linked or head.head not in row.cells:
                continue
            text = tidy(row.cells[head.head])
            if text == shown(head, base, self._then) or not (text or (self.whole and kept)):
                continue
            try:
                written = "" if text == CLEARED else text
                found[head.box.place] = meant(head, written, base, now, self._then)
            except ValueError as problem:
                self.wrong.append(row.wrong(head.head, str(problem)))
        return found


class _Finder:
    """What each row of a list is about: by its mark, else by its name."""

    def __init__(
        self, table: Table, kept: Sequence[Node], shared: Mapping[str, Node], *, whole: bool
    ) -> None:
        assert table.rows is not None
        self._title, self._fresh, self._whole = table.heads[0], table.rows.fresh, whole
        self._marks = {mark_of(node, at): node for at, node in enumerate(kept)}
        self._names = {normal_name(str(value_at(e, self._title.box.place))): e for e in kept}
        self._shared = {
            name: each for name, each in shared.items() if mark_of(each, 0) not in self._marks
        }
        self._done: set[object] = set()

    def find(self, row: Given) -> tuple[Node | None, Node]:
        """What is there already, if it is, and what the row is read against. Raises ValueError."""
        written = row.cells.get(self._title.head, "")
        name = normal_name(written)
        known = self._whole or not row.mark.startswith("#")
        base = (self._marks.get(row.mark) if known else None) or self._names.get(name)
        mark: object = id(base) if base is not None else name
        if mark in self._done:
            raise ValueError(_("这一条写了两次，只留一行。"))
        if base is None and not written:
            raise ValueError(_("这里要写。"))
        self._done.add(mark)
        return base, base or self._shared.get(name) or self._fresh()


def _beside(kept: Sequence[Node], entries: Sequence[_Entry]) -> list[_Entry]:
    """The rows that were there, as they are told now, and behind them the new ones."""
    told = {id(each.start): each for each in entries if each.kept}
    stay = [told.get(id(each)) or _Entry(each, each, None, kept=True) for each in kept]
    return [*stay, *(each for each in entries if not each.kept)]
