"""Rows to settle at the window: what differs, what was read on a paper and what was looked at."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from onevisit.accounts.queries import actor_of
from onevisit.cases import services
from onevisit.cases.rules.discrepancies import Source
from onevisit.kernel.errors import Conflict, Invalid, NotFound
from onevisit.portal.web.staff.intake import address, back_to_intake, intake_response
from onevisit.portal.web.staff.window import clerks
from onevisit.ui.posted import text_of


@require_POST
@clerks
def settle(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """The form takes what the source says, or is left because it is right."""
    source = text_of(request, "source")
    if source not in set(Source):
        raise Invalid("portal.unknown_action")
    try:
        services.settle(
            application_id=application_id,
            field=text_of(request, "field"),
            source=Source(source),
            take=text_of(request, "do") != "keep",
            actor=actor_of(request),
        )
    except (Invalid, Conflict) as error:
        return intake_response(request, application_id, error=error)
    return back_to_intake(request, application_id)


@require_POST
@clerks
def reading(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """What the clerk read on the paper that stands beside the form."""
    try:
        services.note_reading(
            application_id=application_id,
            material=text_of(request, "m"),
            field=text_of(request, "field"),
            value=text_of(request, "value"),
            actor=actor_of(request),
        )
    except (Invalid, Conflict, NotFound) as error:
        return intake_response(request, application_id, error=error)
    return back_to_intake(request, application_id)


@require_POST
@clerks
def check(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """A point to look at was ticked on the paper that stands beside the form, or not any more."""
    try:
        services.check_point(
            application_id=application_id,
            material=text_of(request, "m"),
            point=text_of(request, "point", 500),
            ticked=text_of(request, "ticked") == "1",
            actor=actor_of(request),
        )
    except (Invalid, Conflict, NotFound) as error:
        return intake_response(request, application_id, error=error)
    there = address(application_id, text_of(request, "m"), text_of(request, "at", 3))
    return HttpResponseRedirect(there)
