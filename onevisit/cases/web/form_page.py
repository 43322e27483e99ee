"""The one form of a draft: each field once, saying where its value came from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from onevisit.cases.queries.drafts import DraftView
from onevisit.cases.queries.pieces import FieldLine
from onevisit.catalogue.rules.definition import Field
from onevisit.catalogue.rules.vocabulary import Prefill, VarKind
from onevisit.guidance.rules.form import said
from onevisit.kernel.figures import typed
from onevisit.ui.fields import FieldView, Kind, Option, Text
from onevisit.ui.wordings import wording

ORIGINS: Mapping[str, Text] = {
    Prefill.PERSON_NAME: _("来自您登记的姓名"),
    Prefill.PERSON_ID: _("来自您的实名信息"),
    Prefill.PERSON_PHONE: _("来自您登记的手机，可以改"),
    Prefill.ORG_NAME: _("来自营业执照登记"),
    Prefill.ORG_USCC: _("来自营业执照登记"),
    Prefill.ORG_ADDRESS: _("来自营业执照登记，可以改"),
    Prefill.ORG_REPRESENTATIVE: _("来自营业执照登记"),
    Prefill.ANSWER: _("来自您前面的回答"),
}

_AUTOCOMPLETE = {Prefill.PERSON_NAME: "name", Prefill.PERSON_PHONE: "tel"}
_MANY = 6
"""From so many options on they stand in a list that opens."""
_LONG = 200
"""A text that may be longer gets more than one line."""


@dataclass(frozen=True)
class FormRow:
    """One field. `fixed` is the answer it repeats: changed where the question is asked."""

    key: str
    view: FieldView
    fixed: str
    several: bool


@dataclass(frozen=True)
class FormGroup:
    """Fields under one heading."""

    name: str
    rows: Sequence[FormRow]


@dataclass(frozen=True)
class Settled:
    """A field changed on both sides: `mine` as typed here, `theirs` as kept now."""

    key: str
    label: str
    mine: str
    theirs: str
    values: Sequence[str]


@dataclass(frozen=True)
class FormPage:
    """What the template draws beside the draft."""

    groups: Sequence[FormGroup]
    errors: Sequence[tuple[str, str]]
    conflicts: Sequence[Settled]
    fields: int
    known: int


def form_page(
    draft: DraftView, *, strict: bool = False, conflicts: Sequence[Settled] = ()
) -> FormPage:
    """Arrange the form; with `strict` it says what is missing or wrong."""
    problems = {
        each.place: wording(each.code, each.facts) for each in reversed(draft.problems) if strict
    }
    groups = [
        FormGroup(
            group.name,
            [_row(line, draft, problems.get(line.field.key, "")) for line in group.fields],
        )
        for group in draft.groups
    ]
    rows = [row for group in groups for row in group.rows]
    return FormPage(
        groups=groups,
        errors=[(row.view.id, str(row.view.error)) for row in rows if row.view.error],
        conflicts=conflicts,
        fields=len(rows),
        known=sum(bool(row.view.origin) for row in rows),
    )


def _row(line: FieldLine, draft: DraftView, error: str) -> FormRow:
    element = line.field
    answer = draft.answers.get(element.key)
    repeats = element.prefill is Prefill.ANSWER and answer is not None and line.value == answer
    return FormRow(
        key=element.key,
        view=field_view(
            line, ORIGINS[Prefill.ANSWER] if repeats else ORIGINS.get(line.origin, ""), error
        ),
        fixed=line.shown or "—" if repeats and not error else "",
        several=element.kind is VarKind.MULTI,
    )


def field_view(line: FieldLine, origin: Text, error: str) -> FieldView:
    """One field as it is drawn."""
    element = line.field
    values = _texts(line.value)
    chosen = bool(element.options)
    return FieldView(
        name=element.key,
        label=element.label,
        kind=_kind(element),
        value="" if chosen or not values else values[0],
        values=values if chosen else (),
        options=[Option(each.value, each.label, each.help) for each in element.options],
        help=element.help,
        error=error,
        origin=origin,
        unit=element.unit,
        required=element.required,
        readonly=line.origin in (Prefill.PERSON_NAME, Prefill.PERSON_ID),
        autocomplete=_AUTOCOMPLETE.get(element.prefill, "off"),
        inputmode=_inputmode(element),
        maxlength=element.max_length if element.kind is VarKind.TEXT else None,
    )


def _kind(element: Field) -> Kind:
    match element.kind:
        case VarKind.MULTI:
            return "checkbox"
        case VarKind.CHOICE:
            return "select" if len(element.options) >= _MANY else "radio"
        case VarKind.DATE:
            return "date"
        case VarKind.NUMBER:
            return "text"  # what is no number is kept and told, not lost in the browser
    return "textarea" if element.max_length > _LONG else "text"


def _inputmode(element: Field) -> str:
    if element.kind is VarKind.NUMBER:
        return "decimal"
    return "tel" if element.prefill is Prefill.PERSON_PHONE else ""


def _texts(value: object) -> tuple[str, ...]:
    if value in ("", None):
        return ()
    if isinstance(value, list):
        return tuple(str(each) for each in value)
    return (typed(value) if isinstance(value, (int, float)) else str(value),)


def settled(line: FieldLine, typed: object) -> Settled:
    """Both sides of a field in words."""
    values = _texts(typed)
    mine: object = list(values) if line.field.kind is VarKind.MULTI else "".join(values[:1])
    return Settled(
        key=line.field.key,
        label=line.field.label,
        mine=said(line.field, mine) or str(_("（空着）")),
        theirs=line.shown or str(_("（空着）")),
        values=values,
    )
