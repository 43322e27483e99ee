"""What the rows of one item or bundle make of it: first what stands by itself, then what names
other rows.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from onevisit.catalogue.rules.definition import BundleDefinition, ItemDefinition, Step
from onevisit.catalogue.rules.editing.asking import refuse_loss
from onevisit.catalogue.rules.editing.bundling import with_parts
from onevisit.catalogue.rules.editing.graph import added, refuse_round, removed
from onevisit.catalogue.rules.nodes import Node
from onevisit.catalogue.rules.rewriting import Definition
from onevisit.catalogue.web.editor.boxes import put, set_at
from onevisit.catalogue.web.editor.listing import mark_of
from onevisit.catalogue.web.workbook.cells import tidy
from onevisit.catalogue.web.workbook.finding import Entry, Finder, Owners, as_before, beside
from onevisit.catalogue.web.workbook.heads import (
    CLEARED,
    NAMES,
    QUESTIONS,
    STEPS,
    Head,
    Table,
    sheets_of,
)
from onevisit.catalogue.web.workbook.linked import Around, meant, shown
from onevisit.catalogue.web.workbook.reading import Given, GivenItem, Wrong
from onevisit.kernel.errors import Invalid
from onevisit.ui.wordings import text_for

Shared = Mapping[str, Mapping[str, Node]]
"""By sheet and name what many items share, for rows that are new to their item."""


class Making:
    """One item or bundle as its rows want it; what cannot be read goes to `wrong`. With `whole` the
    rows are all there is, else they add to it; the steps of a `new` item are those that are
    written. `seen` is what cells may name: a bundle as one item, an item as it is.
    """

    def __init__(
        self,
        known: Sequence[Table],
        item: GivenItem,
        before: Definition,
        shared: Shared,
        *,
        whole: bool,
        new: bool,
        seen: Callable[[Any], ItemDefinition] = lambda item: item,
    ) -> None:
        bundle = isinstance(before, BundleDefinition)
        self.first, *lists = sheets_of(known, bundle=bundle)
        self.tables = {e.rows.place: e for e in lists if e.rows is not None and not e.owner}
        self.hanging = [each for each in lists if each.owner]
        self.item, self.before, self.shared = item, before, shared
        self.whole, self.new = whole, new
        self.wrong: list[Wrong] = []
        self._seen, self._named = seen, seen(before)
        self._then = Around(self._named)

    def change(self) -> Callable[[Any], Any]:
        """What is to be done to it. With something in `wrong` it is worth nothing."""
        before, now = self.before, self._then
        values: dict[str, object] = {}
        if self.item.row is not None:
            values = self._values(self.first.heads, self.item.row, before, now, linked=False)
        if self.item.names is not None:
            values["everyday"] = self._everyday(self.item.names)
        lists = {
            place: self._list(table, table.nodes(before), self.item.lists[table.name])
            for place, table in self.tables.items()
            if table.name in self.item.lists
        }
        hung = [each for table in self.hanging for each in self._hung(table, lists)]
        plain = {
            place: self.tables[place].value([each.node for each in rows])
            for place, rows in lists.items()
        }
        now = Around(self._seen(put(before, {**values, **plain}, self._named)), self._named)
        if self.item.row is not None:
            values |= self._values(self.first.heads, self.item.row, before, now, linked=True)
        for table, owner, rows in hung:
            assert table.rows is not None
            owner.node = set_at(owner.node, table.rows.place, self._linked(table, rows, now))
        values |= {p: self._linked(self.tables[p], rows, now) for p, rows in lists.items()}
        self._refuse_loss(self._put(before, values))
        return lambda given: self._put(given, values)

    def _put(self, given: Definition, values: Mapping[str, object]) -> Definition:
        """What it becomes; parts of a bundle that are gone are bridged."""
        rest = {place: value for place, value in values.items() if place != "parts"}
        changed: Definition = put(given, rest, self._named)
        if not isinstance(changed, BundleDefinition):
            return changed
        parts: Any = values.get("parts", changed.parts)
        return with_parts(changed, parts)

    def _everyday(self, rows: Sequence[Given]) -> tuple[str, ...]:
        names = dict.fromkeys(each.cells[NAMES] for each in rows if each.cells.get(NAMES))
        return tuple(names if self.whole else dict.fromkeys((*self.before.everyday, *names)))

    def _hung(
        self, table: Table, lists: dict[str, list[Entry]]
    ) -> Iterator[tuple[Table, Entry, list[Entry]]]:
        """The rows of a sheet that hang on rows of another, for each of those its own."""
        given = self.item.lists.get(table.name)
        if given is None:
            return
        there = self.tables[table.owner].nodes(self.before)
        owners = lists.setdefault(table.owner, as_before(there))
        finder = Owners(table, owners, self.before, whole=self.whole)
        rows: dict[int, list[Given]] = {}
        for row in given:
            try:
                owner, marked = finder.find(row, table.owned_by)
            except ValueError as problem:
                self.wrong.append(row.wrong(table.owned_by, str(problem)))
            else:
                rows.setdefault(id(owner), []).append(marked)
        for each in owners:
            whole = self.whole and each.kept
            if whole or id(each) in rows:
                own = rows.get(id(each), [])
                yield table, each, self._list(table, table.nodes(each.start), own, whole=whole)

    def _list(
        self,
        table: Table,
        kept: Sequence[Node],
        given: Sequence[Given],
        *,
        whole: bool | None = None,
    ) -> list[Entry]:
        """The rows of a list in their order, each with what stands by itself."""
        rows, whole = table.rows, self.whole if whole is None else whole
        assert rows is not None
        shared = {} if table.owner else self.shared.get(table.name, {})
        finder = Finder(table, kept, shared, self._then, whole=whole)
        entries: list[Entry] = []
        for row in given:
            try:
                base, start = finder.find(row)
            except ValueError as problem:
                self.wrong.append(row.wrong(table.heads[0].head, str(problem)))
                continue
            now = self._then
            values = self._values(table.heads, row, start, now, linked=False, kept=base is not None)
            node = rows.finish(put(start, values, self._named))
            entries.append(Entry(node, start, row, base is not None))
        if not whole and not (self.new and entries):
            entries = beside(kept, entries)
        nodes = rows.settle(self._named, [each.node for each in entries])
        for entry, node in zip(entries, nodes, strict=True):
            entry.node = node
        return entries

    def _linked(self, table: Table, entries: Sequence[Entry], now: Around) -> object:
        """The rows with their conditions and what they name, as they are kept."""
        heads, told = table.heads, set[str]()
        for each in entries:
            if each.row is None:
                continue
            values = self._values(heads, each.row, each.start, now, linked=True, kept=each.kept)
            each.node = put(each.node, values, self._named)
            if "after" in values:
                told.add(mark_of(each.node, 0))
        nodes: tuple[Any, ...] = tuple(each.node for each in entries)
        if table.name == STEPS:
            return self._chained(nodes, told)
        return table.value(nodes)

    def _chained(self, steps: tuple[Step, ...], told: set[str]) -> tuple[Step, ...]:
        """What is gone is bridged; what is new and says nothing stands behind the one above it."""
        had = {each.key for each in self._named.steps}
        wanted = [each.key for each in steps]
        for gone in (each for each in self._named.steps if each.key not in wanted):
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

    def _refuse_loss(self, after: Definition) -> None:
        own = msgspec.structs.replace(self._named, questions=self.before.questions)
        try:
            refuse_loss(own, self._seen(after))
        except Invalid as error:
            self._at(QUESTIONS, error)

    def _at(self, sheet: str, error: Invalid) -> None:
        """Something wrong with all its rows of a sheet: told at the first."""
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
