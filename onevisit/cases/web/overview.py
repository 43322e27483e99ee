"""The draft on one page, and giving it up."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onevisit.accounts.queries import actor_of
from onevisit.cases import queries, services
from onevisit.cases.queries.drafts import DraftView
from onevisit.cases.web.doors import applicants
from onevisit.cases.web.overview_page import overview_page
from onevisit.kernel.errors import Conflict


def draft_or_receipt(request: HttpRequest, application_id: UUID) -> DraftView | HttpResponse:
    """The draft; what has been handed in leads to its receipt.

    Raises NotFound `cases.no_such_application` for outsiders.
    """
    try:
        return queries.draft_view(application_id=application_id, actor=actor_of(request))
    except Conflict:
        return to_receipt(request, application_id)


def to_receipt(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """To the receipt; htmx is told to go there with the whole page."""
    target = reverse("cases:receipt", args=[application_id])
    if request.headers.get("HX-Request") == "true":
        response = HttpResponse(status=204)
        response["HX-Redirect"] = target
        return response
    return HttpResponseRedirect(target)


@require_safe
@applicants
def draft(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Where the draft stands: answers, materials, the form, signing."""
    return overview(request, application_id)


def overview(
    request: HttpRequest,
    application_id: UUID,
    errors: Mapping[str, Sequence[str]] | None = None,
) -> HttpResponse:
    """The page; with `errors` of files just sent it says so at their material."""
    found = draft_or_receipt(request, application_id)
    if isinstance(found, HttpResponse):
        return found
    page = overview_page(found, errors)
    shown = {paper.key for paper in page.papers}
    for material, told in (errors or {}).items():
        for each in told if material not in shown else ():
            messages.error(request, each)
    context = {"draft": found, "p": page}
    return render(request, "cases/draft.html", context, status=422 if errors else 200)


@require_POST
@applicants
def changed(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """What changed with the newer version has been read."""
    try:
        services.note_rolled(application_id=application_id, actor=actor_of(request))
    except Conflict:
        return to_receipt(request, application_id)
    return redirect("cases:draft", application_id)


@require_http_methods(["GET", "POST"])
@applicants
def discard(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Give the draft up, after asking once."""
    found = draft_or_receipt(request, application_id)
    if isinstance(found, HttpResponse):
        return found
    if request.method != "POST":
        return render(request, "cases/discard.html", {"draft": found})
    services.discard_draft(application_id=application_id, actor=actor_of(request))
    messages.success(request, _("草稿已经删除。想再办，随时可以重新开始。"))
    return redirect("guidance:guide", found.offer.code)
