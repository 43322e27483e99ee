"""One answer or one form value as a JSON Schema: what the platform keeps once it has read it.

People may type full-width digits and blanks around; a value is kept in one form, and that form is
what these schemas describe.
"""

from collections.abc import Sequence

from onevisit.catalogue.rules.definition import Field, Option, Question
from onevisit.catalogue.rules.schemas.conditions import DAY
from onevisit.catalogue.rules.vocabulary import Prefill, VarKind
from onevisit.kernel.conditions.syntax import LARGEST_NUMBER
from onevisit.kernel.schemas import MOBILE, RESIDENT_ID, USCC
from onevisit.kernel.types import Json, JsonObject

LONGEST_ANSWER = 200
"""Characters of an answer in free text."""

_BLANKS = "".join(chr(each) for each in range(0x3001) if chr(each).isspace())
TRIMMED = f"^[^{_BLANKS}]([\\s\\S]*[^{_BLANKS}])?$"
"""Text without blanks around, in Python's sense of blank."""

_NUMBERS: dict[Prefill, JsonObject] = {
    Prefill.PERSON_ID: {"format": RESIDENT_ID, "pattern": "^[0-9]{17}[0-9X]$"},
    Prefill.PERSON_PHONE: {"format": MOBILE, "pattern": "^1[3-9][0-9]{9}$"},
    Prefill.ORG_USCC: {"format": USCC, "pattern": "^[0-9A-Z]{18}$"},
}


def field_schema(field: Field) -> JsonObject:
    """The values of a form field."""
    text = field.kind is VarKind.TEXT
    kept = _value(field.kind, field.options, field.minimum, field.maximum, longest=field.max_length)
    if text and field.prefill in _NUMBERS:
        kept |= _NUMBERS[field.prefill]
    if field.kind is VarKind.MULTI:
        kept["minItems"] = 1
    return {**_words(field.label, field.help, field.unit), **kept}


def answer_schema(question: Question) -> JsonObject:
    """The answers to a question; for several choices the empty list says none of them."""
    kept = _value(
        question.kind, question.options, question.minimum, question.maximum, longest=LONGEST_ANSWER
    )
    return {**_words(question.label, question.help, question.unit), **kept}


def _words(label: str, note: str, unit: str) -> JsonObject:
    told = "；".join(each for each in (note, unit and f"单位：{unit}") if each)
    return {"title": label, "description": told} if told else {"title": label}


def _value(
    kind: VarKind,
    options: Sequence[Option],
    minimum: float | None,
    maximum: float | None,
    *,
    longest: int,
) -> JsonObject:
    values: list[Json] = [each.value for each in options if each.value]
    match kind:
        case VarKind.CHOICE:
            return _one_of([each for each in values if str(each).strip()])
        case VarKind.MULTI:
            return {"type": "array", "uniqueItems": True, "items": _one_of(values)}
        case VarKind.NUMBER:
            low = -LARGEST_NUMBER if minimum is None else max(minimum, -LARGEST_NUMBER)
            high = LARGEST_NUMBER if maximum is None else min(maximum, LARGEST_NUMBER)
            return {"type": "number", "minimum": low, "maximum": high}
        case VarKind.DATE:
            return {"type": "string", "format": "date", "pattern": DAY}
        case VarKind.TEXT:
            return {"type": "string", "maxLength": longest, "pattern": TRIMMED}


def _one_of(values: list[Json]) -> JsonObject:
    return {"type": "string", "enum": values} if values else {"not": {}}
