"""红牌: limits of offices that ran out in silence, for who supervises them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Permission
from onevisit.cases import queries as cases
from onevisit.portal.web.staff import labels


@require_safe
@staff_required(Permission.OVERSIGHT_READ)
def red_cards(request: HttpRequest) -> HttpResponse:
    """The newest first."""
    rows = cases.red_cards(actor=actor_of(request))
    context = {"rows": [(row, labels.RED_CARDS[row.kind]) for row in rows]}
    return render(request, "portal/staff/red_cards.html", context)
