"""Between the domain and the browser: errors become pages, personal pages are not kept."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from onevisit.kernel.errors import Conflict, DomainError, Invalid, NotFound, Refused
from onevisit.ui import refusals
from onevisit.ui.problems import problem_response
from onevisit.ui.view_mode import is_elder
from onevisit.ui.wordings import text_for

_NUL = "\0"

GetResponse = Callable[[HttpRequest], HttpResponseBase]

STATUS: tuple[tuple[type[DomainError], int], ...] = (
    (NotFound, 404),
    (Refused, 403),
    (Conflict, 409),
    (Invalid, 400),
)


def status_of(error: DomainError) -> int:
    """The HTTP status of a domain error; one of no known kind is a fault of ours, 500."""
    return next((status for kind, status in STATUS if isinstance(error, kind)), 500)


class DomainErrorMiddleware:
    """Answers domain errors with a page (or, for htmx, a message) that says what to do."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on; the answer depends on who asks, a browser or htmx."""
        response = self.get_response(request)
        patch_vary_headers(response, ["HX-Request"])
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A response for what the domain refused; None for faults, which Django reports."""
        if isinstance(error, DomainError):
            return self._answer(request, error)
        if isinstance(error, PermissionDenied):
            refusals.tell(request, Refused("ui.permission_denied"))
            return problem_response(request, 403)
        if isinstance(error, Http404) and not settings.DEBUG:
            return problem_response(request, 404)
        return None

    def _answer(self, request: HttpRequest, error: DomainError) -> HttpResponse:
        if isinstance(error, (Refused, NotFound)):
            refusals.tell(request, error)
        return problem_response(request, status_of(error), message=text_for(error), code=error.code)


class PlainTextMiddleware:
    """Takes NUL out of what was typed: no keyboard gives it, and PostgreSQL keeps no text with it.

    Belongs inside of what checks a form's token. No address of the house holds one. What programs
    send, where there is no such token, is theirs to read: the API refuses it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, *_given: object) -> None:
        """Clean query and form before the view reads them. Raises Http404 for the address."""
        if _NUL in request.path_info:
            raise Http404
        if getattr(view, "csrf_exempt", False):
            return
        request.GET = _plain(request.GET)  # type: ignore[assignment]
        request.POST = _plain(request.POST)  # type: ignore[assignment]


def _plain(given: QueryDict) -> QueryDict:
    if not any(_NUL in text for name, texts in given.lists() for text in (name, *texts)):
        return given
    plain = given.copy()
    plain.clear()
    for name, texts in given.lists():
        plain.setlist(name.replace(_NUL, ""), [text.replace(_NUL, "") for text in texts])
    plain._mutable = False
    return plain


class ViewModeMiddleware:
    """Knows the elderly view, and keeps personal pages out of every cache.

    Belongs after the session and authentication middleware.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Set ``request.elder``; mark the answer ``no-store`` where a session is involved."""
        request.elder = is_elder(request)  # type: ignore[attr-defined]
        response = self.get_response(request)
        patch_vary_headers(response, ["Cookie"])
        if self._personal(request) and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        return response

    @staticmethod
    def _personal(request: HttpRequest) -> bool:
        session = getattr(request, "session", None)
        return settings.SESSION_COOKIE_NAME in request.COOKIES or bool(
            session is not None and session.modified
        )
