"""JSON Schema 2020-12: whether a value fits a schema, and a schema its own meta-schema.

The check is a maintained validator's, jsonschema-rs. Three formats are ours: `cn-resident-id`,
`cn-mobile` and `cn-uscc` hold for a number in its one form. Any other validator ignores a format it
does not know, as it should, and has the pattern beside it.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import jsonschema_rs

from onevisit.kernel import clock
from onevisit.kernel.canonical import canonical_json
from onevisit.kernel.codes import MobileNumber, ResidentId
from onevisit.kernel.errors import Invalid, Problem
from onevisit.kernel.types import Json, JsonObject
from onevisit.kernel.uscc import Uscc

DIALECT = "https://json-schema.org/draft/2020-12/schema"

RESIDENT_ID, MOBILE, USCC = "cn-resident-id", "cn-mobile", "cn-uscc"


def _in_one_form(read: Callable[[str], str]) -> Callable[[str], bool]:
    def holds(text: str) -> bool:
        try:
            return read(text) == text
        except Invalid:
            return False

    return holds


FORMATS: Mapping[str, Callable[[str], bool]] = {
    RESIDENT_ID: _in_one_form(lambda text: ResidentId.parse(text, today=clock.today()).number),
    MOBILE: _in_one_form(lambda text: MobileNumber.parse(text).number),
    USCC: _in_one_form(lambda text: Uscc.parse(text).code),
}


def schema_fault(schema: JsonObject) -> str:
    """Why `schema` is no JSON Schema 2020-12, in the words of the validator; empty if it is one."""
    try:
        jsonschema_rs.Draft202012Validator(schema, formats=dict(FORMATS), validate_formats=True)
    except (jsonschema_rs.ValidationError, ValueError) as fault:
        return str(fault) or "unreadable"
    return ""


def schema_problems(schema: JsonObject, value: Json) -> list[Problem]:
    """Where `value` does not fit `schema`: places are JSON pointers, the code `schemas.<keyword>`.

    The facts hold the keyword and never the value. Raises ValueError if `schema` is none.
    """
    return [
        Problem(_pointer(error.instance_path), f"schemas.{_keyword(error)}", {})
        for error in _validator(canonical_json(schema)).iter_errors(value)
    ]


@lru_cache(maxsize=512)
def _validator(schema: bytes) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(
        schema.decode("utf-8"), formats=dict(FORMATS), validate_formats=True
    )


def _pointer(path: list[str | int]) -> str:
    return "".join("/" + str(each).replace("~", "~0").replace("/", "~1") for each in path)


def _keyword(error: Any) -> str:
    """The keyword that failed: the last step of the way through the schema that is a name."""
    names = [each for each in error.schema_path if isinstance(each, str)]
    return names[-1] if names else "false"
