"""等申请人补: what the applicants of a department still owe, and by when."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Permission
from onevisit.cases import queries as cases


@require_safe
@staff_required(Permission.CASES_REVIEW)
def owed(request: HttpRequest) -> HttpResponse:
    """The nearest limit first."""
    after = request.GET.get("after") or None
    page = cases.owed(actor=actor_of(request), after=after)
    here = reverse("portal:desk-owed")
    context = {
        "rows": page.rows,
        "show": "owed",
        "first_url": here if after else "",
        "next_url": f"{here}?after={page.after}" if page.after else "",
    }
    return render(request, "portal/staff/owed.html", context)
