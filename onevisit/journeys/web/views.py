"""Why one must come so often: the computed figure with its trips; works without scripts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from onevisit.journeys import queries


@require_GET
def why(request: HttpRequest, code: str) -> HttpResponse:
    """跑几次，为什么: of what is published under the code."""
    return render(request, "journeys/why.html", {"page": queries.why(code)})
