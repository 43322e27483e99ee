"""The document of a definition as a JSON Schema 2020-12, made from the very types that parse it.

A document that parses fits the schema. What only reading can tell (a date that is none, a condition
too large) is `parsing`'s to refuse.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import cast

from msgspec import inspect

from onevisit.catalogue.rules.definition import SCHEMA_VERSION, BundleDefinition, ItemDefinition
from onevisit.catalogue.rules.schemas.conditions import DAY
from onevisit.kernel.conditions.syntax import LONGEST_NAME, LONGEST_TEXT, MOST_ITEMS
from onevisit.kernel.schemas import DIALECT
from onevisit.kernel.types import Json, JsonObject


def _ref(name: str) -> JsonObject:
    return {"$ref": f"#/$defs/{name}"}


_CONDITION, _OPERAND = _ref("Condition"), _ref("Operand")
_SCALAR, _VAR = _ref("Scalar"), _ref("Variable")


@cache
def document_schema(kind: type[ItemDefinition] | type[BundleDefinition]) -> JsonObject:
    """The schema of the documents of items or of bundles. Callers must not change what they get."""
    defs: dict[str, Json] = dict(_condition())
    found = _of(inspect.type_info(kind), defs)
    cast(JsonObject, cast(JsonObject, defs[kind.__name__])["properties"])["schema"] = {
        "const": SCHEMA_VERSION
    }
    return {"$schema": DIALECT, "title": kind.__name__, **found, "$defs": defs}


def _of(kind: inspect.Type, defs: dict[str, Json]) -> JsonObject:
    """The schema of one type; parts of the document are put into `defs` by name."""
    return _MADE[type(kind)](kind, defs)


def _struct(kind: inspect.Type, defs: dict[str, Json]) -> JsonObject:
    struct = cast(inspect.StructType, kind)
    name = struct.cls.__name__
    if name not in defs:
        defs[name] = {}  # so that a part may hold parts of its own kind
        told = (struct.cls.__doc__ or "").strip().split("\n\n")[0]
        defs[name] = {
            "type": "object",
            "description": " ".join(told.split()),
            "required": [field.encode_name for field in struct.fields if field.required],
            "properties": {field.encode_name: _of(field.type, defs) for field in struct.fields},
            "additionalProperties": False,
        }
    return _ref(name)


def _enum(kind: inspect.Type, defs: dict[str, Json]) -> JsonObject:
    return {"enum": [each.value for each in cast(inspect.EnumType, kind).cls]}


def _tuple(kind: inspect.Type, defs: dict[str, Json]) -> JsonObject:
    return {"type": "array", "items": _of(cast(inspect.VarTupleType, kind).item_type, defs)}


def _union(kind: inspect.Type, defs: dict[str, Json]) -> JsonObject:
    return {"anyOf": [_of(each, defs) for each in cast(inspect.UnionType, kind).types]}


_MADE: Mapping[type, Callable[[inspect.Type, dict[str, Json]], JsonObject]] = {
    inspect.StructType: _struct,
    inspect.EnumType: _enum,
    inspect.VarTupleType: _tuple,
    inspect.UnionType: _union,
    inspect.CustomType: lambda kind, defs: _CONDITION,
    inspect.StrType: lambda kind, defs: {"type": "string"},
    inspect.IntType: lambda kind, defs: {"type": "integer"},
    inspect.FloatType: lambda kind, defs: {"type": "number"},
    inspect.BoolType: lambda kind, defs: {"type": "boolean"},
    inspect.DateType: lambda kind, defs: {"type": "string", "format": "date", "pattern": DAY},
    inspect.NoneType: lambda kind, defs: {"type": "null"},
}


def _condition() -> JsonObject:
    """The restricted JsonLogic of `kernel.conditions`."""
    name: JsonObject = {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME}
    one: JsonObject = {"type": "array", "prefixItems": [name], "items": False, "minItems": 1}
    scalar: JsonObject = {
        "type": ["string", "number", "boolean", "null"],
        "maxLength": LONGEST_TEXT,
    }
    orderable: JsonObject = {"anyOf": [_VAR, {"type": ["string", "number"]}]}
    several: JsonObject = {"type": "array", "items": _CONDITION, "minItems": 1}
    single: JsonObject = {"type": "array", "items": _CONDITION, "minItems": 1, "maxItems": 1}
    members: JsonObject = {"type": "array", "items": _SCALAR, "minItems": 1, "maxItems": MOST_ITEMS}
    within: JsonObject = {
        "type": "array",
        "prefixItems": [_OPERAND, {"anyOf": [_VAR, members]}],
        "items": False,
        "minItems": 2,
    }
    operators: dict[str, Json] = {
        "and": several,
        "or": several,
        "!": {"anyOf": [_CONDITION, single]},
        "in": within,
        "==": _several(_OPERAND, 2),
        "!=": _several(_OPERAND, 2),
        "<": _several(orderable, 3),
        "<=": _several(orderable, 3),
        ">": _several(orderable, 2),
        ">=": _several(orderable, 2),
    }
    return {
        "Variable": _only("var", {"anyOf": [name, one]}),
        "Scalar": scalar,
        "Operand": {"anyOf": [_SCALAR, _VAR]},
        "Condition": {
            "anyOf": [
                {"type": "boolean"},
                _VAR,
                *(_only(operator, given) for operator, given in operators.items()),
            ]
        },
    }


def _only(name: str, schema: Json) -> JsonObject:
    return {
        "type": "object",
        "required": [name],
        "properties": {name: schema},
        "additionalProperties": False,
    }


def _several(of: JsonObject, most: int) -> JsonObject:
    return {"type": "array", "items": of, "minItems": 2, "maxItems": most}
