"""Texts about the site, the switch to the elderly view, and the last resorts."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from onevisit.ui.problems import problem_response
from onevisit.ui.view_mode import ELDER, came_from, remember, safe_target

_SECRET_WORDS = ("password", "token", "secret")


@require_safe
def about(request: HttpRequest, page: str) -> HttpResponse:
    """A page of text; ``page`` names its template."""
    return render(request, f"ui/about/{page}.html")


@require_POST
def view_mode(request: HttpRequest) -> HttpResponseRedirect:
    """Switch to the elderly view or back, and return to the page one came from."""
    response = HttpResponseRedirect(safe_target(request, request.POST.get("next", "")))
    elder = request.POST.get("mode") == ELDER
    remember(response, elder=elder, secure=request.is_secure())
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is stale loses nothing: the reader sends the same values once more.

    Offered only where the browser itself says that the form came from this site; a form from
    elsewhere is refused.
    """
    own = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    if request.headers.get("HX-Request") == "true":
        response = problem_response(request, 403)
        if own:
            get_token(request)
            response["X-CSRF-Stale"] = "1"
        return response
    if not own or request.method != "POST":
        return problem_response(request, 403)
    kept = [
        (name, value)
        for name, values in request.POST.lists()
        if not any(word in name.lower() for word in _SECRET_WORDS)
        for value in values
    ]
    context = {
        "kept": kept,
        "files": bool(request.FILES),
        "action": request.get_full_path(),
        "back": came_from(request),
    }
    return render(request, "ui/stale.html", context, status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Handler of 400."""
    return problem_response(request, 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Handler of 403."""
    return problem_response(request, 403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Handler of 404."""
    return problem_response(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Handler of 500: draws nothing that could fail again."""
    return render(None, "500.html", status=500)
