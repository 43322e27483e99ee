"""Gives each request its context: an id, and access entries written before the answer leaves."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from onevisit.audit.services import request_context

_GIVEN_ID = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class RequestContextMiddleware:
    """Wraps a request in a context and answers with its id in `X-Request-ID`.

    Belongs outside of everything that opens a transaction. Behind a proxy the server sets
    `REMOTE_ADDR`; headers of the visitor are not believed. With `settings.BEHIND_PROXY` the proxy's
    `X-Request-ID` is taken over when it is 32 hex digits or a UUID, which cannot hold a message.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on inside the context."""
        address = request.META.get("REMOTE_ADDR", "")
        with request_context(address, _given_id(request)) as context:
            request.META["onevisit.request_id"] = context.request_id
            response = self.get_response(request)
        response["X-Request-ID"] = context.request_id
        return response


def _given_id(request: HttpRequest) -> str:
    given = request.headers.get("X-Request-ID", "") if settings.BEHIND_PROXY else ""
    return given if _GIVEN_ID.fullmatch(given) else ""
