"""The one form of an offer: which fields are asked, and whether what was typed will do.

Each data element stands once, however many parts read it. A draft keeps what was typed as it was
typed; only the full check before signing refuses it. Values are kept apart by class: open ones may
be searched, personal and sensitive ones go into the sealed blob.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from onevisit.catalogue.rules.composition import FieldUse, Offer
from onevisit.catalogue.rules.definition import Field, Question
from onevisit.catalogue.rules.schemas import form_schema
from onevisit.catalogue.rules.vocabulary import Prefill, Sensitivity, VarKind
from onevisit.guidance.rules.questions import read_date, read_number
from onevisit.guidance.rules.situation import Answers, Truth, situation
from onevisit.kernel import clock
from onevisit.kernel.codes import MobileNumber, ResidentId, Uscc
from onevisit.kernel.errors import Invalid, Problem
from onevisit.kernel.figures import grouped, measured
from onevisit.kernel.schemas import schema_problems
from onevisit.kernel.types import Json, JsonObject

FormValue: TypeAlias = str | int | float | list[str]

LONGEST_DRAFT = 4_000
"""Characters of one field that a draft keeps at most, however wrong they are."""


@dataclass(frozen=True, slots=True)
class FormValues:
    """What was filled in, by data element, kept apart by class."""

    open: dict[str, FormValue] = field(default_factory=dict)
    personal: dict[str, FormValue] = field(default_factory=dict, repr=False)

    def all(self) -> dict[str, FormValue]:
        """Both together."""
        return {**self.open, **self.personal}


@dataclass(frozen=True, slots=True)
class FormGroup:
    """Fields that stand together under one heading; `name` may be empty."""

    name: str
    fields: tuple[FieldUse, ...]


def visible_fields(offer: Offer, answers: Answers) -> tuple[FieldUse, ...]:
    """The fields asked for certain under `answers`, in the order of the form."""
    here = situation(offer, answers)
    return tuple(use for use in offer.fields if here.field(use) is Truth.YES)


def form_rows(offer: Offer, answers: Answers) -> tuple[FormGroup, ...]:
    """The visible fields by group; groups in the order of their first field."""
    groups: dict[str, list[FieldUse]] = {}
    for use in visible_fields(offer, answers):
        groups.setdefault(use.field.group, []).append(use)
    return tuple(FormGroup(name, tuple(uses)) for name, uses in groups.items())


def said(asked: Field | Question, value: object) -> str:
    """A value or an answer as a person reads it, in the catalogue's words: the labels of options, a
    number in groups with its unit; what cannot be read stays as typed.
    """
    if value in ("", None):
        return ""
    labels = {option.value: option.label for option in asked.options}
    if isinstance(value, list):
        return "、".join(labels.get(str(each), str(each)) for each in value)
    number = read_number(value) if asked.kind is VarKind.NUMBER else None
    if number is not None:
        return measured(number, asked.unit)
    return f"{labels.get(str(value), str(value))} {asked.unit}".strip()


def clean_form(
    offer: Offer, answers: Answers, raw: Mapping[str, object], *, partial: bool
) -> FormValues:
    """`raw` as form values; fields that are not visible under `answers` are dropped.

    With `partial` (a draft) nothing is refused: what can't be read stays as typed. Otherwise raises
    Invalid `guidance.form_problems` with `problems`, one Problem per field (`place` = its key) of
    the codes `guidance.field_required`, `guidance.field_too_long`, `guidance.field_not_an_option`,
    `guidance.field_not_a_number`, `guidance.field_out_of_range`, `guidance.field_not_a_date` or
    `codes.*`.
    """
    values, problems = FormValues(), []
    for use in visible_fields(offer, answers):
        element = use.field
        try:
            value = read_field(element, raw.get(element.key))
        except Invalid as problem:
            facts = {"label": element.label, **problem.facts}
            problems.append(Problem(element.key, problem.code, facts))
            value = _as_typed(raw.get(element.key))
        if value is None:
            if element.required:
                facts = {"label": element.label}
                problems.append(Problem(element.key, "guidance.field_required", facts))
            continue
        kept = values.open if element.sensitivity is Sensitivity.OPEN else values.personal
        kept[element.key] = value
    if problems and not partial:
        raise Invalid("guidance.form_problems", count=len(problems), problems=problems)
    return values


def signed_form(offer: Offer, answers: Answers, raw: Mapping[str, object]) -> FormValues:
    """`raw` as the complete form that is signed under complete `answers`: it fits the schema of the
    offer that is published too, so whoever reads the record later may rely on that.

    Raises as `clean_form` does; Invalid `guidance.form_not_of_schema` with `problems` if it passes
    there and yet is not what the schema says.
    """
    form = clean_form(offer, answers, raw, partial=False)
    whole: JsonObject = {"answers": _json(answers), "form": _json(form.all())}
    places = dict.fromkeys(each.place for each in schema_problems(form_schema(offer), whole))
    if places:
        code = "guidance.form_not_of_schema"
        problems = [Problem(place, code, {"places": place}) for place in places]
        raise Invalid(code, places="、".join(places), problems=problems)
    return form


def _json(values: Mapping[str, str | int | float | list[str] | None]) -> JsonObject:
    return {key: list[Json](v) if isinstance(v, list) else v for key, v in values.items()}


def read_field(element: Field, given: object) -> FormValue | None:
    """One field's value; None when nothing was filled in. Raises Invalid as `clean_form` lists."""
    if element.kind is VarKind.MULTI:
        return _read_multi(element, given)
    if isinstance(given, (list, tuple)):
        given = given[-1] if given else None
    if given is None or not str(given).strip():
        return None
    return _READ[element.kind](element, given)


def _as_typed(given: object) -> FormValue | None:
    if isinstance(given, (list, tuple)):
        return [str(each)[:LONGEST_DRAFT] for each in given[:100]]
    text = "" if given is None else str(given).strip()[:LONGEST_DRAFT]
    return text or None


def _read_multi(element: Field, given: object) -> FormValue | None:
    many = given if isinstance(given, (list, tuple)) else [given]
    chosen = {str(each) for each in many if each not in (None, "")}
    values = [option.value for option in element.options]
    if not chosen <= set(values):
        raise Invalid("guidance.field_not_an_option")
    return [value for value in values if value in chosen] or None


def _read_choice(element: Field, given: object) -> FormValue:
    if given not in [option.value for option in element.options]:
        raise Invalid("guidance.field_not_an_option")
    return str(given)


def _read_number(element: Field, given: object) -> FormValue:
    number = read_number(given)
    if number is None:
        raise Invalid("guidance.field_not_a_number")
    low, high = element.minimum, element.maximum
    if (low is not None and number < low) or (high is not None and number > high):
        raise Invalid(
            "guidance.field_out_of_range",
            minimum="…" if low is None else grouped(low, element.unit),
            maximum="…" if high is None else grouped(high, element.unit),
        )
    return number


def _read_date(element: Field, given: object) -> FormValue:
    day = read_date(given)
    if day is None:
        raise Invalid("guidance.field_not_a_date")
    return day


def _read_text(element: Field, given: object) -> FormValue:
    text = str(given).strip()
    if len(text) > element.max_length:
        raise Invalid("guidance.field_too_long", most=element.max_length)
    match element.prefill:
        case Prefill.PERSON_ID:
            return ResidentId.parse(text, today=clock.today()).number
        case Prefill.PERSON_PHONE:
            return MobileNumber.parse(text).number
        case Prefill.ORG_USCC:
            return Uscc.parse(text).code
    return text


_READ = {
    VarKind.CHOICE: _read_choice,
    VarKind.NUMBER: _read_number,
    VarKind.DATE: _read_date,
    VarKind.TEXT: _read_text,
}
