"""The one form of an offer as a JSON Schema 2020-12.

The instance is ``{"answers": {…}, "form": {…}}``: the answers that matter, and the values as kept.
Whether a field is asked for hangs on the answers, so its condition is an ``if``. A condition that
JSON Schema can't say makes its field neither required nor refused, and a ``$comment`` names it: the
schema is then weaker than our own check, never stronger.
"""

from collections.abc import Iterator
from functools import lru_cache

from onevisit.catalogue.rules.checks.situations import var_types
from onevisit.catalogue.rules.composition import FieldUse, Offer
from onevisit.catalogue.rules.schemas.conditions import Types, answers_schema
from onevisit.catalogue.rules.schemas.fields import answer_schema, field_schema
from onevisit.kernel.conditions import ALWAYS, Condition
from onevisit.kernel.schemas import DIALECT
from onevisit.kernel.types import Json, JsonObject


@lru_cache(maxsize=256)
def form_schema(offer: Offer) -> JsonObject:
    """The schema of a complete form for `offer`, with the answers it was filled in under.

    Answers to other questions may stand beside: they are shared between offers. Callers must not
    change what they get.
    """
    types = var_types(offer.questions)
    rules: list[Json] = [*_consistent(offer, types)]
    silent: list[str] = []
    required: list[Json] = []
    for use in offer.fields:
        asked = _asked(use, types)
        if asked is None:
            silent.append(use.field.key)
        elif asked == {}:
            required += [use.field.key] if use.field.required else []
        else:
            rules.append(_if_asked(use, asked))
    schema: JsonObject = {
        "$schema": DIALECT,
        "title": offer.name,
        "type": "object",
        "required": ["answers", "form"],
        "properties": {
            "answers": {
                "type": "object",
                "properties": {q.key: answer_schema(q) for q in offer.questions},
            },
            "form": {
                "type": "object",
                "required": required,
                "properties": {use.field.key: field_schema(use.field) for use in offer.fields},
                "additionalProperties": False,
            },
        },
        "additionalProperties": False,
    }
    if rules:
        schema["allOf"] = rules
    if silent:
        schema["$comment"] = f"Not said here, whether these are asked for: {', '.join(silent)}"
    return schema


def _consistent(offer: Offer, types: Types) -> Iterator[JsonObject]:
    for condition in offer.consistent:
        said = answers_schema(condition, types) if condition != ALWAYS else None
        if said is not None:
            yield {"properties": {"answers": said}}


def _asked(use: FieldUse, types: Types) -> JsonObject | None:
    """The answers under which the field is asked for: some part that reads it applies, and its own
    condition holds. Empty where it always is, None where it can't be said.
    """
    parts: JsonObject | None = {}
    if all(part.when != ALWAYS for part in use.parts):
        said = [answers_schema(part.when, types) for part in use.parts]
        parts = None if None in said else {"anyOf": [each for each in said if each is not None]}
    own: JsonObject | None = _own(use.field.when, types)
    if parts is None or own is None:
        return None
    both = [each for each in (parts, own) if each]
    return {"allOf": list[Json](both)} if len(both) > 1 else (both[0] if both else {})


def _own(when: Condition, types: Types) -> JsonObject | None:
    return {} if when == ALWAYS else answers_schema(when, types)


def _if_asked(use: FieldUse, asked: JsonObject) -> JsonObject:
    key = use.field.key
    rule: JsonObject = {
        "if": {"properties": {"answers": asked}},
        "else": {"properties": {"form": {"properties": {key: False}}}},
    }
    if use.field.required:
        rule["then"] = {"properties": {"form": {"required": [key]}}}
    return rule
