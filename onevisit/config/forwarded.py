"""Behind a proxy: the visitor's address is the one the proxy appended, not the proxy's own."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class ForwardedMiddleware:
    """Sets `REMOTE_ADDR` to the last entry of `X-Forwarded-For`.

    Only the last: the proxy appended it, everything before is what a visitor claims. Belongs
    outermost, and only where a proxy stands in front (ONEVISIT_BEHIND_PROXY).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set the address and pass on."""
        address = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if address:
            request.META["REMOTE_ADDR"] = address
        return self.get_response(request)
