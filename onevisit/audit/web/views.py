"""The audit page: what was done, and who looked."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from onevisit.audit import queries
from onevisit.audit.rules import Page
from onevisit.audit.services import admit
from onevisit.audit.web.forms import FIELDS, read_before, read_filter
from onevisit.audit.web.rows import row_of
from onevisit.audit.web.wordings import KINDS, action_labels


@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """What was done, newest first."""
    admit(request)
    page = queries.trail(read_filter(request.GET), before=read_before(request.GET))
    return _page(request, page, tab="trail")


@require_safe
def access_log(request: HttpRequest) -> HttpResponse:
    """Who looked at personal data, who was refused, who logged in; newest first."""
    admit(request)
    page = queries.access_log(read_filter(request.GET), before=read_before(request.GET))
    return _page(request, page, tab="access")


def _page(request: HttpRequest, page: Page[queries.Shown], *, tab: str) -> HttpResponse:
    """The rows, the filter as it was given, and the addresses of the other pages."""
    kept = request.GET.copy()
    going_on = bool(kept.pop("before", None))
    following = kept.copy()
    if page.before is not None:
        following["before"] = str(page.before)
    context = {
        "tab": tab,
        "rows": [row_of(row) for row in page.rows],
        "choices": sorted(action_labels().items()) if tab == "trail" else KINDS.items(),
        "filter": {name: kept.get(name, "") for name in FIELDS},
        "first_url": f"{request.path}?{kept.urlencode()}" if going_on else "",
        "next_url": f"{request.path}?{following.urlencode()}" if page.before is not None else "",
    }
    return render(request, "audit/trail.html", context)
