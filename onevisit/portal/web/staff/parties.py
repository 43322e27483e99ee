"""Another party 当事人 stands at the window with their card, and agrees there."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from onevisit.accounts.queries import actor_of
from onevisit.cases import services
from onevisit.cases.services import Named
from onevisit.kernel.errors import Conflict, Invalid, Refused
from onevisit.portal.web.staff.intake import back_to_intake, intake_response
from onevisit.portal.web.staff.window import clerks
from onevisit.ui.posted import text_of


@sensitive_post_parameters()
@require_POST
@clerks
def agree(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """The card was looked at, what is agreed to was read, the signature on paper is there."""
    organisation = Named(text_of(request, "legal_name"), text_of(request, "legal_number"))
    try:
        if request.POST.get("seen") != "1":
            raise Invalid("portal.not_signed")
        services.agree_at_window(
            application_id=application_id,
            role=text_of(request, "role"),
            card=Named(
                text_of(request, "name"), text_of(request, "number"), text_of(request, "phone")
            ),
            organisation=organisation if organisation.number else None,
            guardian=text_of(request, "guardian", 30),
            actor=actor_of(request),
        )
    except (Invalid, Conflict, Refused) as error:
        return intake_response(request, application_id, error=error)
    messages.success(request, _("已记下同意，算这一位跑了一次。"))
    return back_to_intake(request, application_id)
