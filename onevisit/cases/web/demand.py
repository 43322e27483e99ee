"""缴费通知书 as PDF, for the payer's side and for staff alike."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from onevisit.accounts.guards import login_required
from onevisit.accounts.queries import actor_of
from onevisit.cases import services


@require_safe
@login_required
def demand(request: HttpRequest, order_id: UUID, seq: int) -> HttpResponse:
    """The same however often it is asked for, but for what says that another took its place."""
    found = services.demand_letter(
        order_id=order_id,
        seq=seq,
        actor=actor_of(request),
        address=lambda order: request.build_absolute_uri(reverse("payments:order", args=[order])),
    )
    return HttpResponse(found.content, headers=found.headers(inline=True))
