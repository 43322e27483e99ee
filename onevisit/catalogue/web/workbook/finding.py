"""What a row of the workbook is about: one that is there, or a new one; and what it hangs on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from onevisit.catalogue.rules.importing.materials import normal_name
from onevisit.catalogue.rules.nodes import Node
from onevisit.catalogue.rules.rewriting import Definition
from onevisit.catalogue.web.editor.boxes import value_at
from onevisit.catalogue.web.editor.listing import mark_of
from onevisit.catalogue.web.workbook.cells import value_of
from onevisit.catalogue.web.workbook.heads import Head, Table
from onevisit.catalogue.web.workbook.linked import Around, shown
from onevisit.catalogue.web.workbook.reading import Given


@dataclass
class Entry:
    """One row of a list: what it becomes, the row that says so, and what its cells are read
    against. `kept` says that it was there before.
    """

    node: Any
    start: Any
    row: Given | None
    kept: bool


def as_before(nodes: Sequence[Node]) -> list[Entry]:
    """The rows that were there, of which nothing is said."""
    return [Entry(each, each, None, kept=True) for each in nodes]


def beside(kept: Sequence[Node], entries: Sequence[Entry]) -> list[Entry]:
    """The rows that were there, as they are told now, and behind them the new ones."""
    told = {id(each.start): each for each in entries if each.kept}
    stay = [told.get(id(each.start)) or each for each in as_before(kept)]
    return [*stay, *(each for each in entries if not each.kept)]


class Finder:
    """What each row of a list is about: by its mark, else by what it is told by."""

    def __init__(
        self,
        table: Table,
        kept: Sequence[Node],
        shared: Mapping[str, Node],
        around: Around,
        *,
        whole: bool,
    ) -> None:
        assert table.rows is not None
        self._table, self._fresh, self._whole = table, table.rows.fresh, whole
        self._marks = {mark_of(node, at): node for at, node in enumerate(kept)}
        self._told = {self._name([shown(h, e, around) for h in table.told]): e for e in kept}
        self._only = kept[0] if table.single and kept else None
        self._shared = {
            name: each for name, each in shared.items() if mark_of(each, 0) not in self._marks
        }
        self._done: set[object] = set()

    def find(self, row: Given) -> tuple[Node | None, Node]:
        """What is there already, if it is, and what the row is read against. Raises ValueError."""
        told = self._table.told
        name = self._name([_plain(head, row.cells.get(head.head, "")) for head in told])
        known = self._whole or not row.mark.startswith("#")
        base = (self._marks.get(row.mark) if known else None) or self._told.get(name) or self._only
        mark: object = id(base) if base is not None else name
        if mark in self._done or (self._table.single and self._done):
            raise ValueError(_("这一条写了两次，只留一行。"))
        if base is None and not row.cells.get(told[0].head, ""):
            raise ValueError(_("这里要写。"))
        self._done.add(mark)
        return base, base or self._shared.get(name) or self._fresh()

    @staticmethod
    def _name(texts: Sequence[str]) -> str:
        return "\n".join(normal_name(each) for each in texts)


def _plain(head: Head, text: str) -> str:
    """The cell as it would be exported, where it can be read by itself."""
    if head.linked or not text:
        return text
    try:
        return str(value_of(head, text))
    except ValueError:
        return text


class Owners:
    """What the rows of a sheet hang on: rows of another, by mark or by name."""

    def __init__(
        self, table: Table, entries: Sequence[Entry], before: Definition, *, whole: bool
    ) -> None:
        kept = value_at(before, table.owner)
        self._before = {mark_of(node, at): node for at, node in enumerate(kept)} if whole else {}
        self._kept = {id(each.start): each for each in entries if each.kept}
        self._names: dict[str, Entry | None] = {}
        for each in entries:
            for name in {_name(each.start), _name(each.node)} - {""}:
                alone = self._names.get(name, each) is each
                self._names[name] = each if alone else None

    def find(self, row: Given, owned_by: str) -> tuple[Entry | None, Given]:
        """What the row hangs on, and the row with the mark it has there; None where that is taken
        out. Raises ValueError.
        """
        written = normal_name(row.cells.get(owned_by, ""))
        at, _slash, mark = row.mark.rpartition("/")
        held = self._before.get(at)
        if held is not None and written in ("", _name(held)):
            return self._kept.get(id(held)), replace(row, mark=mark)
        found = self._names.get(written)
        if found is None:
            known = "、".join(each.node.name for each in self._names.values() if each)
            told = _("没有叫“%(name)s”的，或者不止一个，可以写：%(known)s。")
            raise ValueError(told % {"name": row.cells.get(owned_by, "")[:60], "known": known})
        return found, replace(row, mark="")


def _name(node: Any) -> str:
    return normal_name(node.name)
