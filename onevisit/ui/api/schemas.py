"""What requests and answers of all rooms have in common."""

from typing import Annotated, Any

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

Code = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Word = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=2_000)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Values = Annotated[
    dict[Annotated[str, StringConstraints(max_length=80)], Any], Field(max_length=500)
]


class Given(Schema):
    """The body of a request: what it does not know is refused, so that nothing gets lost."""

    model_config = ConfigDict(extra="forbid")


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
