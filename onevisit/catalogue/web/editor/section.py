"""What a section of the editor is: a name, words for it, a page, and how its form is read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.http import HttpRequest, QueryDict

from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.web.editor.boxes import Box, Reading, draw, put
from onevisit.catalogue.web.editor.listing import Rows
from onevisit.ui.fields import Text


class Written(Protocol):
    """What a section is drawn from: an item's draft, or a standard's."""

    @property
    def definition(self) -> ItemDefinition:
        """What is written by now."""


Change = Callable[[ItemDefinition], ItemDefinition]
Errors = Mapping[str, Text]
Draw = Callable[[Written, QueryDict | None, Errors], dict[str, object]]
Read = Callable[[Written, QueryDict], Change]
Beside = Callable[[HttpRequest, Written], dict[str, object]]


@dataclass(frozen=True)
class Section:
    """One page of the editor; `name` is one of `rules.editing.sections.SECTIONS`.

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
        item = view.definition
        return {
            "groups": [Drawn(g.title, draw(g.boxes, item, item, posted, errors)) for g in groups],
            "lists": [(rows, rows.draw(item, posted, errors)) for rows in lists],
        }

    def read(_view: Written, posted: QueryDict) -> Change:
        reading = Reading(posted)
        values: dict[str, object] = {}
        for group in groups:
            values |= reading.values(group.boxes)
        changes = [rows.read(reading) for rows in lists]
        reading.done()

        def change(item: ItemDefinition) -> ItemDefinition:
            changed: ItemDefinition = put(item, values, item)
            for each in changes:
                changed = each(changed)
            return changed

        return change

    return Section(name, label, drawn, read, intro, template, groups=groups, lists=lists)
