"""A form field whose definition is data, as the templates draw it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise

Text = str | Promise

Kind = Literal[
    "text",
    "textarea",
    "number",
    "date",
    "tel",
    "email",
    "password",
    "select",
    "radio",
    "checkbox",
    "file",
]


@dataclass(frozen=True)
class Option:
    """One answer to choose; ``note`` is a line under it."""

    value: str
    label: Text
    note: Text = ""


@dataclass(frozen=True)
class FieldView:
    """One field: ``ui/partials/input.html`` draws it with label, help, error and origin.

    ``origin`` says where a filled-in value came from (``来自电子营业执照``). ``values`` are the
    chosen options of ``radio``, ``select`` and ``checkbox``. A ``checkbox`` without options is
    one box with the label beside it. ``apart`` sets its id apart from the same field of another
    form on the page.
    """

    name: str
    label: Text
    kind: Kind = "text"
    value: str = ""
    values: Sequence[str] = ()
    options: Sequence[Option] = ()
    help: Text = ""
    error: Text = ""
    origin: Text = ""
    unit: Text = ""
    required: bool = True
    readonly: bool = False
    autocomplete: str = "off"
    inputmode: str = ""
    maxlength: int | None = None
    min: str = ""
    max: str = ""
    accept: str = ""
    apart: str = ""

    @property
    def id(self) -> str:
        """The id of the control; errors link to it."""
        return f"f-{self.apart}{self.name}"

    @property
    def chosen(self) -> frozenset[str]:
        """What is ticked."""
        return frozenset(self.values) | ({self.value} if self.value else frozenset())

    @property
    def describedby(self) -> str:
        """Ids of the texts that explain the control, in reading order."""
        parts = (("help", self.help), ("from", self.origin), ("err", self.error))
        return " ".join(f"{self.id}-{suffix}" for suffix, text in parts if text)
