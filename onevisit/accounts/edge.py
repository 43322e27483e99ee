"""The edge of the API: sizes, tokens and budgets before anything else; every error a problem."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from onevisit.accounts import services
from onevisit.accounts.bearer import caller_of, let_in
from onevisit.accounts.errors import too_many_requests
from onevisit.accounts.services import Budget
from onevisit.kernel import clock
from onevisit.kernel.crypto import blind_index
from onevisit.kernel.errors import DomainError, Invalid, NotFound
from onevisit.ui import refusals
from onevisit.ui.api.bodies import unreadable
from onevisit.ui.api.problems import MEDIA_TYPE, problem, problem_of

PREFIX = "/api/"
AUTHORITY_HEADER = "OneVisit-Authority"
"""The number of the mandate under which a citizen's program acts for somebody else."""
_FORM_ROOM = 64 * 1024
"""Bytes for what stands around an uploaded file."""


class ApiEdgeMiddleware:
    """For paths of the API only. Belongs innermost, so that the language is known by then."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Check, count, pass on, and make sure that errors are problems."""
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        let_in(request, None)
        budget = None
        try:
            _require_size(request)
            refused = _read_token(request)
            budget = _count(request)
            if budget.spent:
                raise too_many_requests(budget.until)
            if refused is not None:
                refusals.tell(request, refused)
                raise refused
            response = _as_problem(request, self.get_response(request))
        except DomainError as error:
            response = problem_of(request, error)
        _mark(response, budget)
        return response


def _require_size(request: HttpRequest) -> None:
    """Raise Invalid `ui.body_too_large`, `ui.body_unreadable` before a byte of it is read."""
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        raise unreadable() from None
    upload = request.content_type == "multipart/form-data"
    most = settings.UPLOAD_MAX_BYTES + _FORM_ROOM if upload else settings.API_BODY_BYTES
    if length > most:
        raise Invalid("ui.body_too_large", most=most // 1024)
    if "\0" in request.path_info:
        raise unreadable()


def _read_token(request: HttpRequest) -> DomainError | None:
    """Let in whom the token names; the error for a bad one, raised once it has been counted."""
    kind, _, text = request.headers.get("Authorization", "").partition(" ")
    if not kind:
        return None
    try:
        given = text.strip() if kind.lower() == "bearer" else ""
        caller = services.authenticate_token(given)
        number = request.headers.get(AUTHORITY_HEADER, "")
        let_in(request, services.under_mandate(caller, number) if number else caller)
    except DomainError as error:
        return error
    return None


def _count(request: HttpRequest) -> Budget:
    caller = caller_of(request)
    if caller is not None:
        return services.count_use(str(caller.token_id), limit=settings.API_REQUESTS)
    address = blind_index(request.META.get("REMOTE_ADDR", ""), purpose="api.address")
    return services.count_use(address, limit=settings.API_REQUESTS_WITHOUT_TOKEN)


def _as_problem(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """What Django itself answers to a wrong address, method or request is a page: not here."""
    status = response.status_code
    if status < 400 or response.get("Content-Type", "").startswith(MEDIA_TYPE):
        return response
    if status == 405:
        made = problem_of(request, Invalid("ui.method_not_allowed"))
        made["Allow"] = response.get("Allow", "")
        return made
    if status == 404:
        return problem_of(request, NotFound("ui.no_such_address"))
    if status < 500:
        return problem_of(request, unreadable())
    return problem(request, status=status, code="ui.fault")


def _mark(response: HttpResponseBase, budget: Budget | None) -> None:
    """Say what is left (draft-ietf-httpapi-ratelimit-headers), and that nothing is to be kept."""
    if not response.has_header("Cache-Control"):
        response["Cache-Control"] = "no-store"
    if budget is None:
        return
    seconds = budget.seconds(clock.now())
    response["RateLimit-Policy"] = f'"minute";q={budget.limit};w=60'
    response["RateLimit"] = f'"minute";r={budget.left};t={seconds}'
    if budget.spent:
        response["Retry-After"] = str(seconds)
