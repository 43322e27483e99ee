"""Rows to settle at the window: what differs, and what was read on a paper."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from onevisit.accounts.queries import actor_of
from onevisit.cases import services
from onevisit.cases.rules.discrepancies import Source
from onevisit.kernel.errors import Conflict, Invalid, NotFound
from onevisit.portal.web.staff.answering import text_of
from onevisit.portal.web.staff.intake import back_to_intake, intake_response
from onevisit.portal.web.staff.window import clerks


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
