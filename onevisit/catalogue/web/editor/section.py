"""What a section of the editor is: a name, words for it, a page, and how its form is read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.http import HttpRequest, QueryDict

from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.web.editor.boxes import Box, Reading, draw, put, set_at, value_at
from onevisit.catalogue.web.editor.listing import Rows
from onevisit.ui.fields import Text


class Written(Protocol):
    """What a section is drawn from: the draft of an item, of a standard, or of a bundle."""

    @property
    def definition(self) -> Any:
        """What is written by now."""

    def whole(self, definition: Any) -> ItemDefinition:
        """What the boxes see of it: what may be asked about, filled in, brought."""


Change = Callable[[Any], Any]
"""From a definition to a definition, both of the same kind."""
Errors = Mapping[str, Text]
Draw = Callable[[Any, QueryDict | None, Errors], dict[str, object]]
Read = Callable[[Any, QueryDict], Change]
Beside = Callable[[HttpRequest, Any], dict[str, object]]
"""Each gets the draft, as `Written`; a section of bundles gets theirs."""


@dataclass(frozen=True)
class Section:
    """One page of the editor; `name` is one of `rules.editing.sections.layout_of` what is edited.

    `draw` gives the template what it shows: with `posted` what was typed, not what is kept.
    `read` makes of a posted form what `services.change_draft` applies; it raises
    `boxes.Unreadable`. `template` extends `catalogue/editor/section.html`. `beside` is what
    the page shows besides the form, by its address. `groups` and `lists` are its boxes, where it
    is nothing but boxes.
    """

    name: str
    label: Text
    draw: Draw
    read: Read
    intro: Text = ""
    template: str = "catalogue/editor/section.html"
    beside: Beside | None = None
    groups: Sequence["Group"] = ()
    lists: Sequence[Rows] = ()


@dataclass(frozen=True)
class Group:
    """Boxes under one heading."""

    title: Text
    boxes: Sequence[Box]


@dataclass(frozen=True)
class Drawn:
    """A heading with its boxes as they are shown."""

    title: Text
    fields: list[tuple[Box, Any]]


def section_of_boxes(
    name: str,
    label: Text,
    groups: Sequence[Group] = (),
    lists: Sequence[Rows] = (),
    *,
    intro: Text = "",
    template: str = "catalogue/editor/section.html",
) -> Section:
    """A section that is nothing but boxes and lists of them."""

    def drawn(view: Written, posted: QueryDict | None, errors: Errors) -> dict[str, object]:
        held, seen = view.definition, view.whole(view.definition)
        return {
            "groups": [Drawn(g.title, draw(g.boxes, held, seen, posted, errors)) for g in groups],
            "lists": [
                (rows, rows.draw_nodes(value_at(held, rows.place), seen, posted, errors))
                for rows in lists
            ],
        }

    def read(view: Written, posted: QueryDict) -> Change:
        reading = Reading(posted)
        values: dict[str, object] = {}
        for group in groups:
            values |= reading.values(group.boxes)
        made = [(rows.place, rows.read_nodes(reading)) for rows in lists]
        reading.done()

        def change(definition: Any) -> Any:
            seen = view.whole(definition)
            changed = put(definition, values, seen)
            for place, each in made:
                changed = set_at(changed, place, tuple(each(seen, value_at(changed, place))))
            return changed

        return change

    return Section(name, label, drawn, read, intro, template, groups=groups, lists=lists)
