"""What a problem's `type` leads to: the wording of its kind."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Router, Schema

from onevisit.kernel.errors import NotFound
from onevisit.ui.wordings import wordings

router = Router(tags=["problems"])


class ProblemKind(Schema):
    """A kind of problem; `%(…)s` in the message stands for what the single problem says."""

    code: str
    message: str


@router.get("/problems/{code}", response=ProblemKind, url_name="problem", auth=None)
def problem_kind(request: HttpRequest, code: Annotated[str, Path()]) -> dict[str, str]:
    """What a problem of this kind says."""
    message = wordings().get(code)
    if message is None:
        raise NotFound("ui.no_such_problem")
    return {"code": code, "message": str(message)}
