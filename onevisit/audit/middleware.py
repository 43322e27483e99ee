"""Gives each request its context: an id, and access entries written before the answer leaves."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from onevisit.audit.services import request_context


class RequestContextMiddleware:
    """Wraps a request in a context and answers with its id in `X-Request-ID`.

    Belongs outside of everything that opens a transaction. Behind a proxy the server sets
    `REMOTE_ADDR`; headers of the visitor are not believed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on inside the context."""
        with request_context(request.META.get("REMOTE_ADDR", "")) as context:
            response = self.get_response(request)
        response["X-Request-ID"] = context.request_id
        return response
