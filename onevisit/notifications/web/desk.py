"""短信发送: what went out, what could not, and trying it again."""

from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Permission
from onevisit.kernel.errors import Conflict
from onevisit.notifications import queries, services
from onevisit.notifications.rules.sending import DeliveryState
from onevisit.notifications.web.wordings import CHANNELS, KINDS, REASONS, STATES
from onevisit.ui.wordings import text_for

lookers = staff_required(Permission.CASES_LOOK_UP)


@require_safe
@lookers
def sent(request: HttpRequest) -> HttpResponse:
    """What failed first; anything else by state."""
    asked = request.GET.get("state", str(DeliveryState.FAILED))
    state = DeliveryState(asked) if asked in set(DeliveryState) else None
    page = queries.deliveries(
        actor=actor_of(request), state=state, before=request.GET.get("before", "")
    )
    context = {
        "lines": [
            {
                "line": line,
                "kind": KINDS[line.kind],
                "channel": CHANNELS[line.channel][0],
                "state": STATES[line.state],
                "reason": REASONS[line.reason] if line.reason else "",
                "failed": line.state is DeliveryState.FAILED,
            }
            for line in page.lines
        ],
        "states": [(str(each), STATES[each][0]) for each in DeliveryState],
        "state": str(state or ""),
        "next": page.next,
    }
    return render(request, "notifications/sent.html", context)


@require_POST
@lookers
def retry(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """Try it again from the start."""
    try:
        services.retry(delivery_id=delivery_id, actor=actor_of(request))
    except Conflict as error:
        flash.error(request, text_for(error))
    else:
        flash.success(request, _("马上再发一次。"))
    return HttpResponseRedirect(reverse("notifications:sent"))
