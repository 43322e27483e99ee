"""Lists inside a section's form: rows that are added, taken away and moved by buttons, so that no
script is needed. `do` says which button was pressed: `add`, `drop:2`, `up:2`, `down:2`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.rules.nodes import Node
from onevisit.catalogue.web.editor.boxes import Box, Reading, draw, put, set_at, value_at
from onevisit.ui.fields import Text

MOST = 200


@dataclass(frozen=True)
class Row:
    """One row as it is drawn; `title` names it to who hears the page."""

    at: int
    mark: str
    title: str
    boxes: list[tuple[Box, Any]]
    more: list[tuple[Box, Any]]
    first: bool
    last: bool
    extra: object = None
    note: Text = ""


@dataclass(frozen=True)
class Rows:
    """A list at `place`: what a new row is, and the boxes of each; `more` are folded away."""

    place: str
    label: Text
    add: Text
    fresh: Callable[[], Node]
    boxes: Sequence[Box]
    more: Sequence[Box] = ()
    insert: Text = ""  # words of a button that adds a row right behind this one
    title: Callable[[Any], str] = lambda row: str(getattr(row, "name", ""))
    extra: Callable[[Any], object] = lambda _row: None
    finish: Callable[[Any], Any] = lambda row: row  # what follows from what was typed
    settle: Callable[[ItemDefinition, list[Any]], Sequence[Any]] = lambda _item, rows: rows

    @property
    def anchor(self) -> str:
        """The id of the list on the page."""
        return f"list-{self.place.replace('.', '-')}"

    def draw(
        self, item: ItemDefinition, posted: QueryDict | None, errors: Mapping[str, Text]
    ) -> list[Row]:
        """The rows as they stand, or as they were posted."""
        return self.draw_nodes(value_at(item, self.place), item, posted, errors)

    def draw_nodes(
        self,
        kept: Sequence[Node],
        item: ItemDefinition,
        posted: QueryDict | None,
        errors: Mapping[str, Text],
    ) -> list[Row]:
        """The same for a list that stands anywhere."""
        nodes = kept if posted is None else tuple(self._bases(kept, posted))
        return [
            Row(
                at=at,
                mark=mark_of(node, at) if posted is None else _mark(posted, self.place, at),
                title=self.title(node) or f"{self.label} {at + 1}",
                boxes=draw(self.boxes, node, item, posted, errors, f"{self.place}.{at}."),
                more=draw(self.more, node, item, posted, errors, f"{self.place}.{at}."),
                first=at == 0,
                last=at == len(nodes) - 1,
                extra=self.extra(node),
            )
            for at, node in enumerate(nodes)
        ]

    def read(self, reading: Reading) -> Callable[[ItemDefinition], ItemDefinition]:
        """What the posted rows, and the button that was pressed, make of the list."""
        made = self.read_nodes(reading)

        def change(item: ItemDefinition) -> ItemDefinition:
            rows = tuple(made(item, value_at(item, self.place)))
            changed: ItemDefinition = set_at(item, self.place, rows)
            return changed

        return change

    def read_nodes(
        self, reading: Reading
    ) -> Callable[[ItemDefinition, Sequence[Node]], Sequence[Node]]:
        """The same for a list that stands anywhere: of the draft and what was kept, the rows."""
        count = _count(reading.posted, self.place)
        values = [
            reading.values((*self.boxes, *self.more), f"{self.place}.{at}.") for at in range(count)
        ]
        do = reading.posted.get("do", "")

        def made(item: ItemDefinition, kept: Sequence[Node]) -> Sequence[Node]:
            bases = self._bases(kept, reading.posted)
            pairs = zip(bases, values, strict=True)
            rows = [self.finish(put(base, found, item)) for base, found in pairs]
            return self.settle(item, self._moved(rows, do))

        return made

    def _bases(self, kept: Sequence[Node], posted: QueryDict) -> list[Node]:
        """For each posted row the one it was drawn from, for what its boxes do not show."""
        known = {mark_of(node, at): node for at, node in enumerate(kept)}
        marks = (
            posted.get(f"{self.place}.{at}.at", "") for at in range(_count(posted, self.place))
        )
        return [known.get(mark) or self.fresh() for mark in marks]

    def _moved(self, rows: list[Node], do: str) -> list[Node]:
        verb, _colon, which = do.partition(":")
        name, _colon, number = which.rpartition(":")
        if name != self.place:
            return rows
        at = int(number) if number.isascii() and number.isdigit() else -1
        if verb == "add":
            behind = at + 1 if 0 <= at < len(rows) else len(rows)
            return [*rows[:behind], self.fresh(), *rows[behind:]][:MOST]
        if not 0 <= at < len(rows):
            return rows
        row = rows.pop(at)
        if verb == "up":
            rows.insert(max(at - 1, 0), row)
        elif verb == "down":
            rows.insert(at + 1, row)
        elif verb != "drop":
            rows.insert(at, row)
        return rows


def anchor_of(posted: QueryDict) -> str:
    """The row that a button has added or moved, or that stands where one was taken out, as the end
    of an address; nothing where no such button was pressed.
    """
    verb, _colon, which = posted.get("do", "").partition(":")
    name, _colon, number = which.rpartition(":")
    if not name or f"{name}.count" not in posted:
        return ""
    last = _count(posted, name) - 1
    at = int(number) if number.isascii() and number.isdigit() else last
    moved = {"up": at - 1, "drop": min(at, last - 1)}.get(verb, at + 1)
    list_at = f"#list-{name.replace('.', '-')}"
    return list_at if moved < 0 else f"{list_at}-{moved}"


def mark_of(node: object, at: int) -> str:
    """By what a row is known again: its key, or its place where it has none."""
    return getattr(node, "key", "") or f"#{at}"


def _mark(posted: QueryDict, place: str, at: int) -> str:
    return posted.get(f"{place}.{at}.at", "")


def _count(posted: QueryDict, place: str) -> int:
    written = posted.get(f"{place}.count", "")
    known = written.isascii() and written.isdigit() and len(written) < 5
    return min(int(written), MOST) if known else 0
