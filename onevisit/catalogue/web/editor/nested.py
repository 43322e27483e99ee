"""A list inside a row: the options of a question, the ways of a step, what a step comes after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict

from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.rules.nodes import Node
from onevisit.catalogue.web.editor.boxes import Box, Later, Reading, Unreadable
from onevisit.catalogue.web.editor.listing import Row, Rows
from onevisit.ui.fields import Text


@dataclass(frozen=True)
class ListView:
    """The rows of an inner list as they are drawn; `rows` has its name and its words. A `closed`
    one is not shown, and stays as it is.
    """

    rows: Rows
    drawn: list[Row]
    closed: bool = False


@dataclass(frozen=True)
class ListBox(Box):
    """A list that stands in a box; `inner.place` is filled in with the box's name."""

    inner: Rows | None = None

    @property
    def partial(self) -> str:
        """Rows are drawn by their own template."""
        return "catalogue/editor/nested.html"

    def view_in(
        self,
        item: ItemDefinition,
        name: str,
        value: object,
        posted: QueryDict | None,
        errors: Mapping[str, Text],
    ) -> ListView:
        """The rows, as they stand or as they were posted."""
        rows = self._rows(name)
        kept: Sequence[Node] = value if isinstance(value, tuple) else ()
        shown = posted if posted is not None and f"{name}.count" in posted else None
        return ListView(rows, rows.draw_nodes(kept, item, shown, errors))

    def read(self, name: str, posted: QueryDict) -> object:
        """The rows that were posted; a list that was not on the page stays as it is."""
        if f"{name}.count" not in posted:
            return Later(lambda _item, kept: kept)
        reading = Reading(posted)
        made = self._rows(name).read_nodes(reading)
        if reading.errors:
            raise Unreadable(reading.errors)

        def settled(item: ItemDefinition, kept: Any) -> tuple[Node, ...]:
            return tuple(made(item, kept))

        return Later(settled)

    def _rows(self, name: str) -> Rows:
        assert self.inner is not None
        return replace(self.inner, place=name)
