"""A section's form as data: boxes over places of a definition, and rows over its lists.

A box is read and drawn by its kind; what cannot be read is told beside it and nothing is kept. The
names of inputs are the dotted places themselves, in a list with the row's number: `fees.0.name`.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

import msgspec
from django.http import QueryDict
from django.utils.translation import gettext as _

from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.rules.nodes import Node
from onevisit.kernel.figures import typed
from onevisit.ui.fields import FieldView, Kind, Option, Text

LONGEST = 20_000


class Unreadable(Exception):
    """What was typed cannot be kept: input name → what is wrong with it."""

    def __init__(self, errors: Mapping[str, Text]) -> None:
        super().__init__(", ".join(errors))
        self.errors = dict(errors)


class As(StrEnum):
    """How the value behind a box is written."""

    TEXT = "text"
    LINES = "lines"  # a tuple of texts, one a line
    WORDS = "words"  # a tuple of texts, separated by blanks or commas
    WHOLE = "whole"  # a whole number, or nothing
    NUMBER = "number"  # a number, or nothing
    DAY = "day"  # a date, or nothing
    ONE = "one"  # one of the options, or nothing
    MANY = "many"  # a tuple of options
    TICK = "tick"  # yes or no
    MAYBE = "maybe"  # yes, no, or not said


OptionsOf = Callable[[], Sequence[Option]]


@dataclass(frozen=True)
class Later:
    """A value that only the draft can tell: `make` gets the draft as it stands when it is changed,
    and the node as it was. It may raise `Unreadable`.
    """

    make: Callable[[ItemDefinition, Any], object]


@dataclass(frozen=True)
class Box:
    """One box: `place` is the dotted name inside the definition or the row, `kind` how its value is
    written, `make` what a chosen text becomes (an enum). `fallback` stands for an empty choice.
    """

    place: str
    label: Text
    kind: As = As.TEXT
    options: Sequence[Option] | OptionsOf = ()
    make: Callable[[str], object] = str
    fallback: object = None
    help: Text = ""
    unit: Text = ""
    required: bool = False
    tall: bool = False
    wide: bool = False
    max: str = ""

    @property
    def partial(self) -> str:
        """The template that draws it, if it is not an input."""
        return ""

    def view_in(
        self,
        item: ItemDefinition,
        name: str,
        value: object,
        posted: QueryDict | None,
        errors: Mapping[str, Text],
    ) -> object:
        """The box as it is drawn in this draft."""
        return self.view(name, value, posted, errors.get(name, ""))

    def view(self, name: str, value: object, posted: QueryDict | None, error: Text) -> FieldView:
        """The box as an input: what was posted goes before what is kept."""
        shown = [_text(each) for each in _listed(value)]
        if self.kind in (As.LINES, As.WORDS):
            shown = ["\n".join(shown) if self.kind is As.LINES else "、".join(shown)]
        if self.kind is As.TICK:
            shown = ["1"] if value else []
        if posted is not None and (name in posted or self.kind in (As.MANY, As.TICK)):
            shown = posted.getlist(name)
        return FieldView(
            name=name,
            label=self.label,
            kind=self._drawn(),
            value=shown[0] if shown and self.kind is not As.MANY else "",
            values=shown if self.kind in (As.MANY, As.ONE, As.MAYBE) else (),
            options=self._options(),
            help=self.help,
            unit=self.unit,
            error=error,
            required=self.required,
            inputmode="numeric" if self.kind is As.WHOLE else "",
            max=self.max,
        )

    def _drawn(self) -> Kind:
        drawn: dict[As, Kind] = {
            As.LINES: "textarea",
            As.WHOLE: "text",
            As.NUMBER: "text",
            As.DAY: "date",
            As.ONE: "select",
            As.MANY: "checkbox",
            As.TICK: "checkbox",
            As.MAYBE: "select",
        }
        return "textarea" if self.tall else drawn.get(self.kind, "text")

    def _options(self) -> Sequence[Option]:
        if self.kind is As.MAYBE:
            return (Option("1", _("是")), Option("0", _("否")))
        return self.options() if callable(self.options) else self.options

    def read(self, name: str, posted: QueryDict) -> object:
        """The value that was posted. Raises ValueError with the words for whoever typed it."""
        written = [each.strip() for each in posted.getlist(name)]
        if self.kind is As.MANY:
            return tuple(self._chosen(each) for each in dict.fromkeys(written) if each)
        first = written[0] if written else ""
        if len(first) > LONGEST:
            raise ValueError(_("太长，最多 %(most)s 个字。") % {"most": LONGEST})
        building = posted.get("do", "").partition(":")[1]  # a row is added or moved: not done yet
        if self.required and not first and not building:
            raise ValueError(_("这里要写。"))
        return self._one(first)

    def _one(self, text: str) -> object:
        match self.kind:
            case As.LINES:
                return tuple(line.strip() for line in text.splitlines() if line.strip())
            case As.WORDS:
                return tuple(dict.fromkeys(_words(text)))
            case As.WHOLE | As.NUMBER:
                return _number(text, whole=self.kind is As.WHOLE) if text else self.fallback
            case As.DAY:
                return self.make(_day(text)) if text else self.fallback
            case As.ONE:
                return self._chosen(text) if text else self.fallback
            case As.TICK:
                return bool(text)
            case As.MAYBE:
                return None if text not in ("0", "1") else text == "1"
            case _:
                return text

    def _chosen(self, text: str) -> object:
        try:
            return self.make(text)
        except (ValueError, KeyError):
            raise ValueError(_("这里没有这个选项。")) from None


def _listed(value: object) -> Iterable[object]:
    return value if isinstance(value, (tuple, list)) else (value,)


def _text(value: object) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    return typed(value) if isinstance(value, float) else str(value)


def _words(text: str) -> list[str]:
    for mark in "，,、；;\n\t":
        text = text.replace(mark, " ")
    return text.split()


def _number(text: str, *, whole: bool) -> int | float:
    try:
        found = int(text) if whole else float(text)
    except ValueError:
        found = math.nan
    if not math.isfinite(found) or abs(found) > 1e12:
        raise ValueError(_("这里要写整数。") if whole else _("这里要写数字。"))
    return found


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError(_("日期写成 2026-11-21 这样。")) from None


def value_at(node: object, place: str) -> Any:
    """What stands at a dotted place."""
    for name in place.split("."):
        node = getattr(node, name)
    return node


def set_at(node: Node, place: str, value: object) -> Any:
    """The node with another value at a dotted place."""
    name, _dot, rest = place.partition(".")
    if rest:
        value = set_at(getattr(node, name), rest, value)
    return msgspec.structs.replace(node, **{name: value})


def draw(
    boxes: Iterable[Box],
    node: object,
    item: ItemDefinition,
    posted: QueryDict | None,
    errors: Mapping[str, Text],
    prefix: str = "",
) -> list[tuple[Box, Any]]:
    """Every box with what it shows: an input, or what its own template draws."""
    found = []
    for box in boxes:
        name = prefix + box.place
        found.append((box, box.view_in(item, name, value_at(node, box.place), posted, errors)))
    return found


@dataclass
class Reading:
    """What was read of a form so far, and what could not be."""

    posted: QueryDict
    errors: dict[str, Text] = field(default_factory=dict)

    def values(self, boxes: Iterable[Box], prefix: str = "") -> dict[str, object]:
        """Place → value of the boxes that were on the page and could be read."""
        found: dict[str, object] = {}
        for box in boxes:
            name = prefix + box.place
            try:
                found[box.place] = box.read(name, self.posted)
            except ValueError as problem:
                self.errors[name] = str(problem)
        return found

    def done(self) -> None:
        """Raises Unreadable if anything could not be read."""
        if self.errors:
            raise Unreadable(self.errors)


def put(node: Any, values: Mapping[str, object], item: ItemDefinition) -> Any:
    """The node with these values in their places; `item` is the draft as it stands."""
    before = node
    for place, value in values.items():
        made = value.make(item, value_at(before, place)) if isinstance(value, Later) else value
        node = set_at(node, place, made)
    return node
