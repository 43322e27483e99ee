"""What requests and answers of all rooms have in common."""

from datetime import date, time
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints, ValidationInfo, field_validator

from onevisit.kernel import clock

Code = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Word = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=2_000)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Values = Annotated[
    dict[Annotated[str, StringConstraints(max_length=80)], Any], Field(max_length=500)
]


_SENT_AS: dict[object, type] = {bool: bool, int: int, date: str, time: str, UUID: str}
"""As what JSON sends the kinds that pydantic would also read from something else."""


class Given(Schema):
    """The body of a request: what it does not know is refused, so that nothing gets lost.

    Nothing is made of another type either: 1 does not agree to anything, and 0 is no day.
    """

    model_config = ConfigDict(extra="forbid")

    @field_validator("*", mode="before")
    @classmethod
    def _of_its_type(cls, value: object, told: ValidationInfo) -> object:
        kind = cls.model_fields[str(told.field_name)].annotation
        kinds = get_args(kind) if get_origin(kind) in (Union, UnionType) else (kind,)
        bare = (get_args(each)[0] if get_origin(each) is Annotated else each for each in kinds)
        wanted = next((each for each in bare if each in _SENT_AS), None)
        if value is None or wanted is None:
            return value
        if type(value) is not _SENT_AS[wanted]:
            raise ValueError("of another type")
        if wanted is date and clock.parse_day(str(value)) is None:
            raise ValueError("no day")
        return value


class Problem(Schema):
    """What went wrong, as RFC 9457 says it."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    request: str
    errors: list["FieldProblem"] = []


class FieldProblem(Schema):
    """What is wrong with one field."""

    field: str
    code: str
    detail: str
