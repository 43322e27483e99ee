"""Pages of the lines of life."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from onevisit.guidance.web.life_page import event_page, life_page


@require_safe
def life(request: HttpRequest) -> HttpResponse:
    """A person's life and a company's, event by event."""
    return render(request, "guidance/life.html", {"page": life_page()})


@require_safe
def life_event(request: HttpRequest, slug: str) -> HttpResponse:
    """One event: its bundles and items."""
    return render(request, "guidance/life_event.html", {"page": event_page(slug)})
