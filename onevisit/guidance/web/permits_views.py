"""Pages of what a business needs before it opens. Answers stay in the session, not in addresses."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from onevisit.guidance.web.permits_page import kinds_page, permits_page


@require_safe
def permits(request: HttpRequest) -> HttpResponse:
    """Choose a kind of business."""
    return render(request, "guidance/permits.html", {"page": kinds_page()})


@never_cache
@require_http_methods(["GET", "POST"])
def permits_of(request: HttpRequest, code: str) -> HttpResponse:
    """A few questions about it, and the list of what it needs."""
    sent = request.POST if request.method == "POST" else None
    page = permits_page(code, request.session, sent)
    if sent is not None and not page.errors:
        return redirect("guidance:permits-of", code)
    return render(
        request, "guidance/permits_of.html", {"page": page}, status=422 if page.errors else 200
    )
