"""文件交换: offices that have no interface, and what came back from them."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from onevisit.accounts.queries import actor_of
from onevisit.kernel.errors import Conflict, Invalid
from onevisit.reporting import queries, services
from onevisit.reporting.rules.offices import MOST_MEGABYTES
from onevisit.reporting.web.batches import keepers
from onevisit.reporting.web.joining import joining
from onevisit.reporting.web.wordings import EVENTS
from onevisit.ui.posted import text_of, uuid_of
from onevisit.ui.wordings import text_for, wording


@require_safe
@keepers
def offices(request: HttpRequest) -> HttpResponse:
    """Every office; joining another."""
    return _offices(request)


def _offices(request: HttpRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    lines = queries.offices(actor_of(request))
    return joining(request, "reporting/offices.html", lines, problem=problem, status=status)


@require_POST
@keepers
def join(request: HttpRequest) -> HttpResponse:
    """An office works by files from now on, or under another officer."""
    try:
        made = services.join_office(
            department_id=uuid_of(request, "department"),
            username=text_of(request, "username", 150),
            actor=actor_of(request),
        )
    except (Conflict, Invalid) as error:
        return _offices(request, problem=text_for(error), status=422)
    return HttpResponseRedirect(reverse("reporting:office", args=[made]))


@require_safe
@keepers
def office(request: HttpRequest, office_id: UUID) -> HttpResponse:
    """One office: files of both ways, rows that were refused."""
    view = queries.office_view(office_id=office_id, actor=actor_of(request))
    context = {
        "line": view.line,
        "files": [(each, _problem(each.problem)) for each in view.files],
        "refused": [
            (each, EVENTS.get(each.event, each.event), wording(each.code, each.facts) or each.code)
            for each in view.refused
        ],
    }
    return render(request, "reporting/office.html", context)


def _problem(code: str) -> str:
    """What was wrong with a file as a whole, "" for nothing."""
    return wording(code, {"most": MOST_MEGABYTES, "reason": ""}) if code else ""
