"""Errors for programs: `application/problem+json` (RFC 9457), worded in the caller's language.

`type` leads to a description of the kind of problem; `code` names it for programs; `errors` says
which fields are wrong; `request` is the id under which the logs know this request.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from onevisit.kernel.errors import DomainError, Invalid
from onevisit.ui.middleware import STATUS
from onevisit.ui.problems import problem_for
from onevisit.ui.wordings import text_for, wording

MEDIA_TYPE = "application/problem+json"
TYPES = "/api/v1/problems/"
UNPROCESSABLE = 422
_OWN_STATUS = {
    "accounts.token_needed": 401,
    "accounts.token_invalid": 401,
    "accounts.too_many_requests": 429,
    "accounts.must_wait": 429,
    "accounts.key_needed": 400,
    "ui.body_unreadable": 400,
    "ui.body_too_large": 413,
    "ui.method_not_allowed": 405,
}


def status_of(error: DomainError) -> int:
    """The HTTP status of an error; what a program sent and the domain refuses is 422."""
    if error.code in _OWN_STATUS:
        return _OWN_STATUS[error.code]
    if isinstance(error, Invalid):
        return UNPROCESSABLE
    return next((status for kind, status in STATUS if isinstance(error, kind)), 500)


def problem_of(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The answer to a domain error, with the fields it names."""
    return problem(
        request,
        status=status_of(error),
        code=error.code,
        detail=text_for(error),
        errors=_fields(error),
    )


def problem(
    request: HttpRequest,
    *,
    status: int,
    code: str,
    detail: str = "",
    errors: Sequence[Mapping[str, str]] = (),
) -> HttpResponse:
    """One problem as an answer."""
    told: dict[str, Any] = {
        "type": f"{TYPES}{code}",
        "title": _title(status),
        "status": status,
        "code": code,
        "detail": detail or str(problem_for(status).message),
        "request": str(request.META.get("onevisit.request_id", "")),
    }
    if errors:
        told["errors"] = list(errors)
    text = json.dumps(told, ensure_ascii=False)
    response = HttpResponse(text, status=status, content_type=MEDIA_TYPE)
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


def _title(status: int) -> str:
    own = {
        401: _("需要令牌"),
        405: _("这个地址不支持这种请求"),
        413: _("发来的内容太大"),
        429: _("请求太密"),
    }
    if status in own:
        return own[status]
    return str(problem_for(400 if status == UNPROCESSABLE else status).title)


def _fields(error: DomainError) -> list[dict[str, str]]:
    if not isinstance(error, Invalid):
        return []
    found = [
        {"field": each.place, "code": each.code, "detail": wording(each.code, each.facts)}
        for each in error.problems
    ]
    if not found and error.field:
        found = [{"field": error.field, "code": error.code, "detail": text_for(error)}]
    return found


def wrong_fields(errors: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """What a schema refused, by field: `body.offer`, `query.limit`."""
    return [
        {
            "field": ".".join(str(step) for step in each["loc"]),
            "code": (code := _CODES.get(str(each["type"]), "ui.value_wrong")),
            "detail": wording(code),
        }
        for each in errors
    ]


_CODES = {
    "missing": "ui.value_missing",
    "extra_forbidden": "ui.value_unknown",
    "string_too_long": "ui.value_too_long",
    "too_long": "ui.value_too_long",
}
"""Kinds of refusals of a schema (pydantic's) that have words of their own."""
