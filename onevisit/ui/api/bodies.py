"""Reading what a program sends: JSON that PostgreSQL can keep, and nothing else."""

import hashlib
import json
import re
from typing import Any, NoReturn

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja.parser import Parser

from onevisit.kernel.errors import Invalid

DEEPEST = 40
"""Levels of lists and objects; a definition of the domain needs a handful."""

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def unreadable() -> Invalid:
    """The body is no JSON, too deep, or holds characters that no text can have."""
    return Invalid("ui.body_unreadable")


class StrictParser(Parser):
    """Refuses NUL, lone surrogates, NaN and endless depth, wherever they stand."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """The JSON of the body. Raises Invalid `ui.body_unreadable`."""
        try:
            read = json.loads(request.body, parse_constant=_refuse)
        except (ValueError, RecursionError):
            raise unreadable() from None
        _check(read, 0)
        return read  # type: ignore[no-any-return]

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        """Query or form fields. Raises Invalid `ui.body_unreadable`."""
        for values in data.lists():
            _check(list(values), 0)
        return super().parse_querydict(data, list_fields, request)


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)


def _check(value: object, depth: int) -> None:
    if depth > DEEPEST:
        raise unreadable()
    if isinstance(value, str):
        if _UNSTORABLE.search(value):
            raise unreadable()
    elif isinstance(value, dict):
        for key, each in value.items():
            _check(key, depth + 1)
            _check(each, depth + 1)
    elif isinstance(value, (list, tuple)):
        for each in value:
            _check(each, depth + 1)


def digest_of(request: HttpRequest) -> str:
    """SHA-256 of what is asked for: method, path, and the body. Of a form with files the contents
    count and not their wrapping, which differs each time it is sent.
    """
    found = hashlib.sha256(f"{request.method}\n{request.get_full_path()}\n".encode())
    if request.content_type == "multipart/form-data":
        fields = sorted((name, values) for name, values in request.POST.lists())
        found.update(json.dumps(fields).encode("utf-8", "surrogatepass"))
        for name, files in sorted(request.FILES.lists()):
            for each in files:
                found.update(f"\n{name}\n{each.name}\n{each.size}\n".encode("utf-8", "replace"))
                for chunk in each.chunks():
                    found.update(chunk)
                each.seek(0)
    else:
        found.update(request.body)
    return found.hexdigest()
