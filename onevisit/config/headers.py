"""Response headers that belong to no library."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

_PERMISSIONS_POLICY = "camera=(self), geolocation=(), microphone=(), payment=(), usb=()"


class HeadersMiddleware:
    """Browser permissions, and ``no-store`` on everything made for a person who is logged in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the headers a view did not set itself."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not response.has_header("Cache-Control") and _is_personal(request):
            response.headers["Cache-Control"] = "no-store"
        return response


def _is_personal(request: HttpRequest) -> bool:
    session = getattr(request, "session", None)
    return bool(session is not None and session.accessed and not session.is_empty())
