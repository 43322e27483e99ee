"""From JSON to a definition and back, with every refusal naming its place.

`parse_item`/`parse_bundle` accept the document as it stands in the database or in a file;
`to_json` gives the canonical form whose digest identifies the version: what equals its default is
left out, so one meaning has one digest. Structure is checked here, meaning in `checks`.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum, StrEnum
from functools import cache
from typing import TypeVar, cast

import msgspec

from onevisit.catalogue.rules.activities import Activity
from onevisit.catalogue.rules.definition import (
    SCHEMA_VERSION,
    BundleDefinition,
    Fee,
    ItemDefinition,
)
from onevisit.catalogue.rules.nodes import Node
from onevisit.kernel import conditions
from onevisit.kernel.canonical import digest
from onevisit.kernel.conditions import Condition
from onevisit.kernel.errors import Invalid
from onevisit.kernel.types import Json, JsonObject

UPCASTERS: dict[int, Callable[[JsonObject], JsonObject]] = {}
"""schema version → function lifting a document of that version to the next one."""

_N = TypeVar("_N", bound=Node)
_D = TypeVar("_D", ItemDefinition, BundleDefinition)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def _decode(kind: type, value: object) -> object:
    if kind is not Condition:
        raise NotImplementedError(kind)
    try:
        return conditions.compile(cast(Json, value))
    except Invalid as refusal:
        raise ValueError(refusal.code) from refusal  # so that msgspec adds the path


def _lift(document: JsonObject) -> JsonObject:
    schema = document.get("schema", SCHEMA_VERSION)
    known = isinstance(schema, int) and not isinstance(schema, bool)
    if not known or not (schema == SCHEMA_VERSION or schema in UPCASTERS):
        raise Invalid("catalogue.schema_unknown", place="/schema", found=str(schema)[:40])
    version = cast(int, schema)
    while version < SCHEMA_VERSION:
        document = UPCASTERS[version](document)
        version += 1
    return {**document, "schema": version}


def _pointer(path: str) -> str:
    """msgspec's `$.materials[3].when` as the JSON pointer `/materials/3/when`."""
    return path.removeprefix("$").replace("[", ".").replace("]", "").replace(".", "/")


def _refused(problem: msgspec.ValidationError) -> Invalid:
    text, _, path = str(problem).partition(" - at `")
    place = _pointer(path.rstrip("`"))
    cause = problem.__cause__.__cause__ if problem.__cause__ is not None else None
    if isinstance(cause, Invalid):
        inner = str(cause.facts.get("place", ""))
        facts = {**cause.facts, "place": place + inner}
        return Invalid(cause.code, field=None, **facts)
    return Invalid("catalogue.document_malformed", place=place, reason=text)


def _refuse_unstorable(value: object, place: str) -> None:
    """NUL and lone surrogates are JSON, but neither UTF-8 nor PostgreSQL can hold them."""
    if isinstance(value, str):
        if _UNSTORABLE.search(value):
            raise Invalid("catalogue.document_malformed", place=place, reason="unstorable text")
    elif isinstance(value, Mapping):
        for key, each in value.items():
            _refuse_unstorable(key, place)
            _refuse_unstorable(each, f"{place}/{key}")
    elif isinstance(value, list):
        for index, each in enumerate(value):
            _refuse_unstorable(each, f"{place}/{index}")


def _parse(document: object, kind: type[_N]) -> _N:
    if not isinstance(document, dict):
        raise Invalid("catalogue.document_malformed", place="", reason="not an object")
    _refuse_unstorable(document, "")
    try:
        return msgspec.convert(_lift(document), kind, dec_hook=_decode, strict=True)
    except msgspec.ValidationError as problem:
        raise _refused(problem) from problem
    except RecursionError as problem:
        raise Invalid("catalogue.document_malformed", place="", reason="too deep") from problem


def parse_item(document: object) -> ItemDefinition:
    """The item definition in `document`.

    Raises Invalid `catalogue.document_malformed`, `catalogue.schema_unknown` or `conditions.*`,
    each with `place`, the JSON pointer into the document.
    """
    return _parse(document, ItemDefinition)


def parse_bundle(document: object) -> BundleDefinition:
    """The bundle definition in `document`; raises as `parse_item`."""
    return _parse(document, BundleDefinition)


def parse_fee(document: object) -> Fee:
    """One fee of a stored item definition, in the newest schema. Raises ValidationError."""
    return msgspec.convert(document, Fee, dec_hook=_decode, strict=True)


@cache
def _defaults(kind: type[Node]) -> tuple[tuple[str, object, type], ...]:
    """Name, default and its type of every field."""
    fields = msgspec.structs.fields(kind)
    return tuple((f.name, f.default, type(f.default)) for f in fields)


def _plain(value: object) -> Json:
    if isinstance(value, Node):
        return _plain_node(value)
    if isinstance(value, Condition):
        return cast(Json, json.loads(value.source))
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, StrEnum):
        return str(value)  # the plain text, faster than its value
    if isinstance(value, Enum):
        return cast(Json, value.value)
    if isinstance(value, date):
        return value.isoformat()
    return cast(Json, value)


def _plain_node(node: Node) -> JsonObject:
    found: dict[str, Json] = {}
    for name, default, kind in _defaults(type(node)):
        value = getattr(node, name)
        if value is not default and (value != default or type(value) is not kind):
            found[name] = value if type(value) is str else _plain(value)
    return found


def to_json(definition: ItemDefinition | BundleDefinition) -> JsonObject:
    """The document form of a definition: what is stored and what the digest is taken of."""
    return {"schema": definition.schema, **_plain_node(definition)}


def definition_digest(definition: ItemDefinition | BundleDefinition) -> str:
    """SHA-256 of the canonical JSON (sorted keys, UTF-8): the identity of a version."""
    return digest(to_json(definition))


def reread(definition: _D) -> _D:
    """The definition as it will be read: nothing is kept that could not be. Raises as parsing."""
    return _parse(to_json(definition), type(definition))


def parse_activity(document: object) -> Activity:
    """The kind of business in `document`; raises as `parse_item`."""
    return _parse(document, Activity)


def activity_json(activity: Activity) -> JsonObject:
    """The document form of a kind of business, as `to_json`."""
    return {"schema": activity.schema, **_plain_node(activity)}
